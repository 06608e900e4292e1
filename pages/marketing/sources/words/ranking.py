"""What the view Ranking of the page Sources says."""

from collections.abc import Sequence

import pandas as pd

from analysis.statistics.checks import Interval
from pages.marketing.sources.words import value
from pages.marketing.sources.words.breakdowns import NOUNS, at_most, group_name
from pages.marketing.sources.words.gate_names import cohort, left_out, reached, since
from pages.parts import labels
from pages.parts.words import common, rates

SURVIVORS = {
    "journey_order": (
        "An association: leads that stay longer have more time to be touched by both sides, whatever the touches do."
    ),
    "sequence": "The first sequence that a lead was put into: leads that stay longer have more time to be put in one.",
}
# How an address names the measures: without the window and the starting stage, which other choices change.
CHOICES = {
    "won": "Won within the window",
    "opportunity": "Opportunity within the window",
    "so far": "Won so far",
    "amount": "Won amount",
    "amount per touch": "Won amount per touch",
}
MAP_IT, TOO_FEW = "map it", "too few"
DAYS_TO_WON = "Median, from the starting stage, of the wins dated on or after the creation."


def measure_name(measure: str, window: int, gate: str = "lead") -> str:
    """Name of a measure: Won within 180 days, or within 180 days from prospect."""
    if measure in value.MEASURES:
        return value.measure_name(measure, gate)
    span = f"within {window} days{since(gate)}"
    names = {"won": f"Won {span}", "opportunity": f"Opportunity {span}"}
    return names.get(measure, "Won so far")


def none_at(gate: str) -> str:
    """The title where there is nothing to count."""
    return (
        common.NO_LEADS if gate == "lead" else f"No lead of this period has reached {reached(gate)} under these filters"
    )


def title(leaders: Sequence[str], others: int, best: Interval | None, breakdown: str, verb: str) -> str:
    """The finding: which group converts best, if any can be told apart.

    Parameters
    ----------
    leaders : sequence of str
        Groups of the first rank, as the data writes them, best first.
    others : int
        Groups below the first rank.
    best : Interval or None
        Rate and interval of the only leader.
    breakdown : str
        What the groups are.
    verb : str
        What the leads do, such as "win within 180 days".

    Returns
    -------
    str
        The title.
    """
    noun, _ = NOUNS[breakdown]
    if not leaders or (others == 0 and best is None):
        return f"No {noun} can be told apart yet"
    named = [group_name(leader, breakdown) for leader in leaders]
    if best is not None:
        rate, low, high = best
        found = f"{labels.share(rate)} {verb}"
        if others:
            return f"{common.capital(named[0])} converts best: {found}"
        return f"Only one {noun}, {named[0]}: {found}, interval {labels.share_range(low, high)}"
    shown = common.capital(common.listed(named)) if len(named) <= 3 else common.counted(len(named), *NOUNS[breakdown])
    return f"{shown} convert best, and cannot be told apart"


def nothing_recorded(rate: Interval, breakdown: str, verb: str) -> str:
    """The finding where no group has a name: the rate of all leads."""
    start = f"No {NOUNS[breakdown][0]} is recorded"
    return start if rate.is_missing else f"{start}: {common.estimate(*rate)} of all leads {verb}"


def could_change(breakdown: str, unknown: float) -> str:
    """What the leads in no group with a name could do to the order."""
    return f"the {labels.share(unknown)} without a recorded {NOUNS[breakdown][0]} could change that"


def verb(measure: str, window: int, gate: str = "lead") -> str:
    """What the leads of a measure do."""
    span = f"within {window} days{since(gate)}"
    verbs = {"won": f"win {span}", "opportunity": f"become opportunities {span}"}
    return verbs.get(measure, "have won so far")


def facts(leads: int, groups: int, breakdown: str, gate: str = "lead") -> str:
    """The start of the grey line."""
    come = "" if gate == "lead" else f" that reached {reached(gate)}"
    return f"{common.counted(leads, 'lead')}{come} in {common.counted(groups, *NOUNS[breakdown])}"


def rates_title(ranks: int, groups: int, breakdown: str) -> str:
    """Title of the ranking."""
    noun, plural = NOUNS[breakdown]
    if groups == 1:
        return f"Only one {noun} here"
    if ranks < 2:
        return f"The {plural} cannot be told apart yet"
    return f"{labels.count(groups)} {plural} in {ranks} groups that can be told apart"


def rates_note(
    young: int,
    undated: int,
    undated_gate: int,
    window: int,
    gate: str,
    unknown: Sequence[str],
    more: int,
    breakdown: str,
) -> str:
    """What the ranking leaves out.

    Parameters
    ----------
    young, undated, undated_gate : int
        Leads too young, wins without a day, and leads without a day at the gate, left out of the rates.
    window : int
        Days that a lead must have been watched for.
    gate : str
        Since when.
    unknown : sequence of str
        Groups without any lead old enough.
    more : int
        Groups that only the numbers show.
    breakdown : str
        What the groups are.

    Returns
    -------
    str
        Sentences, "" when nothing is left out.
    """
    young_groups = common.counted(len(unknown), *NOUNS[breakdown])
    smaller = common.counted(more, *(f"smaller {noun}" for noun in NOUNS[breakdown]))
    return common.joined(
        common.left_out(young, undated, window)
        if gate == "lead"
        else left_out(young, undated + undated_gate, window, gate),
        ""
        if not unknown
        else f"No lead old enough: {common.listed([labels.literal(name) for name in unknown])}."
        if len(unknown) <= 3
        else f"No lead old enough: {young_groups}.",
        f"{smaller} more in the numbers." if more else "",
    )


def small(groups: int, few: int, breakdown: str, measure: str) -> str:
    """How many groups have too few successes to be called the best; "" for none."""
    if not groups:
        return ""
    verb = "has" if groups == 1 else "have"
    return (
        f"{common.counted(groups, *NOUNS[breakdown])} {verb} fewer than {few} {successes(measure)}: "
        f"{'it is' if groups == 1 else 'they are'} marked, and never called the best."
    )


def ranking_definition(measure: str, window: int, gate: str = "lead") -> str:
    """Numerator, denominator, interval and ranking."""
    counted = (
        _at_creation(measure, window)
        if gate == "lead"
        else f"Of the leads that reached {reached(gate)} or a later stage: {_at_gate(measure, window)}"
    )
    return (
        f"{counted} Intervals: Wilson, 95%. Groups: ranked by the lower bound of the rate shrunken towards the others "
        "(beta-binomial empirical Bayes); a new group begins where the rate is clearly below that of its leader "
        "(all pairs compared, false discovery rate 5%)."
    )


def _at_gate(measure: str, window: int) -> str:
    return {
        "won": f"won within {window} days of it, over those watched for at least so long since.",
        "opportunity": f"opportunities within {window} days of it, over those watched for at least so long since.",
    }.get(measure, "won so far, over all of them.")


def _at_creation(measure: str, window: int) -> str:
    return {
        "won": f"Leads won within {window} days of creation, over leads watched for at least {window} days.",
        "opportunity": f"Leads that became opportunities within {window} days of creation, over leads watched for that "
        "long.",
    }.get(measure, "Leads won so far, over all leads: young leads have had less time, so young groups look worse.")


def volume_title(name: str, leads: float, wins: float, measure: str) -> str:
    """Title of volume beside quality."""
    cohort, brought = _sides(measure)
    return f"{labels.literal(name)} brings {labels.share(leads)} of {cohort}, {labels.share(wins)} of {brought}"


def scorecard_title(won: pd.Series, breakdown: str, named: Sequence[object]) -> str:
    """Title of the scorecard: which group with a name has most wins so far."""
    noun, plural = NOUNS[breakdown]
    total, of_named = int(won.sum()), won[won.index.isin(named)]
    most = int(of_named.max())
    if not most:
        return f"No win so far in {common.counted(len(of_named), noun, plural)}"
    first = of_named.index[of_named == most]
    unknown = total - int(of_named.sum())
    rest = f", {labels.count(unknown)} without a recorded {noun}" if unknown else ""
    if len(first) > 1:
        return f"{common.counted(len(first), noun, plural)} have most wins so far: {labels.count(most)} each{rest}"
    name = common.capital(group_name(str(first[0]), breakdown))
    return f"{name} has most wins so far: {labels.count(most)} of {labels.count(total)}{rest}"


def won_of_all(groups: pd.DataFrame) -> str:
    """Title of the scorecard where no group has a name."""
    return f"{labels.count(groups['won'].sum())} of {common.counted(int(groups['leads'].sum()), 'lead')} won so far"


def volume_definition(measure: str, window: int, gate: str = "lead") -> str:
    """What the two bars are."""
    counted = "" if measure == "so far" else f" watched for at least {window} days{since(gate)}"
    leads = cohort(gate)
    solid = verb(measure, window, gate)
    return f"Pale: share of {leads[:1].lower()}{leads[1:]}{counted}. Solid: share of those that {solid}."


def successes(measure: str) -> str:
    """What the successes of a measure are called."""
    return "opportunities" if measure == "opportunity" else "wins"


def heavy(name: str, leads: float, wins: float, measure: str) -> str:
    """One group brings clearly more leads than successes."""
    cohort, brought = _sides(measure)
    return (
        f"{labels.literal(name)} brings {labels.share(leads)} of {cohort} but only {labels.share(wins)} of {brought}."
    )


def impostor(row: pd.Series, window: int, gate: str = "lead") -> str:
    """One group looks better than it is."""
    closed = common.estimate(row["closed_rate"], row["closed_low"], row["closed_high"])
    young = labels.share(row["young"] / row["leads"])
    fixed = common.estimate(row["fixed_rate"], row["fixed_low"], row["fixed_high"])
    return (
        f"{labels.literal(row['breakdown'])} looks better than it is: {closed} of its closed leads are won, but only "
        f"{fixed} win within {window} days{since(gate)}. {young} of its leads have not been watched for so long."
    )


def impostor_title(names: Sequence[str], breakdown: str, *, has_losses: bool = True) -> str:
    """Title of the comparison of closed leads with a fixed age."""
    if not has_losses:
        return f"Whether a {NOUNS[breakdown][0]} looks better than it is cannot be told"
    if not names:
        return f"No {NOUNS[breakdown][0]} looks better than it is"
    if len(names) == 1:
        return f"{labels.literal(names[0])} looks better than it is"
    return f"{common.listed(at_most(names, 3))} look better than they are"


def impostor_note(young: Sequence[str], window: int, gate: str = "lead") -> str:
    """Which groups are mostly too young for a judgement."""
    if not young:
        return ""
    where = common.listed(at_most(young, 3))
    if gate != "lead":
        return f"More than half of the leads have been watched for less than {window} days{since(gate)} in {where}."
    return f"More than half of the leads are younger than {window} days in {where}."


def impostor_definition(window: int, gate: str = "lead") -> str:
    """What the two marks are."""
    return (
        f"Open mark: {rates.inside(rates.OF_CLOSED_LEADS)}, won over won and lost so far. Solid mark: won within "
        f"{window} days{since(gate)}, over leads watched for that long. A group whose wins come fast "
        "and whose losses are closed late looks good among closed leads alone."
    )


def _sides(measure: str) -> tuple[str, str]:
    """What the two shares are of: within a window only leads that were watched for it, and what became of these."""
    if measure == "so far":
        return "the leads", successes(measure)
    return "the leads old enough", f"the {successes(measure)} among them"
