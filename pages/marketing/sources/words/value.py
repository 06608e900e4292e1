"""What the view Ranking says by the measures of value."""

from collections.abc import Sequence

import pandas as pd

from analysis.statistics.checks import Interval
from pages.marketing.sources.words.breakdowns import NOUNS, group_name
from pages.marketing.sources.words.gate_names import since
from pages.parts import labels
from pages.parts.words import common

LOAD = "Load outcomes with their amount (and, by touch, a file of touches) to see what is won of a lead."
FEW = "No group has enough wins to say what its leads are worth like for like."
MEASURES = ("amount", "amount per touch")
PER = {
    "lead": "lead",
    "contacted": "lead that was contacted",
    "engaged": "engaged lead",
    "prospect": "prospect",
    "opportunity": "opportunity",
}


def per(measure: str, gate: str) -> str:
    """What an amount is divided by: per opportunity."""
    return "per touch" if measure == "amount per touch" else f"per {PER[gate]}"


def measure_name(measure: str, gate: str) -> str:
    """Name of a measure of value."""
    return f"Won amount {per(measure, gate)}"


def none(measure: str) -> str:
    """The title where no amount can be set against anything."""
    by = "touch" if measure == "amount per touch" else "lead"
    return f"What is won per {by} cannot be said yet: no amount, or no {by} that is old enough"


def title(
    leaders: Sequence[str], best: Interval | None, others: int, breakdown: str, divided: str, currency: str
) -> str:
    """The group that is worth most, if it can be told apart."""
    noun, plural = NOUNS[breakdown]
    if not leaders or not others or best is None:
        return f"Which {plural} are worth most {divided} cannot be told yet"
    named = [group_name(each, breakdown) for each in leaders]
    if len(named) == 1:
        found = f"{common.amount(best.estimate, currency)} {divided}"
        return f"{common.capital(named[0])} is worth most: {found}"
    shown = common.capital(common.listed(named)) if len(named) <= 3 else common.counted(len(named), noun, plural)
    return f"{shown} are worth most {divided}, and cannot be told apart"


def facts(leads: int, window: int, gate: str) -> str:
    """The start of the grey line."""
    return f"{common.counted(leads, 'lead')} watched for {window} days{since(gate)}"


def ranks_title(ranks: int, groups: int, breakdown: str) -> str:
    """Title of the ranking."""
    noun, plural = NOUNS[breakdown]
    if ranks < 2:
        return f"What a lead is worth cannot be told apart by {noun} yet"
    return f"{labels.count(groups)} {plural} in {ranks} groups of value that can be told apart"


def shares_said(name: str, leads: float, wins: float, amounts: float) -> str:
    """Three shares of one group: what it has of leads, wins and amount."""
    return (
        f"{labels.literal(name)}: {labels.share(leads)} of the leads, {labels.share(wins)} of the wins, "
        f"{labels.share(amounts)} of the amount"
    )


def belied(name: str, leads: float, wins: float, amounts: float) -> str:
    """One group whose deals are so large, or so small, that its share of the wins misleads."""
    size = "larger" if amounts > wins else "smaller"
    return f"{shares_said(name, leads, wins, amounts)}: its deals are clearly {size} than those of the others."


def mix_title(row: pd.Series | None, divided: str) -> str:
    """Title of the comparison with the same mix: the group that it moves most."""
    if row is None:
        return "What leads are worth like for like"
    return (
        f"{labels.literal(row.name)} is worth {labels.times(row['raw'])} the average {divided}, "
        f"{labels.times(row['ratio'])} like for like"
    )


def definition(measure: str, window: int, gate: str) -> str:
    """Numerator, denominator, interval and ranking."""
    base = "touches by us of these leads" if measure == "amount per touch" else "these leads"
    return (
        f"Amount won within {window} days{since(gate)}, over {base}, of leads watched for that long; those not won "
        "count with 0, wins without an amount in the currency of the pages are left out. Intervals: delta method, log "
        "scale, 95%. Groups: ranked by the lower bound; a new group begins where the value is clearly below that "
        "of its leader (all pairs compared, false discovery rate 5%)."
    )


def nameless(groups: int) -> str:
    """Groups without a name of their own; "" for none."""
    if not groups:
        return ""
    verb = "stands" if groups == 1 else "stand"
    return f"{labels.count(groups)} without a name {verb} last, in no group: map what is behind."


def shares_definition(window: int, gate: str) -> str:
    """What the shares are of."""
    return f"Leads watched for at least {window} days{since(gate)}, those of them won in time, and the amount of these."


def mix_definition(strata: str) -> str:
    """What stands beside what."""
    return (
        "What was won of the group's leads, over what would have been won had each been worth what leads of its "
        f"{strata} are worth on average (indirect standardisation); the interval is that of the group's value."
    )


def _range(value: Interval, currency: str) -> str:
    return f"{common.amount(value.low, currency)} to {common.amount(value.high, currency)}"
