"""What the card says with which persons are forgotten."""

TITLE = "Forget a person"
WHAT = (
    "They leave every table, every kept file and every generation, and later loads leave their rows out. It cannot be "
    "taken back; backups and what others have downloaded keep them."
)
IDS, EXAMPLE = "Ids of leads or contacts, with blanks between them", "L100000123 C100000123"
NUMBERS = "What becomes of their numbers"
KEEP = "Keep every number: their leads stay under opaque ids, without names"
DROP = "Drop them: their leads and all that happened to them go"
WORD = "FORGET"
CONFIRM = f"Write {WORD} to confirm"
BUTTON = "Forget them"
WORKING = "Forgetting, then searching every file for them"
