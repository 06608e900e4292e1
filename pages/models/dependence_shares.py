"""Shares of channels, campaigns, owners and the like, and whether one is above its threshold."""

from dataclasses import dataclass

import pandas as pd

from analysis.ask import Warehouse
from analysis.scope import Scope
from analysis.statistics.amount_shares import amount_concentration, amount_share_intervals
from analysis.statistics.concentration import Concentration, concentration
from analysis.statistics.proportions import wilson_intervals
from data.definitions import Thresholds

MEASURES = ("leads", "opportunities", "won", "won_amount")
GRAINS = ("channel", "source", "campaign", "segment", "owner")
NOT_RECORDED = "(not recorded)"
STRONG, WEAK, UNSURE, BELOW = "strong", "weak", "cannot tell yet", ""
WEAK_LEVEL = 0.8


@dataclass(frozen=True)
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
    """

    grain: str
    measure: str
    rows: pd.DataFrame
    threshold: float

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
        return int(self.rows["won_with_amount" if self.measure == "won_amount" else self.measure].sum())

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

    def concentration(self) -> Concentration:
        """HHI, effective number and leading shares of all groups; the unnamed count as one."""
        if self.measure == "won_amount":
            return amount_concentration(self.rows["value"], self.rows["squares"])
        return concentration(self.rows["value"].astype(int))


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
        Groups with nothing of the measure are left out of the rows unless all are.
    """
    answer = warehouse.ask("shares", scope, breakdown=grain).rename(columns={"breakdown": "label"})
    return of(answer, grain, measure, threshold_of(warehouse.definitions.thresholds, grain))


def of(answer: pd.DataFrame, grain: str, measure: str, threshold: float) -> Shares:
    """Shares from an answer to the question ``shares`` whose groups are in ``label``."""
    squares = answer["won_amount_squares"] if measure == "won_amount" else answer[measure]
    rows = answer.assign(value=answer[measure].astype(float), squares=squares.astype(float))
    rows = rows.sort_values(["value", "label"], ascending=[False, True], kind="stable", ignore_index=True)
    if (rows["value"] < 0).any():
        blank = pd.DataFrame(float("nan"), index=rows.index, columns=["share", "low", "high", "weak_low"])
        return Shares(grain, measure, pd.concat([rows, blank], axis=1), threshold)
    intervals = _intervals(rows, measure, 0.95)
    weaker = _intervals(rows, measure, WEAK_LEVEL)["low"].rename("weak_low")
    return Shares(grain, measure, pd.concat([rows, intervals, weaker], axis=1), threshold)


def threshold_of(thresholds: Thresholds, grain: str) -> float:
    """Share above which one group of a grain is too much; sources share the channels' threshold."""
    return {
        "campaign": thresholds.campaign_share,
        "segment": thresholds.segment_share,
        "owner": thresholds.owner_share,
    }.get(grain, thresholds.channel_share)


def _intervals(rows: pd.DataFrame, measure: str, level: float) -> pd.DataFrame:
    if measure == "won_amount":
        return amount_share_intervals(rows["value"], rows["squares"], level=level)
    counts = rows["value"].astype(int)
    total = pd.Series(int(counts.sum()), index=rows.index)
    return wilson_intervals(counts, total, level=level).rename(columns={"rate": "share"})
