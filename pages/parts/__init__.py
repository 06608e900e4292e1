"""What pages share: page models, cards, columns, controls, words, session and export."""
