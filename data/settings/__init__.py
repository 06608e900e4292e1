"""What the business may change, changed without an editor: drafts of the definitions, and what they were before."""
