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
with recursive this as (
    select lead_id, contact_id, created_at
    from canonical.leads
    where lead_id = $lead_id
),
entries as (
    select stages.position, stages.stage, stages.role, stage_events.entered_at
    from canonical.stage_events as stage_events
    join meta.stage_names as names on names.spelling = stage_events.stage
    join meta.stages as stages on stages.position = names.position
    where stage_events.lead_id = $lead_id
),
merged as (
    select $lead_id as lead_id
    union
    select removals.lead_id
    from intake.removals as removals
    join merged on merged.lead_id = removals.into_lead_id
    where removals.lead_id not in (select lead_id from canonical.leads)
),
touches as (
    select *
    from staging.told_touches
    where lead_id in (select lead_id from merged)
    union all
    -- A touch that names only a contact belongs to that contact's latest lead at the time, before all to the first.
    select touches.*
    from staging.told_touches as touches
    join this on this.contact_id = touches.contact_id
    where touches.lead_id is null
      and not exists (
          select 1
          from canonical.leads as other
          where other.contact_id = (select contact_id from this)
            and case
                when this.created_at <= touches."at"
                    then other.created_at <= touches."at"
                    and (other.created_at, other.lead_id) > (this.created_at, this.lead_id)
                else (other.created_at, other.lead_id) < (this.created_at, this.lead_id)
            end
      )
      and touches."at" >= this.created_at - to_days((select look_back_days from meta.generation))
),
events as (
    select created_at as "at", 'created' as event, 0 as turn
    from this
    union all by name
    select entered_at as "at", 'entered' as event, stage, 10 + position as turn
    from entries
    where position > 1 and role <> 'won'
    union all by name
    select
        outcomes.closed_at as "at",
        journeys.outcome::varchar as event,
        journeys.reason,
        99 as turn
    from marts.journeys as journeys
    left join (select * from staging.outcomes where lead_id = $lead_id) as outcomes using (lead_id)
    where journeys.lead_id = $lead_id and journeys.outcome <> 'open'
    union all by name
    select
        touches."at",
        'touched' as event,
        touches.touch_id,
        coalesce(names.channel, '(not recorded)') as channel,
        touches.direction,
        coalesce(touches.kind, '(not recorded)') as kind,
        coalesce(actor_names.name, touches.actor) as actor,
        touches.sequence,
        touches.step,
        5 as turn
    from touches
    left join meta.spellings as actor_names on actor_names.dimension = 'owner' and actor_names.spelling = touches.actor
    left join meta.source_names as names on names.spelling = touches.channel
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
