"""What the recommendation rests on: the counts, the evidence and limits made of them, and what the rules say."""

from dataclasses import dataclass

import pandas as pd

from analysis.balance import evidence, recommendation, rules
from analysis.balance.evidence import Evidence
from analysis.balance.recommendation import Recommendation
from analysis.balance.rules import Limits, Weighed
from analysis.balance.targets import Targets, pipeline_against_targets
from analysis.claims import shares, single_points
from analysis.claims.shares import Shares
from analysis.scope import Scope
from analysis.warehouse import Warehouse
from data.names import UNKNOWN


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
    recommendation : Recommendation
        What follows.
    """

    channels: pd.DataFrame
    shares: Shares
    targets: Targets
    evidence: Evidence
    limits: Limits
    weighed: tuple[Weighed, ...]
    recommendation: Recommendation

    @classmethod
    def of(cls, warehouse: Warehouse, scope: Scope) -> "Basis":
        """Count the channels, the replies and the pipeline, and weigh the rules.

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
        channel = points.largest("channel")
        found = evidence.gather(channels, replies, _days(warehouse, scope), targets.enough, channel)
        limits = Limits.of(warehouse.definitions)
        return cls(
            channels=channels,
            shares=shares.ask(warehouse, scope, "channel", points.measure),
            targets=targets,
            evidence=found,
            limits=limits,
            weighed=rules.weigh(found, limits),
            recommendation=recommendation.recommend(found, limits),
        )

    @property
    def leads(self) -> int:
        """Leads in scope."""
        return int(self.channels["leads"].sum())

    @property
    def unknown(self) -> int:
        """Leads of unknown motion."""
        return int(self.channels.loc[self.channels["motion"] == UNKNOWN, "leads"].sum())


def _days(warehouse: Warehouse, scope: Scope) -> float:
    """Days of the period in which leads were created, as far as there is data."""
    if warehouse.as_of is None:
        return 0.0
    first = scope.since or warehouse.rows("select min(created_on) from marts.journeys")[0][0]
    last = min(scope.until.toordinal() if scope.until else 1 << 30, warehouse.as_of.toordinal() + 1)
    return float(max(last - first.toordinal(), 0)) if first is not None else 0.0
