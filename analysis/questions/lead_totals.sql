-- lead_totals: how many leads are selected, how did they end, and what are they worth?
--
-- grain                    one row per breakdown
-- leads                    leads selected
-- open                     of those, not closed
-- won, lost, disqualified  of those, closed so
-- won_amount, open_amount  sum over the won and the open in the currency of the pages
-- won_with_amount          won leads that have an amount in it
-- open_with_amount         open leads that have one
select
    breakdown,
    count(*) as leads,
    count(*) filter (where outcome = 'open') as open,
    count(*) filter (where outcome = 'won') as won,
    count(*) filter (where outcome = 'lost') as lost,
    count(*) filter (where outcome = 'disqualified') as disqualified,
    coalesce(sum(amount::double) filter (where outcome = 'won' and not is_foreign_currency), 0) as won_amount,
    coalesce(sum(amount::double) filter (where outcome = 'open' and not is_foreign_currency), 0) as open_amount,
    count(amount) filter (where outcome = 'won' and not is_foreign_currency) as won_with_amount,
    count(amount) filter (where outcome = 'open' and not is_foreign_currency) as open_with_amount
from selected_journeys
group by breakdown
order by leads desc, breakdown
