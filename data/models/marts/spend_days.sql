-- spend_days: spend per day, source, campaign and type of cost.
-- grain: one row per date, source, campaign, cost_type and currency flag
select
    date as spent_on,
    motion,
    channel,
    source,
    campaign,
    cost_type,
    is_foreign_currency,
    sum(amount)::decimal(18, 2) as amount
from staging.spend
group by all
order by spent_on, motion, source, campaign
