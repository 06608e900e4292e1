-- stage_events: every entry into a stage, the creation and the win among them. Labels that mean no stage are left out
-- here and counted on the Data page.
-- grain: one row per lead, stage and instant
select lead_id, 1::utinyint as position, created_at as entered_at
from canonical.leads
union all
select stage_events.lead_id, names.position, stage_events.entered_at
from canonical.stage_events as stage_events
join meta.stage_names as names on names.spelling = stage_events.stage
where names.position > 1
union all
select outcomes.lead_id, (select max(position) from meta.stages), outcomes.closed_at
from canonical.outcomes as outcomes
where outcomes.outcome = 'won'
