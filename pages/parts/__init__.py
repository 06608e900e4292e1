"""What pages share: cards, charts, wording and theme."""
