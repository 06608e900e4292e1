"""What the view Coverage of Balance says: whether the target of the quarter or month will be reached."""

import pandas as pd

from analysis.balance.targets import ALL, FILTERED, NO_AMOUNTS, NO_TARGETS, NOT_NOW, TOO_EARLY, Period, Targets
from analysis.statistics.checks import Interval
from pages.parts import labels
from pages.parts.words import common

TITLES = {
    NO_TARGETS: "No targets are loaded, so coverage cannot be told",
    NOT_NOW: "No target is set for this period",
    FILTERED: "Targets are set for motions alone",
    NO_AMOUNTS: "No won amount is recorded",
    TOO_EARLY: "Too early for a forecast",
}
LOAD = {
    NO_TARGETS: "Load a file of targets with the columns month, motion and amount to see whether they will be reached.",
    NO_AMOUNTS: "Load outcomes with their amount to see what open leads are worth.",
    TOO_EARLY: "It takes twelve weeks of leads and 10 wins to tell what open leads bring. Load more history, or wait.",
}
FORECAST_SUBTITLE = "Won so far, and expected until the end of the period"
DEFINITION = (
    "Expected of open leads: for each its chance to be won by the end of the period, given its stage, the days that it "
    "has been there, its motion, channel and segment, times the typical won amount of these. Expected of new leads: as "
    "many a day as in the last 90 days, won as their channel's leads were at each age. Band: 80%, from chance, from "
    "what is known of rates and amounts, and from how far earlier forecasts were off; the view Past forecasts shows "
    "how often it held. Leads of any age count, whatever the period above."
)
RULE_OF_THUMB = (
    "Open amount: as recorded, of all open leads. Coverage: open amount over what remains of the target; needed, "
    "by the rule of thumb: 1 / win rate by amount (won within the conversion window, of opportunities watched for that "
    "long, for at most a year longer). It counts every open lead alike, however long it has been waiting; the weighted "
    "pipeline does not. Months ahead: months of targets that the weighted pipeline is enough for."
)
MONTHS_DEFINITION = (
    "Won amount by month of closing, whenever the lead was created, and the target of the month, both motions together."
)
HANGS_DEFINITION = (
    "Expected until the end of the period, from open and from new leads, and the chance to reach the target if none of "
    "it came and all else came as expected."
)
DEALS_DEFINITION = (
    "Chance to be won by the end of the period, given stage, days there, motion, channel and segment, times the "
    "recorded amount (the typical won amount where none is recorded): what is at stake. The forecast itself counts "
    "each open lead with the typical amount, because recorded ones change until the deal is closed."
)
HYGIENE_DEFINITION = (
    "Older than any win: at its stage for longer than any lead of its motion that went on to win. Coverage counts "
    "their recorded amount in full; expected is what they still bring at any time. As if fresh: the same had they "
    "come to their stage today."
)
WEIGHTED_HELP = (
    "What all open leads should bring at any time: the same number as in Stress test and over all open leads in Gaps."
)
NAMES = {"inbound": "Inbound", "outbound": "Outbound", "both": "Both"}
LIKELY, UNLIKELY = 0.8, 0.2
NEW, FIVE = "New leads", "The five deals below"


def empty(targets: Targets) -> str:
    """What is missing, and what to load."""
    if targets.problem == FILTERED:
        return f"They are not known by {targets.filtered_by}: clear that filter to see coverage."
    if targets.problem == NOT_NOW and targets.period is not None:
        return f"Load the targets of {of(targets.period)}: month, motion and amount."
    return LOAD[targets.problem]


def of(period: Period) -> str:
    """A period inside a sentence."""
    return period.full_name


def name_of(targets: Targets) -> str:
    """The period's short name."""
    return targets.period.name if targets.period is not None else ""


def title(targets: Targets, currency: str) -> str:
    """Whether the target will be reached."""
    whole = targets.of(ALL)
    motions = [motion for motion in targets.motions.index if motion != ALL]
    who = "" if len(motions) > 1 else f" of {motions[0]}"
    period, target = name_of(targets), labels.literal(labels.money(whole["target"], currency))
    if whole["remaining"] == 0:
        return f"{period}: the target{who} of {target} is reached"
    chance = percent(whole["chance"])
    expected = f"{literal(whole['total'], currency)} of {target} expected"
    if whole["chance"] >= LIKELY:
        return f"{period}: the target{who} will likely be reached ({chance} chance): {expected}"
    if whole["chance"] <= UNLIKELY:
        return f"{period}: the target{who} will hardly be reached ({chance} chance): {expected}"
    return f"{period}: whether the target{who} is reached is open ({chance} chance): {expected}"


def literal(value: float, currency: str) -> str:
    """An amount inside a title."""
    return labels.literal(labels.money(value, currency))


def percent(chance: float) -> str:
    """A chance, which is never quite none and never quite sure."""
    if chance < 0.01:
        return "less than 1%"
    return "more than 99%" if chance > 0.99 else labels.share(chance, 0)


def facts(targets: Targets, open_leads: int) -> str:
    """The start of the grey line."""
    period = targets.period
    return common.grey_line(
        f"{common.counted(open_leads, 'open lead')} of any age",
        f"targets of {of(period)}" if period is not None else "",
    )


def partly(targets: Targets) -> str:
    """That some months of the period have no target."""
    has = "has" if targets.planned_months == 1 else "have"
    whole = targets.period.months if targets.period is not None else 0
    return (
        f"Only {targets.planned_months} of {whole} months of {name_of(targets)} {has} a target:"
        " the rest counts as if nothing were planned. Load the missing months."
    )


def enough_help(targets: Targets, enough: Interval) -> str:
    """What the key figure is; what to load where it is missing."""
    if targets.problem:
        return empty(targets)
    if enough.is_missing:
        return "Nothing remains of the target."
    between = common.times_range(enough.low, enough.high)
    return f"What is still to come in {name_of(targets)} over what remains of its target. 95% interval {between}."


def band(row: pd.Series, currency: str) -> str:
    """The band of what will have been won."""
    return f"{labels.money(row['low'], currency)} to {labels.money(row['high'], currency)}"


def expected_help(row: pd.Series, currency: str) -> str:
    """What the forecast is."""
    return f"Won by the end of the period; 80% band {labels.literal(band(row, currency))}."


def chance_help(targets: Targets, currency: str) -> str:
    """What the chance is of."""
    target = literal(targets.motions["target"][ALL], currency)
    return f"That {target} or more is won in {name_of(targets)}."


def made_title(targets: Targets) -> str:
    """What the rest of the period hangs on."""
    whole = targets.of(ALL)
    coming = whole["pipe"] + whole["new"]
    if coming <= 0:
        return "Nothing more is expected in this period"
    if whole["pipe"] >= whole["new"]:
        return f"{labels.share(whole['pipe'] / coming, 0)} of what is still to come is from leads that are open now"
    return f"{labels.share(whole['new'] / coming, 0)} of what is still to come is from leads that are not there yet"


def motion_title(targets: Targets) -> str:
    """Which motion reaches its target."""
    rows = {motion: targets.of(motion) for motion in map(str, targets.motions.index) if motion != ALL}
    said = [
        f"{motion} {'has reached it' if row['remaining'] == 0 else percent(row['chance'])}"
        for motion, row in rows.items()
    ]
    return f"Chance to reach the target: {', '.join(said)}"


def to_do(targets: Targets, currency: str) -> str:
    """What would have to happen for the target to be reached in half of all cases."""
    whole = targets.of(ALL)
    short = whole["target"] - whole["total"]
    if short <= 0:
        return ""
    wins = float(targets.channels["wins"].sum())
    usual = (whole["pipe"] + whole["new"]) / wins if wins > 0 else 0.0
    deals = f", about {common.counted(max(round(short / usual), 1), 'more average deal')}" if usual > 0 else ""
    rise = labels.share(short / (whole["pipe"] + whole["new"]), 0) if whole["pipe"] + whole["new"] > 0 else ""
    more = f" That is {rise} more than is to come as things are." if rise else ""
    return (
        f"For an even chance {literal(short, currency)} more has to be won by"
        f" {labels.day(targets.period.last) if targets.period else ''}{deals}.{more}"
    )


def hangs_title(rows: pd.DataFrame, chance: float) -> str:
    """What the chance hangs on most."""
    if rows.empty:
        return "Nothing is to come that the target could hang on"
    first = rows.iloc[0]
    name = str(first["label"])
    subject = name[0].lower() + name[1:] if name in (NEW, FIVE) else labels.literal(name)
    return f"Most hangs on {subject}: without it the chance is {percent(first['chance'])}, not {percent(chance)}"


def without(rows: pd.DataFrame, currency: str) -> list[str]:
    """Texts beside bars: what a part brings, and the chance without it."""
    return [
        f"{labels.money(brings, currency)} · {labels.share(chance, 0)}"
        for brings, chance in zip(rows["brings"], rows["chance"], strict=True)
    ]


def deals_title(deals: pd.DataFrame, currency: str) -> str:
    """What the most valuable open deals are worth together."""
    if deals.empty:
        return "No lead is open"
    number = common.counted(len(deals), "open deal")
    has = "has" if len(deals) == 1 else "have"
    return f"{number} {has} most at stake: {literal(deals['expected_amount'].sum(), currency)}"


def hygiene_title(targets: Targets, older: int, currency: str) -> str:
    """What coverage loses without the leads that are older than any win."""
    whole = targets.of(ALL)
    if not older:
        return "No open lead is older than any win"
    leads = common.counted(older, "open lead")
    is_are, it = ("is", "it") if older == 1 else ("are", "them")
    start = f"{leads} {is_are} older than any win: close {it} or restart {it}"
    if not whole["older_open_amount"]:
        return start
    if whole["remaining"] > 0:
        now, then = (labels.times(value / whole["remaining"]) for value in _before_and_after(whole))
        return f"{start}; coverage falls from {now} to {then}"
    return f"{start}; {literal(whole['older_open_amount'], currency)} leaves the pipeline"


def _before_and_after(whole: pd.Series) -> tuple[float, float]:
    return whole["open_amount"], whole["open_amount"] - whole["older_open_amount"]


def table_title(targets: Targets, currency: str) -> str:
    """What remains to be won."""
    return f"{literal(targets.of(ALL)['remaining'], currency)} remains to be won in {name_of(targets)}"


def ahead(months: float, known: int) -> str:
    """How many months of targets the weighted pipeline is enough for."""
    if labels.is_missing(months) or not known:
        return labels.MISSING
    return f"{'at least ' if months >= known else ''}{labels.number(months)}{labels.NO_BREAK}months"


def months_title(won: float, target: float, months: int) -> str:
    """What was won of the targets of the last months."""
    if target <= 0:
        return "No target is set for the months gone by"
    return f"{labels.share(won / target)} of the last {common.counted(months, 'month')}' targets was won"


def channels_title(channels: pd.DataFrame) -> str:
    """Which channel brings most of what is to come."""
    total = float(channels["total"].sum())
    if total <= 0:
        return "No channel is expected to bring anything in this period"
    first = channels.iloc[0]
    return (
        f"{labels.literal(first['channel'])} brings {labels.share(first['total'] / total, 0)} of what is still to come"
    )
