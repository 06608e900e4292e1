-- won_months: what was won in each month, whenever its lead was created?
--
-- grain               one row per breakdown, motion and month of closing
-- motion              inbound, outbound or unknown
-- month               first day of the month
-- won                 leads won in it; wins without a day are left out
-- won_amount          their amount in the currency of the pages
select
    breakdown,
    motion,
    date_trunc('month', closed_on)::date as month,
    count(*) as won,
    coalesce(sum(amount::double) filter (where not is_foreign_currency), 0) as won_amount
from scoped_journeys
where outcome = 'won' and closed_on is not null
group by all
order by breakdown, motion, month
