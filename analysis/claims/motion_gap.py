"""Inbound against outbound: how often each wins, as they are and at the same mix of segments and regions."""

from dataclasses import dataclass

import pandas as pd

from analysis.claims.verdicts import CLEAR, UNSURE, WEAK
from analysis.scope import Scope
from analysis.statistics import standardisation
from analysis.statistics.standardisation import LikeForLike
from analysis.warehouse import Warehouse
from data.names import MOTIONS

STRATA = ("segment", "region")


@dataclass(frozen=True, eq=False)
class MotionGap:
    """Both motions in every segment and region.

    Attributes
    ----------
    successes, trials : DataFrame of int
        Leads won within the window, and leads watched for it; one row per (segment, region), one column per motion.
    window_days : int
        Days that a lead must have been watched for.
    is_few : bool
        Whether a motion has too few wins to tell.
    """

    successes: pd.DataFrame
    trials: pd.DataFrame
    window_days: int
    is_few: bool

    def by(self, mix: str) -> tuple[pd.DataFrame, pd.DataFrame]:
        """Successes and trials by ``both`` strata, or by one of them: ``segment`` or ``region``."""
        if mix == "both":
            return self.successes, self.trials
        return self.successes.groupby(level=mix).sum(), self.trials.groupby(level=mix).sum()

    def gap(self, mix: str = "both") -> LikeForLike:
        """Inbound less outbound, as they are and at the same mix."""
        successes, trials = self.by(mix)
        inbound, outbound = MOTIONS
        return standardisation.like_for_like(successes[inbound], trials[inbound], successes[outbound], trials[outbound])

    @property
    def compared(self) -> int:
        """Combinations of segment and region in which both motions have leads."""
        return int((self.trials > 0).all(axis=1).sum())

    @property
    def verdict(self) -> str:
        """How sure it is who converts better at the same mix: weak where only the gap as it is can be seen."""
        fair = self.gap()
        if self.is_few or fair.standardised.is_missing:
            return UNSURE
        if fair.standardised.excludes(0):
            return CLEAR
        return WEAK if fair.raw.excludes(0) else UNSURE


def find(warehouse: Warehouse, scope: Scope, window_days: int) -> MotionGap:
    """Count both motions, once per generation, scope and window.

    Parameters
    ----------
    warehouse : Warehouse
        The generation.
    scope : Scope
        Which leads.
    window_days : int
        Days in which a lead must win.

    Returns
    -------
    MotionGap
        One scan for each motion.
    """
    key = ("motion gap", repr(scope), window_days)
    return warehouse.remembered(key, lambda: _find(warehouse, scope, window_days))


def _find(warehouse: Warehouse, scope: Scope, window_days: int) -> MotionGap:
    by_motion = {
        motion: warehouse.ask(
            "conversion_cross",
            scope.narrowed(motion=(motion,)),
            breakdown="segment",
            across="region",
            window_days=window_days,
        ).set_index(["breakdown", "across"])
        for motion in MOTIONS
        if scope.motion is None or motion in scope.motion
    }
    successes, trials = (
        pd.DataFrame({motion: frame[column] for motion, frame in by_motion.items()})
        .reindex(columns=list(MOTIONS))
        .fillna(0)
        .astype(int)
        .sort_index()
        .rename_axis(index=list(STRATA))
        for column in ("mature_won", "mature")
    )
    few = warehouse.definitions.thresholds.few_wins
    return MotionGap(successes, trials, window_days, bool((successes.sum() < few).any()))
