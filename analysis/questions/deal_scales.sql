-- deal_scales: how large are typical won deals of both motions?
--
-- grain               one row per breakdown and motion
-- motion              inbound, outbound or unknown
-- deals               won leads with an amount above 0 in the currency of the pages
-- amount              sum of these amounts
-- amount_squares      sum of their squares
-- log_amount          sum of their natural logarithms, each to six digits: its mean is that of the typical deal
-- log_amount_squares  sum of the squares of the same
with priced as (
    select
        breakdown,
        motion,
        amount::double as worth,
        ln(amount::double)::decimal(18, 6) as scale
    from scoped_wins
    where not is_foreign_currency and amount > 0
)
select
    breakdown,
    motion,
    count(*) as deals,
    sum(worth) as amount,
    sum(worth * worth) as amount_squares,
    sum(scale)::double as log_amount,
    sum(scale * scale)::double as log_amount_squares
from priced
group by breakdown, motion
order by breakdown, motion
