-- gap_counts: how many open leads miss their next step, since when, and what are they worth?
--
-- grain        one row per breakdown, gap and month
-- gap          the foremost gap of the lead
-- due_month    month in which it opened
-- leads        open leads with this foremost gap
-- worth        of those, leads whose value is known
-- value        sum of their expected won amounts, as in gap_queue
-- later_value  sum of what they are worth if they stay there for later_days more, as in gap_queue
with told as (
    select unnest($states::utinyint[]) as state, unnest($days::integer[]) as days, unnest($chances::double[]) as chance
),
worth as (
    select unnest($cells::uinteger[]) as cell, unnest($factors::double[]) as factor, unnest($amounts::double[]) as amount
),
valued as (
    select
        missing.breakdown,
        gap,
        due_month,
        nullif(today.chance * factor * worth.amount, 'nan') as value,
        nullif(later.chance * factor * worth.amount, 'nan') as later_value
    from scoped_gaps as missing
    left join told as today on today.state = missing.state and today.days = least(waited_days, list_max($days::integer[]))
    left join told as later on later.state = missing.state and later.days = least(waited_days + $later_days, list_max($days::integer[]))
    left join worth on worth.cell = missing.cell
    where $gap_bit = 0 or gaps & $gap_bit::utinyint > 0
)
select
    breakdown,
    gap,
    due_month,
    count(*) as leads,
    count(value) as worth,
    coalesce(sum(value), 0) as value,
    coalesce(sum(later_value), 0) as later_value
from valued
group by breakdown, gap, due_month
order by breakdown, gap, due_month
