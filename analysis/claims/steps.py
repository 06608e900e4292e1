"""Steps between stages: how many go on, and who falls behind whom at which step."""

from dataclasses import dataclass

import pandas as pd

from analysis.claims.verdicts import CHANCE, FEWEST
from analysis.statistics.checks import Interval
from analysis.statistics.proportions import difference_interval, newcombe_difference, wilson_intervals
from data.names import NAMELESS

EXITS = ("advanced", "young", "stalled", "disqualified", "lost")
COUNTS = ("reached", "explicit", "implied", *EXITS)
MODE_COUNTS = ("too_young", "by_reached", "by_explicit", "by_ordered")


@dataclass(frozen=True)
class Step:
    """One step: from a stage to the next recorded one."""

    stage: str
    following: str
    rate: float
    reached: int


@dataclass(frozen=True)
class Gap:
    """A group that falls behind its peers at a step, beyond what chance would do.

    Attributes
    ----------
    step : Step
        Where, with the rate of the group.
    group : str
        Who.
    rest_rate : float
        Rate of the others (share, 0 to 1).
    difference : Interval
        Theirs minus its own.
    motion : str
        The motion whose leads are compared; "" where the motions themselves are.
    """

    step: Step
    group: str
    rest_rate: float
    difference: Interval
    motion: str = ""


def recorded_stages(dropoff: pd.DataFrame, stages: list[str]) -> list[str]:
    """The stages that are recorded: the first, the last, and those into which a lead has an entry of its own.

    Parameters
    ----------
    dropoff : DataFrame
        Answer to the question ``stage_dropoff`` without limits.
    stages : list of str
        Names of all stages in order.

    Returns
    -------
    list of str
        Those of them that are recorded, in order.
    """
    own = dropoff.groupby("stage")["by_explicit"].sum().reindex(stages, fill_value=0)
    return [stage for place, stage in enumerate(stages) if place in (0, len(stages) - 1) or own[stage] > 0]


def counted(dropoff: pd.DataFrame, stages: list[str], mode: str) -> pd.DataFrame:
    """Counts of every group at every stage.

    Parameters
    ----------
    dropoff : DataFrame
        Answer to the question ``stage_dropoff``.
    stages : list of str
        Names of the recorded stages in order.
    mode : str
        The mode of the answer: by own entries, going on is entering any later stage; else it is reaching the next one
        by the same mode and within the same limits.

    Returns
    -------
    DataFrame
        One row per group and stage, groups by size, stages in order; counts of 0 where a group never came.
        ``otherwise`` counts the leads that went on, but not so.
    """
    first = dropoff[dropoff["stage"] == stages[0]].sort_values(["reached", "breakdown"], ascending=[False, True])
    index = pd.MultiIndex.from_product([first["breakdown"], stages], names=["breakdown", "stage"])
    answer = dropoff.set_index(["breakdown", "stage"])[[*COUNTS, *MODE_COUNTS]]
    rows = answer.reindex(index, fill_value=0).astype(int).reset_index()
    went_on = rows["advanced"]
    if mode != "explicit":
        following = rows.groupby("breakdown", sort=False)["reached"].shift(-1)
        rows["advanced"] = following.fillna(went_on).astype(int)
    return rows.assign(otherwise=went_on - rows["advanced"])


def step_rates(steps: pd.DataFrame) -> pd.DataFrame:
    """Add the rates: ``rate``, ``low``, ``high`` of the step, ``overall`` of the first stage, and ``following``."""
    rates = wilson_intervals(steps["advanced"], steps["reached"])
    entered = steps.groupby("breakdown", sort=False)["reached"].transform("first")
    following = steps.groupby("breakdown", sort=False)["stage"].shift(-1)
    overall = wilson_intervals(steps["reached"], entered).add_prefix("overall_")
    joined = pd.concat([steps, rates, overall], axis=1).assign(following=following)
    joined.loc[joined["following"].isna(), ["rate", "low", "high"]] = float("nan")
    return joined


def named(steps: pd.DataFrame) -> list[str]:
    """Groups that are compared: those with a name."""
    return [group for group in dict.fromkeys(steps["breakdown"]) if group not in NAMELESS]


def widest_gap(steps: pd.DataFrame, stage: str | None = None) -> Gap | None:
    """The group with a name that falls furthest behind its peers at a step, if any does beyond chance.

    Parameters
    ----------
    steps : DataFrame
        As `counted` returns it; with a column ``motion`` a group's leads of each motion are compared with those of the
        other groups of the same motion only, because the motions are worked differently.
    stage : str, optional
        Compare at this stage only; None at all.

    Returns
    -------
    Gap or None
        The largest difference in points whose Newcombe interval, at a level shared by all comparisons (Bonferroni),
        lies above 0 both over all leads and over those that are not young: a group that merely has younger leads
        does not fall behind. None when there is none.
    """
    if steps.empty:
        return None
    groups, last = named(steps), steps["stage"].iloc[-1]
    own = steps[steps["breakdown"].isin(groups) & (steps["stage"] != last)].reset_index(drop=True)
    if "motion" not in own:
        own = own.assign(motion="")
    if stage is not None:
        own = own[own["stage"] == stage]
    rest = own.groupby(["motion", "stage"])[list(COUNTS)].transform("sum") - own[list(COUNTS)]
    enough = (own["reached"] >= FEWEST) & (rest["reached"] >= FEWEST)
    own, rest = own[enough], rest[enough]
    if own.empty:
        return None
    # Of two groups each is the rest of the other: that is one comparison.
    sizes = own.groupby(["motion", "stage"]).size()
    level = 1 - CHANCE / int(sizes.where(sizes != 2, 1).sum())
    behind = newcombe_difference(rest["advanced"], rest["reached"], own["advanced"], own["reached"], level=level)
    settled = newcombe_difference(
        rest["advanced"],
        rest["reached"] - rest["young"],
        own["advanced"],
        own["reached"] - own["young"],
        level=level,
    )
    sure = behind[(behind["low"] > 0) & (settled["low"] > 0)]
    if sure.empty:
        return None
    place = sure["difference"].idxmax()
    found, others = own.loc[place], rest.loc[place]
    step = Step(str(found["stage"]), _following(steps, str(found["stage"])), _rate(found), int(found["reached"]))
    counts = (int(others["advanced"]), int(others["reached"]), int(found["advanced"]), int(found["reached"]))
    return Gap(step, str(found["breakdown"]), _rate(others), difference_interval(*counts), str(found["motion"]))


def steepest(steps: pd.DataFrame) -> tuple[Step, ...]:
    """The step over all groups at which fewest go on, and the next one where chance could have made the order.

    Parameters
    ----------
    steps : DataFrame
        As `counted` returns it.

    Returns
    -------
    tuple of Step
        One step; two when their order cannot be told; none when no step has enough leads.
    """
    total = steps.groupby("stage", sort=False)[list(COUNTS)].sum().iloc[:-1]
    total = total[total["reached"] >= FEWEST]
    order = (total["advanced"] / total["reached"]).sort_values(kind="stable").index[:2]
    found = [
        Step(str(stage), _following(steps, str(stage)), _rate(total.loc[stage]), int(total.loc[stage, "reached"]))
        for stage in order
    ]
    if len(found) < 2:
        return tuple(found)
    first, second = (total.loc[stage] for stage in order)
    apart = difference_interval(
        int(second["advanced"]), int(second["reached"]), int(first["advanced"]), int(first["reached"])
    )
    return tuple(found[:1] if apart.low > 0 else found)


def implied_share(steps: pd.DataFrame) -> float:
    """Share of the entries beyond the first stage that nobody recorded; missing when there is no such entry."""
    beyond = steps[steps["stage"] != steps["stage"].iloc[0]]
    entries = int(beyond["reached"].sum())
    return int(beyond["implied"].sum()) / entries if entries else float("nan")


def _following(steps: pd.DataFrame, stage: str) -> str:
    names = list(dict.fromkeys(steps["stage"]))
    return str(names[names.index(stage) + 1])


def _rate(row: pd.Series) -> float:
    return float(row["advanced"] / row["reached"])
