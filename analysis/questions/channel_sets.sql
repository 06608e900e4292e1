-- channel_sets: which channels won leads together?
--
-- grain       one row per set of channels
-- channel_set  its channels in one number: bit n is set for the channel with bit n of meta.touch_channels, 63 for none recorded
-- won         won leads that were touched by these channels and no other (within look_back_days of the closing, where given)
-- won_amount  their amount in the currency of the pages
with of_leads as (
    select
        lead_id,
        bit_or(1::ubigint << touch_bit) as channel_set,
        any_value(case when is_foreign_currency or amount is null then 0 else amount::double end) as value
    from scoped_win_touchpoints
    where touch_days >= end_days - coalesce($look_back_days, 32767)
    group by lead_id
)
select channel_set, count(*) as won, sum(value) as won_amount
from of_leads
group by channel_set
order by won desc, channel_set
