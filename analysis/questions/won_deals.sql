-- won_deals: what has every rule of attribution to hand out: how many leads were won, and what were they worth?
--
-- grain             one row per breakdown
-- leads             leads created in the period
-- won               of those, won
-- won_amount        their amount in the currency of the pages
-- foreign_won       won in another currency: counted, left out of amounts
-- won_without_amount    won without a recorded amount: counted, worth nothing in amounts
-- lost, disqualified, open    the others
select
    breakdown,
    count(*) as leads,
    count(*) filter (where outcome = 'won') as won,
    coalesce(sum(amount::double) filter (where outcome = 'won' and not is_foreign_currency), 0) as won_amount,
    count(*) filter (where outcome = 'won' and is_foreign_currency) as foreign_won,
    count(*) filter (where outcome = 'won' and not is_foreign_currency and amount is null) as won_without_amount,
    count(*) filter (where outcome = 'lost') as lost,
    count(*) filter (where outcome = 'disqualified') as disqualified,
    count(*) filter (where outcome = 'open') as open
from scoped_journeys
group by breakdown
order by breakdown
