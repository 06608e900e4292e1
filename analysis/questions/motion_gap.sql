-- motion_gap: how do inbound and outbound leads of each breakdown fare?
--
-- grain               one row per breakdown and motion
-- motion              inbound, outbound or unknown
-- leads               leads created in the period
-- opportunities       leads that reached opportunity or a later stage
-- won, lost           leads that closed so
-- closed              won and lost together
-- mature              leads observed for the whole window of window_days; undated wins are left out
-- mature_won          of the mature, won within the window
-- won_amount          sum over won leads in the currency of the pages
-- won_amount_squares  sum of squares of the same, for its interval
-- won_with_amount     won leads that have an amount in that currency
-- median_days_to_won  median calendar days from creation to won, of the wins dated on or after the creation
-- open_opportunities  opportunities that have not closed: what is in the pipeline now
-- closed_opportunities  of the opportunities, won or lost
-- mean_cycle_days     mean calendar days from opportunity to won, of the same
-- rate won_within_window = mature_won / mature
-- rate win_rate = won / closed
-- rate opportunity_win_rate = won / closed_opportunities
with marked as (
    select
        *,
        outcome = 'won' as is_won,
        mature_days >= $window_days as is_mature,
        case when outcome = 'won' and not is_foreign_currency then amount::double end as amount_won
    from scoped_journeys
)
select
    breakdown,
    motion,
    count(*) as leads,
    count(*) filter (where is_opportunity) as opportunities,
    count(*) filter (where is_won) as won,
    count(*) filter (where outcome = 'lost') as lost,
    count(*) filter (where outcome in ('won', 'lost')) as closed,
    count(*) filter (where is_mature) as mature,
    count(*) filter (where is_mature and days_to_won <= $window_days) as mature_won,
    coalesce(sum(amount_won), 0) as won_amount,
    coalesce(sum(amount_won * amount_won), 0) as won_amount_squares,
    count(amount_won) as won_with_amount,
    median(days_to_won) filter (where not is_closed_before_created) as median_days_to_won,
    count(*) filter (where is_opportunity and outcome = 'open') as open_opportunities,
    count(*) filter (where is_opportunity and outcome in ('won', 'lost')) as closed_opportunities,
    avg(days_to_won - days_to_opportunity) filter (where not is_closed_before_created) as mean_cycle_days
from marked
group by breakdown, motion
order by breakdown, motion
