-- touch_sets: which channels touched the wins together?
--
-- grain           one row per breakdown, channel that created the leads and set of channels that touched them
-- channel         the channel that created the leads
-- touched         channels that touched them up to their opportunity, else up to their closing: names in alphabetical
--                 order, separated by the unit separator, character 31; missing where no touch with a channel is
--                 recorded. Beyond 62 channels the rest are one, "other channels"
-- won             won leads
-- won_amount      their amount in the currency of the pages
with sets as (
    select
        breakdown,
        channel::varchar as channel,
        touched_channels,
        count(*) as won,
        coalesce(sum(amount::double) filter (where not is_foreign_currency), 0) as won_amount
    from scoped_wins
    group by breakdown, channel, touched_channels
),
bits as (
    select bit, case when count(*) > 1 then 'other channels' else min(channel) end as channel
    from meta.touch_channels
    group by bit
),
named as (
    select kinds.touched_channels, string_agg(bits.channel, chr(31) order by bits.channel) as touched
    from (select distinct touched_channels from sets) as kinds
    join bits on (kinds.touched_channels >> bits.bit) & 1 = 1
    group by kinds.touched_channels
)
select
    sets.breakdown,
    sets.channel,
    named.touched,
    sets.won,
    sets.won_amount
from sets
left join named using (touched_channels)
order by sets.breakdown, sets.won desc, sets.channel, named.touched
