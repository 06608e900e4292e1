-- sequence_steps: what came of each step of a sequence: people, not emails.
-- grain: one row per lead, sequence and step that was sent to it, sorted by day of creation
-- A reply, a meeting or the opportunity belongs to the last step that was sent to the lead before it, in whatever
-- sequence; one that came without a step before it belongs to none. Several sendings of a step are one.
-- A meeting is what came of a step, whatever step it is recorded with.
-- is_met: a meeting was held; one that was booked and missed, cancelled or declined is none.
with events as (
    select
        touches.lead_number,
        touches."at",
        touches.place,
        case
            when touches.direction = 'outbound' and touches.kind not in ('meeting_booked', 'meeting_held', 'meeting_missed')
                and touches.sequence is not null
                then touches.step
        end as sent_step,
        case when sent_step is not null then touches.sequence end as sent_sequence,
        case
            when touches.direction = 'inbound' and touches.kind in ('reply', 'positive_reply') then touches.kind::varchar
            when touches.kind in ('meeting_booked', 'meeting_held') then touches.kind::varchar
        end as result
    from temp.touches as touches
    union all
    select stage_times.lead_number, stage_times.reached_at, 0, null, null, 'opportunity'
    from temp.stage_times as stage_times
    join meta.stages as stages using (position)
    where stages.role = 'opportunity' and stage_times.reached_at is not null
),
placed as (
    select
        lead_number,
        sent_step,
        result,
        last_value(sent_sequence ignore nulls) over in_order as last_sequence,
        last_value(sent_step ignore nulls) over in_order as last_step
    from events
    where sent_step is not null or result is not null
    window in_order as (
        partition by lead_number
        order by "at", result is not null, place
        rows between unbounded preceding and current row
    )
),
results as (
    select
        lead_number,
        last_sequence,
        last_step,
        coalesce(bool_or(result in ('reply', 'positive_reply')), false) as is_replied,
        coalesce(bool_or(result = 'positive_reply'), false) as is_positive,
        coalesce(bool_or(result in ('meeting_booked', 'meeting_held')), false) as is_booked,
        coalesce(bool_or(result = 'meeting_held'), false) as is_met,
        coalesce(bool_or(result = 'opportunity'), false) as is_opportunity
    from placed
    where last_step is not null
    group by lead_number, last_sequence, last_step
)
select
    journeys.lead_id,
    results.last_sequence::varchar::marts.sequence as step_sequence,
    results.last_step as step,
    results.is_replied,
    results.is_positive,
    results.is_booked,
    results.is_met,
    results.is_opportunity,
    journeys.created_on,
    journeys.{dimension},
    journeys.journey_order
from results
join marts.journeys as journeys using (lead_number)
order by results.lead_number, results.last_sequence, results.last_step
