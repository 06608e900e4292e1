"""What the page This week says."""

from collections.abc import Hashable, Mapping

import pandas as pd

from analysis.changes import UNCHANGED as SAME_PART
from analysis.changes import Generation
from pages.parts import labels
from pages.parts.frames import cells
from pages.parts.words import common, neglect

SINCE, BEHIND = "Since", "Records behind"
WEEK, LOAD, VISIT = "A week before", "The load before", "The last visit"
FIRST = "What changed shows from the next load on"
FROM_THE_NEXT_LOAD = (
    "There is one state of the data so far, and none a week before can be told from its dates. Load again when there "
    "is something new: this page then says what was, what is, and which records make the difference."
)
NOTHING = "No record came, changed or went, and no day passed that would make a difference."
BY_DATES = (
    "How things were then is told by the days of what happened, as no load of that time is kept: what was corrected, "
    "merged or deleted since cannot be seen. It can from the next load on."
)
BY_DATES_OF_SALES = (
    "How things were then is told by the days of what happened, as no load of that time is kept: who was never "
    "touched, stalled or without a next step is compared from the next load on."
)
UNCHANGED = "unchanged"
MEASURES = {
    "leads": "Leads",
    "opportunities": "Opportunities",
    "won": "Wins",
    "won_amount": "Won amount",
    "open": "Open leads",
    "never_touched": neglect.OPEN_NAME,
    "stalled": "Stalled",
    "without_next_step": "Next step missing",
    "spend": "Spend",
}
MEASURE_HELP = {
    "leads": "Leads of the period and filters.",
    "opportunities": "Of them, reached opportunity or a later stage so far.",
    "won": "Of them, won so far.",
    "won_amount": "Amount of those that are won so far.",
    "open": "Of them, neither won, lost nor disqualified.",
    "never_touched": neglect.OPEN_HELP,
    "stalled": "Open, and longer in their stage than nine of ten leads that went on to win.",
    "without_next_step": "Open leads with a gap of any kind, as the page Gaps lists them.",
    "spend": "Spent in the period.",
}
COST_PER_WIN, COST_HELP = "Cost per win", "Spend of the period over the wins among its leads so far."
PARTS = {
    "new": "New",
    "won": "Won",
    "lost": "Lost",
    "reopened": "Reopened",
    "advanced": "Moved on",
    "corrected": "Corrected",
    "touched": "Touched",
    "removed": "Removed",
    "settings": "Settings",
    "time": "Days passed",
    "period": "Left the period",
}
PART_HELP = {
    "new": "Not in the data then.",
    "won": "There then, and won since.",
    "lost": "There then, and lost or disqualified since.",
    "reopened": "Closed then, and open now.",
    "advanced": "Reached a later stage since.",
    "corrected": "Something else of the record is another: a stage taken back, an amount, a channel, an owner, a day.",
    "touched": "Touched since, or a touch is told differently.",
    "removed": "Deleted or merged into another lead since.",
    "settings": "Its own record is the same: settings, exchange rates, lists or other records changed.",
    "time": "Its own record is the same: days passed, or the limit by which leads are stalled moved.",
    "period": "The period moved on, and this lies before it.",
}
PARTS_DEFINITION = common.joined(
    "Each record is in one part, the foremost that holds:",
    *(f"{PARTS[part]}: {text[:1].lower()}{text[1:]}" for part, text in PART_HELP.items()),
    "The parts add up to the difference.",
)
IN_ALL = "In all"
ADDS_UP = "Each row adds up: was, its parts, now"
SAME = "{measure} did not change."
BY_MOTION = "What each number was, what made the difference, and what it is"
ALL_MEASURES = BY_MOTION
WAS, IS = "Was", "Now"
# Of a ratio: subtitle, names of its parts and of itself, definition.
LARGEST = (
    "Share of the channel that brings the most opportunities now",
    "Of this channel",
    "Of all",
    "Share",
    common.joined(
        "Opportunities of the channel over those of all. What a part adds to the share: its opportunities of the",
        "channel, less the mean share of then and now times all of its opportunities, over the mean number of all.",
    ),
)
COST = (
    "Spend of the period over its wins so far",
    "Spend",
    "Wins",
    COST_PER_WIN,
    common.joined(
        "Spend over wins of the same period and filters. What a part adds to the cost: its spend, less the mean cost",
        "of then and now times its wins, over the mean number of wins.",
    ),
)
RECORDS_DEFINITION = (
    "Leads of this part whose own share of the number changed, the largest difference first, with all that is told of "
    "them otherwise than then."
)
# What is compared of a record, by its name in the question, in the order of telling.
TOLD = {
    "outcome": "Outcome",
    "stage": "Stage",
    "reason": "Reason",
    "amount": "Amount",
    "channel": "Channel",
    "owner": "Owner",
    "created_on": "Created",
    "touches": "Touches by us",
    "gaps": "Gap",
}
_DID = {
    "lost": "lost",
    "reopened": "reopened",
    "advanced": "moved on",
    "corrected": "corrected",
    "touched": "touched",
    "removed": "removed",
    "settings": "by settings",
    "time": "as days passed",
    "period": "left the period",
}
NAMED = 3  # parts in a title
NO_GAP = "none"


def amount(name: str, value: float, currency: str) -> str:
    """A measure with its unit."""
    return labels.money(value, currency) if name in ("won_amount", "spend") else labels.count(value)


def signed(name: str, change: float, currency: str) -> str:
    """A change with its sign; "" for none."""
    if not change:
        return ""
    return f"{'+' if change > 0 else labels.MINUS}{amount(name, abs(change), currency)}"


def measure_in(name: str, currency: str) -> str:
    """A measure and the currency that its whole numbers are in."""
    return f"{MEASURES[name]}, {currency}" if name in ("won_amount", "spend") else MEASURES[name]


def state(generation: Generation, other: Generation) -> str:
    """Which data it is, told from another one: by its last day, by its load where that is the same."""
    if generation.as_of_on is not None and generation.as_of_on != other.as_of_on:
        return labels.day(generation.as_of_on)
    return f"the load of {labels.day(generation.loaded_at)}, {generation.loaded_at:%H:%M} UTC"


def compared(base: Generation, now: Generation) -> str:
    """What is compared with, for the grey line."""
    return f"compared with {'the data of ' if _has_own_day(base, now) else ''}{state(base, now)}"


def _has_own_day(base: Generation, now: Generation) -> bool:
    return base.as_of_on is not None and base.as_of_on != now.as_of_on


def nothing(base: Generation, now: Generation) -> str:
    """The title where nothing changed."""
    return f"Nothing changed since {state(base, now)}"


def other_currency(was: str, now: str) -> str:
    """Why amounts are not compared."""
    return f"Amounts were told in {labels.literal(was)} then and are in {labels.literal(now)} now: they are left out."


def title(name: str, parts: pd.DataFrame, currency: str) -> str:
    """What the headline was and is, and which records make the most of the difference."""
    was, now = float(parts["was"].sum()), float(parts["now"].sum())
    changes = (parts["now"] - parts["was"]).drop(SAME_PART)
    what = _title_name(name)
    if not changes.any():
        return f"{what} {'stays' if name in ('won_amount', 'spend') else 'stay'} at {_shown(name, now, currency)}"
    said = _because(name, changes, parts)
    if round(now - was, 2) == 0:
        return f"{what}, in all as before at {_shown(name, now, currency)}: {said}"
    verb = "rose" if now > was else "fell"
    ends = [_shown(name, value, currency) for value in (was, now)]
    if ends[0] == ends[1]:
        return f"{what} {verb} by {_shown(name, abs(now - was), currency)} to {ends[1]}: {said}"
    return f"{what} {verb} from {ends[0]} to {ends[1]}: {said}"


def _title_name(name: str) -> str:
    return {"without_next_step": "Open leads without a next step"}.get(name, MEASURES[name])


def _shown(name: str, value: float, currency: str) -> str:
    """A measure inside a sentence."""
    return labels.literal(amount(name, value, currency))


def _because(name: str, changes: pd.Series, parts: pd.DataFrame) -> str:
    """The largest parts of what was recorded, those against the others last; then what the period has left behind."""
    aged = _records(name, "period", _number(parts, "period"))
    recorded = changes[changes != 0].drop("period", errors="ignore")
    largest = recorded.abs().sort_values(ascending=False, kind="stable").index[:NAMED]
    upward = recorded.sum() >= 0
    told = {part: _records(name, str(part), _number(parts, part)) for part in largest}
    along = [told[part] for part in largest if (changes[part] > 0) == upward]
    against = [told[part] for part in largest if (changes[part] > 0) != upward]
    said = f"{', '.join(along)}, against {common.listed(against)}" if along and against else ", ".join(along or against)
    if not changes["period"]:
        return said
    return common.listed_after(said, f"while {aged}") if said else aged


def _number(parts: pd.DataFrame, part: Hashable) -> int:
    """Records of a part."""
    return cells(parts, part, "records")[0]


def _records(name: str, part: str, number: int) -> str:
    """How many records a part has, and what happened to them."""
    if name == "spend":
        return f"{common.counted(number, 'line')} {_DID.get(part, part)}"
    if part == "new":
        return common.counted(number, "new lead") + (" already won" if name in ("won", "won_amount") else "")
    if part == "won":
        return common.counted(number, "win")
    return f"{labels.count(number)} {_DID[part]}"


def step(name: str, part: str, number: int) -> str:
    """Name of a step in the figure."""
    return f"{PARTS[part]} ({labels.count(number)}{' lines' if name == 'spend' else ''})"


def steps_title(name: str, moved: pd.Series, parts: pd.DataFrame, currency: str) -> str:
    """Title of the figure: the part that makes the most of the difference."""
    if moved.empty:
        return f"{MEASURES[name]}: no difference"
    part = str(foremost(moved)[0])
    change = labels.literal(signed(name, float(moved[part]), currency))
    return f"{common.capital(_records(name, part, _number(parts, part)))}: {change}"


def foremost(moved: pd.Series) -> list[str]:
    """Parts by what they make of the difference; what only became too old for the period comes last."""
    sizes = moved.abs().sort_values(ascending=False, kind="stable")
    return sorted((str(part) for part in sizes.index), key=lambda part: part == "period")


def was_and_now(was: str, now: str, base: Generation, last: Generation) -> str:
    """Both ends of the figure."""
    return labels.literal(f"Was {was} ({state(base, last)}), is {now} ({state(last, base)})")


def largest_title(totals: pd.DataFrame, largest: str, before: str) -> str:
    """The share of the largest channel, and by how much it moved."""
    shares = totals / totals.sum()
    was, now = (float(shares[side][largest]) for side in ("was", "now"))
    moved = "as before" if labels.share(was) == labels.share(now) else labels.points(now - was)
    first = "" if largest == before else f", in the place of {labels.literal(before)}"
    return f"{labels.literal(largest)} brings {labels.share(now)} of opportunities ({moved}){first}"


def cost_title(was: float, now: float, currency: str) -> str:
    """What a win cost and costs."""
    ends = [labels.literal(labels.money(value, currency)) for value in (was, now)]
    if ends[0] != ends[1]:
        return f"A win costs {ends[1]}, {ends[0]} before"
    moved = labels.literal(labels.money(abs(now - was), currency))
    if now == was:
        return f"A win costs {ends[1]}, as before"
    return f"A win costs {ends[1]}, {moved} {'more' if now > was else 'less'} than before"


def ratio_cells(values: pd.Series, *, is_share: bool) -> list[str]:
    """The ends of a ratio with their unit, the steps between with their sign."""
    first, *steps, last = (float(value) for value in values)
    if is_share:
        return [labels.share(first, 1), *map(_points, steps), labels.share(last, 1)]
    return [labels.count(first), *(signed("", value, "") or labels.count(0) for value in steps), labels.count(last)]


def _points(value: float) -> str:
    """A step of a share, with as many digits as a small one needs."""
    return f"{value * 100:+.2f}{labels.NO_BREAK}points".replace("-", labels.MINUS)


def groups_title(name: str, table: pd.DataFrame, plural: str, currency: str) -> str:
    """Which group changed most."""
    first = table.iloc[0]
    change = signed(name, float(first["now"] - first["was"]), currency)
    if not change:
        return f"{MEASURES[name]}: the same for all {plural}"
    others = int((table["now"] != table["was"]).sum()) - 1
    more = f" and {common.counted(others, 'other')} changed" if others else ""
    return f"{MEASURES[name]}: {labels.literal(first['breakdown'])} {labels.literal(change)}{more}"


def behind(name: str, part: str) -> str:
    """A part by its measure, for choosing."""
    return f"{MEASURES[name]}: {PARTS[part].lower()}"


def records_title(name: str, part: str, number: int, change: float, currency: str) -> str:
    """Which leads are listed, and what they add."""
    adds = labels.literal(signed(name, change, currency)) or "no difference in all"
    return f"{common.capital(_records(name, part, number))}: {adds} in {MEASURES[name].lower()}"


def first_records(shown: int, number: int) -> str:
    """How many of them are listed; "" for all."""
    return f"The first {labels.count(shown)} of {labels.count(number)}." if shown < number else ""


def at(part: str, stage: str, outcome: str) -> str:
    """Where a new lead stands, or where a removed one stood."""
    return f"{'New' if part == 'new' else 'Removed'}: {outcome} at {stage}"


def moved(told: Mapping[str, tuple[str, str]], part: str) -> str:
    """From what to what."""
    if told and part != "period":
        return "; ".join(f"{TOLD[name]}: {was} → {now}" for name, (was, now) in told.items())
    return {"corrected": "Another field of the record", "touched": "A touch is told differently"}.get(part, PARTS[part])
