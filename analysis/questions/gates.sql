-- gates: from each gate onwards, how many leads are won within the window?
--
-- grain    one row per breakdown and gate; a gate whose role no stage has is left out
-- gate     lead, contacted, engaged, prospect or opportunity: the role of the stage where the comparison starts
-- motion   the motion of the breakdown's leads; mixed where there are several
-- entered  leads that reached the gate's stage or a later one
-- mature   of those, observed for at least window_days since the day of the gate; gates and wins without a usable day
--          are left out
-- won      of the mature, won within window_days of the gate
-- rate won_within_window = won / mature
with marked as (
    select *, mature_days - $window_days as latest_gate
    from scoped_journeys
),
marked_wins as (
    select *, mature_days - $window_days as latest_gate
    from scoped_wins
),
counted as (
    select
        breakdown,
        case when min(motion) = max(motion) then min(motion)::varchar else 'mixed' end as motion,
        count(*) as leads,
        count_if(is_contacted) as contacted,
        count_if(is_engaged) as engaged,
        count_if(is_prospect) as prospects,
        count_if(is_opportunity) as opportunities,
        count_if(latest_gate >= 0) as mature_leads,
        count_if(days_to_contacted <= latest_gate) as mature_contacted,
        count_if(days_to_engaged <= latest_gate) as mature_engaged,
        count_if(days_to_prospect <= latest_gate) as mature_prospects,
        count_if(days_to_opportunity <= latest_gate) as mature_opportunities
    from marked
    group by breakdown
),
won_in_time as (
    select
        breakdown,
        count_if(latest_gate >= 0 and days_to_won <= $window_days) as won_leads,
        count_if(days_to_contacted <= latest_gate and days_to_won - days_to_contacted <= $window_days) as won_contacted,
        count_if(days_to_engaged <= latest_gate and days_to_won - days_to_engaged <= $window_days) as won_engaged,
        count_if(days_to_prospect <= latest_gate and days_to_won - days_to_prospect <= $window_days) as won_prospects,
        count_if(
            days_to_opportunity <= latest_gate and days_to_won - days_to_opportunity <= $window_days
        ) as won_opportunities
    from marked_wins
    where days_to_won is not null
    group by breakdown
),
listed as (
    select
        breakdown,
        motion,
        unnest([1, 2, 3, 4, 5]) as place,
        unnest(['lead', 'contacted', 'engaged', 'prospect', 'opportunity']) as gate,
        unnest([leads, contacted, engaged, prospects, opportunities])::bigint as entered,
        unnest([mature_leads, mature_contacted, mature_engaged, mature_prospects, mature_opportunities])::bigint as mature,
        unnest([won_leads, won_contacted, won_engaged, won_prospects, won_opportunities])::bigint as won
    from counted
    left join won_in_time using (breakdown)
)
select
    breakdown,
    gate,
    motion,
    entered,
    coalesce(mature, 0) as mature,
    coalesce(won, 0) as won
from listed
where gate in (select role from meta.stages)
order by breakdown, place
