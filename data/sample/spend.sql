-- spend: what each source cost per day and campaign (media), and what the people and tools of outbound cost per month.
insert into canonical.spend by name
with monthly as (
    select
        months.month_no,
        months.starts_on,
        months.quarter,
        months.count_days,
        channels.*,
        (months.end_id - months.first_id) * shares.share * channels.cost_per_lead as cost
    from sample_channel_shares as shares
    join sample_months as months using (month_no)
    join sample_channels as channels using (channel)
    where shares.share > 0 and channels.cost_per_lead > 0
),
sourced as (
    select *, unnest(sources) as source, unnest(source_weights) / list_sum(source_weights) as source_share
    from monthly
    where motion = 'inbound'
),
campaigns as (
    select *, unnest(themes) as theme, lower(replace(channel || ' ' || quarter, ' ', '-')) as campaign_start
    from sourced
),
media as (
    select
        starts_on + days.day::integer as date,
        source,
        campaign_start || '-' || replace(theme, ' ', '-') as campaign,
        cost * source_share / len(themes) / count_days as amount,
        'media' as cost_type
    from campaigns, unnest(range(count_days)) as days(day)
),
people as (
    select
        starts_on as date,
        sources[1] as source,
        null as campaign,
        cost * kinds.share as amount,
        kinds.cost_type
    from monthly
    cross join (values ('team', 0.92), ('tool', 0.08)) as kinds(cost_type, share)
    where motion = 'outbound'
),
lines as (
    select * from media
    union all
    select * from people
),
identified as (
    select
        lines.*,
        row_number() over (order by date, source, campaign, cost_type) as line_no,
        seed_key,
        currency
    from lines
    cross join sample_settings
),
keyed as (
    select *, mixed(xor(mixed(line_no::ubigint), seed_key)) as key
    from identified
)
select
    'S' || (10000000 + line_no) as spend_id,
    date,
    source,
    campaign,
    (amount * (0.75 + 0.5 * uniform(key, 'spend')))::decimal(18, 2) as amount,
    currency,
    cost_type,
    $load_id::integer as load_id
from keyed;
