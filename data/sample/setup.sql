-- setup: the small tables that the other files draw from. Everything random is a hash of the seed, the lead and the
-- name of what is drawn, in whole 32-bit numbers: the same on any machine, in any order, with any number of threads.
create or replace temp macro folded(x, bits) as xor(x, x >> bits);

-- Bijection of the numbers below 2^32 that spreads every bit (the finaliser of a multiply-xorshift hash).
create or replace temp macro mixed(x) as
    folded((folded((folded(x, 16) * 2146121005) & 4294967295, 15) * 2221713035) & 4294967295, 16);

create or replace temp macro salt(purpose) as md5_number_lower(purpose) & 4294967295;

create or replace temp macro uniform_salted(key, number) as (mixed(xor(key, number)) + 0.5::double) / 4294967296;

create or replace temp macro uniform(key, purpose) as uniform_salted(key, salt(purpose));

-- Normal by Tukey's lambda, within 0.01 of the quantile function between 0.1 % and 99.9 %.
create or replace temp macro standard_normal(key, purpose) as
    4.91 * (pow(uniform(key, purpose), 0.14) - pow(1 - uniform(key, purpose), 0.14));

create or replace temp macro seconds_of_days(days) as round(days * 86400)::bigint;

create or replace temp table sample_inputs as
select
    $truths as truths,
    $company as company,
    $channels as channels,
    $outreach as outreach,
    mixed(xor(mixed($seed::ubigint & 4294967295), salt('company'))) as seed_key,
    $leads::bigint as count_leads;

-- grain: one row
create or replace temp table sample_settings as
select
    seed_key,
    count_leads,
    company.currency as currency,
    company.shortest_cycle_days as shortest_cycle_days,
    company.missing_source_share as missing_source_share,
    company.missing_account_share as missing_account_share,
    company.account_skew as account_skew,
    company.names as names,
    company.target_accounts_without_lead as target_accounts_without_lead,
    greatest(1, count_leads / company.leads_per_account) as count_accounts,
    epoch(company.ends_on + 1)::bigint as ends_s,
    outreach.patience as patience,
    truths.larger_outbound_deals.segment as larger_deals_segment,
    truths.larger_outbound_deals.amount_ratio as larger_amount_ratio,
    truths.larger_outbound_deals.usual_amount_ratio as usual_amount_ratio,
    truths.never_called.owner as never_called_owner,
    truths.never_called.advancing_share as advancing_share,
    truths.anchor_account.channel as anchor_channel,
    truths.anchor_account.account_id as anchor_account_id,
    truths.anchor_account.segment as anchor_segment,
    truths.anchor_account.region as anchor_region,
    truths.anchor_account.lead_share as anchor_lead_share,
    truths.anchor_account.win_rate as anchor_win_rate,
    truths.anchor_account.amount_factor as anchor_amount_factor
from sample_inputs;

-- grain: one row per month; leads are numbered in the order of the months
create or replace temp table sample_months as
with months as (
    select
        unnest(range(company.starts_on::timestamp, company.ends_on::timestamp, interval 1 month))::date as starts_on,
        company,
        count_leads
    from sample_inputs
),
weighted as (
    select
        starts_on,
        row_number() over (order by starts_on) - 1 as month_no,
        count_leads,
        pow(1 + company.monthly_growth, row_number() over (order by starts_on) - 1)
            * company.seasons[month(starts_on)] as weight
    from months
),
summed as (
    select
        *,
        round(sum(weight) over (order by month_no) / sum(weight) over (), 12) as share_through
    from weighted
)
select
    month_no,
    starts_on,
    day(last_day(starts_on)) as count_days,
    year(starts_on) || ' Q' || quarter(starts_on) as quarter,
    (round(coalesce(lag(share_through) over by_month, 0) * count_leads))::bigint as first_id,
    (round(share_through * count_leads))::bigint as end_id
from summed
window by_month as (order by month_no);

-- grain: one row per motion
create or replace temp table sample_motions as
select
    motions.* exclude (motion),
    motions.motion as motion,
    case motions.motion when 'outbound' then truths.simpson_reversal.outbound_advantage else 1 end as advantage,
    case motions.motion
        when 'inbound' then truths.outbound_lift_on_inbound_leads.treated_share
        else truths.inbound_lift_on_outbound_leads.treated_share
    end as treated_share,
    case motions.motion
        when 'inbound' then truths.outbound_lift_on_inbound_leads.risk_ratio
        else truths.inbound_lift_on_outbound_leads.risk_ratio
    end as risk_ratio
from (select unnest(company.motions) as motions, truths from sample_inputs);

-- grain: one row per channel
create or replace temp table sample_channels as
select
    channels.channel,
    channels.motion,
    channels.mix,
    channels.form,
    channels.email_channel,
    channels.call_channel,
    channels.cost_per_lead,
    channels.sources,
    channels.source_weights,
    channels.themes,
    channels.steps,
    channels.weight,
    case
        when channels.channel = truths.small_champion.channel then truths.small_champion.win_factor
        when channels.channel = truths.young_impostor.channel then truths.young_impostor.win_factor
        else channels.win_factor
    end as win_factor,
    case
        when channels.channel = truths.young_impostor.channel then truths.young_impostor.days_to_win
    end as days_to_win,
    case
        when channels.channel = truths.young_impostor.channel then truths.young_impostor.days_to_record_a_loss
    end as days_to_record_a_loss
from (select unnest(channels.channels) as channels, truths from sample_inputs);

-- grain: one row per segment
create or replace temp table sample_segments as
select
    segments.segment,
    row_number() over (order by segments.segment) as segment_no,
    segments.weight,
    segments.win_factor,
    segments.outbound_factor,
    segments.deal_factor,
    segments.target_share,
    list_contains(truths.simpson_reversal.easy_segments, segments.segment) as is_easy
from (select unnest(company.segments) as segments, truths from sample_inputs);

-- grain: one row per region
create or replace temp table sample_regions as
select regions.region, row_number() over (order by regions.region) as region_no, regions.weight, regions.is_home
from (select unnest(company.regions) as regions from sample_inputs);

-- grain: one row per team
create or replace temp table sample_teams as
select unnest(teams) from (select unnest(company.teams) as teams from sample_inputs);

-- Shares of all leads by month: the truths' channels first, the others share what is left.
-- grain: one row per month and channel
create or replace temp table sample_channel_shares as
with planted as (
    select
        months.month_no,
        channels.channel,
        case channels.channel
            when truths.paid_search_dependence.channel then
                truths.paid_search_dependence.first_month_share
                + (truths.paid_search_dependence.last_month_share - truths.paid_search_dependence.first_month_share)
                * months.month_no / (select max(month_no) from sample_months)
            when truths.small_champion.channel then truths.small_champion.lead_share
            when truths.young_impostor.channel then
                case
                    when months.starts_on >= truths.young_impostor.started_on then truths.young_impostor.lead_share
                    else 0
                end
        end as share,
        motions.other_weight * pow(1 + motions.monthly_growth, months.month_no) * channels.weight as weight
    from sample_months as months
    cross join sample_channels as channels
    join sample_motions as motions using (motion)
    cross join sample_inputs
)
select
    month_no,
    channel,
    coalesce(
        share,
        (1 - sum(share) over by_month) * weight / sum(weight) filter (where share is null) over by_month
    ) as share
from planted
window by_month as (partition by month_no);

-- What is drawn, given what: each choice holds a run of slots as long as its weight, so that a draw is one join.
-- grain: one row per purpose, condition and slot
create or replace temp table sample_choices as
with weights as (
    select 'channel' as purpose, month_no::varchar as given, channel as choice, share as weight
    from sample_channel_shares
    union all
    select
        'segment',
        mixes.mix,
        segments.segment,
        case when segments.is_easy then mixes.easy_share else 1 - mixes.easy_share end
            * segments.weight / sum(segments.weight) over (partition by mixes.mix, segments.is_easy)
    from sample_segments as segments
    cross join (
        select 'inbound' as mix, truths.simpson_reversal.inbound_easy_share as easy_share from sample_inputs
        union all
        select 'outbound', truths.simpson_reversal.outbound_easy_share from sample_inputs
        union all
        select 'even', 0.5
    ) as mixes
    union all
    select 'region', 'all', region, weight from sample_regions
    union all
    select 'source', channel, unnest(sources), unnest(source_weights) from sample_channels
    union all
    select 'theme', channel, unnest(themes), 1 from sample_channels
    union all
    select 'owner', motion || ' ' || is_home, unnest(owners), unnest(weights) from sample_teams
    union all
    select 'reason', reasons.outcome || ' ' || reasons.phase, unnest(reasons.reasons), unnest(reasons.weights)
    from (select unnest(company.reasons) as reasons from sample_inputs)
),
shares as (
    select
        purpose,
        given,
        choice,
        -- Rounded, because the last digits of a sum depend on its order.
        round(
            sum(weight) over (partition by purpose, given order by choice)
                / sum(weight) over (partition by purpose, given),
            9
        ) as ends_at
    from weights
),
runs as (
    select *, coalesce(lag(ends_at) over (partition by purpose, given order by choice), 0) as starts_at
    from shares
)
select runs.purpose, runs.given, slots.slot::integer as slot, runs.choice
from runs
join range(2000) as slots(slot)
    on (slots.slot + 0.5) / 2000 > runs.starts_at
    and (slots.slot + 0.5) / 2000 <= runs.ends_at;

create or replace temp macro one_of(texts, key, purpose) as texts[1 + floor(uniform(key, purpose) * len(texts))::integer];

create or replace temp macro slot(key, purpose) as floor(uniform(key, purpose) * 2000)::integer;
