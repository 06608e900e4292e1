"""Where the rules draw their lines that say which engine needs more: values that check themselves."""

from dataclasses import dataclass, fields


@dataclass(frozen=True)
class Balance:
    """Limits of the rules; shares are 0 to 1.

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
    fewest_opportunities: float = 30

    def __post_init__(self) -> None:
        for each in fields(self):
            value = getattr(self, each.name)
            is_number = isinstance(value, int | float) and not isinstance(value, bool)
            if each.name.endswith("_share"):
                if not is_number or not 0 < value < 1:
                    raise ValueError(f"{each.name}: {value!r} is not a share between 0 and 1")
            elif not is_number or not 0 < value < float("inf"):
                raise ValueError(f"{each.name}: {value!r} is not a number above 0")
        if self.motion_share < 0.5:
            raise ValueError(f"motion_share: {self.motion_share!r} is not at least 0.5, half of all")
