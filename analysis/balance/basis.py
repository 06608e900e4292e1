"""What the recommendation rests on: the counts, the evidence and limits made of them, and what the rules say."""

from dataclasses import dataclass

import pandas as pd

from analysis.balance import evidence, recommendation, rules
from analysis.balance.evidence import Evidence
from analysis.balance.recommendation import Recommendation
from analysis.balance.rules import Limits, Weighed
from analysis.balance.targets import Targets, pipeline_against_targets
from analysis.claims.recorded import Recorded, recorded
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
    targets : Targets
        The pipeline against the targets.
    evidence : Evidence
        Estimates with intervals.
    limits : Limits
        Where the rules draw their lines.
    weighed : tuple of Weighed
        The rules.
    recommendation : Recommendation
        What follows; nothing where the motion is recorded with the outcome.
    recorded : Recorded
        How the motion of the opportunities was recorded.
    """

    channels: pd.DataFrame
    targets: Targets
    evidence: Evidence
    limits: Limits
    weighed: tuple[Weighed, ...]
    recommendation: Recommendation
    recorded: Recorded

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
            Two scans, and two of the pipeline where targets are loaded.
        """
        channels = warehouse.ask("engines", scope, breakdown="channel")
        replies = warehouse.ask("replies", scope)
        targets = pipeline_against_targets(warehouse, scope)
        found = evidence.gather(channels, replies, _days(warehouse, scope), targets.enough)
        limits = Limits.of(warehouse.definitions)
        known = recorded(warehouse, scope, "motion", "opportunity")
        return cls(
            channels=channels,
            targets=targets,
            evidence=found,
            limits=limits,
            weighed=rules.weigh(found, limits),
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


def _days(warehouse: Warehouse, scope: Scope) -> float:
    """Days of the period in which leads were created, as far as there is data."""
    if warehouse.as_of is None:
        return 0.0
    first = scope.since or warehouse.rows("select min(created_on) from marts.journeys")[0][0]
    last = min(scope.until.toordinal() if scope.until else 1 << 30, warehouse.as_of.toordinal() + 1)
    return float(max(last - first.toordinal(), 0)) if first is not None else 0.0
