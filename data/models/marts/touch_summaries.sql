-- touch_summaries: what the touches of a lead add up to. Dropped once the other marts are built.
-- A reply, a call or a meeting of theirs answers us: only what they do by themselves counts as inbound engagement.
-- grain: one row per lead that was touched
select
    touches.lead_id,
    count(*) filter (where touches.direction = 'outbound') as count_by_us,
    count(*) filter (where touches.direction = 'inbound') as count_by_them,
    min(touches."at") filter (where touches.direction = 'outbound' and touches."at" >= leads.created_at) as first_response_at,
    min(touches."at") filter (where touches.direction = 'outbound') as first_outbound_at,
    min(touches."at") filter (
        where touches.direction = 'inbound'
        and touches.kind not in ('reply', 'positive_reply', 'call', 'meeting_booked', 'meeting_held', 'meeting_missed')
    ) as first_inbound_at
from staging.touches as touches
join canonical.leads as leads using (lead_id)
group by touches.lead_id
