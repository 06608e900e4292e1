"""What the recommendation rests on: the counts, the evidence and limits made of them, and what the rules say."""

from dataclasses import dataclass

import pandas as pd

from analysis.balance import evidence, flow, recommendation, rules
from analysis.balance.evidence import Evidence
from analysis.balance.recommendation import Recommendation
from analysis.balance.rules import Limits, Weighed
from analysis.balance.targets import Targets, pipeline_against_targets
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
        What follows.
    """

    channels: pd.DataFrame
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
            Two scans, and two of the pipeline where targets are loaded.
        """
        channels = warehouse.ask("engines", scope, breakdown="channel")
        replies = warehouse.ask("replies", scope)
        targets = pipeline_against_targets(warehouse, scope)
        found = evidence.gather(channels, replies, flow.days_of(warehouse, scope), targets.enough)
        limits = Limits.of(warehouse.definitions)
        return cls(
            channels=channels,
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
