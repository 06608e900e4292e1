"""The shares of a grain: of channels, campaigns, owners and the like, and whether one is above its threshold."""

from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from analysis.claims import measures, thresholds
from analysis.claims.verdicts import CLEAR_LEVEL, WEAK_LEVEL
from analysis.scope import Scope
from analysis.statistics import account_shares, clustered
from analysis.statistics.amount_shares import amount_concentration, amount_share_intervals
from analysis.statistics.checks import UNKNOWN
from analysis.statistics.clustered import AccountConcentration
from analysis.warehouse import Warehouse
from data import names

GRAINS = ("channel", "source", "campaign", "segment", "region", "owner")
FEWEST_BUNDLES, MOST_CELLS = 32, 60_000


@dataclass(frozen=True, eq=False)
class Shares:
    """Shares of one grain in one measure.

    Attributes
    ----------
    grain, measure : str
        What is shared, and of what.
    rows : DataFrame
        One row per group, the largest first: ``label``, ``motion``, ``value``, ``squares``, ``share``, ``low``,
        ``high``, ``weak_low`` (lower end at the weaker level) and the counts of the question.
    threshold : float
        Share above which one group is too much.
    cells : DataFrame
        ``value`` of each bundle of accounts (rows) in each group (columns, in the order of the rows).
    """

    grain: str
    measure: str
    rows: pd.DataFrame
    threshold: float
    cells: pd.DataFrame

    @property
    def total(self) -> float:
        """Sum over all groups."""
        return float(self.rows["value"].sum())

    @property
    def leads(self) -> int:
        """Leads in scope."""
        return int(self.rows["leads"].sum())

    @property
    def cases(self) -> int:
        """Leads, opportunities or wins that the shares rest on."""
        return measures.cases_of(self.rows, self.measure)

    @property
    def has_negative(self) -> bool:
        """Whether a group's amounts add up to less than nothing, so that no share means anything."""
        return bool((self.rows["value"] < 0).any())

    @property
    def named(self) -> pd.DataFrame:
        """Groups that have a name, the largest first."""
        return self.rows[self.rows["label"].map(names.is_named).astype(bool)]

    @property
    def largest(self) -> pd.Series:
        """The largest group that has a name, where there is one."""
        return self.named.iloc[0]

    @property
    def motions(self) -> pd.Series:
        """Motion by group."""
        return self.rows.set_index("label")["motion"]

    @property
    def nameless(self) -> float:
        """Share of what has no name."""
        return float(self.rows["share"].drop(self.named.index).sum())

    @cached_property
    def concentration(self) -> AccountConcentration:
        """HHI, effective number, leading shares, Gini and Lorenz curve of all groups; the unnamed count as one."""
        if (self.cells < 0).any(axis=None):
            known = amount_concentration(self.rows["value"], self.rows["squares"])
            return AccountConcentration(*known, UNKNOWN, pd.DataFrame(columns=["part", "share", "low", "high"]))
        return clustered.account_concentration(self.cells, self.cases)

    @property
    def cases_per_case(self) -> float:
        """How many times fewer cases the shares rest on in effect, because accounts bring several."""
        if (self.cells < 0).any(axis=None):
            return 1.0
        return account_shares.design_effect(account_shares.account_sums(self.cells, self.cases))


def ask(warehouse: Warehouse, scope: Scope, grain: str, measure: str) -> Shares:
    """Count one grain and make its shares.

    Parameters
    ----------
    warehouse : Warehouse
        The generation.
    scope : Scope
        Which leads.
    grain : str
        One of ``GRAINS``, or motion.
    measure : str
        One of ``MEASURES``.

    Returns
    -------
    Shares
        Groups with nothing of the measure have a share of 0.
    """
    rows = warehouse.ask("shares", scope, breakdown=grain).rename(columns={"breakdown": "label"})
    if grain == "motion":
        rows = rows[rows["label"] != names.UNKNOWN].reset_index(drop=True)
    bundles = _bundles(len(rows))
    cells = warehouse.ask("account_cells", scope, breakdown=grain, measure=measure, bundles=bundles)
    squares = rows["won_amount_squares"] if measure == "won_amount" else rows[measure]
    rows = rows.assign(value=rows[measure].astype(float), squares=squares.astype(float))
    rows = rows.sort_values(["value", "label"], ascending=[False, True], kind="stable", ignore_index=True)
    table = cells.pivot(index="bundle", columns="breakdown", values="value").reindex(columns=rows["label"]).fillna(0.0)
    if (rows["value"] < 0).any():
        shares = pd.DataFrame(float("nan"), index=rows.index, columns=["share", "low", "high", "weak_low"])
    else:
        weak_low = _intervals(rows, table, measure, WEAK_LEVEL)["low"]
        shares = _intervals(rows, table, measure, CLEAR_LEVEL).assign(weak_low=weak_low)
    limits = thresholds.by_grain(warehouse.definitions.thresholds)
    return Shares(grain, measure, pd.concat([rows, shares], axis=1), limits.get(grain, 1.0), table)


def _bundles(groups: int) -> int:
    """How many bundles of accounts the answer has room for."""
    room = MOST_CELLS // max(groups, 1)
    return next((size for size in (1024, 512, 256, 128, 64) if size <= room), FEWEST_BUNDLES)


def _intervals(rows: pd.DataFrame, cells: pd.DataFrame, measure: str, level: float) -> pd.DataFrame:
    if (cells < 0).any(axis=None):
        return amount_share_intervals(rows["value"], rows["squares"], level=level)
    sums = account_shares.account_sums(cells, measures.cases_of(rows, measure))
    return account_shares.account_intervals(sums, level=level).set_axis(rows.index)
