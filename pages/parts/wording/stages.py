"""What the page Stage drop-off says."""

from collections.abc import Sequence

import pandas as pd

from pages.models.stages_steps import FEWEST, Gap, Step
from pages.parts import labels
from pages.parts.wording import common

NO_LEADS = "No lead was created in this period under these filters"
LOAD_TOUCHES = "No touches are loaded. Load calls, emails and meetings to see whose leads were never called."
NO_LOSSES = "No lead is recorded as lost or disqualified: those that are still there may be lost."
NO_TIMES = "No lead has been seen to enter a stage here. Load stage_events with their times."
NONE_LEFT = "More than half of the leads are still in each stage, so there is no median yet. The numbers have the rest."
NONE_OLD = "No lead here is older than a week yet: it is too early to say who was never called."
ARROW = "→"
WIDEST = "Where they differ most"
BOTH = "both motions"
CALL_THEM = "Give these leads to somebody who has time for them."
FOLLOW_UP = "Follow up or close them."

LINES_DEFINITION = (
    "Of all leads: those that reached the stage or a later one. Go on: of the leads that reached the stage, those that "
    "reached the next. Explicit entries are the lead's own; implied ones were skipped on the way to a later stage."
)
STEP_DEFINITION = "Of the leads that reached the stage, those that reached the next one, with Wilson's 95 % interval."
EXITS_DEFINITION = (
    "Each lead that reached the stage counts once: it advanced, was lost, was disqualified, or is still there; stalled "
    "when there for longer than leads of its motion that win usually stay (stalled_quantile in definitions.toml). The "
    "five add up to 100 %."
)
DURATION_DEFINITION = (
    "Kaplan-Meier: days until a lead leaves the stage, whichever way. Leads that are still there count for as long as "
    "they have been watched; skipped stages and unknown times are left out."
)
UNTOUCHED_DEFINITION = (
    "Leads created more than a week before the end of the data that nobody of ours has ever touched, of all such leads "
    "of the owner, with Wilson's 95 % interval. An owner stands out when above the other owners of the same motion "
    "(Benjamini-Hochberg over all owners)."
)
PROSPECT_HELP = "Leads that reached prospect or a later stage so far, of all leads."
STALLED_HELP = "Open leads that are in their stage for longer than leads of their motion that win usually stay."
UNTOUCHED_HELP = "Leads older than a week that nobody of ours has ever touched."


def title(
    gap: Gap | None, steep: Sequence[Step], groups: int, *, by_motion: bool, nouns: str, first: str, leads: int, at: str
) -> str:
    """The finding: who falls behind at which step, else where fewest go on.

    Parameters
    ----------
    gap : Gap or None
        The widest gap.
    steep : sequence of Step
        Where fewest go on.
    groups : int
        Groups that were compared.
    by_motion : bool
        Whether the groups are inbound and outbound.
    nouns : str
        What the groups are: channels, owners.
    first : str
        The first stage.
    leads : int
        Leads in scope.
    at : str
        The one stage that was looked at; "" for all.

    Returns
    -------
    str
        The title.
    """
    if gap is not None:
        return gap_sentence(gap, by_motion=by_motion)
    if not steep:
        return f"Too few leads to compare steps: {labels.count(leads)} here"
    if groups > 1 and not (steep[0].rate == 0 and steep[0].stage == first):
        where = f"in leaving {quoted(at)}" if at else "at any step"
        return f"{'Inbound and outbound' if by_motion else f'The {nouns}'} cannot be told apart {where}"
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


def facts(leads: int, young: int, implied: float) -> str:
    """The start of the grey line: how many leads, how many of them young, how many entries skipped."""
    parts = [common.counted(leads, "lead")]
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


def lines_title(ends: Sequence[tuple[str, float]]) -> str:
    """Title of the card with the lines over stages: where each motion ends."""
    if not any(share > 0 for _, share in ends):
        return "No lead has reached the end yet"
    if len(ends) == 1:
        return f"{labels.share(ends[0][1])} of all leads reach the end"
    named = [("of unknown motion" if group == "unknown" else labels.literal(group), share) for group, share in ends]
    parts = [f"{group} {labels.share(share)}" for group, share in named]
    return f"Of all leads, {common.listed(parts)} reach the end"


def exits_title(rows: pd.DataFrame) -> str:
    """Title of the card with the ways out: where most leads stall, else where most are lost."""
    stalled = rows.groupby("stage", sort=False)["stalled"].sum()
    if stalled.sum():
        most, stage = int(stalled.max()), quoted(str(stalled.idxmax()))
        where = f"all at {stage}" if most == stalled.sum() else f"the most at {stage} ({labels.count(most)})"
        return f"{common.counted(int(stalled.sum()), 'lead')} stalled, {where}"
    lost = rows.groupby("stage", sort=False)[["lost", "disqualified"]].sum().sum(axis=1)
    if lost.sum():
        return f"No lead has stalled; most close without a win at {quoted(str(lost.idxmax()))}"
    return "No lead has stalled or been lost"


def group_exits_title(rows: pd.DataFrame, stage: str) -> str:
    """Title of the ways out of one stage, by group."""
    enough = rows[rows["reached"] >= FEWEST]
    shares = enough["stalled"] / enough["reached"]
    if shares.empty or shares.max() == 0:
        return f"How leads leave {quoted(stage)}"
    most = enough.assign(share=shares).sort_values("share", kind="stable").iloc[-1]
    return (
        f"{labels.literal(most['group'])} has the largest share stalled at {quoted(stage)}: "
        f"{labels.share(most['share'])} of {labels.count(most['reached'])}"
    )


def rates_title(gap: Gap | None, stage: str, following: str) -> str:
    """Title of the rates of one step, by group."""
    step = f"{labels.literal(stage)} {ARROW} {labels.literal(following)}"
    if gap is None:
        return f"None falls clearly behind at {step}"
    return f"{labels.literal(gap.group)} falls behind at {step} by {labels.points(gap.difference.estimate)[1:]}"


def duration_title(rows: pd.DataFrame) -> str:
    """Title of the time in stage: where leads stay longest."""
    known = rows.dropna(subset=["median"])
    if known.empty:
        return "Time in stage is not known yet" if rows.empty else "Fewer than half have left any stage yet"
    longest = known.sort_values("median", kind="stable").iloc[-1]
    who = "" if known["motion"].nunique() < 2 else f"{labels.literal(str(longest['motion']).capitalize())}: "
    stage, median = quoted(longest["stage"]), labels.days(longest["median"])
    return common.capital(f"{who}leads stay longest at {stage}, {median} in the median")


def group_duration_title(rows: pd.DataFrame, stage: str) -> str:
    """Title of the time in one stage, by group."""
    known = rows[rows["median"].notna() & (rows["n"] >= FEWEST)]
    if len(known) < 2:
        return f"Time at {quoted(stage)}"
    order = known.sort_values("median", kind="stable")
    longest, shortest = order.iloc[-1], order.iloc[0]
    if longest["median"] == shortest["median"]:
        return f"Time at {quoted(stage)}: {labels.days(longest['median'])} in the median for all"
    return (
        f"At {quoted(stage)}: {labels.days(shortest['median'])} with {labels.literal(shortest['group'])}, "
        f"{labels.days(longest['median'])} with {labels.literal(longest['group'])}"
    )


def untouched_title(standing_out: pd.DataFrame, untouched: int, leads: int) -> str:
    """Title of the card on untouched leads."""
    if standing_out.empty:
        return f"{labels.share(untouched / leads)} of leads were never touched; no owner stands out"
    worst, owners = standing_out.iloc[0], standing_out["owner"].nunique()
    if owners == 1:
        return f"{labels.literal(worst['owner'])} stands out: {labels.share(worst['rate'])} of the leads never touched"
    others = common.counted(owners - 1, "other owner")
    return f"{labels.literal(worst['owner'])} and {others} leave clearly more leads untouched"


def untouched_finding(row: pd.Series) -> str:
    """One owner whose leads wait: both rates, how many."""
    leads = common.counted(int(row["leads"]), "lead")
    return (
        f"{labels.literal(row['owner'])}: {labels.count(row['untouched'])} of {leads} "
        f"older than a week were never touched, {common.estimate(row['rate'], row['low'], row['high'])}; "
        f"the other {labels.literal(row['motion'])} owners leave {labels.share(row['rest_rate'])}."
    )


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


def owners_note(shown: int, owners: int, fewest: int) -> str:
    """Which owners are drawn."""
    if not 0 < shown < owners:
        return ""
    return (
        f"Drawn: {shown} of {labels.count(owners)} owners, the largest shares among those with at least {fewest} such "
        "leads. The numbers have all."
    )


def waiting_note(waiting: int) -> str:
    """Touches that cannot be counted, because their lead is not there."""
    if not waiting:
        return ""
    verb = "waits" if waiting == 1 else "wait"
    touches = common.counted(waiting, "touch", "touches")
    return f"{touches} {verb} for leads that are not loaded: load those, else their leads count as untouched."


def few_per_owner(fewest: int) -> str:
    """No owner has enough leads to draw."""
    return f"No owner has {fewest} leads older than a week here: too few to compare. The numbers have all."


def few_shown(shown: int, groups: int, noun: str) -> str:
    """How many groups are drawn."""
    if shown >= groups:
        return ""
    return f"Drawn: {shown} of {common.counted(groups, noun)}, those with the most leads. The numbers have all."


def _plain_step(step: Step) -> str:
    return f"{common.capital(labels.plain(step.stage))} {ARROW} {labels.plain(step.following)}"
