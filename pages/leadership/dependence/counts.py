"""Shares of channels, campaigns, owners and the like, and whether one is above its threshold."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from analysis.question import MEASURES as MEASURES
from analysis.scope import Scope
from analysis.statistics import account_shares, clustered
from analysis.statistics.amount_shares import amount_concentration, amount_share_intervals
from analysis.statistics.checks import UNKNOWN
from analysis.statistics.clustered import AccountConcentration
from analysis.warehouse import Warehouse
from data.definitions import Thresholds
from data.names import NOT_RECORDED

GRAINS = ("channel", "source", "campaign", "segment", "region", "owner")
STRONG, WEAK, UNSURE, BELOW = "strong", "weak", "cannot tell yet", ""
STRONG_LEVEL, WEAK_LEVEL = 0.95, 0.8
FEWEST_BUNDLES, MOST_CELLS = 32, 60_000
MANY_LEADS = 2_000_000


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
    def has_negative(self) -> bool:
        """Whether a group's amounts add up to less than nothing, so that no share means anything."""
        return bool((self.rows["value"] < 0).any())

    @property
    def unnamed(self) -> float:
        """Share of what is not recorded."""
        return float(self.rows.loc[self.rows["label"] == NOT_RECORDED, "share"].sum())

    @property
    def named(self) -> pd.DataFrame:
        """Groups that have a name, the largest first."""
        return self.rows[self.rows["label"] != NOT_RECORDED]

    @property
    def largest(self) -> pd.Series | None:
        """The largest group that has a name; None when there is none."""
        return self.named.iloc[0] if len(self.named) and self.total > 0 else None

    @property
    def cases(self) -> int:
        """Leads, opportunities or wins that the shares rest on."""
        return cases_of(self.rows, self.measure)

    def verdict(self, few: int) -> str:
        """How surely the largest group is above the threshold; "" where it surely is not.

        Strong: the 95 % interval is above. Weak: the 80 % interval is. Cannot tell yet: the 95 % interval spans the
        threshold, or fewer cases than ``few`` are known.
        """
        row = self.largest
        if row is None or row["high"] < self.threshold:
            return BELOW
        if self.cases < few:
            return UNSURE
        return verdict(row, self.threshold)

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


def verdict(row: pd.Series, threshold: float) -> str:
    """How surely a share (``low``, ``weak_low``, ``high``) is above a threshold."""
    if row["low"] > threshold:
        return STRONG
    if row["weak_low"] > threshold:
        return WEAK
    return UNSURE if row["high"] >= threshold else BELOW


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
    answer = warehouse.ask("shares", scope, breakdown=grain).rename(columns={"breakdown": "label"})
    if grain == "motion":
        answer = answer[answer["label"] != "unknown"].reset_index(drop=True)
    bundles = _bundles(len(answer))
    cells = warehouse.ask("account_cells", scope, breakdown=grain, measure=measure, bundles=bundles)
    return of(answer, cells, grain, measure, threshold_of(warehouse.definitions.thresholds, grain))


def of(answer: pd.DataFrame, cells: pd.DataFrame, grain: str, measure: str, threshold: float) -> Shares:
    """Shares from the answers to the questions ``shares``, its groups in ``label``, and ``account_cells``."""
    squares = answer["won_amount_squares"] if measure == "won_amount" else answer[measure]
    rows = answer.assign(value=answer[measure].astype(float), squares=squares.astype(float))
    rows = rows.sort_values(["value", "label"], ascending=[False, True], kind="stable", ignore_index=True)
    table = cells.pivot(index="bundle", columns="breakdown", values="value").reindex(columns=rows["label"]).fillna(0.0)
    if (rows["value"] < 0).any():
        blank = pd.DataFrame(float("nan"), index=rows.index, columns=["share", "low", "high", "weak_low"])
        return Shares(grain, measure, pd.concat([rows, blank], axis=1), threshold, table)
    intervals = _intervals(rows, table, measure, STRONG_LEVEL)
    weaker = _intervals(rows, table, measure, WEAK_LEVEL)["low"].rename("weak_low")
    return Shares(grain, measure, pd.concat([rows, intervals, weaker], axis=1), threshold, table)


def cases_of(rows: pd.DataFrame, measure: str) -> int:
    """Leads, opportunities or wins behind the rows of the question ``shares``."""
    return int(rows["won_with_amount" if measure == "won_amount" else measure].sum())


def threshold_of(thresholds: Thresholds, grain: str) -> float:
    """Share above which one group of a grain is too much.

    Sources share the threshold of channels, regions that of segments.
    """
    return thresholds_of(thresholds).get(grain, thresholds.channel_share)


def thresholds_of(thresholds: Thresholds) -> Mapping[str, float]:
    """The threshold of every grain."""
    return {
        "channel": thresholds.channel_share,
        "source": thresholds.channel_share,
        "campaign": thresholds.campaign_share,
        "segment": thresholds.segment_share,
        "region": thresholds.segment_share,
        "owner": thresholds.owner_share,
        "account": thresholds.account_share,
    }


def usual_measure(warehouse: Warehouse, scope: Scope) -> str:
    """What a page shows shares of before anybody chooses: what comes closest to money and is recorded.

    Parameters
    ----------
    warehouse : Warehouse
        The generation.
    scope : Scope
        Which leads.

    Returns
    -------
    str
        won_amount, else won, else opportunities, else leads.
    """
    counted = warehouse.ask("shares", scope).sum(numeric_only=True)
    return next((name for name in reversed(MEASURES) if counted.get(name, 0) > 0), "leads")


def counted_in(measure: str) -> dict[str, str]:
    """The leads that a measure counts, as parameters of the page Leads."""
    return {"leads": {}, "opportunities": {"from_gate": "opportunity"}}.get(measure, {"outcome": "won"})


def _bundles(groups: int) -> int:
    """How many bundles of accounts the answer has room for."""
    room = MOST_CELLS // max(groups, 1)
    return next((size for size in (1024, 512, 256, 128, 64) if size <= room), FEWEST_BUNDLES)


def _intervals(rows: pd.DataFrame, cells: pd.DataFrame, measure: str, level: float) -> pd.DataFrame:
    if (cells < 0).any(axis=None):
        return amount_share_intervals(rows["value"], rows["squares"], level=level)
    sums = account_shares.account_sums(cells, cases_of(rows, measure))
    return account_shares.account_intervals(sums, level=level).set_axis(rows.index)
