-- stage_entries: every stage that every lead reached, and how it left it.
-- grain: one row per lead and stage reached, sorted by day of creation
-- age_days is counted from creation, dwell_days from the entry until the next stage, the closing, or the end of the
-- data for a lead that is still there; both null where a time is unknown or out of order. A skipped stage has no dwell.
-- entered_days (its own entry, where all its entries have a time) and left_days (the end of dwell_days) are counted from
-- creation too, as they are: they tell what an earlier end of the data would have shown.
-- exit: advanced, won (the last stage), lost, disqualified, still there. A lead that is still there is stalled when its
-- dwell_days exceed stalled_after_days: the stalled quantile of the leads of its motion that won (of both motions where
-- fewer than 20 won; null where none did).
with timed as (
    select
        stage_times.lead_id,
        stage_times.position,
        stage_times.is_implied,
        (stage_times.entered_at at time zone generation.time_zone)::date as entered_on,
        (stage_times.reached_at at time zone generation.time_zone)::date as reached_on,
        (lead(stage_times.reached_at) over (partition by stage_times.lead_id order by stage_times.position) at time zone generation.time_zone)::date as next_on,
        stage_times.is_furthest,
        generation.as_of_on
    from marts.stage_times as stage_times
    cross join meta.generation as generation
),
left_or_there as (
    select
        timed.*,
        journeys.* exclude (lead_id),
        case
            when not timed.is_furthest then 'advanced'
            when journeys.outcome = 'open' then 'still there'
            else journeys.outcome::varchar
        end as exit,
        case
            when not timed.is_furthest then timed.next_on
            when journeys.outcome = 'open' then timed.as_of_on
            else journeys.closed_on
        end as left_on
    from timed
    join marts.journeys as journeys using (lead_id)
)
select
    entries.lead_id,
    stages.stage::marts.stage as stage,
    entries.position::utinyint as position,
    entries.is_implied,
    case when entries.reached_on >= entries.created_on then entries.reached_on - entries.created_on end::smallint as age_days,
    case
        when not entries.is_implied and entries.reached_on >= entries.created_on and entries.left_on >= entries.reached_on
            then entries.left_on - entries.reached_on
    end::smallint as dwell_days,
    (entries.entered_on - entries.created_on)::smallint as entered_days,
    (entries.left_on - entries.created_on)::smallint as left_days,
    entries.exit::marts.exit as exit,
    case when own.count_won >= 20 then own.stalled_after_days else either.stalled_after_days end::smallint as stalled_after_days,
    entries.created_on,
    entries.motion,
    entries.channel,
    entries.source,
    entries.campaign,
    entries.segment,
    entries.region,
    entries.owner,
    entries.team,
    entries.journey_order,
    entries.observed_days,
    entries.days_to_close,
    entries.outcome,
    entries.amount,
    entries.is_foreign_currency
from left_or_there as entries
join meta.stages as stages using (position)
left join marts.stage_norms as own on own.position = entries.position and own.motion = entries.motion::varchar
left join marts.stage_norms as either on either.position = entries.position and either.motion = 'all'
order by entries.created_on, entries.motion, entries.segment, entries.source, entries.lead_id, entries.position
