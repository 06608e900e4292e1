-- waiting: which leads were open on the evening of each of some days, and for how long had they been at their stage?
--
-- grain           one row per day of known_by, breakdown, motion, stage and stretch of days
-- known_by        what happened later is not looked at
-- motion          inbound, outbound or unknown
-- position        place of the stage in the pipeline, 1 is the first
-- stretch_days    days at the stage by then: the first day of the stretch, by the edges that the caller says
-- leads           open leads
-- factors         sum over them of the factor by which their motion, channel and segment win more often than others, by
--                 what the caller says of the day and cell
-- amounts         sum of the factor times the typical won amount
-- squares         sum of the factor times the square of that amount
-- beyond_factors, beyond_amounts, beyond_squares  the same sums, of each times its days after the first of the stretch
with worth as (
    select
        unnest($worth_on::date[]) as known_by,
        unnest($cells::uinteger[]) as cell,
        unnest($factors::double[]) as factor,
        unnest($amounts::double[]) as amount
),
known as (
    select known_by, (row_number() over (order by known_by) - 1)::smallint as place
    from (select unnest($known_by::date[]) as known_by)
),
calendar as (
    select unnest(range(min(created_on), max(created_on + observed_days) + interval 1 day, interval 1 day))::date as day
    from scoped_stays
),
places as (
    -- Of each day how many of the others lie before it.
    select day, (select count(*) from known where known_by < day)::smallint as days_before
    from calendar
),
ages as (
    select days::smallint as days, list_max(list_filter($edges::smallint[], lambda edge: edge <= days)) as stretch_days
    from (select unnest(range(0, list_max($edges::smallint[])::bigint + 1)) as days)
),
spans as (
    -- From the first of the days on which a lead was there to the first on which it was not, alike ones together.
    select
        breakdown,
        motion,
        position,
        cell,
        created_on + from_days as entered_on,
        entering.days_before as first_place,
        coalesce(leaving.days_before, (select count(*) from known))::smallint as end_place,
        count(*) as leads
    from scoped_stays
    join places as entering on entering.day = created_on + from_days
    left join places as leaving on leaving.day = created_on + until_days
    where first_place < end_place
    group by all
),
present as (
    select * exclude (first_place, end_place), unnest(range(first_place, end_place))::smallint as place
    from spans
),
counted as (
    select
        known_by,
        breakdown,
        motion,
        position,
        cell,
        leads,
        least(known_by - entered_on, list_max($edges::smallint[]))::smallint as days
    from present
    join known using (place)
)
select
    known_by,
    breakdown,
    motion::varchar as motion,
    position::bigint as position,
    stretch_days::bigint as stretch_days,
    sum(leads)::bigint as leads,
    sum(leads * factor) as factors,
    sum(leads * factor * amount) as amounts,
    sum(leads * factor * amount * amount) as squares,
    sum(leads * factor * (days - stretch_days)) as beyond_factors,
    sum(leads * factor * amount * (days - stretch_days)) as beyond_amounts,
    sum(leads * factor * amount * amount * (days - stretch_days)) as beyond_squares
from counted
join ages using (days)
join worth using (known_by, cell)
group by known_by, breakdown, motion, position, stretch_days
order by known_by, breakdown, motion, position, stretch_days
