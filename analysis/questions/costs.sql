-- costs: what was spent, and what came of it?
--
-- grain          one row per breakdown
-- leads          leads created in the period
-- opportunities  of those, reached opportunity or a later stage
-- won            of those, won
-- won_amount     their amount in the currency of the pages
-- spend          spent in the same period and scope; missing where none is recorded: a recorded zero is a zero
-- foreign_spend  lines of spend in another currency, left out
with results as (
    select
        breakdown,
        count(*) as leads,
        count(*) filter (where is_opportunity) as opportunities,
        count(*) filter (where outcome = 'won') as won,
        coalesce(sum(amount::double) filter (where outcome = 'won' and not is_foreign_currency), 0) as won_amount
    from scoped_journeys
    group by breakdown
),
spent as (
    select
        breakdown,
        sum(amount::double) filter (where not is_foreign_currency) as spend,
        count(*) filter (where is_foreign_currency) as foreign_spend
    from scoped_spend
    group by breakdown
)
select
    coalesce(results.breakdown, spent.breakdown) as breakdown,
    coalesce(results.leads, 0) as leads,
    coalesce(results.opportunities, 0) as opportunities,
    coalesce(results.won, 0) as won,
    coalesce(results.won_amount, 0) as won_amount,
    spent.spend,
    coalesce(spent.foreign_spend, 0) as foreign_spend
from results
full join spent on spent.breakdown = results.breakdown
order by leads desc, breakdown
