-- stage_durations: how long do leads stay in each stage?
--
-- grain     one row per breakdown, stage and number of days
-- stage     name of the stage
-- position  its place in the pipeline, 1 is the first
-- days      calendar days from the entry to the exit, or to the end of the data
-- exited    leads that left the stage after so many days, whichever way
-- censored  leads that are still there after so many days
--
-- Skipped stages, unknown times and times out of order are left out.
select
    breakdown,
    stage,
    position,
    dwell_days as days,
    count(*) filter (where exit <> 'still there') as exited,
    count(*) filter (where exit = 'still there') as censored
from scoped_stage_entries
where dwell_days is not null and exit <> 'won'
group by breakdown, stage, position, dwell_days
order by breakdown, position, days
