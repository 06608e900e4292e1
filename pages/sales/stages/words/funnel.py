"""What the view Funnel says."""

from collections.abc import Sequence

import pandas as pd

from analysis.claims.steps import Gap, Step, named
from data.dimensions import BY_NAME
from data.names import MOTIONS, UNKNOWN
from pages.parts import labels
from pages.parts.words import common
from pages.sales.stages.comparison import Comparison
from pages.sales.stages.reading import Reading
from pages.sales.stages.words.comparison import ARROW, quoted, step, who
from pages.sales.stages.words.reading import ways

WIDEST = "Where they differ most"
FOLLOW_UP = "Follow up or close them."

LINES_DEFINITION = (
    "Of all leads: those that reached the stage or a later one. Go on: of the leads that reached the stage, those that "
    "reached the next. Explicit entries are the lead's own; implied ones were skipped on the way to a later stage."
)
STEP_DEFINITION = "Of the leads that reached the stage, those that reached the next one, with Wilson's 95% interval."
PROSPECT_HELP = "Leads that reached prospect or a later stage so far, of all leads."


def title(comparison: Comparison) -> str:
    """The finding: who falls behind at which step, else where fewest go on."""
    steep = comparison.steep
    if comparison.gap is not None:
        return gap_sentence(comparison.gap, comparison.breakdown)
    if not steep:
        return f"Too few leads to compare steps: {labels.count(comparison.leads)} here"
    first = steep[0]
    if len(named(comparison.steps)) > 1 and not (first.rate == 0 and first.stage == comparison.stages[0]):
        groups = "Inbound and outbound" if comparison.by_motion else f"The {BY_NAME[comparison.breakdown].plural}"
        where = f"in leaving {quoted(comparison.chosen)}" if comparison.chosen else "at any step"
        return f"{groups} cannot be told apart {where}"
    if first.rate == 0:
        return f"No lead has gone beyond {labels.literal(first.stage)} yet"
    names = " and ".join(step(each.stage, each.following) for each in steep)
    shares = " and ".join(labels.share(each.rate) for each in steep)
    return f"Fewest go on from {names}: {shares}"


def gap_sentence(gap: Gap, breakdown: str) -> str:
    """Who falls furthest behind whom, and at which step: both rates."""
    at = f"between {labels.literal(gap.step.stage)} and {labels.literal(gap.step.following)}"
    own, rest = labels.share(gap.step.rate), labels.share(gap.rest_rate)
    if not gap.motion:
        other = "inbound" if gap.group == "outbound" else "outbound"
        return (
            f"{common.capital(labels.literal(gap.group))} falls behind {other} most {at}: {own} go on, {other} {rest}"
        )
    return (
        f"{common.capital(who(gap.group, gap.motion))} falls behind most {at}: {own} go on, of the other "
        f"{labels.literal(gap.motion)} {BY_NAME[breakdown].plural} {rest}"
    )


def callout(worst: Step, gap: Gap | None) -> tuple[str, str]:
    """Headline and text at the step that the title names, of both motions where one falls behind; plain text."""
    rates = [worst.rate]
    if gap is not None:
        rates = [gap.step.rate if gap.group == motion else gap.rest_rate for motion in MOTIONS]
    headline = f"{common.capital(labels.plain(worst.stage))} {ARROW} {labels.plain(worst.following)}"
    return headline, f"{' vs '.join(map(labels.share, rates))} advance"


def unrecorded(stages: Sequence[str]) -> str:
    """Which stages are left out because nothing enters them."""
    if not stages:
        return ""
    names = common.listed([labels.literal(stage) for stage in stages])
    return f"Left out, because no entry into {'it' if len(stages) == 1 else 'them'} is recorded: {names}."


def young_note(young: int, *, has_days: bool = True) -> str:
    """What leads that are still there and have not stalled do to the rates; without days none is known to be young."""
    if not young:
        return ""
    verb = "is" if young == 1 else "are"
    young_too = " and young" if has_days else ""
    return f"{common.counted(young, 'lead')} {verb} still on the way{young_too}: the rates can only rise."


def lines_title(ends: Sequence[tuple[str, float]], reading: Reading) -> str:
    """Title of the card with the lines over stages: where each motion ends."""
    sentence = _ends([(name, 0.0 if labels.is_missing(share) else share) for name, share in ends])
    if reading.is_plain:
        return sentence
    counted = ways(reading)
    return f"{common.capital(counted)}: {sentence[:1].lower()}{sentence[1:]}"


def _ends(ends: Sequence[tuple[str, float]]) -> str:
    if not any(share > 0 for _, share in ends):
        return "No lead has reached the end yet"
    if len(ends) == 1:
        return f"{labels.share(ends[0][1])} of all leads reach the end"
    parts = [
        f"{'of unknown motion' if group == UNKNOWN else labels.literal(group)} {labels.share(share)}"
        for group, share in ends
    ]
    return f"Of all leads, {common.listed(parts)} reach the end"


def steps_title(reached: pd.Series, advanced: pd.Series) -> str:
    """Title of the table of all steps: the stage from which the smallest share goes on."""
    rates = (advanced / reached)[reached > 0]
    if rates.empty:
        return "No lead has reached a stage that others follow"
    stage = str(rates.idxmin())
    return f"Fewest go on from {quoted(stage)}: {labels.share(rates.min())} of {labels.count(reached[stage])}"


def rates_title(gap: Gap | None, stage: str, following: str) -> str:
    """Title of the rates of one step, by group."""
    where = step(stage, following)
    if gap is None:
        return f"None falls clearly behind at {where}"
    group = common.capital(who(gap.group, gap.motion))
    return f"{group} falls behind at {where} by {labels.points(gap.difference.estimate)[1:]}"


def gap_finding(gap: Gap, breakdown: str) -> str:
    """The gap with its interval."""
    return (
        f"{gap_sentence(gap, breakdown)}; {labels.points(gap.difference.estimate)[1:]} apart "
        f"({common.points_range(gap.difference.low, gap.difference.high)})."
    )


def stalled_finding(stage: str, stalled: int, there: int) -> str:
    """Where stalled leads wait."""
    return (
        f"{common.counted(stalled, 'lead')} {'has' if stalled == 1 else 'have'} stalled at the stage {quoted(stage)}, "
        f"{labels.share(stalled / there)} of those that are still there."
    )


def prospect_help(low: float, high: float) -> str:
    """Definition of the share that reaches prospect, with its interval."""
    interval = "" if labels.is_missing(low) else f" 95% interval {labels.share_range(low, high)}."
    return PROSPECT_HELP + interval


def counting_title(reading: Reading, plain: int, reached: int, explicit: int, ordered: int) -> str:
    """How many reach the end by the chosen way, and by all stages or a later one."""
    chosen = {"reached": reached, "explicit": explicit, "ordered": ordered}[reading.mode]
    if reading.is_plain:
        if explicit == plain == ordered:
            return f"However it is counted, {common.counted(plain, 'lead')} {_reach(plain)} the end"
        return (
            f"{common.counted(plain, 'lead')} {_reach(plain)} the end, {labels.count(explicit)} by own entries, "
            f"{labels.count(ordered)} with all stages in order"
        )
    return f"Counted so, {common.counted(chosen, 'lead')} {_reach(chosen)} the end instead of {labels.count(plain)}"


def _reach(leads: int) -> str:
    return "reaches" if leads == 1 else "reach"
