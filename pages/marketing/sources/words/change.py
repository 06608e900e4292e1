"""What the view Change of the page Sources says."""

from datetime import date

import pandas as pd

from pages.marketing.sources.words.breakdowns import NOUNS, group_name
from pages.parts import labels
from pages.parts.words import common

NOTHING_EARLIER = "There is nothing to compare this period with"
CHOOSE_EARLIER = "Choose a period with a beginning, and what to compare it with."
NO_EARLIER_LEADS = "The earlier period has no lead under these filters. Choose a shorter period."
BEFORE, NOW = "Earlier period", "This period"
UNDATED = "counted in both periods at any age"


def steps(breakdown: str) -> dict[str, str]:
    """What each effect is called on the axis."""
    noun, plural = NOUNS[breakdown]
    return {
        "volume": "Number of leads",
        "mix": f"Mix of {plural}",
        "rate": f"Rate within each {noun}",
        "deal_size": "Deal size",
    }


def title(before: int, after: int, effects: pd.Series, breakdown: str, *, is_clear: bool) -> str:
    """The finding: how the wins changed, and which part accounts for most of it.

    Parameters
    ----------
    before, after : int
        Wins of the two periods.
    effects : Series of float
        Wins by ``volume``, ``mix`` and ``rate``; they add up to the change.
    breakdown : str
        What the groups are.
    is_clear : bool
        Whether the change is beyond chance.

    Returns
    -------
    str
        The title.
    """
    change = f"{common.counted(after, 'win')} after {labels.count(before)} in the period before"
    if not is_clear:
        return f"{change}: {common.NO_CLEAR_CHANGE}"
    name, effect = _largest(effects, after - before)
    return f"{change}: {_inside(steps(breakdown)[name])} accounts for {signed(effect)}"


def parts_title(gained: pd.Series, breakdown: str) -> str:
    """Title of the table: which group gained most wins, and which lost most."""
    ends = [(str(gained.idxmax()), gained.max(), "gained"), (str(gained.idxmin()), gained.min(), "lost")]
    said = [
        f"{group_name(name, breakdown)} {verb} most wins ({signed(change)})"
        for name, change, verb in ends
        if (change > 0) == (verb == "gained") and change != 0
    ]
    return common.capital(", ".join(said)) if said else f"Every {NOUNS[breakdown][0]} has as many wins as before"


def not_whole(first: date, since: date) -> str:
    """Leads, or their wins, are recorded since a day within the earlier period."""
    return (
        f"Leads and their wins are recorded since {labels.day(first)}, but the earlier period begins on "
        f"{labels.day(since)}: it is not whole, and less happened in it than in this one. Choose a shorter period."
    )


def facts(before: int, after: int) -> str:
    """The start of the grey line."""
    return f"{common.counted(after, 'lead')} after {labels.count(before)}"


def group_change(name: str, before: int, after: int, effects: pd.Series, breakdown: str) -> str:
    """One group whose wins changed beyond chance, with its parts."""
    words = steps(breakdown)
    parts = [f"{_inside(words[str(effect)])} {signed(value)}" for effect, value in effects.items()]
    return (
        f"{common.capital(group_name(name, breakdown))} has {common.counted(after, 'win')} after "
        f"{labels.count(before)}: {', '.join(parts)}."
    )


def wins_title(effects: pd.Series, change: float, breakdown: str) -> str:
    """Title of the waterfall of wins."""
    name, effect = _largest(effects, change)
    return f"Wins {signed(change)}: {_inside(steps(breakdown)[name])} {signed(effect)}"


def amount_title(effects: pd.Series, change: float, breakdown: str, currency: str) -> str:
    """Title of the waterfall of the won amount."""
    name, effect = _largest(effects, change)
    return (
        f"Won amount {signed_amount(change, currency)}: {_inside(steps(breakdown)[name])} "
        f"{signed_amount(effect, currency)}"
    )


def note(undated: int, without_amount: int) -> str:
    """What counts in both periods whatever its age, and what has no amount."""
    return common.joined(
        f"{common.counted(undated, 'win')} without a usable date: {UNDATED}." if undated else "",
        f"{common.counted(without_amount, 'win')} without an amount in this currency: left out of the won amount."
        if without_amount
        else "",
    )


def definition(breakdown: str) -> str:
    """What the parts mean."""
    noun, plural = NOUNS[breakdown]
    return (
        "Wins so far of the leads created in each period, the earlier one as it stood then. Wins are leads x the "
        f"share of each {noun} x its rate (and x won amount per win): each part is what changing it alone adds, "
        f"averaged over all orders in which the parts could change. The parts of all {plural} add up to the change "
        "exactly. It splits the change up; it does not say what brought it about."
    )


def signed(value: float) -> str:
    """A number of wins with its sign, literal."""
    digits = labels.count(abs(value)) if abs(value) >= 10 or float(value).is_integer() else f"{abs(value):.1f}"
    sign = "+" if value > 0 else labels.MINUS if value < 0 else ""
    return labels.literal(f"{sign}{digits}") if float(digits.replace(",", "")) else "0"


def signed_amount(value: float, currency: str) -> str:
    """An amount with its sign, literal."""
    return labels.literal(
        f"{'+' if value > 0 else labels.MINUS if value < 0 else ''}{labels.money(abs(value), currency)}"
    )


def _inside(words: str) -> str:
    return f"the {words[:1].lower()}{words[1:]}"


def _largest(effects: pd.Series, change: float) -> tuple[str, float]:
    """The largest effect that points where the change does; the largest of all where nothing changed."""
    pointing = effects * change > 0
    chosen = effects[pointing] if pointing.any() else effects
    name = str(chosen.abs().idxmax())
    return name, float(effects[name])
