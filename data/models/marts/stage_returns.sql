-- stage_returns: when a lead came back to a stage: entered it for the second time, or after a later stage. Only entries
-- that have a time can tell; the creation and the win happen once. Dropped once the other marts are built.
-- grain: one row per lead and stage that it came back to
select
    stage_times.lead_number,
    stage_events.position,
    min(stage_events.entered_at) filter (where stage_events.entered_at > stage_times.first_entered_at) as repeated_at,
    min(stage_events.entered_at) filter (where stage_events.entered_at > stage_times.later_at) as backward_at
from temp.stage_times as stage_times
join staging.leads as leads using (lead_number)
join staging.stage_events as stage_events on stage_events.lead_id = leads.lead_id and stage_events.position = stage_times.position
where stage_times.position > 1
  and stage_times.position < (select max(position) from meta.stages)
  and (stage_times.last_entered_at > stage_times.first_entered_at or stage_times.last_entered_at > stage_times.later_at)
group by stage_times.lead_number, stage_events.position
