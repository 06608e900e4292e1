"""What the view By age of the page Sources says."""

from collections.abc import Sequence
from datetime import date

from analysis.statistics.checks import Interval
from pages.marketing.sources.words.breakdowns import NOUNS, group_name
from pages.parts import labels
from pages.parts.words import common

CALENDAR = "quarter"
BY = {**NOUNS, CALENDAR: ("quarter of creation", "quarters of creation")}
ALL = "All leads"
AS_IF_OPEN = "All leads, lost ones as if still open"
NO_CURVE = "How conversion grows with age cannot be said: no lead has a usable closing or has been watched for a day"
WAYS = {"won": "Won", "lost": "Lost", "disqualified": "Disqualified"}
DEFINITION = (
    "Share of leads that had won by each age, in days from creation. A lead that is open is watched to the end of the "
    "data and then leaves the count (Kaplan-Meier); where leads are lost or disqualified they can win no more and "
    "stay in the denominator (Aalen-Johansen). Bands and intervals: 95%, log-log. A curve ends where nobody of its "
    "leads has been watched any longer."
)
AS_IF_OPEN_HELP = (
    "Lost and disqualified leads leave the count like open ones (Kaplan-Meier): what the share would be, had they gone "
    "on like the rest."
)
WAYS_DEFINITION = (
    "Share of all leads that had been won, lost or disqualified by each age (Aalen-Johansen); the rest is open. Bands: "
    "95%."
)


def title(shares: Sequence[tuple[int, Interval]]) -> str:
    """The finding: how much has been won by an early and by a late age.

    Parameters
    ----------
    shares : sequence of (int, Interval)
        Ages in days with the share won by then, youngest first; only ages that leads have been watched for.

    Returns
    -------
    str
        The title.
    """
    said = [f"{labels.share(share.estimate)} by day {day}" for day, share in shares]
    if len(said) == 1:
        day, share = shares[0]
        return f"{labels.share(share.estimate)} of leads are won by day {day}"
    return f"Of all leads {said[0].replace(' by', ' are won by', 1)}, {said[-1]}"


def facts(leads: int, window: int, through: date | None) -> str:
    """The start of the grey line, with the last day whose leads are old enough."""
    old = f"old enough through {labels.day(through)} ({window} days)" if through else ""
    return common.grey_line(common.counted(leads, "lead"), old)


def curves_title(name: str, share: Interval, window: int, by: str, *, is_clear: bool) -> str:
    """Title of the curves: the group that is ahead at the window, beyond chance."""
    noun, _ = BY[by]
    if not name:
        return f"Too few wins for a curve by {noun}"
    if not is_clear:
        return f"No {noun} is clearly ahead by day {window}"
    shown = labels.literal(name) if by == CALENDAR else group_name(name, by)
    # Rates of leads that were watched for the whole window stand on other views: this one is another estimate.
    curve = "are won by then, young leads counted as far as watched"
    return f"{common.capital(shown)} is ahead by day {window}: {labels.share(share.estimate)} {curve}"


def curves_note(small: int, more: int, few: int, by: str, quarters: str = "") -> str:
    """Which groups have no curve; which quarters are meant."""
    noun, plural = BY[by]
    return common.joined(
        f"{common.counted(small, noun, plural)} with fewer than {few} wins not drawn." if small else "",
        f"{common.counted(more, noun, plural)} more in the table." if more else "",
        quarters,
    )


def ages_title(shares: Sequence[tuple[int, Interval]]) -> str:
    """Title of the table: how much of what is won by the last age has come by earlier ones.

    Parameters
    ----------
    shares : sequence of (int, Interval)
        Ages in days with the share of all leads won by then, youngest first; at least one.

    Returns
    -------
    str
        The title.
    """
    last, whole = shares[-1]
    if not whole.estimate:
        return f"No lead is won by day {last}"
    if len(shares) == 1:
        return f"By day {last} {labels.share(whole.estimate)} are won; no lead has been watched for longer"
    first, *rest = [(labels.share(share.estimate / whole.estimate), day) for day, share in shares[:-1][-2:]]
    later = "".join(f", {part} by day {day}" for part, day in rest)
    return f"{first[0]} of the wins by day {last} come by day {first[1]}{later}"


def smaller(groups: int, by: str) -> str:
    """How many groups are too small for a row of their own; "" for none."""
    if not groups:
        return ""
    noun, plural = BY[by]
    return f"{common.counted(groups, f'smaller {noun}', f'smaller {plural}')} counted under all leads only."


def ways_title(open_share: float, day: int) -> str:
    """Title of the ways to end."""
    return f"By day {day} {labels.share(open_share)} of leads are still open"


def left_out(undated: int) -> str:
    """Closings that cannot be placed on the curve."""
    return f"Left out: {common.counted(undated, 'closed lead')} without a day of closing." if undated else ""
