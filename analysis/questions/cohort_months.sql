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
with marked as (
    select
        *,
        created_month as month,
        mature_days >= $window_days as is_mature
    from scoped_journeys
)
select
    breakdown,
    case when min(motion) = max(motion) then min(motion)::varchar else 'mixed' end as motion,
    month,
    count(*) as leads,
    count(*) filter (where is_opportunity) as opportunities,
    count(*) filter (where outcome = 'won') as won,
    count(*) filter (where outcome = 'lost') as lost,
    coalesce(sum(amount::double) filter (where outcome = 'won' and not is_foreign_currency), 0) as won_amount,
    count(*) filter (where is_mature) as mature,
    count(*) filter (where is_mature and days_to_won <= $window_days) as mature_won,
    min(observed_days) as first_observed,
    max(observed_days) as last_observed
from marked
group by breakdown, month
order by breakdown, month
