-- reliability: of the leads that were open on earlier days, how many were won soon after, by how likely that was?
--
-- grain     one row per tenth of the chance
-- tenth     0 for chances up to 10 %, 9 for those above 90 %
-- leads     leads that were open on one of the days of known_by, once for each
-- expected  sum of their chances to win within 60 days, by what the caller says of the day, stage, days there, motion,
--           channel and segment
-- won       of the leads, won within 60 days
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
valued as (
    select leads, is_won_soon, (chance + slope * (days - stretch_days)) * factor as chance
    from scoped_open_days
    join meta.stretches using (days)
    join told using (known_by, state, stretch_days)
    join worth using (known_by, cell)
)
select
    least(floor(chance * 10), 9)::tinyint as tenth,
    sum(leads)::bigint as leads,
    sum(leads * chance) as expected,
    coalesce(sum(leads) filter (where is_won_soon), 0)::bigint as won
from valued
group by tenth
order by tenth
