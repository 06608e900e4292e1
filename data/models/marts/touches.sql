-- touches: the touches of all leads, narrow and in order, for the models that go through them. Dropped once these are built.
-- grain: one row per touch of a lead
-- lead_number: of the lead, see journeys. place: among the touches of its lead, by time, of one instant by id. touch_on: its
-- day. touch_seconds: from the creation of the lead to the touch, rounded up, so that it is not above 0 for what came first.
select
    leads.lead_number,
    row_number() over (partition by leads.lead_number order by touches."at", touches.touch_id)::uinteger as place,
    touches."at",
    (touches."at" at time zone generation.time_zone)::date as touch_on,
    ceil((epoch_us(touches."at") - epoch_us(leads.created_at)) / 1e6)::integer as touch_seconds,
    touches.channel::marts.touch_channel as touch_channel,
    touches.motion::marts.motion as touch_motion,
    touches.direction::marts.direction as direction,
    touches.kind::temp.touch_kind as kind,
    touches.actor::temp.touch_actor as actor,
    touches.sequence::marts.touch_campaign as sequence,
    touches.step
from staging.touches as touches
join staging.leads as leads using (lead_id)
cross join meta.generation as generation
