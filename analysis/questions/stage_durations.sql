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
with counted as (
    select
        breakdown,
        position,
        dwell_days,
        count(*) as leads,
        count_if(exit = 'still there')::bigint as censored
    from scoped_stage_entries
    where dwell_days is not null and exit <> 'won'
    group by breakdown, position, dwell_days
)
select
    breakdown,
    stages.stage,
    position,
    dwell_days as days,
    leads - censored as exited,
    censored
from counted
join meta.stages as stages using (position)
order by breakdown, position, days
