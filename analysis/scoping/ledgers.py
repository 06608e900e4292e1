"""What stands beside the leads under a scope: spend, targets, target accounts, gaps, steps of sequences, activities."""

from dataclasses import replace
from typing import Any

from analysis.scope import Scope
from analysis.scoping import clauses
from analysis.scoping.clauses import Groups, Scoped
from data import dimensions
from data.definitions import Definitions

WANTED_KNOW = ("target_account",)
SPEND_KNOWS = ("motion", "channel", "source", "campaign")


def spend(scope: Scope, groups: Groups, definitions: Definitions) -> Scoped:
    """Spend of the period; only what spend knows can filter it or break it down.

    All of it is held against the usual pipeline, as targets are.
    """
    for name in groups:
        if name not in ("all", "month", "quarter", *SPEND_KNOWS):
            raise ValueError(f"Spend is not known by {name}: choose one of {', '.join(SPEND_KNOWS)}.")
    unknown = sorted(set(scope.filters()) - set(SPEND_KNOWS))
    if unknown:
        raise ValueError(f"Spend is not known by {unknown[0]}: clear that filter to see costs.")
    if scope.excluded_reasons:
        raise ValueError("Spend is not known by reason: clear the reason that is left out to see costs.")
    conditions, values = clauses.conditions_of(scope, "spent_on", SPEND_KNOWS)
    columns = [column.replace("created_on", "spent_on") for column in clauses.columns_of(groups, definitions)]
    return clauses.select(["*", *columns], "marts.spend_days", conditions), values


def unknown_to_spend(scope: Scope, breakdown: str) -> tuple[str, ...]:
    """What of the breakdown and the filters spend does not know: costs can be asked for where it is nothing."""
    return tuple(name for name in (breakdown, *sorted(scope.filters())) if name not in SPEND_KNOWS)


def targets(scope: Scope, groups: Groups, definitions: Definitions) -> Scoped:
    """Targets of the months that start in the period; they are set for motions and nothing else."""
    for name in groups:
        if name not in ("all", "month", "quarter", "motion"):
            raise ValueError(f"Targets are not known by {name}: choose motion, month or quarter.")
    unknown = sorted(set(scope.filters()) - {"motion"})
    if unknown:
        raise ValueError(f"Targets are not known by {unknown[0]}: clear that filter to see coverage.")
    conditions, values = clauses.conditions_of(replace(scope, as_of=None), "month", ("motion",))
    columns = [column.replace("created_on", "month") for column in clauses.columns_of(groups, definitions)]
    return clauses.select(["*", *columns], "marts.targets", conditions), values


def target_accounts(scope: Scope, groups: Groups, definitions: Definitions) -> Scoped:
    """The accounts that are wanted, whenever they got on the list; nothing else is known of one without a lead."""
    for name in groups:
        if name not in ("all", *WANTED_KNOW):
            raise ValueError(f"Target accounts are not known by {name}: choose target_account.")
    if unknown := unknown_to_wanted(scope):
        raise ValueError(f"Target accounts are not known by {unknown[0]}: clear that filter to see their coverage.")
    conditions, values = clauses.conditions_of(Scope(target_account=scope.target_account), "", WANTED_KNOW)
    return clauses.select(["*", *clauses.columns_of(groups, definitions)], "marts.target_accounts", conditions), values


def unknown_to_wanted(scope: Scope) -> tuple[str, ...]:
    """What of the filters the list of target accounts does not know."""
    return tuple(name for name in sorted(scope.filters()) if name not in WANTED_KNOW)


def gaps(scope: Scope, groups: Groups, definitions: Definitions) -> Scoped:
    """Gaps of the open leads in scope."""
    conditions, values = _now(scope, "Gaps are")
    return clauses.select(["*", *clauses.columns_of(groups, definitions)], "marts.gaps", conditions), values


def sequence_steps(scope: Scope, groups: Groups, definitions: Definitions) -> Scoped:
    """Steps sent to the leads in scope, with what came of them."""
    conditions, values = _now(scope, "What came of a sequence is")
    return clauses.select(["*", *clauses.columns_of(groups, definitions)], "marts.sequence_steps", conditions), values


def _now(scope: Scope, what: str) -> tuple[list[str], dict[str, Any]]:
    if scope.as_of is not None:
        raise ValueError(f"{what} known at the end of the data only.")
    return clauses.conditions_of(scope, "created_on")


def activities(scope: Scope, groups: Groups, definitions: Definitions) -> Scoped:
    """Touches by us of the months of the period; owner and team are those of the touch."""
    known = ("motion", "channel", *dimensions.OF_BUYER, "owner", "team")
    for name in (*groups, *scope.filters()):
        if name not in ("all", "month", "quarter", *known):
            raise ValueError(f"What was done is not known by {name}: choose one of {', '.join(known)}.")
    conditions, values = clauses.conditions_of(scope, "touched_month", known)
    columns = [column.replace("created_on", "touched_month") for column in clauses.columns_of(groups, definitions)]
    return clauses.select(["*", *columns], "marts.activities", conditions), values
