-- spend: what was spent, with the channel and motion of its source.
-- grain: one row per line of spend
select
    spend.date,
    coalesce(names.motion, 'unknown') as motion,
    coalesce(names.channel, '(not recorded)') as channel,
    coalesce(names.source, '(not recorded)') as source,
    coalesce(campaign_names.name, spend.campaign, '(not recorded)') as campaign,
    coalesce(spend.cost_type, 'media') as cost_type,
    spend.amount,
    coalesce(spend.currency, generation.currency) <> generation.currency as is_foreign_currency
from canonical.spend as spend
cross join meta.generation as generation
left join meta.source_names as names on names.spelling = spend.source
left join meta.spellings as campaign_names on campaign_names.dimension = 'campaign' and campaign_names.spelling = spend.campaign
