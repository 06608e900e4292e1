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
with limited as (
    -- Rows are counted by small numbers first, and few are left to add up. marks: see the mart stage_entries. within:
    -- 1 observed for long enough; in time, 2 reached, 4 entered, 8 entered in order. Without limits all four hold.
    select
        breakdown,
        position,
        exit,
        marks,
        case
            when $overall_days::integer is null and $step_days::integer is null then 15
            else
                case when $overall_days::integer is null or observed_days >= $overall_days::integer then 1 else 0 end
                + case
                    when ($step_days::integer is null or longest_step_days <= $step_days::integer)
                        and ($overall_days::integer is null or position = 1 or age_days <= $overall_days::integer) then 2
                    else 0
                end
                + case
                    when ($step_days::integer is null or longest_step_days <= $step_days::integer)
                        and ($overall_days::integer is null or position = 1 or entered_days <= $overall_days::integer) then 4
                    else 0
                end
                + case
                    when ($step_days::integer is null or longest_own_step_days <= $step_days::integer)
                        and ($overall_days::integer is null or position = 1 or entered_days <= $overall_days::integer) then 8
                    else 0
                end
        end as within,
        count(*) as leads
    from scoped_stage_entries
    group by all
),
read as (
    select
        *,
        marks & 1 > 0 as is_implied,
        marks & 2 > 0 as is_overdue,
        marks & 4 > 0 as is_ordered,
        within & 1 > 0 as is_observed,
        within & 2 > 0 as is_reached_in_time,
        within & 4 > 0 as is_entered_in_time,
        within & 8 > 0 as is_ordered_in_time
    from limited
),
told as (
    select
        *,
        case $mode when 'explicit' then not is_implied when 'ordered' then is_ordered else true end as is_by_mode,
        case $mode when 'explicit' then is_entered_in_time when 'ordered' then is_ordered_in_time else is_reached_in_time end
            as is_in_time
    from read
),
counted as (
    select
        *,
        case when is_observed and is_by_mode and is_in_time then leads else 0 end as counted
    from told
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
    coalesce(sum(leads) filter (where is_by_mode and not is_observed), 0)::bigint as too_young,
    coalesce(sum(leads) filter (where is_observed and is_reached_in_time), 0)::bigint as by_reached,
    coalesce(sum(leads) filter (where is_observed and not is_implied and is_entered_in_time), 0)::bigint as by_explicit,
    coalesce(sum(leads) filter (where is_observed and is_ordered and is_ordered_in_time), 0)::bigint as by_ordered
from counted
join meta.stages as stages using (position)
group by breakdown, stages.stage, position
order by breakdown, position
