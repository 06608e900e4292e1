-- engines: what does each engine of the pipeline bring, how large are its deals and how long do they take?
--
-- grain                one row per breakdown and motion
-- motion               inbound, outbound or unknown
-- leads                leads created in the period
-- prospects            of those, reached prospect (qualified) or a later stage
-- opportunities        of those, reached opportunity or a later stage
-- won                  leads that closed so
-- mature               leads observed for the whole window of window_days
-- mature_prospects     of the mature, prospect within the window
-- open_opportunities   opportunities that have not closed
-- decided              opportunities that were won or lost
-- won_opportunities    of the decided, won
-- won_amount           sum over won leads in the currency of the pages
-- won_amount_squares   sum of squares of the same, for its interval
-- won_with_amount      won leads that have an amount in that currency
-- cycles               wins whose days from opportunity to won are known; those dated before their creation are left out
-- cycle_days           sum of these days
-- cycle_days_squares   sum of squares of the same, for their interval
-- rate fit = mature_prospects / mature
-- rate opportunity_win_rate = won_opportunities / decided
with marked as (
    select
        *,
        outcome = 'won' as is_won,
        case when outcome = 'won' and not is_foreign_currency then amount::double end as amount_won,
        case when not is_closed_before_created then (days_to_won - days_to_opportunity)::bigint end as days_in_cycle
    from scoped_journeys
)
select
    breakdown,
    motion,
    count(*) as leads,
    count(*) filter (where is_prospect) as prospects,
    count(*) filter (where is_opportunity) as opportunities,
    count(*) filter (where is_won) as won,
    count(*) filter (where observed_days >= $window_days) as mature,
    count(*) filter (where observed_days >= $window_days and days_to_prospect <= $window_days) as mature_prospects,
    count(*) filter (where is_opportunity and outcome = 'open') as open_opportunities,
    count(*) filter (where is_opportunity and outcome in ('won', 'lost')) as decided,
    count(*) filter (where is_opportunity and is_won) as won_opportunities,
    coalesce(sum(amount_won), 0) as won_amount,
    coalesce(sum(amount_won * amount_won), 0) as won_amount_squares,
    count(amount_won) as won_with_amount,
    count(days_in_cycle) as cycles,
    coalesce(sum(days_in_cycle), 0)::bigint as cycle_days,
    coalesce(sum(days_in_cycle * days_in_cycle), 0)::bigint as cycle_days_squares
from marked
group by breakdown, motion
order by breakdown, motion
