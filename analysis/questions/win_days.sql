-- win_days: what was won on each day of closing?
--
-- grain               one row per breakdown, motion and day
-- motion              inbound, outbound or unknown
-- day                 day of closing; a win before the creation counts on the day of creation, one without a day is in a
--                     row without a day
-- won                 leads won on the day
-- won_amount          sum over them in the currency of the pages
-- won_amount_squares  sum of squares of the same
-- won_with_amount     won leads that have an amount in that currency
with won_leads as (
    select
        breakdown,
        motion,
        case when closed_on is not null then greatest(closed_on, created_on) end as day,
        case when not is_foreign_currency then amount::double end as amount_won
    from scoped_wins
)
select
    breakdown,
    motion::varchar as motion,
    day,
    count(*) as won,
    coalesce(sum(amount_won), 0) as won_amount,
    coalesce(sum(amount_won * amount_won), 0) as won_amount_squares,
    count(amount_won) as won_with_amount
from won_leads
group by breakdown, motion, day
order by breakdown, motion, day
