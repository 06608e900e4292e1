-- last_steps: what came last of each open lead, for the step that is missing after it, see gaps.
-- grain: one row per open lead
-- reached_at: when it reached the stage where it stands; null where that is not known. The others: see touch_summaries.
select
    journeys.lead_number,
    there.reached_at,
    touches.last_by_us_at,
    touches.last_answer_at,
    touches.last_meeting_at
from marts.journeys as journeys
join temp.stage_times as there on there.lead_number = journeys.lead_number and there.is_furthest
left join temp.touch_summaries as touches on touches.lead_number = journeys.lead_number
where journeys.outcome = 'open'
order by journeys.lead_number
