-- pipeline: what is open, and what became of the opportunities that were decided lately?
--
-- grain               one row per breakdown and motion
-- motion              inbound, outbound or unknown
-- open_opportunities  opportunities that have not closed
-- open_with_amount    of those, have an amount in the currency of the pages
-- open_amount         sum of these amounts
-- decided             opportunities won or lost in the last recent_days days of the data, with an amount in that currency
-- won                 of those, won
-- won_amount          sum over the won
-- won_amount_squares  sum of squares of the same, for the interval of the win rate by amount
-- lost_amount, lost_amount_squares  the same of the lost
-- rate win_rate = won / decided
with marked as (
    select
        *,
        case when not is_foreign_currency then amount::double end as worth,
        created_on + observed_days - closed_on < $recent_days and outcome in ('won', 'lost') as is_recent
    from scoped_journeys
    where is_opportunity
)
select
    breakdown,
    motion,
    count(*) filter (where outcome = 'open') as open_opportunities,
    count(worth) filter (where outcome = 'open') as open_with_amount,
    coalesce(sum(worth) filter (where outcome = 'open'), 0) as open_amount,
    count(worth) filter (where is_recent) as decided,
    count(worth) filter (where is_recent and outcome = 'won') as won,
    coalesce(sum(worth) filter (where is_recent and outcome = 'won'), 0) as won_amount,
    coalesce(sum(worth * worth) filter (where is_recent and outcome = 'won'), 0) as won_amount_squares,
    coalesce(sum(worth) filter (where is_recent and outcome = 'lost'), 0) as lost_amount,
    coalesce(sum(worth * worth) filter (where is_recent and outcome = 'lost'), 0) as lost_amount_squares
from marked
group by breakdown, motion
order by breakdown, motion
