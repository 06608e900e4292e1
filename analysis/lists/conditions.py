"""The tables that a list of leads reads: the leads of a Scope, narrowed by a Selection, with bound values."""

import re
from datetime import date
from typing import Any

from analysis.lists import touch_conditions as selected_touches
from analysis.lists.address import period_of
from analysis.lists.page import Page
from analysis.lists.selection import ANY, GAPS, SEPARATOR, STAGE_FIELDS, Selection
from analysis.scope import Scope
from data.definitions import Definitions
from data.names import MOTIONS, NOT_RECORDED

_EXIT = {
    "advanced": "exit in ('advanced', 'won')",
    "lost": "exit = 'lost'",
    "disqualified": "exit = 'disqualified'",
    "young": "exit = 'still there' and not coalesce(dwell_days > stalled_after_days, false)",
    "stalled": "exit = 'still there' and dwell_days > stalled_after_days",
    "left": "exit <> 'still there'",
    "leaked": "(exit in ('lost', 'disqualified') or exit = 'still there' and dwell_days > stalled_after_days)",
    "skipped": "is_implied",
    "repeated": "repeated_days <= observed_days",
    "backward": "backward_days <= observed_days",
}
_AFTER = {
    "reopened": "reopened_days <= observed_days",
    "returned": "return_days <= observed_days",
    "returned elsewhere": "return_days <= observed_days and return_channel <> channel",
    "returned and won": "return_won_days <= observed_days",
}
SEARCHED = ("lead_name", "lead_id", "account_name", "account_id", f"nullif(owner::varchar, '{NOT_RECORDED}')")
_CREATED = "created_at at time zone (select time_zone from meta.generation)"
_BY_US_OR_THEM = f"motion in {MOTIONS}"
# The order is that of the question shared_accounts.
_ACCOUNTS = f"""
        select account_id
        from scoped_journeys
        where {_BY_US_OR_THEM}
        group by account_id
        having case
            when count(*) filter (where motion = 'outbound') = 0 then 'inbound only'
            when count(*) filter (where motion = 'inbound') = 0 then 'outbound only'
            when min(created_at) filter (where motion = 'inbound') <= min(created_at) filter (where motion = 'outbound')
                then 'inbound first'
            else 'outbound first'
        end"""


def _has_searched(text: str) -> str:
    """Demand that a text holds what is searched for; case and accents do not matter, and no sign stands for another."""
    return f"contains(strip_accents(lower({text})), strip_accents(lower($selected_search)))"


_CONDITIONS = {
    "outcome": "outcome = $selected_outcome",
    "dropped": "outcome in ('lost', 'disqualified')",
    "decided": "outcome in ('won', 'lost')",
    "without_reason": f"""not (
        outcome in ('lost', 'disqualified') and coalesce(reason, '{NOT_RECORDED}') = $selected_without_reason
    )""",
    "reason": f"outcome in ('lost', 'disqualified') and coalesce(reason, '{NOT_RECORDED}') = $selected_reason",
    "journey_order": "journey_order = $selected_journey_order",
    "account": "account_id = $selected_account",
    "account_order": f"{_BY_US_OR_THEM} and account_id in ({_ACCOUNTS} = $selected_account_order)",
    "created": "created_on >= $selected_created_since and created_on < $selected_created_until",
    "closed": "closed_on >= $selected_closed_since and closed_on < $selected_closed_until",
    "weekday": f"isodow({_CREATED}) = $selected_weekday",
    "hour_from": f"hour({_CREATED}) >= $selected_hour_from",
    "hour_until": f"hour({_CREATED}) < $selected_hour_until",
    "age_days": "observed_days >= $selected_age_days",
    "open_after": """(
        observed_days >= $selected_open_after and (outcome = 'open' or days_to_close > $selected_open_after)
    )""",
    "won_days": "days_to_won <= $selected_won_days",
    "gap": "lead_id in (select lead_id from scoped_gaps where gaps & $selected_gap::utinyint > 0)",
    "foremost_gap": "lead_id in (select lead_id from scoped_gaps where gap = $selected_foremost_gap)",
    "older_than_any_win": "lead_id in (select lead_id from scoped_gaps where is_older_than_any_win)",
    "search": f"({' or '.join(map(_has_searched, SEARCHED))})",
}


def journeys(selection: Selection, scope: Scope, definitions: Definitions) -> tuple[str, dict[str, Any]]:
    """Select the leads of ``scoped_journeys`` that a selection admits.

    Parameters
    ----------
    selection : Selection
        Which of them.
    scope : Scope
        Of which ``scoped_journeys`` was made.
    definitions : Definitions
        Where the stages stand.

    Returns
    -------
    select : str
        Reads from ``scoped_journeys``, and from ``scoped_stage_entries`` where a stage is looked into.
    values : dict
        Values to bind, by name.

    Raises
    ------
    ValueError
        If a stage is unknown.
    """
    chosen = selection.chosen()
    conditions = [condition for name, condition in _CONDITIONS.items() if name in chosen]
    for name, comparison in (("reached", ">="), ("missed", "<")):
        if name in chosen:
            conditions.append(_come_so_far(name, comparison, scope))
    if selection.mature_days is not None or selection.from_gate:
        conditions.append(_mature(selection))
    conditions += selected_touches.conditions(selection)
    if selection.stage:
        conditions.append(f"lead_id in ({_at_the_stage(selection)})")
    if selection.after:
        conditions.append(f"outcome in ('lost', 'disqualified') and {_AFTER[selection.after]}")
    where = "\n    where " + "\n      and ".join(conditions) if conditions else ""
    select = f"    select *\n    from scoped_journeys{where}"
    values = {f"selected_{name}": value for name, value in _values(chosen, definitions).items()}
    return select, {name: value for name, value in values.items() if re.search(rf"\${name}\b", select)}


def page(wanted: Page) -> tuple[str, dict[str, Any]]:
    """Select one piece of ``selected_journeys`` in its order, with each lead's ``place`` in the whole list.

    Parameters
    ----------
    wanted : Page
        Which piece.

    Returns
    -------
    select : str
        Reads from ``selected_journeys``.
    values : dict
        Values to bind, by name.
    """
    order = f"{wanted.order} {'desc' if wanted.is_descending else 'asc'} nulls last, lead_id"
    if wanted.order == "lead_id":
        order = f"lead_id {'desc' if wanted.is_descending else 'asc'}"
    select = f"""    select *, $page_skipped + row_number() over (order by {order}) as place
    from (
        select *
        from selected_journeys
        order by {order}
        limit $page_rows
        offset $page_skipped
    ) as piece"""
    return select, {"page_rows": wanted.rows, "page_skipped": wanted.skipped}


def _come_so_far(name: str, comparison: str, scope: Scope) -> str:
    """Demand that leads reached a stage, or did not."""
    if scope.as_of is None:
        return f"furthest_stage {comparison} $selected_{name}"
    # How far a lead had come by an earlier day stands in its entries alone.
    entered = f"select lead_id from scoped_stage_entries where position = $selected_{name}"
    return f"lead_id {'in' if name == 'reached' else 'not in'} ({entered})"


def _mature(selection: Selection) -> str:
    """Demand that leads reached a gate, and were observed for long enough from there."""
    conditions = [f"is_{selection.from_gate}"] if selection.from_gate else []
    if selection.mature_days is not None:
        since = f" - days_to_{selection.from_gate}" if selection.from_gate else ""
        conditions.append(f"mature_days{since} >= $selected_mature_days")
    return " and ".join(conditions)


def _at_the_stage(selection: Selection) -> str:
    """Select the leads that reached a stage and left it in a way."""
    conditions = ["position = $selected_stage"]
    if selection.exit:
        conditions.append(_EXIT[selection.exit])
    conditions += _counted(selection)
    # The last stage is where leads arrive: they do not stay there.
    if selection.dwell_from is not None:
        conditions.append("dwell_days >= $selected_dwell_from and exit <> 'won'")
    if selection.dwell_until is not None:
        conditions.append("dwell_days < $selected_dwell_until and exit <> 'won'")
    return "select lead_id from scoped_stage_entries where " + " and ".join(conditions)


def _counted(selection: Selection) -> list[str]:
    """Demand that leads reached the stage by a way of counting and within limits; see the question stage_dropoff."""
    steps = "longest_own_step_days" if selection.counted == "ordered" else "longest_step_days"
    days = "entered_days" if selection.counted else "age_days"
    conditions = []
    if selection.counted == "explicit":
        conditions.append("not is_implied")
    if selection.counted == "ordered":
        conditions.append("longest_own_step_days is not null and entered_days <= observed_days")
    if selection.step_days is not None:
        conditions.append(f"{steps} <= $selected_step_days")
    if selection.overall_days is not None:
        conditions.append("observed_days >= $selected_overall_days")
        conditions.append(f"(position = 1 or {days} <= $selected_overall_days)")
    return conditions


def _values(chosen: dict[str, Any], definitions: Definitions) -> dict[str, Any]:
    """What each field of a selection binds."""
    values = dict(chosen)
    for name in STAGE_FIELDS:
        if name in chosen:
            values[name] = _position(chosen[name], definitions)
    for name in ("created", "closed"):
        if name in chosen:
            values[f"{name}_since"], values[f"{name}_until"] = period_of(chosen[name])
    if "waiting_on" in chosen:
        values["waiting_on"] = date.fromisoformat(chosen["waiting_on"])
        values["untouched_days"] = definitions.gaps.untouched_days
    if "gap" in chosen:
        values["gap"] = (1 << len(GAPS)) - 1 if chosen["gap"] == ANY else 1 << GAPS.index(chosen["gap"])
    for place, name in enumerate(chosen.get("channels", "").split(SEPARATOR)):
        values[f"channels_{place}"] = name
    if "search" in chosen:
        values["search"] = chosen["search"].strip()
    return values


def _position(stage: str, definitions: Definitions) -> int:
    """Where a stage stands, 1 is the first."""
    names = [each.name for each in definitions.stages]
    if stage not in names:
        raise ValueError(f"There is no stage {stage!r}. There are: {', '.join(names)}.")
    return names.index(stage) + 1
