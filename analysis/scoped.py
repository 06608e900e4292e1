"""The tables that a question reads: marts under one Scope, as common table expressions with bound values."""

import re
from dataclasses import replace
from datetime import date
from typing import Any

from analysis import selected
from analysis.scope import DIMENSIONS, FILTERS, Scope
from analysis.selection import Page, Selection
from data.definitions import Definitions

BREAKDOWNS = {
    "all": "'All'::enum ('All')",  # as small as the others: a text would be hashed for every lead
    **{name: name for name in DIMENSIONS},
    "month": "date_trunc('month', created_on)::date",
    "quarter": "date_trunc('quarter', created_on)::date",
    "journey_order": "journey_order",
}
Groups = tuple[str, str]  # what the columns breakdown and across hold
ROLES = ("contacted", "engaged", "prospect", "opportunity")

_OBSERVED = "($scope_as_of - created_on)"
_TOUCHED = (
    "days_to_followed",
    "days_to_other_motion",
    "days_to_cold_outreach",
    "days_to_warm_outreach",
    "days_to_reply",
    "days_to_positive_reply",
    "days_to_meeting_booked",
)
_CLOSING = ("closed_on", "days_to_won", "days_to_close", "reason", "closed_minutes", "closed_working_minutes")
_RESPONSES = ("first_response_minutes", "first_response_working_minutes")
# A milestone or an outcome without a usable day cannot be placed before or after as_of: it stays.
_UNDATED_WIN = "(outcome = 'won' and days_to_close is null)"
# Minutes are counted from one full minute to another.
_RESPONDED_ON = (
    "((date_trunc('minute', created_at) + to_minutes(first_response_minutes)) at time zone $scope_time_zone)::date"
)


# Minutes to the end of the last day that counts, and working minutes after it.
_TO_END = "date_diff('minute', created_at, ($scope_as_of + 1)::timestamp at time zone $scope_time_zone)"
_WORKING_AFTER = "coalesce((select minutes_left from meta.work_days where day = $scope_as_of), 0)"


def check_dimension(name: str) -> None:
    """Refuse a name that is not a dimension of a lead."""
    if name not in DIMENSIONS:
        raise ValueError(f"There is no dimension {name!r}. There are: {', '.join(DIMENSIONS)}.")


def tables(
    body: str,
    scope: Scope,
    breakdown: str,
    definitions: Definitions,
    *,
    across: str = "all",
    selection: Selection | None = None,
    page: Page | None = None,
) -> tuple[dict[str, str], dict[str, Any]]:
    """The scoped tables that a question's text mentions, and the values they bind.

    Parameters
    ----------
    body : str
        Text of the question.
    scope : Scope
        Which leads.
    breakdown : str
        A key of ``BREAKDOWNS``.
    definitions : Definitions
        Where the stages stand.
    across : str, default "all"
        A second key of ``BREAKDOWNS``, for questions that cross two.
    selection : Selection, optional
        Which leads of the scope, for questions that list leads; None is all of them.
    page : Page, optional
        Which piece of the list; None is the first one.

    Returns
    -------
    tables : dict of str
        Name and select of each scoped table.
    values : dict
        Values to bind, by name.

    Raises
    ------
    ValueError
        If a breakdown or a stage is unknown, a breakdown means nothing for a table or is a second one where the
        question takes one, or a question that lists no leads is asked to narrow them.
    """
    for name in (breakdown, across):
        if name not in BREAKDOWNS:
            raise ValueError(f"There is no breakdown {name!r}. There are: {', '.join(BREAKDOWNS)}.")
    if across != "all" and not re.search(r"\bacross\b", body):
        raise ValueError(f"This question takes one breakdown: {across} cannot be its second.")
    if breakdown != "all" and not re.search(r"\bbreakdown\b", body):
        raise ValueError("This question cannot be broken down.")
    if scope.as_of is not None and re.search(r"\b(path|credit_first)\b", body):
        raise ValueError("Paths and their credits are known as of the end of the data only.")
    makers = {
        "scoped_journeys": _journeys,
        "scoped_stage_entries": _stage_entries,
        "scoped_touchpoints": _touchpoints,
        "scoped_spend": _spend,
        "scoped_targets": _targets,
        "scoped_gaps": _gaps,
        "scoped_sequence_steps": _sequence_steps,
        "scoped_activities": _activities,
    }
    lists, values = _lists(body, scope, definitions, selection, page)
    text = "\n".join([body, *lists.values()])
    made: dict[str, str] = {}
    for name, make in makers.items():
        if name in text:
            made[name], bound = make(scope, (breakdown, across), definitions)
            values |= bound
    return made | lists, values


def _lists(
    body: str, scope: Scope, definitions: Definitions, selection: Selection | None, page: Page | None
) -> tuple[dict[str, str], dict[str, Any]]:
    """The tables of a question that lists leads: all that are selected, and one piece of them."""
    is_paged = "paged_journeys" in body
    if not is_paged and page is not None:
        raise ValueError("This question lists no leads: it has no pages.")
    if not is_paged and "selected_journeys" not in body:
        if selection is not None:
            raise ValueError("This question lists no leads: narrow the scope instead.")
        return {}, {}
    select, values = selected.journeys(selection or Selection(), scope, definitions)
    if not is_paged:
        return {"selected_journeys": select}, values
    piece, bound = selected.page(page or Page())
    return {"selected_journeys": select, "paged_journeys": piece}, values | bound


def put_in_front(selects: dict[str, str], body: str) -> str:
    """One query: the scoped tables in front of the question's own text."""
    if not selects:
        return body
    front = ",\n".join(f"{name} as (\n{select}\n)" for name, select in selects.items())
    if body.startswith("with "):
        return f"with {front},\n{body.removeprefix('with ')}"
    return f"with {front}\n{body}"


def _conditions(scope: Scope, day: str, dimensions: tuple[str, ...] = FILTERS) -> tuple[list[str], dict[str, Any]]:
    """What a row must fulfil to be in the scope."""
    conditions: list[str] = []
    values: dict[str, Any] = {}

    def bind(name: str, value: date | str) -> str:
        values[name] = value
        return f"${name}"

    if scope.since is not None:
        conditions.append(f"{day} >= {bind('scope_since', scope.since)}")
    if scope.until is not None:
        conditions.append(f"{day} < {bind('scope_until', scope.until)}")
    if scope.as_of is not None:
        conditions.append(f"{day} <= {bind('scope_as_of', scope.as_of)}")
    for name, admitted in scope.filters().items():
        if name in dimensions:
            listed = ", ".join(bind(f"scope_{name}_{place}", value) for place, value in enumerate(admitted))
            conditions.append(f"{name} in ({listed})" if admitted else "false")
    return conditions, values


def _leave_out(scope: Scope, conditions: list[str], values: dict[str, Any]) -> None:
    """Leave out the leads that were dropped, by the end of the data, for one of the excluded reasons."""
    if scope.excluded_reasons:
        names = [f"scope_reason_{place}" for place, _ in enumerate(scope.excluded_reasons)]
        values |= dict(zip(names, scope.excluded_reasons, strict=True))
        dropped = "outcome in ('lost', 'disqualified')"
        if scope.as_of is not None:
            dropped += f" and coalesce(days_to_close <= {_OBSERVED}, true)"
        listed = ", ".join(f"${name}" for name in names)
        conditions.append(f"not ({dropped} and coalesce(reason, '(not recorded)') in ({listed}))")


def _select(columns: list[str], table: str, conditions: list[str]) -> str:
    where = "\n    where " + "\n      and ".join(conditions) if conditions else ""
    return "    select\n        " + ",\n        ".join(columns) + f"\n    from {table}{where}"


def _groups(groups: Groups) -> list[str]:
    """The columns that a question groups by."""
    return [f"{BREAKDOWNS[name]} as {column}" for name, column in zip(groups, ("breakdown", "across"), strict=True)]


def _journeys(scope: Scope, groups: Groups, definitions: Definitions) -> tuple[str, dict[str, Any]]:
    """Journeys with a flag for each milestone; under ``as_of``, what happened later has not happened."""
    conditions, values = _conditions(scope, "created_on")
    _leave_out(scope, conditions, values)
    columns, flags = "*", []
    in_time = ""
    for role in ROLES:
        position = definitions.position_of(role)
        dated = definitions.stages[position - 1].role  # the next one where no stage has the role
        if scope.as_of is not None:
            # A stage of unknown time was not reached before the stages ahead of it.
            in_time += f" and ({_UNDATED_WIN} or coalesce(days_to_{dated} <= {_OBSERVED}, true))"
        flags.append(f"furthest_stage >= {position}{in_time} as is_{role}")
    if scope.as_of is not None:
        values["scope_time_zone"] = definitions.time_zone
        still_open = f"days_to_close > {_OBSERVED}"
        milestones = [*(f"days_to_{role}" for role in ROLES), *_TOUCHED]
        replaced = [
            f"{_OBSERVED}::smallint as observed_days",
            f"case when mature_days is not null then {_OBSERVED} end::smallint as mature_days",
            f"case when followed_days > {_OBSERVED} then {_OBSERVED} else followed_days end::smallint as followed_days",
            f"case when {still_open} then 'open' else outcome::varchar end as outcome",
            f"case when days_to_touched > {_OBSERVED} then 0 else count_touches_by_us end as count_touches_by_us",
            *(f"case when {_RESPONDED_ON} <= $scope_as_of then {name} end as {name}" for name in _RESPONSES),
            f"greatest(0, least(observed_minutes, {_TO_END}))::integer as observed_minutes",
            f"greatest(0, observed_working_minutes - {_WORKING_AFTER})::integer as observed_working_minutes",
            *(f"case when {name} <= {_OBSERVED} then {name} end as {name}" for name in milestones),
            *(f"case when {still_open} then null else {name} end as {name}" for name in _CLOSING),
        ]
        columns = _replacing(replaced)
    return _select([columns, *_groups(groups), *flags], "marts.journeys", conditions), values


def _stage_entries(scope: Scope, groups: Groups, _: Definitions) -> tuple[str, dict[str, Any]]:
    """Stage entries; under ``as_of``, later entries are not there and later exits have not happened."""
    conditions, values = _conditions(scope, "created_on")
    _leave_out(scope, conditions, values)
    columns = "*"
    if scope.as_of is not None:
        # An undated win has every stage, at whatever time.
        conditions.append(f"({_UNDATED_WIN} or coalesce(known_days <= {_OBSERVED}, true))")
        implied = f"(is_implied or coalesce(entered_days > {_OBSERVED}, false))"
        left_later = f"coalesce(left_days > {_OBSERVED}, false)"
        closed = f"(outcome <> 'open' and coalesce(days_to_close <= {_OBSERVED}, true))"
        closed_exit = f"when {_UNDATED_WIN} then 'advanced' when {closed} then outcome::varchar"
        exit_then = f"case {closed_exit} else 'still there' end"
        left_then = f"case when {closed} then days_to_close else {_OBSERVED} end"
        left = f"case when {left_later} then {left_then} else left_days end"
        replaced = [
            f"{_OBSERVED}::smallint as observed_days",
            f"{implied} as is_implied",
            f"case when age_days <= {_OBSERVED} then age_days end as age_days",
            f"case when days_to_close > {_OBSERVED} then 'open' else outcome::varchar end as outcome",
            f"case when {left_later} then {exit_then} else exit::varchar end as exit",
            f"{left} as left_days",
            f"case when not {implied} and {left} >= age_days then ({left} - age_days)::smallint end as dwell_days",
        ]
        columns = _replacing(replaced)
    return _select([columns, *_groups(groups)], "marts.stage_entries", conditions), values


def _replacing(columns: list[str]) -> str:
    """All columns, some of them as the end of the data makes them."""
    listed = ",\n            ".join(columns)
    return f"* replace (\n            {listed}\n        )"


def _touchpoints(scope: Scope, groups: Groups, _: Definitions) -> tuple[str, dict[str, Any]]:
    """Touches of the leads in scope; under ``as_of``, later touches have not happened."""
    conditions, values = _conditions(scope, "created_on")
    columns = "*"
    if scope.excluded_reasons:
        kept: list[str] = []
        _leave_out(scope, kept, values)
        conditions.append(f"lead_id in (select lead_id from marts.journeys where {kept[0]})")
    if scope.as_of is not None:
        conditions.append(f"touch_days <= {_OBSERVED}")
        columns = _replacing(
            [
                f"{_OBSERVED}::smallint as observed_days",
                f"least(end_days, {_OBSERVED})::smallint as end_days",
                f"case when days_to_close > {_OBSERVED} then 'open' else outcome::varchar end as outcome",
                "count(*) over (partition by lead_id) as count_touches",
            ]
        )
    return _select([columns, *_groups(groups)], "marts.touchpoints", conditions), values


def _spend(scope: Scope, groups: Groups, _: Definitions) -> tuple[str, dict[str, Any]]:
    """Spend of the period; only what spend knows can filter it or break it down."""
    known = ("motion", "channel", "source", "campaign")
    for name in groups:
        if name not in ("all", "month", "quarter", *known):
            raise ValueError(f"Spend is not known by {name}: choose one of {', '.join(known)}.")
    unknown = sorted(set(scope.filters()) - set(known))
    if unknown:
        raise ValueError(f"Spend is not known by {unknown[0]}: clear that filter to see costs.")
    if scope.excluded_reasons:
        raise ValueError("Spend is not known by reason: clear the reason that is left out to see costs.")
    conditions, values = _conditions(scope, "spent_on", known)
    columns = [column.replace("created_on", "spent_on") for column in _groups(groups)]
    return _select(["*", *columns], "marts.spend_days", conditions), values


def _targets(scope: Scope, groups: Groups, _: Definitions) -> tuple[str, dict[str, Any]]:
    """Targets of the months that start in the period; they are set for motions and nothing else."""
    for name in groups:
        if name not in ("all", "month", "quarter", "motion"):
            raise ValueError(f"Targets are not known by {name}: choose motion, month or quarter.")
    unknown = sorted(set(scope.filters()) - {"motion"})
    if unknown:
        raise ValueError(f"Targets are not known by {unknown[0]}: clear that filter to see coverage.")
    conditions, values = _conditions(replace(scope, as_of=None), "month", ("motion",))
    columns = [column.replace("created_on", "month") for column in _groups(groups)]
    return _select(["*", *columns], "marts.targets", conditions), values


def _gaps(scope: Scope, groups: Groups, _: Definitions) -> tuple[str, dict[str, Any]]:
    """Gaps of the open leads in scope."""
    conditions, values = _now(scope, "Gaps are")
    return _select(["*", *_groups(groups)], "marts.gaps", conditions), values


def _sequence_steps(scope: Scope, groups: Groups, _: Definitions) -> tuple[str, dict[str, Any]]:
    """Steps sent to the leads in scope, with what came of them."""
    conditions, values = _now(scope, "What came of a sequence is")
    return _select(["*", *_groups(groups)], "marts.sequence_steps", conditions), values


def _now(scope: Scope, what: str) -> tuple[list[str], dict[str, Any]]:
    if scope.as_of is not None:
        raise ValueError(f"{what} known at the end of the data only.")
    return _conditions(scope, "created_on")


def _activities(scope: Scope, groups: Groups, _: Definitions) -> tuple[str, dict[str, Any]]:
    """Touches by us of the months of the period; owner and team are those of the touch."""
    known = ("motion", "channel", "segment", "region", "owner", "team")
    for name in (*groups, *scope.filters()):
        if name not in ("all", "month", "quarter", *known):
            raise ValueError(f"What was done is not known by {name}: choose one of {', '.join(known)}.")
    conditions, values = _conditions(scope, "touched_month", known)
    columns = [column.replace("created_on", "touched_month") for column in _groups(groups)]
    return _select(["*", *columns], "marts.activities", conditions), values
