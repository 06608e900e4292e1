"""Pieces of a scoped table: its columns, its groups, and what a row must fulfil."""

from datetime import date
from typing import Any

from analysis.scope import FILTERS, Scope
from data import dimensions
from data.definitions import Definitions
from data.names import NOT_RECORDED

# First day of the quarter, by how many months quarters start later than those of the calendar.
QUARTERS = (
    "date_trunc('quarter', created_on)::date",
    "(date_trunc('quarter', created_on - interval 1 month) + interval 1 month)::date",
    "(date_trunc('quarter', created_on - interval 2 month) + interval 2 month)::date",
)
BREAKDOWNS = {
    "all": "'All'::enum ('All')",  # as small as the others: a text would be hashed for every lead
    **{name: name for name in dimensions.NAMES},
    "month": "date_trunc('month', created_on)::date",
    "quarter": QUARTERS[0],  # of the calendar; see columns_of
    "journey_order": "journey_order",
    "stage": "stage",
}
AT_A_STAGE = (
    "scoped_stage_entries",
    "scoped_stays",
    "scoped_open_days",
    "scoped_open_leads",
)  # whose rows are at a stage
OBSERVED = "($scope_as_of - created_on)"  # days that a lead was observed for by then
Groups = tuple[str, str]  # what the columns breakdown and across hold
Scoped = tuple[str, dict[str, Any]]  # a select, and the values it binds, by name


def check_dimension(name: str) -> None:
    """Refuse a name that is not a dimension of a lead."""
    if name not in dimensions.NAMES:
        raise ValueError(f"There is no dimension {name!r}. There are: {', '.join(dimensions.NAMES)}.")


def conditions_of(scope: Scope, day: str, known: tuple[str, ...] = FILTERS) -> tuple[list[str], dict[str, Any]]:
    """What a row must fulfil to be in the scope."""
    conditions: list[str] = []
    values: dict[str, Any] = {}

    def bind(name: str, value: date | str) -> str:
        """Keep a value, and name it."""
        values[name] = value
        return f"${name}"

    if scope.since is not None:
        conditions.append(f"{day} >= {bind('scope_since', scope.since)}")
    if scope.until is not None:
        conditions.append(f"{day} < {bind('scope_until', scope.until)}")
    if scope.as_of is not None:
        conditions.append(f"{day} <= {bind('scope_as_of', scope.as_of)}")
    usual = {} if scope.usual_pipeline is None else {dimensions.PIPELINE: scope.usual_pipeline}
    for name, admitted in (usual | scope.filters()).items():
        if name in known:
            listed = ", ".join(bind(f"scope_{name}_{place}", value) for place, value in enumerate(admitted))
            conditions.append(f"{name} in ({listed})" if admitted else "false")
    return conditions, values


def leave_out(scope: Scope, conditions: list[str], values: dict[str, Any]) -> None:
    """Leave out the leads that were dropped, by the end of the data, for one of the excluded reasons."""
    if scope.excluded_reasons:
        names = [f"scope_reason_{place}" for place, _ in enumerate(scope.excluded_reasons)]
        values |= dict(zip(names, scope.excluded_reasons, strict=True))
        dropped = "outcome in ('lost', 'disqualified')"
        if scope.as_of is not None:
            dropped += f" and coalesce(days_to_close <= {OBSERVED}, true)"
        listed = ", ".join(f"${name}" for name in names)
        conditions.append(f"not ({dropped} and coalesce(reason, '{NOT_RECORDED}') in ({listed}))")


def select(columns: list[str], table: str, conditions: list[str]) -> str:
    """One scoped table."""
    where = "\n    where " + "\n      and ".join(conditions) if conditions else ""
    return "    select\n        " + ",\n        ".join(columns) + f"\n    from {table}{where}"


def columns_of(groups: Groups, definitions: Definitions) -> list[str]:
    """The columns that a question groups by; quarters are those of the fiscal year."""
    grouped = BREAKDOWNS | {"quarter": QUARTERS[definitions.fiscal_year.shift]}
    return [f"{grouped[name]} as {column}" for name, column in zip(groups, ("breakdown", "across"), strict=True)]
