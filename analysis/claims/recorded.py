"""Whether what leads are told apart by was recorded without regard to how they ended: the claim that all pages ask."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.question import GATES
from analysis.scope import ALL_PIPELINES, Scope
from analysis.statistics.recording import WithOutcome, known_with_outcome
from analysis.warehouse import Warehouse
from data import dimensions
from data.names import NOT_RECORDED, UNKNOWN

OF_THE_SOURCE = ("motion", "channel", "source")  # known together, through the source
# A target account follows from the account that is recorded, a sequence from the touches.
LOOKED_AT = (OF_THE_SOURCE, *((name,) for name in dimensions.RECORDED), ("target_account",))
WORTH_SPEAKING = 0.05  # share of leads without a value from which on it is spoken of


@dataclass(frozen=True)
class Recorded:
    """What is known of a dimension, and of whom.

    Attributes
    ----------
    dimension : str
        What leads are told apart by.
    gate : str
        Of the leads that reached it.
    leads, known, unmapped : int
        Leads, those of which the dimension is known, and those whose source is recorded but maps to no channel.
    with_outcome : WithOutcome
        How often it is recorded of the won leads and of all others: those of the verdict, be they of all leads.
    is_with_outcome : bool
        It is recorded with the outcome: neither rates by it nor comparisons of its values say anything.
    known_from : str
        The first later gate from which on it is recorded whatever the outcome; "" for none.
    """

    dimension: str
    gate: str
    leads: int
    known: int
    unmapped: int
    with_outcome: WithOutcome
    is_with_outcome: bool
    known_from: str = ""

    @property
    def is_none(self) -> bool:
        """Whether there are leads, and not one carries a value."""
        return self.leads > 0 and self.known + self.unmapped == 0

    @property
    def unknown(self) -> int:
        """Leads of which the dimension is not known, for want of a value or of a mapping."""
        return self.leads - self.known


def recorded(warehouse: Warehouse, scope: Scope, dimension: str, gate: str = GATES[0]) -> Recorded:
    """Judge once, per scope, how a dimension was recorded.

    Filters by the dimension itself are left aside: among the leads of one channel the channel is always known. What
    cannot be told of the scope, or of the few that reached the gate, follows what is clear of all leads or all data.

    Parameters
    ----------
    warehouse : Warehouse
        Where to ask.
    scope : Scope
        Which leads.
    dimension : str
        What leads are told apart by.
    gate : str, default "lead"
        Where the comparison starts; one of ``GATES``.

    Returns
    -------
    Recorded
        Not with the outcome where nothing speaks for it, or the dimension does not come with the leads.
    """
    family = next((names for names in LOOKED_AT if dimension in names), ())
    whole = scope.narrowed(**dict.fromkeys(family))
    if dimension == dimensions.PIPELINE:
        whole = whole.narrowed(pipeline=ALL_PIPELINES)
    key = ("recorded", whole, dimension, gate)
    return warehouse.remembered(key, lambda: _judged(warehouse, whole, dimension, gate, is_looked_at=bool(family)))


def in_the_way(warehouse: Warehouse, scope: Scope, *compared: str, gate: str = GATES[0]) -> Recorded | None:
    """What keeps leads from being compared: a dimension, or a filter by one, that was recorded with the outcome.

    The leads that a filter admits are those of which its dimension is known: where that depends on what became of them,
    no rate among them says anything.

    Parameters
    ----------
    warehouse : Warehouse
        Where to ask.
    scope : Scope
        Which leads.
    *compared : str
        What is compared: dimensions, or other breakdowns, which are always known.
    gate : str, default "lead"
        Where the comparison starts; one of ``GATES``.

    Returns
    -------
    Recorded or None
        The first of them; None where nothing does.
    """
    usual = (dimensions.PIPELINE,) if warehouse.pipeline_of(scope) else ()
    for name in dict.fromkeys((*compared, *(name for name in scope.filters() if name in dimensions.NAMES), *usual)):
        found = recorded(warehouse, scope, name, gate)
        if found.is_with_outcome:
            return found
    return None


def told_apart(
    warehouse: Warehouse, scope: Scope, counts: pd.DataFrame, dimension: str, *keys: str, column: str = "breakdown"
) -> pd.DataFrame:
    """Counts of groups, or of all together as one without a name where the groups were recorded with the outcome.

    Parameters
    ----------
    warehouse : Warehouse
        Where to ask.
    scope : Scope
        Which leads.
    counts : DataFrame
        An answer by the dimension: counts, and what they are of.
    dimension : str
        What the groups are.
    *keys : str
        The other columns that tell its rows apart.
    column : str, default "breakdown"
        The column of the groups.

    Returns
    -------
    DataFrame
        Columns of ``counts``.
    """
    if counts.empty or not recorded(warehouse, scope, dimension).is_with_outcome:
        return counts
    one = counts.assign(**{column: UNKNOWN if dimension == "motion" else NOT_RECORDED})
    return one.groupby([column, *keys], as_index=False, sort=False).sum(numeric_only=True)


def _judged(warehouse: Warehouse, scope: Scope, dimension: str, gate: str, *, is_looked_at: bool) -> Recorded:
    counts = warehouse.ask("recorded", scope, breakdown=dimension)
    reached = counts[counts["gate"].isin(GATES[GATES.index(gate) :])]
    leads = int(reached["leads"].sum())
    known, unmapped = (int(reached.loc[reached["breakdown"] == name, "leads"].sum()) for name in ("known", "unmapped"))
    # Nobody looks at pipelines where there is one at most.
    comparisons = len(LOOKED_AT) - (not warehouse.offered((dimensions.PIPELINE,)))
    at = _by_gate(counts, dimension)
    found = known_with_outcome(at(gate), comparisons=comparisons)
    if not is_looked_at or known + unmapped == 0:
        return Recorded(dimension, gate, leads, known, unmapped, found, is_with_outcome=False)
    everything = Scope(as_of=scope.as_of, pipeline=scope.pipeline and ALL_PIPELINES)
    if not found.is_clear and not found.is_ruled_out:
        of_all = known_with_outcome(at(GATES[0]), comparisons=comparisons)
        if not of_all.is_clear and scope != everything:
            of_all = recorded(warehouse, everything, dimension).with_outcome
        found = of_all if of_all.is_clear else found
    later = GATES[GATES.index(gate) + 1 :] if found.is_clear else ()
    by_gate = ((name, known_with_outcome(at(name), comparisons=comparisons)) for name in later)
    known_from = next((name for name, each in by_gate if each.is_ruled_out), "")
    return Recorded(dimension, gate, leads, known, unmapped, found, found.is_clear, known_from)


def _by_gate(counts: pd.DataFrame, dimension: str) -> Callable[[str], pd.DataFrame]:
    """Tells, for a gate, the won and all others that reached it, and how many of them are recorded.

    A row for each quarter of creation and, if that is another thing, channel. Leads without a day are of one quarter
    that has no name.
    """
    strata = ["quarter"] if dimension in OF_THE_SOURCE else ["quarter", "channel"]
    stratum = np.zeros(len(counts), dtype=np.int64)
    for name in strata:
        place, values = pd.factorize(counts[name], sort=True, use_na_sentinel=False)
        stratum = stratum * len(values) + place
    _, stratum = np.unique(stratum, return_inverse=True)
    furthest = pd.Index(GATES).get_indexer(pd.Index(counts["gate"]))
    shape = (int(stratum.max(initial=-1)) + 1, 2, len(GATES))
    cell = np.ravel_multi_index((stratum, (counts["outcome"] == "won").to_numpy(dtype=np.int64), furthest), shape)
    is_recorded = (counts["breakdown"] != "not recorded").to_numpy()
    leads = counts["leads"].to_numpy(dtype=np.int64)
    # Who got as far as a gate has reached those before it.
    every, known = (
        np.bincount(cell, weights, int(np.prod(shape))).astype(np.int64).reshape(shape)[..., ::-1].cumsum(axis=-1)
        for weights in (leads, leads * is_recorded)
    )

    def at(gate: str) -> pd.DataFrame:
        back = len(GATES) - 1 - GATES.index(gate)
        others, won = every[..., back].T
        known_others, known_won = known[..., back].T
        sides = {"won": won, "known_won": known_won, "others": others, "known_others": known_others}
        return pd.DataFrame(sides)[won + others > 0]

    return at
