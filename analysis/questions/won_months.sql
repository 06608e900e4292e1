-- won_months: how much was won in each month?
--
-- Of the leads created in the period, by the month in which they were won; a win without a day is in none.
--
-- grain         one row per month with a win
-- month         its first day
-- won           leads that were won in it
-- won_amount    sum of their amounts in the currency of the pages
select
    date_trunc('month', closed_on)::date as month,
    count(*) as won,
    coalesce(sum(case when not is_foreign_currency then amount::double end), 0) as won_amount
from scoped_journeys
where outcome = 'won' and closed_on is not null
group by all
order by month
