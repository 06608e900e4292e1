-- reliability: of the leads that were open on earlier days, how many were won soon after, by how likely that was?
--
-- grain     one row per tenth of the chance
-- tenth     0 for chances up to 10 %, 9 for those above 90 %
-- leads     leads that were open on one of the days of known_by, once for each
-- expected  sum of their chances to win within apart_days, by what the caller says of the day, stage, days there, motion,
--           channel and segment
-- won       of the leads, won within apart_days
with told as (
    select
        unnest($told_on::date[]) as known_by,
        unnest($states::utinyint[]) as state,
        unnest($stretches::smallint[]) as stretch_days,
        unnest($chances::double[]) as chance,
        unnest($slopes::double[]) as slope
),
worth as (
    select unnest($worth_on::date[]) as known_by, unnest($cells::uinteger[]) as cell, unnest($factors::double[]) as factor
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
        state,
        cell,
        created_on + from_days as entered_on,
        created_on + won_days as won_on,
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
        state,
        cell,
        leads,
        coalesce(won_on <= known_by + $apart_days, false) as is_won,
        least(known_by - entered_on, list_max($edges::smallint[]))::smallint as days
    from present
    join known using (place)
),
valued as (
    select leads, is_won, (chance + slope * (days - stretch_days)) * factor as chance
    from counted
    join ages using (days)
    join told using (known_by, state, stretch_days)
    join worth using (known_by, cell)
)
select
    least(floor(chance * 10), 9)::tinyint as tenth,
    sum(leads)::bigint as leads,
    sum(leads * chance) as expected,
    coalesce(sum(leads) filter (where is_won), 0)::bigint as won
from valued
group by tenth
order by tenth
