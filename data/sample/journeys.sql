-- journeys: what will become of each lead, were it observed for ever; the files that follow write what is seen of it.
-- Ages are seconds since the creation. Leads $first_id (included) to $end_id (left out).
-- grain: one row per lead
create or replace temp table sample_journeys as
with numbered as (
    select
        ids.id,
        mixed(xor((ids.id::ubigint * 2654435769) & 4294967295, settings.seed_key)) as key,
        months.month_no,
        months.quarter,
        months.count_days,
        epoch(months.starts_on)::bigint // 86400 as first_day,
        (ids.id - months.first_id)::double / (months.end_id - months.first_id) as part_of_month
    from sample_months as months
    cross join sample_settings as settings,
    unnest(range(greatest(months.first_id, $first_id), least(months.end_id, $end_id))) as ids(id)
),
dated as (
    select
        *,
        first_day + floor(part_of_month * count_days)::bigint as day,
        (first_day + floor(part_of_month * count_days)::bigint + 3) % 7 as weekday,
        case
            when uniform(key, 'office hours') < 0.82
                then 28800 + floor(18000 * (uniform(key, 'hour') + uniform(key, 'minute')))::bigint
            else floor(86400 * uniform(key, 'hour'))::bigint
        end as second_of_day
    from numbered
),
created as (
    select
        id,
        key,
        month_no,
        quarter,
        -- Three of four leads of a weekend belong to a working day of the same week and month.
        case
            when weekday >= 5 and uniform(key, 'weekend') < 0.75
                then greatest(first_day, day - weekday + floor(uniform(key, 'working day') * 5)::bigint)
            else day
        end * 86400 + second_of_day as created_s
    from dated
),
channelled as (
    select
        created.*,
        drawn.choice as channel,
        drawn.choice = settings.anchor_channel
            and uniform(key, 'anchor') < settings.anchor_lead_share as is_anchor
    from created
    cross join sample_settings as settings
    join sample_choices as drawn
        on drawn.purpose = 'channel'
        and drawn.given = created.month_no::varchar
        and drawn.slot = slot(created.key, 'channel')
),
placed as (
    select
        channelled.*,
        channels.motion,
        channels.win_factor as channel_win_factor,
        channels.days_to_win as channel_days_to_win,
        coalesce(channels.days_to_record_a_loss, 0) as days_to_record_a_loss,
        case when is_anchor then settings.anchor_segment else segments.choice end as segment,
        case when is_anchor then settings.anchor_region else regions.choice end as region,
        sources.choice as source,
        themes.choice as theme
    from channelled
    cross join sample_settings as settings
    join sample_channels as channels using (channel)
    join sample_choices as segments
        on segments.purpose = 'segment'
        and segments.given = channels.mix
        and segments.slot = slot(channelled.key, 'segment')
    join sample_choices as regions
        on regions.purpose = 'region'
        and regions.given = 'all'
        and regions.slot = slot(channelled.key, 'region')
    join sample_choices as sources
        on sources.purpose = 'source'
        and sources.given = channelled.channel
        and sources.slot = slot(channelled.key, 'source')
    join sample_choices as themes
        on themes.purpose = 'theme'
        and themes.given = channelled.channel
        and themes.slot = slot(channelled.key, 'theme')
),
chanced as (
    select
        placed.*,
        owners.choice as owner,
        teams.team,
        motions.contact_hours,
        motions.never_contacted,
        motions.engaged,
        motions.prospect,
        motions.opportunity,
        motions.proposal,
        segments.segment_no,
        regions.region_no,
        owners.choice = settings.never_called_owner as is_never_called,
        -- The chance to win against the motion's usual one.
        channel_win_factor
            * segments.win_factor
            * motions.advantage
            * case placed.motion when 'outbound' then segments.outbound_factor else 1 end
            * lift as chance,
        motions.won,
        uniform(key, 'quality')
            / case when owners.choice = settings.never_called_owner then settings.advancing_share else 1 end as quality,
        settings.shortest_cycle_days
            + coalesce(channel_days_to_win, motions.days_to_win)
            * exp(0.55 * standard_normal(key, 'pace')) as pace_days,
        motions.deal_amount
            * segments.deal_factor
            * case
                when placed.motion = 'inbound' then 1
                when placed.segment = settings.larger_deals_segment then settings.larger_amount_ratio
                else settings.usual_amount_ratio
            end
            * case when is_anchor then settings.anchor_amount_factor else 1 end
            * exp(0.5 * standard_normal(key, 'amount')) as usual_amount,
        settings.anchor_win_rate * lift as anchor_win_rate,
        1 + floor(7.999 * pow(uniform(key, 'patience'), settings.patience))::bigint as planned_steps
    from (
        -- Divided by its mean, so that the lift changes who wins and not how many.
        select
            *,
            case when is_treated then risk_ratio else 1 end / (1 + treated_share * (risk_ratio - 1)) as lift
        from (
            select
                placed.*,
                motions.treated_share,
                motions.risk_ratio,
                uniform(key, 'treated') < motions.treated_share as is_treated
            from placed
            join sample_motions as motions using (motion)
        ) as placed
    ) as placed
    cross join sample_settings as settings
    join sample_motions as motions using (motion)
    join sample_segments as segments using (segment)
    join sample_regions as regions using (region)
    join sample_choices as owners
        on owners.purpose = 'owner'
        and owners.given = placed.motion || ' ' || regions.is_home
        and owners.slot = slot(placed.key, 'owner')
    join sample_teams as teams on teams.motion = placed.motion and teams.is_home = regions.is_home
),
limited as (
    select
        * exclude (engaged, prospect, opportunity, proposal, won),
        case when is_anchor then anchor_win_rate else least(0.7, won * chance) end as won,
        least(0.8, proposal * pow(chance, 0.8)) as proposal,
        least(0.85, opportunity * pow(chance, 0.6)) as opportunity,
        least(0.9, prospect * pow(chance, 0.4)) as prospect,
        least(0.95, engaged * pow(chance, 0.2)) as engaged
    from chanced
),
fated as (
    select
        * exclude (engaged, prospect, opportunity, proposal, won),
        -- A lead that gets further has passed every stage before: the widest bound that holds it decides.
        case
            when quality < won then 7
            when quality < greatest(proposal, won * 1.08) then 6
            when quality < greatest(opportunity, won * 1.16) then 5
            when quality < greatest(prospect, won * 1.25) then 4
            when quality < greatest(engaged, won * 1.3) then 3
            when is_never_called or uniform(key, 'never contacted') < never_contacted then 1
            else 2
        end as furthest
    from limited
),
timed as (
    select
        fated.*,
        case
            when is_never_called or furthest = 1 then null
            else least(
                contact_hours * 3600 * exp(1.2 * standard_normal(key, 'contact'))
                    -- What comes in on a weekend or in the evening waits for the next working morning.
                    + case
                        when (created_s // 86400 + 3) % 7 >= 5 then (7 - (created_s // 86400 + 3) % 7) * 86400
                        when created_s % 86400 >= 64800 then 54000
                        else 0
                    end,
                case when furthest = 2 then 20 * 86400 else 8640 * pace_days end
            )::bigint
        end as contacted_age,
        case
            when furthest >= 3 then seconds_of_days(pace_days * (0.12 + 0.06 * uniform(key, 'engaged')))
        end as engaged_age,
        case
            when furthest >= 4 then seconds_of_days(pace_days * (0.25 + 0.10 * uniform(key, 'prospect')))
        end as prospect_age,
        case
            when furthest >= 5 then seconds_of_days(pace_days * (0.42 + 0.12 * uniform(key, 'opportunity')))
        end as opportunity_age,
        case
            when furthest >= 6 then seconds_of_days(pace_days * (0.66 + 0.14 * uniform(key, 'proposal')))
        end as proposal_age,
        case when furthest >= 7 then seconds_of_days(pace_days) end as won_age,
        endings.phase,
        case
            when furthest = 7 then 'won'
            when uniform(key, 'ending') < endings.lost then 'lost'
            when uniform(key, 'ending') < endings.lost + endings.disqualified then 'disqualified'
        end as outcome,
        endings.dwell_days
    from fated
    asof join (
        select endings.* from (select unnest(company.endings) as endings from sample_inputs)
    ) as endings on fated.furthest >= endings.first_stage
),
ended as (
    select
        * exclude (phase, dwell_days, won_age),
        coalesce(
            won_age,
            coalesce(proposal_age, opportunity_age, prospect_age, engaged_age, contacted_age, 0) + seconds_of_days(
                case
                    when outcome = 'lost' and days_to_record_a_loss > 0 then days_to_record_a_loss
                    when outcome = 'disqualified' then dwell_days * 0.4
                    else dwell_days
                end * exp(0.55 * standard_normal(key, 'dwell'))
            )
        ) as ended_age,
        outcome || ' ' || phase as ending
    from timed
),
-- An account has a number of its own among those of its segment and region.
placed_in_account as (
    select
        ended.*,
        case
            when not is_anchor and uniform(key, 'missing account') >= settings.missing_account_share then
                floor(
                    pow(uniform(key, 'account'), settings.account_skew)
                    * ceil(settings.count_accounts * region_shares.share / 6)
                )::bigint
        end as account_place,
        region_shares.count_regions
    from ended
    cross join sample_settings as settings
    join (
        select region_no, weight / sum(weight) over () as share, count(*) over () as count_regions from sample_regions
    ) as region_shares using (region_no)
),
-- Every firm of a segment has another name: the first word counts on, and the second one with it.
named as (
    select
        *,
        account_place * count_regions + region_no - 1 as firm_no,
        firm_no % len(names.firm_begins) as begins_with,
        firm_no // len(names.firm_begins) as firm_round
    from placed_in_account
    cross join (select names from sample_settings)
)
select
    named.* exclude (names, account_place, count_regions, firm_no, begins_with, firm_round),
    'L' || (100000000 + id) as lead_id,
    case
        when uniform(key, 'missing name') >= names.missing_share then
            one_of(names.given, key, 'given name') || ' '
            || one_of(names.family_begins, key, 'family name') || one_of(names.family_ends, key, 'end of family name')
    end as lead_name,
    'C' || (100000000 + id) as contact_id,
    case
        when is_anchor then settings.anchor_account_id
        when account_place is not null then 'A' || ((segment_no * 10 + region_no) * 10000000 + account_place)
    end as account_id,
    case
        when is_anchor then names.anchor
        when account_place is not null then
            names.firm_begins[1 + begins_with] || ' '
            || names.firm_ends[1 + (firm_round + begins_with) % len(names.firm_ends)] || ' '
            || names.firm_kinds[segment_no]
            || case when firm_round >= len(names.firm_ends) then ' ' || (1 + firm_round // len(names.firm_ends)) else '' end
    end as account_name,
    case
        when motion = 'inbound' then lower(replace(channel || ' ' || quarter || ' ' || theme, ' ', '-'))
        else quarter || ' ' || channel || ': ' || theme
    end as campaign,
    greatest(3000, round(usual_amount / 100) * 100)::decimal(18, 2) as deal_amount,
    settings.ends_s - created_s as observed_s
from named
cross join (select * exclude (names) from sample_settings) as settings;
