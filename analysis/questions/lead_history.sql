-- lead_history: what happened to one lead, and when?
--
-- grain             one row per event of the lead `lead_id`, in order; what has no time stands last
-- happened_at       when, by the clock of the business time zone; missing where the time is unknown
-- event             created, entered (a stage), touched, or the outcome: won, lost, disqualified
-- stage             of an entry, the stage
-- reason            of a closing, why
-- touch_id          of a touch, its id
-- channel           of a touch, through what
-- direction         of a touch, outbound is by us and inbound by them
-- kind              of a touch, such as call, email, reply, meeting_held
-- actor             of a touch, who
-- sequence, step    of a touch, the sequence that it belongs to and its place there
with events as (
    select created_at as "at", 'created' as event, 0 as turn
    from canonical.leads
    where lead_id = $lead_id
    union all by name
    select entries.entered_at as "at", 'entered' as event, stages.stage, 10 + stages.position as turn
    from staging.stage_events as entries
    join meta.stages as stages using (position)
    where entries.lead_id = $lead_id and entries.position > 1 and stages.role <> 'won'
    union all by name
    select closed_at as "at", outcome as event, reason, 99 as turn
    from staging.outcomes
    where lead_id = $lead_id
    union all by name
    select "at", 'touched' as event, touch_id, channel, direction, kind, actor, sequence, step, 5 as turn
    from staging.touches
    where lead_id = $lead_id
)
select
    events."at" at time zone generation.time_zone as happened_at,
    events.event,
    events.stage,
    events.reason,
    events.touch_id,
    events.channel,
    events.direction,
    events.kind,
    events.actor,
    events.sequence,
    events.step
from events
cross join meta.generation as generation
order by events."at" nulls last, events.turn, events.touch_id
