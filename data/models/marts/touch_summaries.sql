-- touch_summaries: what the touches of a lead add up to. Dropped once the other marts are built.
-- A reply, a call or a meeting of theirs answers us: only what they do by themselves counts as inbound engagement.
-- sequence: the first that it was put into. touched_channels: one bit, numbered by meta.touch_channels, for each channel
-- that touched it up to the day that ends its touchpoints: of its opportunity, else of its closing, else of the data.
-- count_effort: touches by us up to that day. The last_ columns leave out what lies after the end of the data; an answer
-- is a reply or a call of theirs.
-- other_motion: the first touch through a channel of the other motion than the lead's own. outreach: a touch by us through
-- an outbound channel, a meeting apart.
-- grain: one row per lead that was touched
with opportunities as (
    select stage_times.lead_number, stage_times.reached_at
    from temp.stage_times as stage_times
    join meta.stages as stages using (position)
    where stages.role = 'opportunity'
),
dated as (
    select
        leads.lead_number,
        leads.created_at,
        leads.created_on,
        leads.motion,
        (opportunities.reached_at at time zone generation.time_zone)::date as opportunity_on,
        (outcomes.closed_at at time zone generation.time_zone)::date as closed_on,
        generation.as_of_on,
        generation.as_of
    from staging.leads as leads
    cross join meta.generation as generation
    left join opportunities using (lead_number)
    left join staging.outcomes as outcomes using (lead_id)
),
ended as (
    select
        *,
        case
            when opportunity_on >= created_on then opportunity_on
            when closed_on is not null then greatest(closed_on, created_on)
            else as_of_on
        end as ends_on
    from dated
)
select
    touches.lead_number,
    count(*) filter (where touches.direction = 'outbound') as count_by_us,
    count(*) filter (where touches.direction = 'inbound') as count_by_them,
    min(touches."at") filter (where touches.direction = 'outbound' and touches."at" >= ended.created_at) as first_response_at,
    min(touches."at") filter (where touches.direction = 'outbound') as first_outbound_at,
    min(touches."at") filter (
        where touches.direction = 'inbound'
        and touches.kind not in ('reply', 'positive_reply', 'call', 'meeting_booked', 'meeting_held', 'meeting_missed')
    ) as first_inbound_at,
    arg_min(touches.sequence, touches.place) filter (where touches.sequence is not null) as sequence,
    bit_or(1::ubigint << channels.bit) filter (where touches.touch_on <= ended.ends_on) as touched_channels,
    count(*) filter (
        where touches.direction = 'outbound' and touches.touch_on <= ended.ends_on
    ) as count_effort,
    list_extract(min(touches."at", 2) filter (where touches.direction = 'outbound'), 2) as second_by_us_at,
    min(touches."at") filter (where touches.direction = 'inbound' and touches.kind in ('reply', 'positive_reply')) as first_reply_at,
    max(touches."at") filter (where touches."at" <= ended.as_of) as last_at,
    max(touches."at") filter (where touches."at" <= ended.as_of and touches.direction = 'outbound') as last_by_us_at,
    max(touches."at") filter (
        where touches."at" <= ended.as_of and touches.direction = 'inbound' and touches.kind in ('reply', 'positive_reply', 'call')
    ) as last_answer_at,
    max(touches."at") filter (
        where touches."at" <= ended.as_of and touches.kind in ('meeting_booked', 'meeting_held')
    ) as last_meeting_at,
    min(touches."at") filter (where touches.touch_motion <> ended.motion::marts.motion and touches.touch_motion <> 'unknown') as other_motion_at,
    arg_min(coalesce(touches.actor, '(not recorded)'), touches.place) filter (
        where touches.touch_motion <> ended.motion::marts.motion and touches.touch_motion <> 'unknown'
    ) as other_motion_actor,
    min(touches."at") filter (
        where touches.touch_motion = 'outbound' and touches.direction = 'outbound' and not starts_with(touches.kind, 'meeting')
    ) as first_outreach_at,
    max(touches."at") filter (
        where touches.touch_motion = 'outbound' and touches.direction = 'outbound' and not starts_with(touches.kind, 'meeting')
    ) as last_outreach_at,
    min(touches."at") filter (where touches.direction = 'inbound' and touches.kind = 'positive_reply') as first_positive_reply_at,
    min(touches."at") filter (where touches.kind = 'meeting_booked') as first_meeting_booked_at
from temp.touches as touches
join ended using (lead_number)
left join meta.touch_channels as channels on channels.channel = touches.touch_channel::varchar
group by touches.lead_number
