-- cost_months: what was spent in each month, and what came of the leads created in it?
--
-- grain                   one row per breakdown and month
-- month                   first day of the month
-- leads                   leads created in the month
-- opportunities           of those, reached opportunity or a later stage
-- won                     of those, won
-- won_amount              their amount in the currency of the pages
-- opportunities_in_time   of the leads, opportunity within window_days of creation, or on an unknown day
-- won_in_time             of the leads, won within window_days of creation, or on an unknown day
-- priced_in_time          of these, won for an amount in the currency of the pages
-- amount_in_time          sum of these amounts
-- amount_in_time_squares  sum of their squares, for its interval
-- spend                   spent in the same month and scope; missing where none is recorded: a recorded zero is a zero
-- team                    of the spend, what people cost (cost type team)
-- foreign_spend           lines of spend in another currency, left out
with timed as (
    select
        *,
        is_opportunity and coalesce(days_to_opportunity <= $window_days, true) as is_opportunity_in_time,
        outcome = 'won' and coalesce(days_to_won <= $window_days, true) as is_won_in_time,
        case when not is_foreign_currency then amount::double end as worth
    from scoped_journeys
),
results as (
    select
        breakdown,
        created_month as month,
        count(*) as leads,
        count(*) filter (where is_opportunity) as opportunities,
        count(*) filter (where outcome = 'won') as won,
        coalesce(sum(worth) filter (where outcome = 'won'), 0) as won_amount,
        count(*) filter (where is_opportunity_in_time) as opportunities_in_time,
        count(*) filter (where is_won_in_time) as won_in_time,
        count(worth) filter (where is_won_in_time) as priced_in_time,
        coalesce(sum(worth) filter (where is_won_in_time), 0) as amount_in_time,
        coalesce(sum(worth * worth) filter (where is_won_in_time), 0) as amount_in_time_squares
    from timed
    group by breakdown, month
),
spent as (
    select
        breakdown,
        date_trunc('month', spent_on)::date as month,
        sum(amount::double) filter (where not is_foreign_currency) as spend,
        sum(amount::double) filter (where not is_foreign_currency and cost_type = 'team') as team,
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
    coalesce(results.opportunities_in_time, 0) as opportunities_in_time,
    coalesce(results.won_in_time, 0) as won_in_time,
    coalesce(results.priced_in_time, 0) as priced_in_time,
    coalesce(results.amount_in_time, 0) as amount_in_time,
    coalesce(results.amount_in_time_squares, 0) as amount_in_time_squares,
    spent.spend,
    coalesce(spent.team, 0) as team,
    coalesce(spent.foreign_spend, 0) as foreign_spend
from results
full join spent on spent.breakdown = results.breakdown and spent.month = results.month
order by breakdown, month
