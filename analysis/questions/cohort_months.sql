-- cohort_months: what became of the leads created in each month?
--
-- grain           one row per breakdown and month of creation
-- motion          the motion of its leads; mixed where there are several
-- month           first day of the month
-- leads           leads created in the month
-- opportunities   of those, reached opportunity or a later stage
-- won, lost       of those, closed so
-- won_amount      sum over the won in the currency of the pages
-- mature          leads observed for the whole window of window_days; undated wins are left out
-- mature_won      of the mature, won within the window
-- first_observed  fewest and
-- last_observed   most days that a lead of the month has been observed
-- rate won_within_window = mature_won / mature
with every_lead as (
    select
        breakdown,
        created_month as month,
        case when min(motion) = max(motion) then min(motion)::varchar else 'mixed' end as motion,
        count(*) as leads,
        count_if(is_opportunity)::bigint as opportunities,
        count_if(outcome = 'lost')::bigint as lost,
        count_if(mature_days >= $window_days)::bigint as mature,
        min(observed_days) as first_observed,
        max(observed_days) as last_observed
    from scoped_journeys
    group by breakdown, created_month
),
won_leads as (
    select
        breakdown,
        created_month as month,
        count(*) as won,
        sum(amount::double) filter (where not is_foreign_currency) as won_amount,
        count_if(mature_days >= $window_days and days_to_won <= $window_days)::bigint as mature_won
    from scoped_wins
    group by breakdown, created_month
)
select
    breakdown,
    motion,
    month,
    leads,
    opportunities,
    coalesce(won, 0) as won,
    lost,
    coalesce(won_amount, 0) as won_amount,
    coalesce(mature, 0) as mature,
    coalesce(mature_won, 0) as mature_won,
    first_observed,
    last_observed
from every_lead
left join won_leads using (breakdown, month)
order by breakdown, month
