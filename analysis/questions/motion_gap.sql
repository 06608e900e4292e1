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
-- rate won_within_window = mature_won / mature
-- rate win_rate_of_closed_leads = won / closed
-- rate win_rate_of_closed_opportunities = won / closed_opportunities
with every_lead as (
    select
        breakdown,
        motion,
        count(*) as leads,
        count_if(is_opportunity)::bigint as opportunities,
        count_if(outcome = 'lost')::bigint as lost,
        count_if(mature_days >= $window_days)::bigint as mature,
        count_if(is_opportunity and outcome = 'open')::bigint as open_opportunities,
        count_if(is_opportunity and outcome in ('won', 'lost'))::bigint as closed_opportunities
    from scoped_journeys
    group by breakdown, motion
),
won_leads as (
    select
        breakdown,
        motion,
        count(*) as won,
        count_if(mature_days >= $window_days and days_to_won <= $window_days)::bigint as mature_won,
        sum(case when not is_foreign_currency then amount::double end) as won_amount,
        sum(case when not is_foreign_currency then amount::double * amount::double end) as won_amount_squares,
        count(case when not is_foreign_currency then amount end) as won_with_amount,
        median(days_to_won) filter (where not is_closed_before_created) as median_days_to_won
    from scoped_wins
    group by breakdown, motion
)
select
    breakdown,
    motion,
    leads,
    opportunities,
    coalesce(won, 0) as won,
    lost,
    coalesce(won, 0) + lost as closed,
    coalesce(mature, 0) as mature,
    coalesce(mature_won, 0) as mature_won,
    coalesce(won_amount, 0) as won_amount,
    coalesce(won_amount_squares, 0) as won_amount_squares,
    coalesce(won_with_amount, 0) as won_with_amount,
    median_days_to_won,
    open_opportunities,
    closed_opportunities
from every_lead
left join won_leads using (breakdown, motion)
order by breakdown, motion
