-- opportunity_ages: how many opportunities opened in a period, and at which age did those that were open in it close?
--
-- grain                     one row per breakdown, motion and age that has opportunities
-- motion                    inbound, outbound or unknown
-- days                      age of the opportunity in calendar days since it opened; missing where its opening has no day
-- opened                    opportunities that opened from first_day to last_day: they stand at age 0
-- joined                    opportunities that had opened before and were still open, at their age on the day before first_day
-- won                       opportunities won in the period at this age
-- dropped                   the same, lost or disqualified
-- open                      opportunities still open on last_day, or at the end of the data, at their age then
-- won_amount                sum over the won in the currency of the pages
-- won_amount_squares        sum of squares of the same, for its interval
-- won_with_amount           won that have an amount in that currency
--
-- Without first_day or last_day that side is open. It does not matter when the lead was created: give no period in the
-- scope. Closings without a day are left out; what closed before it opened closed at age 0.
with opportunities as (
    select
        breakdown,
        motion,
        outcome,
        case when not is_foreign_currency then amount::double end as worth,
        created_on + days_to_opportunity::integer as opened_on,
        case when outcome <> 'open' then created_on + greatest(days_to_close, days_to_opportunity)::integer end as closed_on,
        $first_day::date as first_on,
        least($last_day::date, created_on + observed_days::integer) as last_on
    from scoped_journeys
    where is_opportunity and (outcome = 'open' or days_to_close is not null)
),
seen as (
    select
        * exclude (outcome),
        case when closed_on <= last_on then outcome::varchar else 'open' end as way,
        least(closed_on, last_on) as seen_on
    from opportunities
),
in_period as (
    select *
    from seen
    where seen_on >= coalesce(first_on, seen_on) and coalesce(opened_on, seen_on) <= last_on
),
dated as (
    select breakdown, motion, 0 as days, 1 as opened, 0 as joined, 'none' as way, null::double as worth
    from in_period
    where opened_on >= coalesce(first_on, opened_on)
    union all
    select breakdown, motion, first_on - 1 - opened_on, 0, 1, 'none', null
    from in_period
    where opened_on < first_on
    union all
    select breakdown, motion, seen_on - opened_on, 0, 0, way, worth
    from in_period
)
select
    breakdown,
    motion,
    days::bigint as days,
    sum(opened)::bigint as opened,
    sum(joined)::bigint as joined,
    count_if(way = 'won')::bigint as won,
    count_if(way in ('lost', 'disqualified'))::bigint as dropped,
    count_if(way = 'open')::bigint as open,
    coalesce(sum(worth) filter (where way = 'won'), 0) as won_amount,
    coalesce(sum(worth * worth) filter (where way = 'won'), 0) as won_amount_squares,
    count(worth) filter (where way = 'won') as won_with_amount
from dated
group by breakdown, motion, days
order by breakdown, motion, days
