"""The counts and estimates that the ranking is made of."""

from dataclasses import dataclass

import pandas as pd

from analysis.claims.recorded import WORTH_SPEAKING
from analysis.question import GATES
from analysis.scope import Scope
from analysis.statistics import bounds, proportions, ranking
from analysis.warehouse import Warehouse
from data.names import is_named
from pages.marketing.sources import tables
from pages.marketing.sources.value import MEASURES as MEASURES_OF_VALUE

SO_FAR = "so far"
MEASURES = {
    "won": ("mature_won", "mature"),
    "opportunity": ("mature_opportunities", "mature"),
    SO_FAR: ("won", "leads"),
}
MAY_HAVE_NONE = ("campaign", "sequence", "journey_order")  # a lead without one may well belong to none
GROUPS_DRAWN = 25
# Every pair of groups is compared: beyond this many the small ones would only cost the large ones their evidence.
GROUPS_RANKED = 200


@dataclass(frozen=True)
class Counts:
    """What was counted under one scope, breakdown and measure.

    Attributes
    ----------
    breakdown, measure, gate : str
        What the groups are, a key of ``MEASURES``, and where the comparison starts.
    window_days : int
        Days that a lead must have been watched for.
    groups : DataFrame
        Columns of ``conversion`` by group, most leads first, with ``successes`` and ``trials`` of the measure, its
        ``rate``, ``low``, ``high`` (Wilson) and ``rank_group``; ``young`` leads and those ``undated``; ``closed``,
        ``closed_rate``, ``closed_low``, ``closed_high`` (won of won and lost); ``fixed_rate``, ``fixed_low``,
        ``fixed_high`` (won within the window). Groups without a name have no rank.
    has_days : bool
        Whether any lead has a day; without, all that can be counted is what was won so far.
    """

    breakdown: str
    measure: str
    gate: str
    window_days: int
    groups: pd.DataFrame
    has_days: bool

    @property
    def leads(self) -> int:
        """Leads in scope."""
        return int(self.groups["leads"].sum())

    @property
    def named(self) -> pd.DataFrame:
        """The groups that have a name; all of them where none has."""
        own = self.groups[[is_named(name) for name in self.groups.index]]
        return own if len(own) else self.groups

    @property
    def unnamed(self) -> pd.DataFrame:
        """The groups of which nobody knows what they are, where others have a name."""
        return self.groups.drop(index=self.named.index)

    @property
    def unknown_share(self) -> float:
        """Share of the leads counted that are in no group with a name."""
        return float(self.unnamed["trials"].sum() / max(self.groups["trials"].sum(), 1))

    @property
    def bounds(self) -> pd.DataFrame | None:
        """Rate of each named group given the unknown ones; None where these are too few to speak of, or are none."""
        if self.unknown_share <= WORTH_SPEAKING or self.breakdown in MAY_HAVE_NONE:
            return None
        unknown = (int(self.unnamed[name].sum()) for name in ("successes", "trials"))
        return bounds.rate_bounds(self.named["successes"], self.named["trials"], *unknown)

    def surely_lead(self, leaders: list[str]) -> bool:
        """Whether the leaders stay above all that rank below them, whatever the unknown ones are."""
        below = self.groups.index[self.groups["rank_group"] > 1]
        return self.bounds is None or bounds.surely_above(self.bounds, leaders, list(below))

    @property
    def ranks(self) -> int:
        """How many groups of ranks can be told apart."""
        ranks = self.groups["rank_group"]
        return int(ranks.max()) if ranks.notna().any() else 0


def count(warehouse: Warehouse, scope: Scope, breakdown: str, measure: str, gate: str) -> Counts:
    """Ask all that the ranking needs in one scan.

    Parameters
    ----------
    warehouse : Warehouse
        Where to ask.
    scope : Scope
        Which leads.
    breakdown : str
        What the groups are.
    measure : str
        A key of ``MEASURES``.
    gate : str
        Where the comparison starts; one of ``GATES``.

    Returns
    -------
    Counts
        Counts with their estimates.
    """
    window = warehouse.window_days(scope)
    counts = warehouse.ask("conversion", scope, breakdown=breakdown, window_days=window, gate=gate)
    counts["breakdown"] = tables.named(counts["breakdown"], breakdown)
    return Counts(breakdown, measure, gate, window, _estimated(counts, measure), warehouse.has_days)


def gates_of(warehouse: Warehouse) -> list[str]:
    """The gates that the stages have; the first is the creation."""
    roles = {stage.role for stage in warehouse.definitions.stages}
    return [gate for gate in GATES if gate in roles]


def measures_of(warehouse: Warehouse, gate: str) -> list[str]:
    """The measures that can be counted from a gate; where no lead has a day, only what was won so far."""
    if not warehouse.has_days:
        return [SO_FAR]
    # What was done before a lead reached a later gate belongs to no measure of it.
    values = MEASURES_OF_VALUE if gate == GATES[0] else MEASURES_OF_VALUE[:1]
    return [*(name for name in MEASURES if name != gate), *values]


def leaders(groups: pd.DataFrame, few: int) -> pd.DataFrame:
    """Groups of the first rank that have enough successes to be called the best, best first."""
    return groups[(groups["rank_group"] == 1) & (groups["successes"] >= few)].sort_values("place")


def drawn(groups: pd.DataFrame, few: int) -> pd.DataFrame:
    """Groups that a figure shows: the leaders that the title names, then those with most leads; most leads first."""
    if len(groups) <= GROUPS_DRAWN:
        return groups
    first = leaders(groups, few).index[: GROUPS_DRAWN // 2]
    rest = groups.index[(groups["trials"] > 0) & ~groups.index.isin(first)][: GROUPS_DRAWN - len(first)]
    return groups[groups.index.isin([*first, *rest])]


def impostors(groups: pd.DataFrame, few: int) -> pd.DataFrame:
    """Groups that look better than they are.

    Most of their leads are too young, their win rate of closed leads is above that of all others together by
    more than chance, and at a fixed age they are not clearly above the others, and surely convert less than it would
    suggest. Intervals are corrected for looking at all groups.

    Parameters
    ----------
    groups : DataFrame
        Of ``Counts``.
    few : int
        Fewest wins of a group that is looked at.

    Returns
    -------
    DataFrame
        The rows of ``groups``, the highest win rate of closed leads first.
    """
    level = 1 - 0.05 / max(len(groups), 1)
    is_known = pd.Series([is_named(name) for name in groups.index], index=groups.index)
    others = groups.sum(numeric_only=True) - groups.select_dtypes("number")
    closed = proportions.newcombe_difference(
        groups["won"], groups["closed"], others["won"], others["closed"], level=level
    )
    fixed = proportions.wilson_intervals(groups["mature_won"], groups["mature"], level=level)
    ahead = proportions.newcombe_difference(
        groups["mature_won"], groups["mature"], others["mature_won"], others["mature"], level=level
    )
    advantage = groups["closed_rate"] / (others["won"] / others["closed"].where(others["closed"] > 0))
    suggested = advantage * others["mature_won"] / others["mature"].where(others["mature"] > 0)
    is_young = groups["young"] > groups["leads"] / 2
    looks_better = (closed["low"] > 0) & (fixed["high"] < suggested) & ~(ahead["low"] > 0)
    return groups[is_known & is_young & looks_better & (groups["won"] >= few)].sort_values(
        "closed_rate", ascending=False
    )


def _estimated(counts: pd.DataFrame, measure: str) -> pd.DataFrame:
    """Counts with the rates of the measure, of closed leads and at the fixed age."""
    groups = counts.set_index(counts["breakdown"].rename("group"))
    successes, trials = (groups[name] for name in MEASURES[measure])
    groups = groups.assign(
        motion=counts["motion"].str.capitalize().to_numpy(),
        successes=successes,
        trials=trials,
        undated=groups["undated_won"] + groups["undated_gate"],
        young=groups["leads"] - groups["mature"] - groups["undated_won"] - groups["undated_gate"],
        closed=groups["won"] + groups["lost"],
        **proportions.wilson_intervals(successes, trials),
    )
    groups = groups.join(proportions.wilson_intervals(groups["won"], groups["closed"]).add_prefix("closed_"))
    groups = groups.join(proportions.wilson_intervals(groups["mature_won"], groups["mature"]).add_prefix("fixed_"))
    names = [is_named(name) for name in groups.index]
    largest = groups[names if any(names) or len(groups) > 1 else slice(None)].head(GROUPS_RANKED)
    ranks = ranking.rank_groups(largest["successes"], largest["trials"])
    return groups.join(ranks.assign(place=range(len(ranks)))[["shrunken", "rank_group", "place"]])
