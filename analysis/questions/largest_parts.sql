-- largest_parts: what hangs, within each breakdown, on one campaign, one owner or one account?
--
-- grain           one row per breakdown and part
-- part            campaign, owner or account
-- name            the largest one that has a name: the account_id, or the value of the dimension
-- name_value      its leads, opportunities or won leads, or its won amount in the currency of the pages
-- name_cases      leads behind it; of amounts the wins that have one
-- names           how many have a name and any of it
-- value           the same of all in the breakdown, with a name or without
-- cases           leads behind that
-- case_squares    sum over leads of the squared value of each
-- largest         largest single value in the breakdown: of amounts the largest deal
-- name_largest    largest single value of the named one
with measured as (
    select
        breakdown,
        campaign,
        owner,
        account_id,
        1 as value
    from scoped_journeys
    where $measure = 'leads' or ($measure = 'opportunities' and is_opportunity)
    union all
    select
        breakdown,
        campaign,
        owner,
        account_id,
        case when $measure = 'won' then 1 else amount::double end as value
    from scoped_wins
    where $measure = 'won' or ($measure = 'won_amount' and amount is not null and not is_foreign_currency)
),
members as (
    select
        breakdown,
        grouping(campaign, owner, account_id) as place,
        coalesce(campaign::varchar, owner::varchar, account_id) as name,
        sum(value) as value,
        count(*) as cases,
        sum(value * value) as case_squares,
        max(value) as largest
    from measured
    group by grouping sets ((breakdown, campaign), (breakdown, owner), (breakdown, account_id))
),
marked as (
    select *, name is not null and name <> '(not recorded)' as is_named
    from members
)
select
    breakdown,
    case place when 3 then 'campaign' when 5 then 'owner' else 'account' end as part,
    arg_max(name, (value, name)) filter (where is_named) as name,
    max(value) filter (where is_named) as name_value,
    arg_max(cases, (value, name)) filter (where is_named) as name_cases,
    count(*) filter (where is_named) as names,
    sum(value) as value,
    sum(cases)::bigint as cases,
    sum(case_squares) as case_squares,
    max(largest) as largest,
    arg_max(largest, (value, name)) filter (where is_named) as name_largest
from marked
group by breakdown, place
order by breakdown, place
