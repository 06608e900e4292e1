-- lead_states: each lead as it is told now, so that later generations can tell what changed, see the schema history.
-- grain: one row per lead, in the order of journeys
-- record_key: one number for all that was recorded of the lead itself, as it was told. Where it is the same and the rest is
-- not, days passed, or settings, exchange rates, lists or other leads changed. gaps: see the mart gaps; 0 for none.
with entries as (
    select
        lead_id,
        (bit_xor(md5_number(concat_ws(chr(31), stage, coalesce(epoch_us(entered_at)::varchar, '')))) >> 64)::ubigint as entries_key
    from canonical.stage_events
    group by lead_id
),
opportunity as (
    select position
    from meta.stages
    where role = 'opportunity'
)
select
    journeys.lead_id,
    (md5_number(concat_ws(
        chr(31),
        coalesce(epoch_us(leads.created_at)::varchar, ''),
        coalesce(leads.source, ''),
        coalesce(leads.further_sources, ''),
        coalesce(leads.{recorded}, ''),
        coalesce(leads.account_id, ''),
        coalesce(leads.motion, ''),
        coalesce(leads.amount::varchar, ''),
        coalesce(leads.currency, ''),
        coalesce(entries.entries_key::varchar, ''),
        coalesce(outcomes.outcome, ''),
        coalesce(epoch_us(outcomes.closed_at)::varchar, ''),
        coalesce(outcomes.amount::varchar, ''),
        coalesce(outcomes.reason, ''),
        journeys.count_touches_by_us,
        journeys.count_touches_by_them,
        coalesce(touches.last_at::varchar, ''),
        coalesce(touches.last_by_us_at::varchar, ''),
        coalesce(touches.last_answer_at::varchar, ''),
        coalesce(touches.last_meeting_at::varchar, '')
    )) >> 64)::ubigint as record_key,
    journeys.created_on,
    journeys.{dimension}::varchar as {dimension},
    journeys.account_id,
    journeys.outcome::varchar as outcome,
    journeys.reason,
    journeys.closed_on,
    journeys.amount,
    journeys.is_foreign_currency,
    journeys.furthest_stage as position,
    stages.stage,
    coalesce(journeys.furthest_stage >= opportunity.position, false) as is_opportunity,
    journeys.count_touches_by_us,
    coalesce(gaps.gaps, 0)::utinyint as gaps
from marts.journeys as journeys
join canonical.leads as leads using (lead_id)
join meta.stages as stages on stages.position = journeys.furthest_stage
left join opportunity on true
left join entries on entries.lead_id = journeys.lead_id
left join canonical.outcomes as outcomes on outcomes.lead_id = journeys.lead_id and outcomes.is_present
left join temp.touch_summaries as touches on touches.lead_number = journeys.lead_number
left join marts.gaps as gaps on gaps.lead_id = journeys.lead_id
order by journeys.created_on, journeys.lead_id
