-- conversion: of the leads of each breakdown that reached the gate, how many became prospects, opportunities and customers?
--
-- The gate is where the comparison starts: lead (all leads, from their creation; the default), contacted, engaged,
-- prospect or opportunity. Windows and days to won count from the day on which a lead reached it.
--
-- grain                     one row per breakdown
-- motion                    the motion of its leads; mixed where there are several
-- leads                     leads created in the period that reached the gate
-- contacted, engaged        leads that reached the stage or a later one
-- prospects                 leads that reached prospect (qualified) or a later stage
-- opportunities             leads that reached opportunity or a later stage
-- won, lost, disqualified   leads that closed so
-- open                      leads that have not closed
-- undated_won               won leads whose day of winning is unknown: they count as won and are left out of days and
--                           windows
-- closed_before_created     closed leads whose day of closing lies before their creation: they had closed by age 0, and
--                           are left out of durations
-- undated_gate              leads whose day at the gate is unknown, wins without a day apart: left out of windows
-- mature                    leads observed for the whole window of window_days; leads without a day are left out
-- mature_prospects          of the mature, prospect within the window
-- mature_opportunities      of the mature, opportunity within the window
-- mature_won                of the mature, won within the window
-- won_amount                sum over won leads in the currency of the pages
-- won_amount_squares        sum of squares of the same, for its interval
-- won_with_amount           won leads that have an amount in that currency
-- foreign_won               won leads in another currency: counted as won, left out of amounts
-- median_days_to_won        median calendar days from the gate to won, of the wins dated on or after the creation
-- median_signed_days_to_won  the same from the creation, with the wins dated before it as negative days
-- rate lead_to_won = won / leads
-- rate lead_to_opportunity = opportunities / leads
-- rate lead_to_prospect = prospects / leads
-- rate won_within_window = mature_won / mature
with gated as (
    select
        *,
        case $gate
            when 'contacted' then days_to_contacted
            when 'engaged' then days_to_engaged
            when 'prospect' then days_to_prospect
            when 'opportunity' then days_to_opportunity
            else 0
        end as gate_days
    from scoped_journeys
    where case $gate
        when 'contacted' then is_contacted
        when 'engaged' then is_engaged
        when 'prospect' then is_prospect
        when 'opportunity' then is_opportunity
        else true
    end
),
every_lead as (
    select
        breakdown,
        case when min(motion) = max(motion) then min(motion)::varchar else 'mixed' end as motion,
        count(*) as leads,
        count_if(is_contacted)::bigint as contacted,
        count_if(is_engaged)::bigint as engaged,
        count_if(is_prospect)::bigint as prospects,
        count_if(is_opportunity)::bigint as opportunities,
        count_if(outcome = 'lost')::bigint as lost,
        count_if(outcome = 'disqualified')::bigint as disqualified,
        count_if(outcome = 'open')::bigint as open,
        count_if(is_closed_before_created)::bigint as closed_before_created,
        count_if(gate_days is null and mature_days is not null)::bigint as undated_gate,
        count_if(mature_days - gate_days >= $window_days)::bigint as mature,
        count_if(
            mature_days - gate_days >= $window_days and days_to_prospect - gate_days <= $window_days
        )::bigint as mature_prospects,
        count_if(
            mature_days - gate_days >= $window_days and days_to_opportunity - gate_days <= $window_days
        )::bigint as mature_opportunities
    from gated
    group by breakdown
),
won_leads as (
    select
        breakdown,
        count(*) as won,
        count_if(days_to_won is null)::bigint as undated_won,
        count_if(mature_days - gate_days >= $window_days and days_to_won - gate_days <= $window_days)::bigint as mature_won,
        sum(case when not is_foreign_currency then amount::double end) as won_amount,
        sum(case when not is_foreign_currency then amount::double * amount::double end) as won_amount_squares,
        count(case when not is_foreign_currency then amount end) as won_with_amount,
        count_if(is_foreign_currency)::bigint as foreign_won,
        median(days_to_won - gate_days) filter (where not is_closed_before_created) as median_days_to_won,
        median(closed_on - created_on) as median_signed_days_to_won
    from gated
    where outcome = 'won'
    group by breakdown
)
select
    breakdown,
    motion,
    leads,
    contacted,
    engaged,
    prospects,
    opportunities,
    coalesce(won, 0) as won,
    lost,
    disqualified,
    open,
    coalesce(undated_won, 0) as undated_won,
    closed_before_created,
    undated_gate,
    coalesce(mature, 0) as mature,
    coalesce(mature_prospects, 0) as mature_prospects,
    coalesce(mature_opportunities, 0) as mature_opportunities,
    coalesce(mature_won, 0) as mature_won,
    coalesce(won_amount, 0) as won_amount,
    coalesce(won_amount_squares, 0) as won_amount_squares,
    coalesce(won_with_amount, 0) as won_with_amount,
    coalesce(foreign_won, 0) as foreign_won,
    median_days_to_won,
    median_signed_days_to_won
from every_lead
left join won_leads using (breakdown)
order by leads desc, breakdown
