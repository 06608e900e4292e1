"""What tables say of what is not in sight."""

from pages.parts import labels
from pages.parts.words import common


def more_columns(number: int) -> str:
    """That a table scrolls; "" where all columns are in sight."""
    return f"{common.counted(number, 'more column')} to the right." if number else ""


def first_rows(shown: int, rows: int) -> str:
    """That a table does not show all rows."""
    return f"The first {labels.count(shown)} of {labels.count(rows)} rows; the download has more."
