"""Who may ask the server for something, and how it answers."""
