-- exchange_rates: what one unit of another currency is worth in that of the business, day by day: the rate of the latest day
-- on or before, at most rate_days old. Only of currencies in which amounts are recorded.
-- grain: one row per currency and day that has a rate
-- Of several rates of a day the first counts of those told from the currency into the business's, told the other way
-- round, and made of two of that day by way of a third currency, as the reference rates of a central bank need it.
-- rate_on: the day of the rate. rate_days: see data.names.
with told as (
    select day, currency, into_currency, rate::double as rate, 0 as detour
    from canonical.exchange_rates
    union all
    select day, into_currency, currency, 1 / rate::double, 1
    from canonical.exchange_rates
),
own as (
    select told.*
    from told
    join meta.generation as generation on generation.currency = told.into_currency
    where told.currency <> told.into_currency
),
found as (
    select currency, day, rate, detour, '' as via
    from own
    union all
    select told.currency, told.day, told.rate * own.rate, 2, own.currency
    from told
    join own on own.day = told.day and own.currency = told.into_currency
    where told.currency <> told.into_currency
),
chosen as (
    select currency, day as rate_on, arg_min(rate, (detour, via, rate)) as rate
    from found
    where currency in (select currency from canonical.leads union select currency from canonical.spend)
      and currency <> (select currency from meta.generation)
    group by currency, day
),
lasting as (
    select
        *,
        least(
            rate_on + getvariable('rate_days'),
            coalesce(lead(rate_on) over (partition by currency order by rate_on) - 1, 'infinity')
        ) as last_on
    from chosen
)
select currency, unnest(generate_series(rate_on, last_on, interval 1 day))::date as day, rate, rate_on
from lasting
order by currency, day
