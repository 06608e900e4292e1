-- conversion_cross: how do leads convert in each combination of two breakdowns?
--
-- grain       one row per breakdown and across that have leads together
-- across      the second breakdown
-- leads       leads created in the period
-- mature      leads observed for the whole window of window_days; undated wins are left out
-- mature_won  of the mature, won within the window
-- won         leads that closed so
-- won_amount  sum over won leads in the currency of the pages
-- rate won_within_window = mature_won / mature
with marked as (
    select
        *,
        mature_days >= $window_days as is_mature
    from scoped_journeys
)
select
    breakdown,
    across,
    count(*) as leads,
    count(*) filter (where is_mature) as mature,
    count(*) filter (where is_mature and days_to_won <= $window_days) as mature_won,
    count(*) filter (where outcome = 'won') as won,
    coalesce(sum(amount::double) filter (where outcome = 'won' and not is_foreign_currency), 0) as won_amount
from marked
group by breakdown, across
order by breakdown, across
