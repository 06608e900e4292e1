"""How events get in, and where they live."""
