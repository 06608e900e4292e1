-- lead_totals: how many leads are selected, and how did they end?
--
-- grain                    one row per breakdown
-- leads                    leads selected
-- open                     of those, not closed
-- won, lost, disqualified  of those, closed so
-- won_amount               sum over the won in the currency of the pages
select
    breakdown,
    count(*) as leads,
    count(*) filter (where outcome = 'open') as open,
    count(*) filter (where outcome = 'won') as won,
    count(*) filter (where outcome = 'lost') as lost,
    count(*) filter (where outcome = 'disqualified') as disqualified,
    coalesce(sum(amount::double) filter (where outcome = 'won' and not is_foreign_currency), 0) as won_amount
from selected_journeys
group by breakdown
order by leads desc, breakdown
