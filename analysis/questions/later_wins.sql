-- later_wins: what was won of the leads that were open on some days, until some later days?
--
-- grain       one row per day of known_by, breakdown and motion that has such a win
-- known_by    evening on which the leads were open
-- motion      inbound, outbound or unknown
-- won         of the leads that were open then, won by the end of the day of won_by that belongs to it
-- won_amount  sum over them in the currency of the pages
with spans as (
    select unnest($known_by::date[]) as known_by, unnest($won_by::date[]) as won_by
)
select
    known_by,
    breakdown,
    motion::varchar as motion,
    count(*) as won,
    coalesce(sum(amount::double) filter (where not is_foreign_currency), 0) as won_amount
from scoped_wins
join spans
    on created_on <= known_by and created_on + days_to_close > known_by and created_on + days_to_close <= won_by
group by known_by, breakdown, motion
order by known_by, breakdown, motion
