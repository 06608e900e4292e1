"""What the page Balance asks, and what the rules say of it."""

from dataclasses import dataclass

import pandas as pd

from analysis.balance import evidence, recommendation, rules
from analysis.balance import targets as balance_targets
from analysis.balance.evidence import Evidence
from analysis.balance.recommendation import Recommendation
from analysis.balance.rules import Limits, Weighed
from analysis.balance.targets import Targets
from analysis.scope import Scope
from analysis.warehouse import Warehouse


@dataclass(frozen=True)
class Asked:
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
    has_touches : bool
        Whether any touch of the leads in scope is recorded.
    """

    channels: pd.DataFrame
    targets: Targets
    evidence: Evidence
    limits: Limits
    weighed: tuple[Weighed, ...]
    recommendation: Recommendation
    has_touches: bool

    @property
    def leads(self) -> int:
        """Leads in scope."""
        return int(self.channels["leads"].sum())

    @property
    def unknown(self) -> int:
        """Leads of unknown motion."""
        return int(self.channels.loc[self.channels["motion"] == "unknown", "leads"].sum())


def ask(warehouse: Warehouse, scope: Scope) -> Asked:
    """Count the channels, the replies and the pipeline, and weigh the rules.

    Parameters
    ----------
    warehouse : Warehouse
        Where to ask.
    scope : Scope
        Which leads.

    Returns
    -------
    Asked
        Two scans, and two of the pipeline where targets are loaded.
    """
    channels = warehouse.ask("engines", scope, breakdown="channel")
    replies = warehouse.ask("replies", scope)
    targets = balance_targets.count(warehouse, scope)
    found = evidence.gather(channels, replies, _days(warehouse, scope), targets.enough)
    limits = Limits.of(warehouse.definitions)
    return Asked(
        channels=channels,
        targets=targets,
        evidence=found,
        limits=limits,
        weighed=rules.weigh(found, limits),
        recommendation=recommendation.recommend(found, limits),
        has_touches=bool(len(replies)),
    )


def _days(warehouse: Warehouse, scope: Scope) -> float:
    """Days of the period in which leads were created, as far as there is data."""
    if warehouse.as_of is None:
        return 0.0
    first = scope.since or warehouse.rows("select min(created_on) from marts.journeys")[0][0]
    last = min(scope.until.toordinal() if scope.until else 1 << 30, warehouse.as_of.toordinal() + 1)
    return float(max(last - first.toordinal(), 0)) if first is not None else 0.0
