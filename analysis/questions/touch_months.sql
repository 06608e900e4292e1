-- touch_months: how often did we touch the leads created in each month?
--
-- grain    one row per breakdown and month
-- month    first day of the month in which the leads were created
-- leads    leads created in the month
-- touches  touches by us of these leads, whenever they were
select
    breakdown,
    created_month as month,
    count(*) as leads,
    coalesce(sum(count_touches_by_us), 0)::bigint as touches
from scoped_journeys
group by breakdown, month
order by breakdown, month
