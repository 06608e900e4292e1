-- spend_states: each line of spend as it is told now, so that later generations can tell what changed, see the schema
-- history. record_key: one number for what was recorded of it, as it was told.
-- grain: one row per line of spend
select
    spend.spend_id,
    (md5_number(concat_ws(
        chr(31),
        told.date,
        coalesce(told.source, ''),
        coalesce(told.campaign, ''),
        told.amount,
        coalesce(told.currency, '')
    )) >> 64)::ubigint as record_key,
    spend.date as spent_on,
    spend.motion,
    spend.channel,
    spend.source,
    spend.campaign,
    spend.amount,
    spend.is_foreign_currency
from staging.spend as spend
join canonical.spend as told using (spend_id)
order by spend.date, spend.spend_id
