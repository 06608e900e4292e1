-- cost_months: what was spent in each month, and what came of the leads created in it?
--
-- grain          one row per breakdown and month
-- month          first day of the month
-- leads          leads created in the month
-- opportunities  of those, reached opportunity or a later stage
-- won            of those, won
-- won_amount     their amount in the currency of the pages
-- spend          spent in the same month and scope; missing where none is recorded (a recorded zero is none)
-- foreign_spend  lines of spend in another currency, left out
with results as (
    select
        breakdown,
        created_month as month,
        count(*) as leads,
        count(*) filter (where is_opportunity) as opportunities,
        count(*) filter (where outcome = 'won') as won,
        coalesce(sum(amount::double) filter (where outcome = 'won' and not is_foreign_currency), 0) as won_amount
    from scoped_journeys
    group by breakdown, month
),
spent as (
    select
        breakdown,
        date_trunc('month', spent_on)::date as month,
        nullif(sum(amount::double) filter (where not is_foreign_currency), 0) as spend,
        count(*) filter (where is_foreign_currency) as foreign_spend
    from scoped_spend
    group by breakdown, month
)
select
    coalesce(results.breakdown, spent.breakdown) as breakdown,
    coalesce(results.month, spent.month) as month,
    coalesce(results.leads, 0) as leads,
    coalesce(results.opportunities, 0) as opportunities,
    coalesce(results.won, 0) as won,
    coalesce(results.won_amount, 0) as won_amount,
    spent.spend,
    coalesce(spent.foreign_spend, 0) as foreign_spend
from results
full join spent on spent.breakdown = results.breakdown and spent.month = results.month
order by breakdown, month
