"""What the recommendation rests on: the counts, the evidence and limits made of them, and what the rules say."""

from dataclasses import dataclass

import pandas as pd

from analysis.balance import evidence, flow, recommendation, rules, situations
from analysis.balance.evidence import Evidence
from analysis.balance.recommendation import Recommendation
from analysis.balance.rules import Limits, Weighed
from analysis.balance.situations import Situation
from analysis.balance.targets import Targets, pipeline_against_targets
from analysis.claims import segments as claims_of_segments
from analysis.claims import shares, single_points, target_accounts
from analysis.claims.recorded import Recorded, recorded
from analysis.claims.shares import Shares
from analysis.claims.target_accounts import TargetAccounts
from analysis.scope import Scope
from analysis.warehouse import Warehouse
from data.names import MOTIONS, UNKNOWN


@dataclass(frozen=True)
class Basis:
    """Everything that the recommendation rests on.

    Attributes
    ----------
    channels : DataFrame
        Answer to ``engines`` by channel.
    shares : Shares
        What each channel brings of what decides.
    targets : Targets
        The pipeline against the targets.
    evidence : Evidence
        Estimates with intervals.
    limits : Limits
        Where the rules draw their lines.
    weighed : tuple of Weighed
        The rules.
    segments : DataFrame
        Answer to ``motion_gap`` by segment, those of known motion.
    compared : DataFrame or None
        The recorded segments against each other; None where fewer than two, or only one motion has leads.
    wanted : TargetAccounts or None
        The target accounts against all others; None where no list is loaded.
    late : DataFrame
        Answer to ``late_wins`` by segment, of leads of any day of creation.
    arrivals : DataFrame
        Answer to ``arrivals`` of the last day, of leads of any day of creation.
    situations : tuple of Situation
        What they say of the business.
    recommendation : Recommendation
        What follows; nothing where the motion is recorded with the outcome.
    recorded : Recorded
        How the motion of the opportunities was recorded.
    """

    channels: pd.DataFrame
    shares: Shares
    targets: Targets
    evidence: Evidence
    limits: Limits
    weighed: tuple[Weighed, ...]
    segments: pd.DataFrame
    compared: pd.DataFrame | None
    wanted: TargetAccounts | None
    late: pd.DataFrame
    arrivals: pd.DataFrame
    situations: tuple[Situation, ...]
    recommendation: Recommendation
    recorded: Recorded

    @classmethod
    def of(cls, warehouse: Warehouse, scope: Scope) -> "Basis":
        """Count the channels, the replies, the segments and the pipeline, and weigh the rules.

        Parameters
        ----------
        warehouse : Warehouse
            Where to ask.
        scope : Scope
            Which leads.

        Returns
        -------
        Basis
            What was asked before of the same scope is not asked again.
        """
        channels = warehouse.ask("engines", scope, breakdown="channel")
        replies = warehouse.ask("replies", scope)
        targets = pipeline_against_targets(warehouse, scope)
        points = single_points.find(warehouse, scope)
        days = warehouse.window_days(scope)
        segments = _of_segments(warehouse, scope, days)
        ever, _ = scope.without_period()
        late = _late(warehouse, ever)
        arrivals = warehouse.ask(
            "arrivals",
            ever,
            known_by=[day for day in (scope.as_of or warehouse.as_of,) if day],
            stretch_days=evidence.STRETCH_DAYS,
        )
        found = evidence.gather(
            channels,
            replies,
            flow.days_of(warehouse, scope),
            targets.enough,
            channel=points.largest("channel"),
            segments=segments,
            late=late,
            arrivals=arrivals,
        )
        limits = Limits.of(warehouse.definitions)
        weighed = rules.weigh(found, limits)
        compared = claims_of_segments.find(warehouse, scope, days)
        wanted = target_accounts.find(warehouse, scope, days)
        known = recorded(warehouse, scope, "motion", "opportunity")
        return cls(
            channels=channels,
            shares=shares.ask(warehouse, scope, "channel", points.measure),
            targets=targets,
            evidence=found,
            limits=limits,
            weighed=weighed,
            segments=segments,
            compared=compared,
            wanted=wanted,
            late=late,
            arrivals=arrivals,
            situations=situations.told(weighed, compared, wanted),
            recommendation=recommendation.UNRECORDED
            if known.is_with_outcome
            else recommendation.recommend(found, limits),
            recorded=known,
        )

    @property
    def leads(self) -> int:
        """Leads in scope."""
        return int(self.channels["leads"].sum())

    @property
    def unknown(self) -> int:
        """Leads of unknown motion."""
        return int(self.channels.loc[self.channels["motion"] == UNKNOWN, "leads"].sum())


def _of_segments(warehouse: Warehouse, scope: Scope, window: int) -> pd.DataFrame:
    counts = warehouse.ask("motion_gap", scope, breakdown="segment", window_days=window)
    return counts[counts["motion"].isin(MOTIONS)]


def _late(warehouse: Warehouse, scope: Scope) -> pd.DataFrame:
    """Wins after a long wait by segment and motion; none where the window ends before a wait is long."""
    late_days, window = warehouse.definitions.balance.late_days, warehouse.definitions.windows.conversion_days
    counts = warehouse.ask("late_wins", scope, breakdown="segment", late_days=late_days)
    return counts[counts["motion"].isin(MOTIONS) & (window > late_days)]
