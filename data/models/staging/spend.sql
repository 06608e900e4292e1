-- spend: what was spent, with the channel and motion of its source.
-- amount: in the currency of the business, at the rate of its day where it is told in another one and there is such a rate.
-- grain: one row per line of spend
select
    spend.spend_id,
    spend.date,
    coalesce(names.motion, 'unknown') as motion,
    coalesce(names.channel, '(not recorded)') as channel,
    coalesce(names.source, '(not recorded)') as source,
    coalesce(campaign_names.name, spend.campaign, '(not recorded)') as campaign,
    coalesce(spend.cost_type, 'media') as cost_type,
    coalesce(round(spend.amount::double * rates.rate, 2)::decimal(18, 2), spend.amount) as amount,
    spend.currency,
    coalesce(spend.currency, generation.currency) <> generation.currency as is_in_other_currency,
    is_in_other_currency and rates.rate is null as is_foreign_currency
from canonical.spend as spend
cross join meta.generation as generation
left join meta.exchange_rates as rates
    on rates.currency = spend.currency
    and rates.day = spend.date
    and spend.amount::double * rates.rate < 1e15    -- no decimal(18, 2) holds more
left join meta.source_names as names on names.spelling = spend.source
left join meta.spellings as campaign_names on campaign_names.dimension = 'campaign' and campaign_names.spelling = spend.campaign
