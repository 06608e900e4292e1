-- spend_types: what was spent on media, people and tools?
--
-- grain          one row per breakdown and type of cost
-- cost_type      media, team or tool, as recorded; media where nothing is said
-- spend          spent in the period in the currency of the pages; missing where every line is in another currency
-- foreign_spend  lines of spend in another currency, left out
select
    breakdown,
    cost_type,
    sum(amount::double) filter (where not is_foreign_currency) as spend,
    count(*) filter (where is_foreign_currency) as foreign_spend
from scoped_spend
group by breakdown, cost_type
order by breakdown, cost_type
