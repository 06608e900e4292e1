-- gaps: the open leads whose next step is missing at the end of the data.
-- grain: one row per open lead with a gap, sorted by day of creation
-- gap is the foremost; gaps has one bit for each that the lead has, in the order of the type gap:
--   unanswered reply           their last reply or call has no later touch by us for reply_days
--   meeting without next step  a meeting was booked or held, and neither a touch by us nor a stage came for meeting_days
--   quiet opportunity          an opportunity without a touch, in either direction, for opportunity_days
--   never touched              created untouched_days ago or earlier, no touch by us
--   stalled                    longer in its stage than stalled_after_days, see stage_entries
--   given up early             touched by us less often than the median lead that won (of its motion; of both where fewer
--                              than 20 won), and by nobody for given_up_days
-- Where no touch is loaded at all only stalled can be told. due_on: the day on which the foremost gap opened; last_step_on:
-- what it waits after. usual_touches: of the median lead that won. What the lead is worth depends on state, waited_days (at
-- the stage where it stays, see stays) and cell (see worth_cells). is_older_than_any_win: no lead of its motion that won had
-- been at that stage for so long; false where none won from there.
-- The variables come from the definitions.
with won_touches as (
    select
        case when grouping(motion) = 1 then 'all' else motion::varchar end as motion,
        count(*) as count_won,
        quantile_disc(count_touches_by_us, 0.5) as usual_touches
    from marts.journeys
    where outcome = 'won'
    group by grouping sets ((), (motion))
),
loaded as (
    select count(*) > 0 as has_touches
    from marts.journeys
    where last_touch_on is not null
),
open_leads as (
    select
        journeys.*,
        generation.as_of_on,
        loaded.has_touches,
        steps.last_by_us_at,
        steps.last_answer_at,
        steps.last_meeting_at,
        steps.reached_at,
        (steps.last_answer_at at time zone generation.time_zone)::date as answered_on,
        (steps.last_meeting_at at time zone generation.time_zone)::date as met_on,
        coalesce((steps.reached_at at time zone generation.time_zone)::date, journeys.created_on) as reached_on,
        case when own.count_won >= 20 then own.usual_touches else either.usual_touches end as usual_touches
    from marts.journeys as journeys
    cross join meta.generation as generation
    cross join loaded
    join marts.last_steps as steps using (lead_number)
    left join won_touches as own on own.motion = journeys.motion::varchar
    left join won_touches as either on either.motion = 'all'
    where journeys.outcome = 'open'
),
stalled as (
    select lead_id, dwell_days, stalled_after_days
    from marts.stage_entries
    where exit = 'still there' and dwell_days > stalled_after_days
),
dated as (
    select
        open_leads.*,
        case when not coalesce(last_by_us_at > last_answer_at, false) then answered_on end as unanswered_since,
        case
            when not coalesce(last_by_us_at > last_meeting_at, false) and not coalesce(reached_at > last_meeting_at, false) then met_on
        end as meeting_since,
        case
            when has_touches and furthest_stage >= (select position from meta.stages where role = 'opportunity')
                then greatest(reached_on, coalesce(last_touch_on, reached_on))
        end as quiet_since,
        case when has_touches and count_touches_by_us = 0 then created_on end as untouched_since,
        case when stalled.lead_id is not null then as_of_on - stalled.dwell_days end as stalled_since,
        stalled.stalled_after_days,
        case when count_touches_by_us between 1 and usual_touches - 1 then last_touch_on end as given_up_since
    from open_leads
    left join stalled using (lead_id)
),
told as (
    select
        *,
        [
            unanswered_since + getvariable('reply_days'),
            meeting_since + getvariable('meeting_days'),
            quiet_since + getvariable('opportunity_days'),
            untouched_since + getvariable('untouched_days'),
            stalled_since + stalled_after_days + 1,
            given_up_since + getvariable('given_up_days')
        ] as due_days,
        [unanswered_since, meeting_since, quiet_since, untouched_since, stalled_since, given_up_since] as since_days
    from dated
),
foremost as (
    select
        *,
        list_position(list_transform(due_days, lambda day: coalesce(day <= as_of_on, false)), true) as place,
        list_sum(list_transform(due_days, lambda day, number: case when day <= as_of_on then 1 << (number - 1) else 0 end)) as bits
    from told
),
wins as (
    select state, max(until_days - from_days) as longest_days
    from marts.stays
    where won_days is not null
    group by state
)
select
    foremost.lead_id,
    enum_range(null::marts.gap)[place]::marts.gap as gap,
    bits::utinyint as gaps,
    due_days[place] as due_on,
    date_trunc('month', due_days[place])::date as due_month,
    since_days[place] as last_step_on,
    last_touch_on,
    count_touches_by_us,
    usual_touches::smallint as usual_touches,
    stalled_after_days,
    (as_of_on - reached_on)::smallint as stage_days,
    furthest_stage as position,
    stays.state,
    (stays.observed_days - stays.from_days)::smallint as waited_days,
    stays.cell,
    coalesce(stays.observed_days - stays.from_days > wins.longest_days, false) as is_older_than_any_win,
    foremost.created_on,
    (as_of_on - foremost.created_on)::smallint as age_days,
    foremost.{dimension},
    foremost.journey_order,
    foremost.amount,
    foremost.is_foreign_currency
from foremost
join marts.stays as stays on stays.lead_id = foremost.lead_id and stays.until_days is null
left join wins on wins.state = stays.state
where bits > 0
order by foremost.created_on, foremost.motion, foremost.segment, foremost.source, foremost.lead_id
