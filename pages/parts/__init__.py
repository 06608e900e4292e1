"""What pages share: cards, charts, wording, theme and export."""
