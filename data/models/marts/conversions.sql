-- conversions: what became of amounts in another currency than the business's?
-- grain: one row per currency, kind of amount and fate
-- kind: deals, spend. fate: converted; else why not, and the amount is in no sum. A deal has the rate of the day of its
-- closing, of the end of the data while it is open; a line of spend that of its own day. first_on, last_on: of the days of
-- the rates that were used.
with amounts as (
    select
        'deals' as kind,
        leads.currency,
        case when journeys.outcome = 'open' then generation.as_of_on else journeys.closed_on end as day,
        not journeys.is_foreign_currency as is_converted
    from canonical.leads as leads
    cross join meta.generation as generation
    join marts.journeys as journeys using (lead_id)
    where leads.currency <> generation.currency and journeys.amount is not null
    union all
    select 'spend', currency, date, not is_foreign_currency
    from staging.spend
    where is_in_other_currency
)
select
    amounts.currency,
    amounts.kind,
    case
        when amounts.is_converted then 'converted'
        when amounts.currency not in (select currency from meta.exchange_rates) then 'no rate is loaded'
        when amounts.day is null then 'its day is not known'
        when rates.rate is null then 'no rate of its day or shortly before'
        else 'too large to be converted'
    end as fate,
    count(*) as amounts,
    min(rates.rate_on) filter (where amounts.is_converted) as first_on,
    max(rates.rate_on) filter (where amounts.is_converted) as last_on
from amounts
left join meta.exchange_rates as rates on rates.currency = amounts.currency and rates.day = amounts.day
group by all
order by amounts.currency, amounts.kind, fate
