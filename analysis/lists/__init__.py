"""Lists of leads: which ones stand behind a mark, and which piece of the list is shown."""
