"""Leads that nobody of ours has ever touched: how many, how many of them are still open, and whose stand out."""

from dataclasses import dataclass

import pandas as pd

from analysis.claims.verdicts import CHANCE, CLEAR, FEWEST, NO, UNSURE, WEAK
from analysis.scope import Scope
from analysis.statistics.comparisons import benjamini_hochberg, p_value_of_pair
from analysis.statistics.proportions import difference_interval, wilson_intervals
from analysis.warehouse import Warehouse
from data.names import NOT_RECORDED

CLEAR_GAP = 0.10  # beyond the others by at least this much: clear; by less: weak
ALMOST_ALL = 0.9
COUNTS = ["leads", "untouched", "untouched_open", "week", "untouched_week"]
AGAINST = ["rest_rate", "gap", "gap_low", "gap_high", "p_value"]


@dataclass(frozen=True)
class Neglect:
    """What may be said of leads never touched in a scope.

    Attributes
    ----------
    is_loaded : bool
        Whether any touch is loaded at all: without, nobody knows who was touched.
    owners : DataFrame
        One row per owner and motion, the largest share first: the counts of the question ``first_touches``; ``rate``,
        ``low``, ``high`` of the leads older than a week; of the other owners of the motion ``rest_rate`` and the
        difference, ``gap``, ``gap_low``, ``gap_high``; and the ``verdict``: ``clear`` or ``weak`` where more leads are
        left untouched than by the others beyond chance, ``cannot tell yet`` where too few are old enough or nobody
        else works the motion, "" where the owner does not stand out.
    waiting : int
        Touches without their lead, looked up only where hardly a lead has been touched.
    """

    is_loaded: bool
    owners: pd.DataFrame
    waiting: int = 0

    @property
    def leads(self) -> int:
        """Leads in scope."""
        return self._sum("leads")

    @property
    def untouched(self) -> int:
        """Of those, never touched by us, and old enough for that to be a gap."""
        return self._sum("untouched")

    @property
    def open(self) -> int:
        """Of the untouched, still open: where work is left."""
        return self._sum("untouched_open")

    @property
    def closed(self) -> int:
        """Of the untouched, closed by now."""
        return self.untouched - self.open

    @property
    def week(self) -> int:
        """Leads older than a week."""
        return self._sum("week")

    @property
    def standing_out(self) -> pd.DataFrame:
        """The rows with a verdict against their owner, the widest gap first."""
        rows = self.owners[self.owners["verdict"].isin([CLEAR, WEAK])]
        return rows.sort_values("gap", ascending=False, kind="stable")

    def within(self, motion: str) -> "Neglect":
        """The same of one motion's leads."""
        return Neglect(self.is_loaded, self.owners[self.owners["motion"] == motion], self.waiting)

    def _sum(self, column: str) -> int:
        return int(self.owners[column].sum())


def neglect(warehouse: Warehouse, scope: Scope) -> Neglect:
    """Make the claim about leads never touched, once for each scope.

    Inbound and outbound are worked differently: an owner is compared with the other owners of the same motion only, and
    over leads older than a week, so that nobody stands out for what came in lately.

    Parameters
    ----------
    warehouse : Warehouse
        The generation.
    scope : Scope
        Which leads.

    Returns
    -------
    Neglect
        Without owners where nothing is in scope or no touch is loaded.
    """
    return warehouse.remembered(("neglect", scope), lambda: _judged(warehouse, scope))


def _judged(warehouse: Warehouse, scope: Scope) -> Neglect:
    contents = warehouse.ask("contents").set_index("kind")["records"]
    is_loaded = int(contents["touches"]) > 0
    answer = warehouse.ask("first_touches", scope, breakdown="owner").rename(columns={"breakdown": "owner"})
    owners = compared(answer if is_loaded else answer.iloc[:0])
    found = Neglect(is_loaded, owners)
    untouched = int(owners["untouched_week"].sum())
    if not found.week or untouched < ALMOST_ALL * found.week:
        return found
    unknowns = warehouse.ask("unknowns")
    waiting = int(unknowns.loc[unknowns["kind"] == "waiting touch", "records"].sum())
    return Neglect(is_loaded, owners, waiting)


def compared(answer: pd.DataFrame) -> pd.DataFrame:
    """Each owner beside the others of the same motion.

    Parameters
    ----------
    answer : DataFrame
        The question ``first_touches`` by owner, ``breakdown`` as ``owner``.

    Returns
    -------
    DataFrame
        As `Neglect` has it.
    """
    rows = answer[["owner", "motion", *COUNTS]].astype(dict.fromkeys(COUNTS, int)).reset_index(drop=True)
    totals = rows.groupby("motion")[["untouched_week", "week"]].transform("sum")
    pairs = zip(rows[["untouched_week", "week"]].itertuples(index=False), totals.itertuples(index=False), strict=True)
    against = [_against_rest(*own, *of_all) for own, of_all in pairs]
    rows = pd.concat(
        [
            rows,
            wilson_intervals(rows["untouched_week"], rows["week"]),
            pd.DataFrame(against, columns=AGAINST, index=rows.index, dtype=float),
        ],
        axis=1,
    )
    adjusted = benjamini_hochberg(rows.pop("p_value"))
    rows["verdict"] = NO
    rows.loc[(adjusted < CHANCE) & (rows["gap_low"] > 0), "verdict"] = WEAK
    rows.loc[(rows["verdict"] == WEAK) & (rows["gap_low"] >= CLEAR_GAP), "verdict"] = CLEAR
    rows.loc[(rows["week"] < FEWEST) | rows["gap"].isna(), "verdict"] = UNSURE
    rows.loc[rows["owner"] == NOT_RECORDED, "verdict"] = NO
    return rows.sort_values(["rate", "leads"], ascending=False, kind="stable", ignore_index=True)


def _against_rest(part: int, whole: int, all_part: int, all_whole: int) -> tuple[float, ...]:
    rest_part, rest_whole = all_part - part, all_whole - whole
    if rest_whole == 0 or whole == 0:
        return (float("nan"),) * len(AGAINST)
    sides = (part, whole, rest_part, rest_whole)
    return (rest_part / rest_whole, *difference_interval(*sides), p_value_of_pair(*sides))
