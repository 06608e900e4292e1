-- pipeline: what is open, and how much of what was open before has been won?
--
-- grain                 one row per breakdown and motion
-- motion                inbound, outbound or unknown
-- open_opportunities    opportunities that have not closed
-- open_with_amount      of those, have an amount in the currency of the pages
-- open_amount           sum of these amounts
-- mature                opportunities with an amount in that currency whose lead has been observed for the whole window of
--                       window_days, for less than recent_days longer; undated wins are left out
-- mature_won            of the mature, won within the window
-- won_amount            sum over these wins
-- won_amount_squares    sum of squares of the same, for the interval of the win rate by amount
-- unwon_amount, unwon_amount_squares  the same of the other mature ones, still open or not
-- rate won_within_window = mature_won / mature
with marked as (
    select
        *,
        case when not is_foreign_currency then amount::double end as worth,
        mature_days >= $window_days and observed_days < $window_days + $recent_days as is_mature,
        coalesce(days_to_won <= $window_days, false) as is_won_in_time
    from scoped_journeys
    where is_opportunity
)
select
    breakdown,
    motion,
    count(*) filter (where outcome = 'open') as open_opportunities,
    count(worth) filter (where outcome = 'open') as open_with_amount,
    coalesce(sum(worth) filter (where outcome = 'open'), 0) as open_amount,
    count(worth) filter (where is_mature) as mature,
    count(worth) filter (where is_mature and is_won_in_time) as mature_won,
    coalesce(sum(worth) filter (where is_mature and is_won_in_time), 0) as won_amount,
    coalesce(sum(worth * worth) filter (where is_mature and is_won_in_time), 0) as won_amount_squares,
    coalesce(sum(worth) filter (where is_mature and not is_won_in_time), 0) as unwon_amount,
    coalesce(sum(worth * worth) filter (where is_mature and not is_won_in_time), 0) as unwon_amount_squares
from marked
group by breakdown, motion
order by breakdown, motion
