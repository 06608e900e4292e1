-- stage_events: every entry into a stage, the creation and the win among them. Labels that mean no stage are left out
-- here and counted on the Data page. What is dated after the data ends is left out: it is not known yet.
-- grain: one row per lead, stage and instant
select lead_id, 1::utinyint as position, created_at as entered_at
from canonical.leads
union all
select stage_events.lead_id, names.position, stage_events.entered_at
from canonical.stage_events as stage_events
join meta.stage_names as names on names.spelling = stage_events.stage
cross join meta.generation as generation
where names.position > 1
  -- who stood in the last stage and stands in another one again has not won
  and (names.position < (select max(position) from meta.stages) or stage_events.lead_id in (select lead_id from staging.outcomes))
  and not coalesce((stage_events.entered_at at time zone generation.time_zone)::date > generation.as_of_on, false)
union all
select outcomes.lead_id, (select max(position) from meta.stages), outcomes.closed_at
from canonical.outcomes as outcomes
where outcomes.outcome = 'won'
  and outcomes.is_present
  and outcomes.lead_id in (select lead_id from staging.outcomes)
