-- stage_entries: every stage that every lead reached, and how it left it.
-- grain: one row per lead and stage reached, sorted by day of creation
-- age_days is counted from creation, dwell_days from the entry until the next stage, the closing, or the end of the
-- data for a lead that is still there; both null where a time is unknown or out of order (a win dated before its lead
-- had every stage by age 0). A skipped stage has no dwell.
-- entered_days (its own entry, where all its entries have a time) and left_days (the end of dwell_days) are counted from
-- creation too, as they are: they tell what an earlier end of the data would have shown. known_days is the latest age at
-- which this stage or one before it was reached: a stage of unknown time was not reached earlier than that.
-- exit: advanced, won (the last stage), lost, disqualified, still there. A lead that is still there is stalled when its
-- dwell_days exceed stalled_after_days, see stage_norms, which both it and its mark come from.
-- longest_step_days: the longest of the steps from stage to stage up to this one, by the days on which they were reached;
-- null where one is unknown. longest_own_step_days: the same by the first own entries; null where a stage up to this one
-- was skipped, has no time, or was first entered before the one before it.
-- repeated_days, backward_days: see stage_returns; counted from creation.
-- marks is one small number for what questions count by: 1 implied; 2 stayed longer than stalled_after_days; 4 entered in
-- order, by the end of the data; 8 entered again; 16 entered after a later stage.
with timed as (
    select
        stage_times.lead_number,
        stage_times.position,
        stage_times.is_implied,
        (stage_times.entered_at at time zone generation.time_zone)::date as entered_on,
        (stage_times.reached_at at time zone generation.time_zone)::date as reached_on,
        (stage_times.later_at at time zone generation.time_zone)::date as next_on,
        stage_times.entered_at,
        generation.time_zone,
        stage_times.is_furthest,
        generation.as_of_on
    from temp.stage_times as stage_times
    cross join meta.generation as generation
),
stepped as (
    select
        *,
        case when position = 1 then 0 else reached_on - lag(reached_on) over stages_in_order end as step_days,
        case
            when position = 1 then 0
            when entered_at >= lag(entered_at) over stages_in_order then entered_on - lag(entered_on) over stages_in_order
        end as own_step_days
    from timed
    window stages_in_order as (partition by lead_number order by position)
),
paced as (
    select
        *,
        max(reached_on) over so_far as known_on,
        case when count(step_days) over so_far = position then max(step_days) over so_far end as longest_step_days,
        case when count(own_step_days) over so_far = position then max(own_step_days) over so_far end as longest_own_step_days
    from stepped
    window so_far as (partition by lead_number order by position rows between unbounded preceding and current row)
),
left_or_there as (
    select
        paced.*,
        journeys.* exclude (lead_number),
        (returns.repeated_at at time zone paced.time_zone)::date as repeated_on,
        (returns.backward_at at time zone paced.time_zone)::date as backward_on,
        case
            when not paced.is_furthest then 'advanced'
            when journeys.outcome = 'open' then 'still there'
            else journeys.outcome::varchar
        end as exit,
        case
            when not paced.is_furthest then paced.next_on
            when journeys.outcome = 'open' then paced.as_of_on
            else journeys.closed_on
        end as left_on
    from paced
    join marts.journeys as journeys using (lead_number)
    left join temp.stage_returns as returns on returns.lead_number = paced.lead_number and returns.position = paced.position
),
entries as (
    select
        entries.*,
        case
            when not is_implied and reached_on >= created_on and left_on >= reached_on then left_on - reached_on
        end as dwelt
    from left_or_there as entries
)
select
    entries.lead_number,
    entries.lead_id,
    stages.stage::marts.stage as stage,
    entries.position::utinyint as position,
    entries.is_implied,
    case
        when entries.reached_on >= entries.created_on then entries.reached_on - entries.created_on
        when entries.outcome = 'won' and entries.is_closed_before_created then 0
    end::smallint as age_days,
    (entries.known_on - entries.created_on)::smallint as known_days,
    entries.dwelt::smallint as dwell_days,
    (entries.entered_on - entries.created_on)::smallint as entered_days,
    (entries.left_on - entries.created_on)::smallint as left_days,
    entries.longest_step_days::smallint as longest_step_days,
    entries.longest_own_step_days::smallint as longest_own_step_days,
    (entries.repeated_on - entries.created_on)::smallint as repeated_days,
    (entries.backward_on - entries.created_on)::smallint as backward_days,
    entries.exit::marts.exit as exit,
    null::smallint as stalled_after_days,
    (
        case when entries.is_implied then 1 else 0 end
        + case when entries.longest_own_step_days is not null and entries.entered_on <= entries.as_of_on then 4 else 0 end
        + case when entries.repeated_on <= entries.as_of_on then 8 else 0 end
        + case when entries.backward_on <= entries.as_of_on then 16 else 0 end
    )::utinyint as marks,
    entries.created_on,
    entries.{dimension},
    entries.journey_order,
    entries.observed_days,
    entries.days_to_close,
    entries.outcome,
    entries.reason,
    entries.amount,
    entries.is_foreign_currency
from entries
join meta.stages as stages using (position)
order by entries.lead_number, entries.position
