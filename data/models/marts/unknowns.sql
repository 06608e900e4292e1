-- unknowns: what is loaded but not understood or not complete yet?
--
-- grain    one row per kind and name
-- kind     unmapped source, unmapped stage, waiting touch, waiting stage event, waiting outcome, undated lead,
--          undated win, closed ahead, closed before created, amount not converted
-- name     the source, the stage, or what is missing
-- records  records concerned
select 'unmapped source' as kind, names.source as name, count(*) as records
from canonical.leads as leads
join meta.source_names as names on names.spelling = leads.source
where names.channel like '(unmapped: %'
group by names.source
union all
select 'unmapped stage', stage_events.stage, count(*)
from canonical.stage_events as stage_events
left join meta.stage_names as names on names.spelling = stage_events.stage
where names.spelling is null
group by stage_events.stage
union all
select
    'waiting touch',
    case
        when named_lead_id is null and contact_id in (select contact_id from canonical.leads)
            then 'came long before the lead of their contact'
        else 'their lead is not loaded'
    end,
    count(*)
from staging.touches
where lead_id is null and not coalesce(named_lead_id in (select lead_id from intake.removals), false)
group by all
union all
select 'waiting stage event', 'their lead is not loaded', count(*)
from canonical.stage_events
anti join canonical.leads using (lead_id)
anti join intake.removals using (lead_id)
having count(*) > 0
union all
select 'waiting outcome', 'their lead is not loaded', count(*)
from canonical.outcomes
anti join canonical.leads using (lead_id)
anti join intake.removals using (lead_id)
where is_present and outcome not in ('open', 'not won')
having count(*) > 0
union all
select
    'undated lead',
    case
        when (select has_days from meta.generation) then 'created on an unknown day: in no number of any page'
        else 'created on an unknown day: in no period, without an age'
    end,
    count(*)
from canonical.leads
where created_at is null
having count(*) > 0
union all
select 'undated win', 'won on an unknown day: counted as won, left out of days', count(*)
from marts.journeys
where outcome = 'won' and days_to_won is null and created_on is not null
having count(*) > 0
union all
select 'closed ahead', 'closed on a day after the data ends: open until then', count(*)
from canonical.outcomes as outcomes
semi join canonical.leads using (lead_id)
anti join staging.outcomes as known using (lead_id)
where outcomes.is_present and outcomes.outcome not in ('open', 'not won')
having count(*) > 0
union all
select 'closed before created', 'counted at age 0, left out of durations', count(*)
from marts.journeys
where is_closed_before_created
having count(*) > 0
union all
select 'amount not converted', currency || ', ' || kind || ': ' || fate, amounts
from marts.conversions
where fate <> 'converted'
order by kind, records desc, name
