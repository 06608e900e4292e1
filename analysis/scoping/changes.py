"""What changed since an earlier generation: each lead and line of spend as it was and is, and which part it is of.

A scope's period may lie so many days earlier for how things were. What was in it then and is no longer, only because
days passed, is a part of its own; so the parts of a change always add up to the whole.
"""

from collections.abc import Mapping
from typing import NamedTuple

from analysis.scope import FILTERS, Scope
from analysis.scoping import clauses
from analysis.scoping.clauses import Groups, Scoped
from analysis.scoping.ledgers import SPEND_KNOWS, unknown_to_spend
from data import dimensions
from data.definitions import Definitions
from data.names import GAPS

WEEK_DAYS = 7
# Without one told: the newest generation whose data ended a week before, else the oldest.
BASE = f"""coalesce(
            $base_load::integer,
            (
                select max(load_id)
                from history.generations
                where as_of_on <= (select as_of_on from meta.generation) - {WEEK_DAYS}
            ),
            (select min(load_id) from history.generations)
        )"""
_HAS_GAPS = f"not (select is_by_dates from history.generations where load_id = {BASE})"


def _gap(bits: int) -> str:
    """Whether a lead has one of some gaps; missing where how it was is told by dates alone."""
    return f"case when {_HAS_GAPS} then case when gaps & {bits} > 0 then 1 else 0 end end"


# What a lead adds to each measure, of a row of lead_states.
MEASURES = {
    "leads": "1",
    "opportunities": "case when is_opportunity then 1 else 0 end",
    "won": "case when outcome = 'won' then 1 else 0 end",
    "won_amount": "case when outcome = 'won' and not is_foreign_currency then coalesce(amount, 0) else 0 end",
    "open": "case when outcome = 'open' then 1 else 0 end",
    "never_touched": _gap(1 << GAPS.index("never touched")),
    "stalled": _gap(1 << GAPS.index("stalled")),
    "without_next_step": _gap((1 << len(GAPS)) - 1),
}
SPENT = "case when not is_foreign_currency then amount else 0 end"
# What a list of changed leads shows of both sides.
TOLD = ("stage", "outcome", "reason", "amount", "channel", "owner", "created_on", "count_touches_by_us", "gaps")
_STATED = (*dimensions.NAMES, "account_id", "created_on", "position", "amount", "is_foreign_currency")


class _Kept(NamedTuple):
    """What is kept of the past: the rows as they are, those that are no longer so, and what tells them apart."""

    now: str
    past: str
    key: str
    day: str
    filters: tuple[str, ...]


_LEADS = _Kept("marts.lead_states", "history.past_leads", "lead_id", "created_on", FILTERS)
_SPEND = _Kept("marts.spend_states", "history.past_spend", "spend_id", "spent_on", SPEND_KNOWS)


def leads(scope: Scope, groups: Groups, definitions: Definitions) -> Scoped:
    """One row per lead that was or is in scope: what it added to each measure, what it adds, and which part it is."""
    if groups[0] == "journey_order":
        raise ValueError("What changed is not known by journey_order: choose a dimension, month or quarter.")
    differs = " or ".join(f"past.{name} is distinct from now.{name}" for name in _STATED)
    closes_later = f"now.closed_on > (select as_of_on from history.generations where load_id = {BASE})"
    part = f"""case
            when past.lead_id is null and now.was_in = now.is_in then 'unchanged'
            when not past.is_present then 'new'
            when now.lead_id is null then 'removed'
            when now.was_in <> now.is_in then 'period'
            when past.record_key is distinct from now.record_key then case
                when past.outcome <> now.outcome and now.outcome = 'won' then 'won'
                when past.outcome <> now.outcome and now.outcome = 'open' then 'reopened'
                when past.outcome <> now.outcome then 'lost'
                when past.position < now.position then 'advanced'
                when {differs} then 'corrected'
                else 'touched'
            end
            when past.outcome <> now.outcome and {closes_later} then 'time'
            when past.outcome <> now.outcome or {differs} then 'settings'
            when past.gaps is distinct from now.gaps then 'time'
            else 'unchanged'
        end"""
    told = []
    for name in TOLD:
        told += [f"{_was(name, f'if(past.is_present, past.{name}, null)')} as was_{name}", f"now.{name} as now_{name}"]
    return _joined(_LEADS, scope, groups, definitions, part, MEASURES, told)


def spend(scope: Scope, groups: Groups, definitions: Definitions) -> Scoped:
    """The same for lines of spend, which can be filtered and broken down by less."""
    for name in unknown_to_spend(scope, groups[0]):
        if name not in ("all", "month", "quarter"):
            raise ValueError(f"Spend is not known by {name}: choose one of {', '.join(SPEND_KNOWS)}.")
    part = """case
            when past.spend_id is null and now.was_in = now.is_in then 'unchanged'
            when not past.is_present then 'new'
            when now.spend_id is null then 'removed'
            when now.was_in <> now.is_in then 'period'
            when past.record_key is distinct from now.record_key then 'corrected'
            when past.was_in = now.is_in and past.breakdown is not distinct from now.breakdown
                and past.adds_spend = now.adds_spend then 'unchanged'
            else 'settings'
        end"""
    return _joined(_SPEND, scope, groups, definitions, part, {"spend": SPENT}, [])


def unchanged_leads(scope: Scope, groups: Groups, definitions: Definitions) -> Scoped:
    """The leads that were in scope and are, and are as they were: most of them, so that no part is sought for these."""
    return _same(_LEADS, scope, groups, definitions, MEASURES)


def unchanged_spend(scope: Scope, groups: Groups, definitions: Definitions) -> Scoped:
    """The same for lines of spend."""
    return _same(_SPEND, scope, groups, definitions, {"spend": SPENT})


def _same(kept: _Kept, scope: Scope, groups: Groups, definitions: Definitions, measures: Mapping[str, str]) -> Scoped:
    side, values = _side(kept, scope, groups, definitions, measures)
    return (
        f"""    select *
    from ({side} {kept.now}
    )
    anti join ({_told(kept)}) using ({kept.key})
    where was_in and is_in""",
        values,
    )


def _joined(
    kept: _Kept,
    scope: Scope,
    groups: Groups,
    definitions: Definitions,
    part: str,
    measures: Mapping[str, str],
    told: list[str],
) -> Scoped:
    """Both sides of each row that was another or was not in scope, with what it adds to each measure."""
    side, values = _side(kept, scope, groups, definitions, measures)
    key = kept.key
    was_counted = _was("was_in", "past.is_present and past.was_in")
    columns = [
        f"coalesce(now.{key}, past.{key}) as {key}",
        f"{part} as part",
        f"{_was('breakdown', 'if(past.is_present, past.breakdown, now.breakdown)')}::varchar as was_breakdown",
        "coalesce(now.breakdown, past.breakdown)::varchar as now_breakdown",
        *told,
    ]
    for name in measures:
        columns += [
            f"case when {was_counted} then {_was(f'adds_{name}')} else 0 end as was_{name}",
            f"case when now.is_in then now.adds_{name} else 0 end as now_{name}",
        ]
    separator = ",\n        "
    return (
        f"""    select
        {separator.join(columns)}
    from ({side} (select * from {kept.now} semi join ({_told(kept)}) using ({key}))
        union all
        select *
        from ({side} {kept.now}
        )
        anti join ({_told(kept)}) using ({key})
        where was_in <> is_in
    ) as now
    full join ({side} (
            select *
            from {kept.past}
            semi join (
                select {key}, min(until_load) as until_load
                from {kept.past}
                where until_load > {BASE}
                group by {key}
            ) using ({key}, until_load)
        )
    ) as past on past.{key} = now.{key}
    where coalesce(now.is_in, false) or coalesce({was_counted}, false)""",
        values,
    )


def _side(kept: _Kept, scope: Scope, groups: Groups, definitions: Definitions, measures: Mapping[str, str]) -> Scoped:
    """Select of rows with whether they are and were in scope, and what they add; the table is still to come."""
    if scope.as_of is not None:
        raise ValueError("What changed is known at the end of the data only.")
    is_in, values = _holds(kept, scope, kept.day)
    was_in, _ = _holds(kept, scope, f"({kept.day} + coalesce($earlier_days::integer, 0))")
    breakdown = clauses.columns_of(groups, definitions)[0].replace("created_on", kept.day)
    added = ",\n            ".join(f"{made} as adds_{name}" for name, made in measures.items())
    return (
        f"""
        select
            *,
            {breakdown},
            {was_in} as was_in,
            {is_in} as is_in,
            {added}
        from""",
        values,
    )


def _told(kept: _Kept) -> str:
    """The rows that were others in the earlier generation."""
    return f"select {kept.key} from {kept.past} where until_load > {BASE}"


def _holds(kept: _Kept, scope: Scope, day: str) -> Scoped:
    """Whether a row is in scope, with its day so many days later."""
    conditions, values = clauses.conditions_of(scope, day, kept.filters)
    clauses.leave_out(scope, conditions, values)
    return f"coalesce({' and '.join(conditions)}, false)" if conditions else "true", values


def _was(name: str, past: str = "") -> str:
    """How a column was: as it is where no row tells otherwise."""
    return f"case when past.until_load is null then now.{name} else {past or f'past.{name}'} end"
