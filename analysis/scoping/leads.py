"""Leads, their stages and their touches under a scope; under ``as_of``, what happened later has not happened."""

from analysis.question import GATES
from analysis.scope import Scope
from analysis.scoping import clauses
from analysis.scoping.clauses import OBSERVED, Groups, Scoped
from data import marts
from data.definitions import Definitions

ROLES = GATES[1:]  # every lead was created
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


def journeys(scope: Scope, groups: Groups, definitions: Definitions) -> Scoped:
    """Journeys with a flag for each milestone; under ``as_of``, what happened later has not happened."""
    return _journeys("marts.journeys", [], scope, groups, definitions)


def wins(scope: Scope, groups: Groups, definitions: Definitions) -> Scoped:
    """The journeys that were won, from a table that holds no others."""
    return _journeys("marts.wins", _won_by(scope), scope, groups, definitions)


def _journeys(table: str, kept: list[str], scope: Scope, groups: Groups, definitions: Definitions) -> Scoped:
    conditions, values = clauses.conditions_of(scope, "created_on")
    conditions += kept
    clauses.leave_out(scope, conditions, values)
    columns, flags = "*", []
    in_time = ""
    for role in ROLES:
        position = definitions.position_of(role)
        dated = definitions.stages[position - 1].role  # the next one where no stage has the role
        if scope.as_of is not None:
            # A stage of unknown time was not reached before the stages ahead of it.
            in_time += f" and ({_UNDATED_WIN} or coalesce(days_to_{dated} <= {OBSERVED}, true))"
        flags.append(f"furthest_stage >= {position}{in_time} as is_{role}")
    flags.append(_never_touched(scope, definitions))
    if scope.as_of is not None:
        values["scope_time_zone"] = definitions.time_zone
        still_open = f"days_to_close > {OBSERVED}"
        milestones = [*(f"days_to_{role}" for role in ROLES), *_TOUCHED]
        replaced = [
            f"{OBSERVED}::smallint as observed_days",
            f"case when mature_days is not null then {OBSERVED} end::smallint as mature_days",
            f"case when followed_days > {OBSERVED} then {OBSERVED} else followed_days end::smallint as followed_days",
            f"case when {still_open} then 'open' else outcome::varchar end as outcome",
            f"case when {still_open} then amount_while_open else amount end as amount",
            "case when last_touch_on <= $scope_as_of then last_touch_on end as last_touch_on",
            f"case when days_to_touched > {OBSERVED} then 0 else count_touches_by_us end as count_touches_by_us",
            *(f"case when {_RESPONDED_ON} <= $scope_as_of then {name} end as {name}" for name in _RESPONSES),
            f"greatest(0, least(observed_minutes, {_TO_END}))::integer as observed_minutes",
            f"greatest(0, observed_working_minutes - {_WORKING_AFTER})::integer as observed_working_minutes",
            *(f"case when {name} <= {OBSERVED} then {name} end as {name}" for name in milestones),
            *(f"case when {still_open} then null else {name} end as {name}" for name in _CLOSING),
        ]
        columns = _replacing(replaced)
    return clauses.select([columns, *clauses.columns_of(groups, definitions), *flags], table, conditions), values


def _never_touched(scope: Scope, definitions: Definitions) -> str:
    """The one definition of a lead that nobody of ours has touched, though it is old enough to be one of the gaps."""
    untouched, observed = "count_touches_by_us = 0", "observed_days"
    if scope.as_of is not None:
        untouched, observed = f"({untouched} or coalesce(days_to_touched > {OBSERVED}, false))", OBSERVED
    return f"{untouched} and {observed} >= {definitions.gaps.untouched_days} as is_never_touched"


def stage_entries(scope: Scope, groups: Groups, definitions: Definitions) -> Scoped:
    """Stage entries; under ``as_of``, later entries are not there and later exits have not happened."""
    conditions, values = clauses.conditions_of(scope, "created_on")
    clauses.leave_out(scope, conditions, values)
    columns = "*"
    if scope.as_of is not None:
        # An undated win has every stage, at whatever time.
        conditions.append(f"({_UNDATED_WIN} or coalesce(known_days <= {OBSERVED}, true))")
        implied = f"(is_implied or coalesce(entered_days > {OBSERVED}, false))"
        left_later = f"coalesce(left_days > {OBSERVED}, false)"
        closed = f"(outcome <> 'open' and coalesce(days_to_close <= {OBSERVED}, true))"
        closed_exit = f"when {_UNDATED_WIN} then 'advanced' when {closed} then outcome::varchar"
        exit_then = f"case {closed_exit} else 'still there' end"
        left_then = f"case when {closed} then days_to_close else {OBSERVED} end"
        left = f"case when {left_later} then {left_then} else left_days end"
        dwelt = f"case when not {implied} and {left} >= age_days then {left} - age_days end"
        marks = {
            1: implied,
            2: f"{dwelt} > stalled_after_days",
            4: f"longest_own_step_days is not null and entered_days <= {OBSERVED}",
            8: f"repeated_days <= {OBSERVED}",
            16: f"backward_days <= {OBSERVED}",
        }
        replaced = [
            f"{OBSERVED}::smallint as observed_days",
            f"{implied} as is_implied",
            f"case when age_days <= {OBSERVED} then age_days end as age_days",
            f"case when days_to_close > {OBSERVED} then 'open' else outcome::varchar end as outcome",
            f"case when {left_later} then {exit_then} else exit::varchar end as exit",
            f"{left} as left_days",
            f"({dwelt})::smallint as dwell_days",
            " + ".join(f"case when {holds} then {bit} else 0 end" for bit, holds in marks.items()) + " as marks",
        ]
        columns = _replacing(replaced)
    return clauses.select(
        [columns, *clauses.columns_of(groups, definitions)], "marts.stage_entries", conditions
    ), values


def stays(scope: Scope, groups: Groups, definitions: Definitions) -> Scoped:
    """Stays at stages; under ``as_of``, later ones are not there, and who left later is still there."""
    conditions, values = clauses.conditions_of(scope, "created_on")
    clauses.leave_out(scope, conditions, values)
    columns = "*"
    if scope.as_of is not None:
        conditions.append(f"from_days <= {OBSERVED}")
        columns = _replacing(
            [
                f"{OBSERVED}::smallint as observed_days",
                *(
                    f"case when until_days <= {OBSERVED} then {name} end as {name}"
                    for name in ("until_days", "to_position")
                ),
                f"case when won_days <= {OBSERVED} then won_days end as won_days",
                f"case when days_to_close > {OBSERVED} then 'open' else outcome::varchar end as outcome",
                f"case when days_to_close > {OBSERVED} then amount_while_open else amount end as amount",
            ]
        )
    return clauses.select([columns, *clauses.columns_of(groups, definitions)], "marts.stays", conditions), values


def _replacing(columns: list[str]) -> str:
    """All columns, some of them as the end of the data makes them."""
    listed = ",\n            ".join(columns)
    return f"* replace (\n            {listed}\n        )"


def touchpoints(scope: Scope, groups: Groups, definitions: Definitions) -> Scoped:
    """Touches of the leads in scope; under ``as_of``, later touches have not happened."""
    later = [] if scope.as_of is None else ["count(*) over (partition by lead_number)::smallint as count_touches"]
    return _of_leads("marts.touchpoints", later, scope, groups, definitions)


def paths(scope: Scope, groups: Groups, definitions: Definitions) -> Scoped:
    """The way of each lead in scope through the channels."""
    return _of_leads("marts.paths", [], scope, groups, definitions)


def _of_leads(table: str, later: list[str], scope: Scope, groups: Groups, definitions: Definitions) -> Scoped:
    """A table that knows its leads by their number alone, with what questions need of these."""
    conditions, values = clauses.conditions_of(scope, "created_on")
    clauses.leave_out(scope, conditions, values)
    columns = [
        "lead_number",
        "lead_id",
        "account_group",
        *_standing(scope),
        "days_to_close",
        "amount",
        "is_foreign_currency",
        *clauses.columns_of(groups, definitions),
    ]
    leads = clauses.select(columns, "marts.journeys", conditions)
    touched = "*" if not later else _replacing(later)
    happened = [] if scope.as_of is None else ["touch_days <= observed_days"]
    return clauses.select([touched], f"{table}\n    join (\n{leads}\n    ) using (lead_number)", happened), values


def _standing(scope: Scope) -> list[str]:
    """How far a lead was observed, when its touches end and how it stands, by the end of the data or by ``as_of``."""
    ends = "coalesce(days_to_close, observed_days)"
    if scope.as_of is None:
        return ["observed_days", f"{ends} as end_days", "outcome"]
    return [
        f"{OBSERVED}::smallint as observed_days",
        f"least({ends}, {OBSERVED})::smallint as end_days",
        f"case when days_to_close > {OBSERVED} then 'open' else outcome::varchar end as outcome",
    ]


def win_touchpoints(scope: Scope, groups: Groups, definitions: Definitions) -> Scoped:
    """Touches of the leads that were won, with their credits; those that were won by ``as_of``."""
    conditions, values = clauses.conditions_of(scope, "created_on")
    conditions += _won_by(scope)
    clauses.leave_out(scope, conditions, values)
    columns = "*"
    if scope.as_of is not None:
        conditions.append(f"touch_days <= {OBSERVED}")
        replaced = [*_standing(scope), "count(*) over (partition by lead_number)::smallint as count_touches"]
        columns = _replacing(replaced)
    listed = [columns, *clauses.columns_of(groups, definitions)]
    return clauses.select(listed, "marts.win_touchpoints", conditions), values


def touches_of_one(_scope: Scope, _groups: Groups, _definitions: Definitions) -> Scoped:
    """Touches of the lead ``$lead_id``, in any scope, with their credits: only those of wins are kept with the data."""
    return marts.touch_credits("(select * from marts.journeys where lead_id = $lead_id)"), {}


def _won_by(scope: Scope) -> list[str]:
    """What sets the wins apart that were known by ``as_of``."""
    return [] if scope.as_of is None else [f"coalesce(days_to_close <= {OBSERVED}, true)"]
