"""Which piece of a list is shown."""

from dataclasses import dataclass

ORDERS = (
    "created_on",
    "lead_name",
    "lead_id",
    "account_name",
    "account_id",
    "channel",
    "campaign",
    "segment",
    "owner",
    "furthest_stage",
    "outcome",
    "closed_on",
    "amount",
    "days_to_close",
    "count_touches_by_us",
    "last_touch_on",
)
PAGE_LIMIT = 100_000


@dataclass(frozen=True)
class Page:
    """Which piece of a list is asked for, and in which order.

    Attributes
    ----------
    order : str
        Column to sort by, one of ``ORDERS``; leads that are equal there stand in the order of their ids.
    is_descending : bool
        The largest or latest first. Missing values stand last either way.
    skipped : int
        Leads before the piece.
    rows : int
        Leads of the piece, at most.

    Raises
    ------
    ValueError
        If there is no such order, or the piece does not lie within the first 100,000 leads.
    """

    order: str = "created_on"
    is_descending: bool = True
    skipped: int = 0
    rows: int = 5_000

    def __post_init__(self) -> None:
        if self.order not in ORDERS:
            raise ValueError(f"Leads cannot be sorted by {self.order!r}. There are: {', '.join(ORDERS)}.")
        if self.skipped < 0 or self.rows < 1 or self.skipped + self.rows > PAGE_LIMIT:
            raise ValueError(f"A list shows its first {PAGE_LIMIT:,} leads: narrow it or sort it the other way.")
