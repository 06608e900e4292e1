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
-- rate win_rate_of_closed_opportunities = won_opportunities / decided
with every_lead as (
    select
        breakdown,
        motion,
        count(*) as leads,
        count_if(is_prospect)::bigint as prospects,
        count_if(is_opportunity)::bigint as opportunities,
        count_if(observed_days >= $window_days)::bigint as mature,
        count_if(observed_days >= $window_days and days_to_prospect <= $window_days)::bigint as mature_prospects,
        count_if(is_opportunity and outcome = 'open')::bigint as open_opportunities,
        count_if(is_opportunity and outcome in ('won', 'lost'))::bigint as decided
    from scoped_journeys
    group by breakdown, motion
),
won_marked as (
    select
        *,
        case when not is_foreign_currency then amount::double end as amount_won,
        case when not is_closed_before_created then (days_to_won - days_to_opportunity)::bigint end as days_in_cycle
    from scoped_wins
),
won_leads as (
    select
        breakdown,
        motion,
        count(*) as won,
        count_if(is_opportunity)::bigint as won_opportunities,
        sum(amount_won) as won_amount,
        sum(amount_won * amount_won) as won_amount_squares,
        count(amount_won) as won_with_amount,
        count(days_in_cycle) as cycles,
        sum(days_in_cycle)::bigint as cycle_days,
        sum(days_in_cycle * days_in_cycle)::bigint as cycle_days_squares
    from won_marked
    group by breakdown, motion
)
select
    breakdown,
    motion,
    leads,
    prospects,
    opportunities,
    coalesce(won, 0) as won,
    mature,
    coalesce(mature_prospects, 0) as mature_prospects,
    open_opportunities,
    decided,
    coalesce(won_opportunities, 0) as won_opportunities,
    coalesce(won_amount, 0) as won_amount,
    coalesce(won_amount_squares, 0) as won_amount_squares,
    coalesce(won_with_amount, 0) as won_with_amount,
    coalesce(cycles, 0) as cycles,
    coalesce(cycle_days, 0) as cycle_days,
    coalesce(cycle_days_squares, 0) as cycle_days_squares
from every_lead
left join won_leads using (breakdown, motion)
order by breakdown, motion
