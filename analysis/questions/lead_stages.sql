-- lead_stages: how long has one lead stayed in each stage that it reached?
--
-- grain               one row per stage that the lead `lead_id` reached
-- stage, position     name of the stage, and its place in the pipeline
-- is_implied          it has no entry of its own: the lead skipped it
-- reached_on          day on which it entered this stage or a later one; missing where that is unknown
-- dwell_days          calendar days until the next stage, the closing, or the end of the data; missing where a time is
--                     unknown or out of order
-- stalled_after_days  days that nine of ten leads that won stayed at most, by its motion; missing where none won
-- exit                advanced, won, lost, disqualified, still there
-- is_repeated         entered at two times or more
-- is_backward         entered after a later stage
with entries as (
    -- By its day, which few rows of the mart share; where it has none, no lead has one.
    select *
    from marts.stage_entries
    where lead_id = $lead_id
      and created_on = (select created_on from marts.journeys where lead_id = $lead_id)
    union all
    select *
    from marts.stage_entries
    where lead_id = $lead_id
      and created_on is null
)
select
    stage,
    position,
    is_implied,
    created_on + age_days::integer as reached_on,
    dwell_days,
    stalled_after_days,
    exit,
    repeated_days is not null as is_repeated,
    backward_days is not null as is_backward
from entries
order by position
