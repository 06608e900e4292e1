-- gap_counts: how many open leads miss their next step, since when, and what are they worth?
--
-- grain    one row per breakdown, gap and month
-- gap      the foremost gap of the lead
-- due_month  month in which it opened
-- leads    open leads with this foremost gap
-- worth    of those, leads whose value is known
-- value    sum of their expected won amounts, by what the caller says of each cell
with worth as (
    select unnest($cells::uinteger[]) as cell, unnest($amounts::double[]) as value
)
select
    breakdown,
    gap,
    due_month,
    count(*) as leads,
    count(value) as worth,
    coalesce(sum(value), 0) as value
from scoped_gaps
left join worth using (cell)
where $gap_bit = 0 or gaps & $gap_bit::utinyint > 0
group by breakdown, gap, due_month
order by breakdown, gap, due_month
