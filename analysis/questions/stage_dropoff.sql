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
marked as (
    -- One small number for all that is asked of an entry: rows are counted by it first, and few are left to add up.
    select
        breakdown,
        position,
        exit,
        case when is_implied then 1 else 0 end
            + case when dwell_days > stalled_after_days then 2 else 0 end
            + case when is_observed and is_by_mode and is_in_time then 4 else 0 end
            + case when is_by_mode and not is_observed then 8 else 0 end
            + case when is_by_reached then 16 else 0 end
            + case when is_by_explicit then 32 else 0 end
            + case when is_by_ordered then 64 else 0 end as marks,
        count(*) as leads
    from read
    group by all
),
counted as (
    select
        * exclude (leads),
        case when marks & 4 > 0 then leads else 0 end as counted,
        marks & 1 > 0 as is_implied,
        marks & 2 > 0 as is_overdue,
        leads
    from marked
)
select
    breakdown,
    stages.stage,
    position,
    sum(counted)::bigint as reached,
    coalesce(sum(counted) filter (where not is_implied), 0)::bigint as explicit,
    coalesce(sum(counted) filter (where is_implied), 0)::bigint as implied,
    coalesce(sum(counted) filter (where exit in ('advanced', 'won')), 0)::bigint as advanced,
    coalesce(sum(counted) filter (where exit = 'lost'), 0)::bigint as lost,
    coalesce(sum(counted) filter (where exit = 'disqualified'), 0)::bigint as disqualified,
    coalesce(sum(counted) filter (where exit = 'still there' and not is_overdue), 0)::bigint as young,
    coalesce(sum(counted) filter (where exit = 'still there' and is_overdue), 0)::bigint as stalled,
    coalesce(sum(leads) filter (where marks & 8 > 0), 0)::bigint as too_young,
    coalesce(sum(leads) filter (where marks & 16 > 0), 0)::bigint as by_reached,
    coalesce(sum(leads) filter (where marks & 32 > 0), 0)::bigint as by_explicit,
    coalesce(sum(leads) filter (where marks & 64 > 0), 0)::bigint as by_ordered
from counted
join meta.stages as stages using (position)
group by breakdown, stages.stage, position
order by breakdown, position
