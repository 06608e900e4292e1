-- single_points: at every grain, how much does each one bring in, and how much of it together with its account?
--
-- grain           one row per breakdown, part and name that has any of the measure
-- part            channel, source, campaign, segment, region or owner
-- name            which one
-- value           leads, opportunities or won leads of the measure, or the won amount in the currency of the pages
-- cases           leads behind the value; of amounts the wins that have one
-- squares         sum over the bundles of accounts of the squared value
-- products        sum over the bundles of the value times the bundle's value of all
-- whole_squares   sum over the bundles of the squared value of all
-- bundles         bundles of accounts with any of it
-- all_bundles     bundles of accounts with any of all
-- largest         largest single value: of amounts the largest deal
--
-- Accounts are dealt out to so many bundles ($bundles, at most 1,024); a lead without one is an account of its own.
with measured as (
    select
        breakdown,
        channel,
        source,
        campaign,
        segment,
        region,
        owner,
        account_group % $bundles as bundle,
        1 as value
    from scoped_journeys
    where $measure = 'leads' or ($measure = 'opportunities' and is_opportunity)
    union all
    select
        breakdown,
        channel,
        source,
        campaign,
        segment,
        region,
        owner,
        account_group % $bundles as bundle,
        case when $measure = 'won' then 1 else amount::double end as value
    from scoped_wins
    where $measure = 'won' or ($measure = 'won_amount' and amount is not null and not is_foreign_currency)
),
cells as (
    select
        breakdown,
        grouping(channel, source, campaign, segment, region, owner) as place,
        coalesce(
            channel::varchar, source::varchar, campaign::varchar, segment::varchar, region::varchar, owner::varchar
        ) as name,
        bundle,
        sum(value) as value,
        count(*) as cases,
        max(value) as largest
    from measured
    group by grouping sets (
        (breakdown, channel, bundle),
        (breakdown, source, bundle),
        (breakdown, campaign, bundle),
        (breakdown, segment, bundle),
        (breakdown, region, bundle),
        (breakdown, owner, bundle)
    )
),
wholes as (
    select breakdown, bundle, sum(value) as whole
    from cells
    where place = 31
    group by breakdown, bundle
)
select
    breakdown,
    case place
        when 31 then 'channel' when 47 then 'source' when 55 then 'campaign'
        when 59 then 'segment' when 61 then 'region' else 'owner'
    end as part,
    name,
    sum(value) as value,
    sum(cases)::bigint as cases,
    sum(value * value) as squares,
    sum(value * whole) as products,
    min(everything.squares) as whole_squares,
    count(*) as bundles,
    min(everything.bundles) as all_bundles,
    max(largest) as largest
from cells
join wholes using (breakdown, bundle)
join (
    select breakdown, sum(whole * whole) as squares, count(*) as bundles
    from wholes
    group by breakdown
) as everything using (breakdown)
group by breakdown, place, name
order by breakdown, place, value desc, name
