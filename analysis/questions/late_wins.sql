-- late_wins: how many leads are won only after a long wait?
--
-- grain        one row per breakdown and motion
-- motion       inbound, outbound or unknown
-- watched      leads observed for the whole window of window_days; undated wins are left out
-- won          of the watched, won within the window
-- waited       of the watched, neither closed nor won by late_days; undated closings are left out
-- won_late     of these, won within the window: after more than late_days
-- waiting      leads of any age that are open and have been for more than late_days
-- rate late_share = won_late / won
-- rate won_after_waiting = won_late / waited
select
    breakdown,
    motion,
    count(*) filter (where mature_days >= $window_days) as watched,
    count(*) filter (where mature_days >= $window_days and days_to_won <= $window_days) as won,
    count(*) filter (where mature_days >= $window_days and followed_days > $late_days) as waited,
    count(*) filter (
        where mature_days >= $window_days and days_to_won > $late_days and days_to_won <= $window_days
    ) as won_late,
    count(*) filter (where outcome = 'open' and observed_days > $late_days) as waiting
from scoped_journeys
group by breakdown, motion
order by breakdown, motion
