"""Limits that the business sets: values that check themselves, each error starting with its key."""

from dataclasses import dataclass, fields


@dataclass(frozen=True)
class Thresholds:
    """Shares (0 to 1) above which a page speaks of dependence, and the fewest wins worth a rate."""

    channel_share: float = 0.40
    campaign_share: float = 0.25
    owner_share: float = 0.25
    account_share: float = 0.20
    segment_share: float = 0.60
    few_wins: int = 5

    def __post_init__(self) -> None:
        for each in fields(self):
            if each.name != "few_wins":
                _demand_share(each.name, getattr(self, each.name))
        if not isinstance(self.few_wins, int) or isinstance(self.few_wins, bool) or self.few_wins < 1:
            raise ValueError(f"few_wins: {self.few_wins!r} is not a whole number of at least 1")


@dataclass(frozen=True)
class Costs:
    """What remains of a won amount after its own cost, as a share; None is not known."""

    gross_margin: float | None = None

    def __post_init__(self) -> None:
        margin = self.gross_margin
        if margin is not None and not (_is_number(margin) and 0 < margin <= 1):
            raise ValueError(f"gross_margin: {margin!r} is not a share above 0 and up to 1")


@dataclass(frozen=True)
class Retention:
    """What is forgotten by itself: after how many days or months, None for never; and how many generations are kept."""

    quarantine_days: int = 90
    names_of_closed_leads_months: int | None = None
    generations: int = 3

    def __post_init__(self) -> None:
        for each in fields(self):
            value = getattr(self, each.name)
            if value is None and each.name == "names_of_closed_leads_months":
                continue
            if not isinstance(value, int) or isinstance(value, bool) or not 1 <= value <= 3650:
                raise ValueError(f"{each.name}: {value!r} is not a whole number from 1 to 3650")


@dataclass(frozen=True)
class Balance:
    """Where the rules draw their lines that say which engine needs more; shares are 0 to 1.

    Attributes
    ----------
    motion_share : float
        Of the opportunities: more from one motion, and the other one is needed.
    fit_share : float
        Of the inbound leads qualified: fewer, and there is little control over who comes in.
    touches_per_reply : float
        More, and outreach works hard for little.
    opportunities_per_month : float
        Fewer from a motion are thin, where no target is loaded.
    covered : float
        Weighted pipeline over what remains of the target: less is thin.
    deal_ratio : float
        Outbound deals so many times as large as inbound ones speak for prospecting.
    late_days : float
        A lead that has waited for longer waits long.
    late_share : float
        Of the wins that took longer than that: more, and cycles are long.
    inbound_change : float
        Inbound leads of a year over those of the year before: fewer, and inbound is falling.
    fewest_opportunities : float
        Fewer, and nothing is recommended.

    Raises
    ------
    ValueError
        If a value is out of range; the message starts with its key.
    """

    motion_share: float = 0.75
    fit_share: float = 0.25
    touches_per_reply: float = 15
    opportunities_per_month: float = 4
    covered: float = 1.0
    deal_ratio: float = 1.5
    late_days: float = 90
    late_share: float = 0.5
    inbound_change: float = 0.9
    fewest_opportunities: float = 30

    def __post_init__(self) -> None:
        for each in fields(self):
            value = getattr(self, each.name)
            if each.name.endswith("_share"):
                _demand_share(each.name, value)
            elif not _is_number(value) or not 0 < value < float("inf"):
                raise ValueError(f"{each.name}: {value!r} is not a number above 0")
        if self.motion_share < 0.5:
            raise ValueError(f"motion_share: {self.motion_share!r} is not at least 0.5, half of all")


def _demand_share(name: str, value: float) -> None:
    if not _is_number(value) or not 0 < value < 1:
        raise ValueError(f"{name}: {value!r} is not a share between 0 and 1")


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
