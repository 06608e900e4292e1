"""What the page Stage drop-off says: the view Funnel."""

from collections.abc import Sequence

import pandas as pd

from pages.parts import labels
from pages.parts.words import common
from pages.sales.stages.asked import Asked
from pages.sales.stages.reading import Reading
from pages.sales.stages.steps import Gap, Step, implied_share
from pages.sales.stages.words.modes import left_out, ways

ARROW = "→"
WIDEST = "Where they differ most"
FOLLOW_UP = "Follow up or close them."

LINES_DEFINITION = (
    "Of all leads: those that reached the stage or a later one. Go on: of the leads that reached the stage, those that "
    "reached the next. Explicit entries are the lead's own; implied ones were skipped on the way to a later stage."
)
STEP_DEFINITION = "Of the leads that reached the stage, those that reached the next one, with Wilson's 95 % interval."
PROSPECT_HELP = "Leads that reached prospect or a later stage so far, of all leads."
STALLED_HELP = "Open leads that are in their stage for longer than leads of their motion that win usually stay."


def title(asked: Asked, groups: int) -> str:
    """The finding: who falls behind at which step, else where fewest go on.

    Parameters
    ----------
    asked : Asked
        What the page asked.
    groups : int
        Groups that were compared.

    Returns
    -------
    str
        The title.
    """
    steep, first = asked.steep, asked.stages[0]
    if asked.gap is not None:
        return gap_sentence(asked.gap, by_motion=asked.by_motion)
    if not steep:
        return f"Too few leads to compare steps: {labels.count(asked.leads)} here"
    if groups > 1 and not (steep[0].rate == 0 and steep[0].stage == first):
        where = f"in leaving {quoted(asked.stage)}" if asked.is_chosen else "at any step"
        return (
            f"{'Inbound and outbound' if asked.by_motion else f'The {asked.breakdown}s'} cannot be told apart {where}"
        )
    if steep[0].rate == 0:
        return f"No lead has gone beyond {labels.literal(steep[0].stage)} yet"
    if len(steep) > 1:
        return (
            f"Fewest go on at {step_name(steep[0])} and {step_name(steep[1])}: "
            f"{labels.share(steep[0].rate)} and {labels.share(steep[1].rate)}"
        )
    return f"Fewest go on at {step_name(steep[0])}: {labels.share(steep[0].rate)} advance"


def quoted(stage: str) -> str:
    """Name of a stage inside a sentence, where it might be read as a word of it."""
    return f"“{labels.literal(stage)}”"


def gap_sentence(gap: Gap, *, by_motion: bool) -> str:
    """Who falls behind at which step: both rates."""
    group = labels.literal(gap.group)
    if by_motion:
        other = "inbound" if gap.group == "outbound" else "outbound"
        rest = f"{other} {labels.share(gap.rest_rate)}"
    else:
        rest = f"of the others {labels.share(gap.rest_rate)}"
    return f"{common.capital(group)} loses most at {step_name(gap.step)}: {labels.share(gap.step.rate)} advance, {rest}"


def step_name(step: Step) -> str:
    """A step: lead → contacted."""
    return f"{labels.literal(step.stage)} {ARROW} {labels.literal(step.following)}"


def callout(gap: Gap | None, steep: Sequence[Step], *, by_motion: bool) -> tuple[str, str]:
    """Headline and text at the step that the title names; plain text."""
    if gap is not None and by_motion:
        both = {gap.group: gap.step.rate}
        first, second = ("inbound", "outbound")
        both[second if gap.group == first else first] = gap.rest_rate
        return _plain_step(gap.step), f"{labels.share(both[first])} vs {labels.share(both[second])} advance"
    step = gap.step if gap is not None else steep[0]
    return _plain_step(step), f"{labels.share(step.rate)} advance"


def facts(asked: Asked) -> str:
    """The start of the grey line: how many leads, how many of them young, how many entries skipped."""
    parts = [common.counted(asked.leads, "lead")]
    if not asked.reading.is_plain:
        counted = [f"counted {ways(asked.reading)}", left_out(asked.too_young, asked.reading)]
        parts += [each for each in counted if each]
    young, implied = asked.total("young"), implied_share(asked.steps)
    if young:
        parts.append(f"{labels.count(young)} still open and young")
    if not labels.is_missing(implied) and implied > 0:
        parts.append(f"{labels.share(implied)} of stage entries skipped")
    return " · ".join(parts)


def unrecorded(stages: Sequence[str]) -> str:
    """Which stages are left out because nothing enters them."""
    if not stages:
        return ""
    names = common.listed([labels.literal(stage) for stage in stages])
    return f"Left out, because no entry into {'it' if len(stages) == 1 else 'them'} is recorded: {names}."


def young_note(young: int) -> str:
    """What young leads do to the rates."""
    if not young:
        return ""
    verb = "is" if young == 1 else "are"
    return f"{common.counted(young, 'lead')} {verb} still on the way and young: the rates can only rise."


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
    named = [("of unknown motion" if group == "unknown" else labels.literal(group), share) for group, share in ends]
    parts = [f"{group} {labels.share(share)}" for group, share in named]
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
    step = f"{labels.literal(stage)} {ARROW} {labels.literal(following)}"
    if gap is None:
        return f"None falls clearly behind at {step}"
    return f"{labels.literal(gap.group)} falls behind at {step} by {labels.points(gap.difference.estimate)[1:]}"


def gap_finding(gap: Gap, *, by_motion: bool) -> str:
    """The gap with its interval."""
    return (
        f"{gap_sentence(gap, by_motion=by_motion)}; {labels.points(gap.difference.estimate)[1:]} apart "
        f"({common.points_range(gap.difference.low, gap.difference.high)})."
    )


def stalled_finding(stage: str, stalled: int, there: int) -> str:
    """Where stalled leads wait."""
    return (
        f"{common.counted(stalled, 'lead')} {'has' if stalled == 1 else 'have'} stalled at the stage "
        f"{quoted(stage)}, "
        f"{labels.share(stalled / there)} of those that are still there."
    )


def prospect_help(low: float, high: float) -> str:
    """Definition of the share that reaches prospect, with its interval."""
    interval = "" if labels.is_missing(low) else f" 95 % interval {labels.share_range(low, high)}."
    return PROSPECT_HELP + interval


def few_shown(shown: int, groups: int, noun: str) -> str:
    """How many groups are drawn."""
    if shown >= groups:
        return ""
    return f"Drawn: {shown} of {common.counted(groups, noun)}, those with the most leads. The numbers have all."


def _plain_step(step: Step) -> str:
    return f"{common.capital(labels.plain(step.stage))} {ARROW} {labels.plain(step.following)}"
