-- stage_dropoff: of the leads that reached each stage, how many advanced, were lost, or are still there?
--
-- grain             one row per breakdown and stage that a lead reached by any mode, whatever the limits
-- stage             name of the stage
-- position          its place in the pipeline, 1 is the first
-- reached           leads that reached the stage by the mode, within the limits
-- explicit          of those, leads with an entry of their own into the stage
-- implied           of those, leads that skipped it
-- advanced          of those, went on to a later stage, whichever way (or won, at the last)
-- lost              were lost here
-- disqualified      were disqualified here
-- young             are still here, and not for longer than leads that win stay
-- stalled           are still here for longer than the stalled quantile of the leads that won
-- too_young         reached the stage by the mode, but have been observed for fewer than overall_days: left out of all others
-- by_reached, by_explicit, by_ordered  leads that reached the stage within the limits, by each mode
-- rate advanced_share = advanced / reached
--
-- Modes. reached: entered the stage or a later one; explicit: has an entry of its own into the stage; ordered: has an
-- entry of its own into every stage up to this one, the first into each not before the first into the stage before it,
-- all with their time. Limits. step_days: each step up to here took at most so many days (known days only); overall_days:
-- reached within so many days of creation, among the leads observed for that long.
with timed as (
    select
        *,
        longest_own_step_days is not null and entered_days <= observed_days as is_ordered,
        $overall_days::integer is null or observed_days >= $overall_days::integer as is_observed,
        ($step_days::integer is null or longest_step_days <= $step_days::integer)
            and ($overall_days::integer is null or position = 1 or age_days <= $overall_days::integer) as is_reached_in_time,
        ($step_days::integer is null or longest_step_days <= $step_days::integer)
            and ($overall_days::integer is null or position = 1 or entered_days <= $overall_days::integer) as is_entered_in_time,
        ($step_days::integer is null or longest_own_step_days <= $step_days::integer)
            and ($overall_days::integer is null or position = 1 or entered_days <= $overall_days::integer) as is_ordered_in_time
    from scoped_stage_entries
),
read as (
    select
        *,
        is_observed and is_reached_in_time as is_by_reached,
        is_observed and not is_implied and is_entered_in_time as is_by_explicit,
        is_observed and is_ordered and is_ordered_in_time as is_by_ordered,
        case $mode when 'explicit' then not is_implied when 'ordered' then is_ordered else true end as is_by_mode,
        case $mode when 'explicit' then is_entered_in_time when 'ordered' then is_ordered_in_time else is_reached_in_time end
            as is_in_time
    from timed
),
counted as (
    select *, is_observed and is_by_mode and is_in_time as is_counted
    from read
)
select
    breakdown,
    stage,
    position,
    count(*) filter (where is_counted) as reached,
    count(*) filter (where is_counted and not is_implied) as explicit,
    count(*) filter (where is_counted and is_implied) as implied,
    count(*) filter (where is_counted and exit in ('advanced', 'won')) as advanced,
    count(*) filter (where is_counted and exit = 'lost') as lost,
    count(*) filter (where is_counted and exit = 'disqualified') as disqualified,
    count(*) filter (
        where is_counted and exit = 'still there' and not coalesce(dwell_days > stalled_after_days, false)
    ) as young,
    count(*) filter (where is_counted and exit = 'still there' and dwell_days > stalled_after_days) as stalled,
    count(*) filter (where is_by_mode and not is_observed) as too_young,
    count(*) filter (where is_by_reached) as by_reached,
    count(*) filter (where is_by_explicit) as by_explicit,
    count(*) filter (where is_by_ordered) as by_ordered
from counted
group by breakdown, stage, position
order by breakdown, position
