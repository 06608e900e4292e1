-- payback: of the spend of each month, what did the leads created in it win, and how many months later?
--
-- grain               one row per breakdown, month with recorded spend and age at which a lead of the month was won; a month
--                     of which no dated win is known has one row without an age
-- month               first day of the month of the spend and of the creation of the leads
-- age_months          calendar months from that month to the month of the win, 0 is the same month (a win dated before
--                     its lead counts there)
-- spend               spent in the month and scope, the same in all its rows; months without recorded spend are left out
-- won                 dated wins of that age
-- won_amount          their amount in the currency of the pages
-- won_amount_squares  sum of squares of the same, for its interval
-- undated_won         wins of the month without a day, the same in all its rows: left out of the ages
with aged as (
    select
        breakdown,
        date_trunc('month', created_on)::date as month,
        date_diff('month', created_on, created_on + days_to_won) as age_months,
        case when not is_foreign_currency then amount::double end as amount_won
    from scoped_wins
),
results as (
    select
        breakdown,
        month,
        age_months,
        count(*) as won,
        coalesce(sum(amount_won), 0) as won_amount,
        coalesce(sum(amount_won * amount_won), 0) as won_amount_squares
    from aged
    group by breakdown, month, age_months
),
spent as (
    select
        breakdown,
        date_trunc('month', spent_on)::date as month,
        sum(amount::double) as spend
    from scoped_spend
    where not is_foreign_currency
    group by breakdown, month
    having sum(amount) > 0
),
undated as (
    select breakdown, month, won
    from results
    where age_months is null
)
select
    spent.breakdown,
    spent.month,
    dated.age_months,
    spent.spend,
    coalesce(dated.won, 0) as won,
    coalesce(dated.won_amount, 0) as won_amount,
    coalesce(dated.won_amount_squares, 0) as won_amount_squares,
    coalesce(undated.won, 0) as undated_won
from spent
left join results as dated
    on dated.breakdown = spent.breakdown and dated.month = spent.month and dated.age_months is not null
left join undated on undated.breakdown = spent.breakdown and undated.month = spent.month
order by spent.breakdown, spent.month, dated.age_months
