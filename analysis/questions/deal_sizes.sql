-- deal_sizes: by each of some days, what were the deals worth that were won from a motion, a channel and a segment?
--
-- grain                     one row per day of known_by and motion, channel and segment that a lead in scope has
-- known_by                  what was won later, or on an unknown day, is not looked at
-- motion, channel, segment  of the leads
-- cell                      number that the three have in common
-- won_with_amount           won for an amount in the currency of the pages
-- won_amount                sum of those amounts
-- won_amount_squares        sum of their squares
with known as (
    select unnest($known_by::date[]) as known_by
),
priced as (
    select motion, channel, segment, created_on, created_on + days_to_close as won_on, amount::double as worth
    from scoped_wins
    where outcome = 'won' and amount is not null and not is_foreign_currency
)
select
    known_by,
    cells.motion::varchar as motion,
    cells.channel::varchar as channel,
    cells.segment::varchar as segment,
    any_value(cells.cell)::bigint as cell,
    count(worth) as won_with_amount,
    coalesce(sum(worth), 0) as won_amount,
    coalesce(sum(worth * worth), 0) as won_amount_squares
from known
cross join marts.worth_cells as cells
left join priced
    on priced.motion = cells.motion and priced.channel = cells.channel and priced.segment = cells.segment
    and created_on <= known_by and won_on <= known_by
group by known_by, cells.motion, cells.channel, cells.segment
order by known_by, cell
