-- stage_times: when each lead reached each stage. A lead has reached a stage when it entered that stage or a later one;
-- reached_at is the earliest such entry; entered_at its own earliest, null where one of them has no time. first_entered_at
-- and last_entered_at are the ends of its own entries that have a time, later_at is the earliest entry into a later stage.
-- Dropped once the other marts are built.
-- grain: one row per lead and stage reached
with entries as (
    select lead_number, position, min(entered_at) as entered_at, max(entered_at) as last_entered_at, bool_or(entered_at is null) as is_undated
    from staging.stage_events
    join staging.leads using (lead_id)
    group by lead_number, position
),
furthest as (
    select lead_number, max(position) as position
    from entries
    group by lead_number
),
reached as (
    select
        furthest.lead_number,
        stages.position,
        entries.lead_number is null as is_implied,
        entries.entered_at,
        entries.last_entered_at,
        entries.is_undated
    from furthest
    join meta.stages as stages on stages.position <= furthest.position
    left join entries on entries.lead_number = furthest.lead_number and entries.position = stages.position
)
select
    lead_number,
    position,
    is_implied,
    case when not is_undated then entered_at end as entered_at,
    entered_at as first_entered_at,
    last_entered_at,
    min(entered_at) over later as reached_at,
    min(entered_at) over (partition by lead_number order by position rows between 1 following and unbounded following) as later_at,
    lead(position) over (partition by lead_number order by position) is null as is_furthest
from reached
window later as (partition by lead_number order by position rows between current row and unbounded following)
