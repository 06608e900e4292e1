-- win_months: what was won in each month, by the day of closing?
--
-- grain               one row per breakdown and month of closing
-- motion              the motion of the breakdown's won leads; mixed where there are several
-- month               first day of the month; a win before the creation counts on the day of creation, one without a
--                     day is in a row without a month
-- won                 leads won in the month
-- won_amount          sum over them in the currency of the pages
-- won_amount_squares  sum of squares of the same, for its interval
-- won_with_amount     won leads that have an amount in that currency
with won_leads as (
    select
        breakdown,
        motion,
        case when closed_on is not null then date_trunc('month', greatest(closed_on, created_on))::date end as month,
        case when not is_foreign_currency then amount::double end as amount_won
    from scoped_wins
),
counted as (
    select
        breakdown,
        month,
        min(motion) as first_motion,
        max(motion) as last_motion,
        count(*) as won,
        coalesce(sum(amount_won), 0) as won_amount,
        coalesce(sum(amount_won * amount_won), 0) as won_amount_squares,
        count(amount_won) as won_with_amount
    from won_leads
    group by breakdown, month
)
select
    breakdown,
    case
        when min(first_motion) over (partition by breakdown) = max(last_motion) over (partition by breakdown)
            then first_motion::varchar
        else 'mixed'
    end as motion,
    month,
    won,
    won_amount,
    won_amount_squares,
    won_with_amount
from counted
order by breakdown, month
