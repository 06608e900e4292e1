"""What pages share: page models, cards, columns, controls, words and session."""
