-- untouched_months: when did leads begin to wait for our first touch, and when did they cease to?
--
-- grain   one row per breakdown and month
-- month   first day of the month
-- opened  leads that began to wait: untouched_days after their creation they were open and not touched by us yet
-- ended   leads that ceased to wait: touched by us, or closed
--
-- Opened less ended, added up over the months, is how many were waiting at the end of each. Leads that closed untouched at
-- an unknown time are left out.
with waits as (
    select
        breakdown,
        created_on + $untouched_days::integer as since_on,
        created_on + least(
            case when is_touched_before then 0 when days_to_touched >= 0 then days_to_touched end,
            case when is_closed_before_created then 0 else days_to_close end
        ) as until_on,
        created_on + observed_days as end_on
    from scoped_journeys
    where outcome = 'open' or days_to_close is not null or is_closed_before_created or days_to_touched <= observed_days
),
changes as (
    select breakdown, date_trunc('month', since_on)::date as month, 1 as opened, 0 as ended
    from waits
    where since_on <= end_on and coalesce(until_on > since_on, true)
    union all
    select breakdown, date_trunc('month', until_on)::date, 0, 1
    from waits
    where since_on <= end_on and until_on > since_on and until_on <= end_on
)
select
    breakdown,
    month,
    sum(opened)::bigint as opened,
    sum(ended)::bigint as ended
from changes
group by breakdown, month
order by breakdown, month
