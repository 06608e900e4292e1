-- touches: every pattern that applies to a lead, at its time; none after the lead has ended, none after the data has.
insert into canonical.touches by name
with candidates as (
    select
        journeys.*,
        patterns.* exclude (channel, lead_channel),
        patterns.channel as touch_channel,
        case patterns.anchor
            when 1 then 0
            when 2 then journeys.contacted_age
            when 3 then journeys.engaged_age
            when 4 then journeys.prospect_age
            when 5 then journeys.opportunity_age
            else journeys.proposal_age
        end as anchor_age,
        case
            when patterns.anchor <= 3 then coalesce(journeys.prospect_age, journeys.ended_age)
            when patterns.anchor = 4 then coalesce(journeys.opportunity_age, journeys.ended_age)
            when patterns.anchor = 5 then coalesce(journeys.proposal_age, journeys.ended_age)
            else journeys.ended_age
        end as next_age,
        uniform_salted(journeys.key, patterns.time_salt) as time_draw
    from sample_journeys as journeys
    join sample_patterns as patterns on patterns.lead_channel = journeys.channel
    where journeys.furthest between patterns.furthest_from and patterns.furthest_to
        and uniform_salted(journeys.key, patterns.draw_salt) >= patterns.share_from
        and uniform_salted(journeys.key, patterns.draw_salt) < patterns.share_to
        and (patterns.who <> 'treated' or journeys.is_treated)
        and (patterns.who <> 'planned' or patterns.step <= journeys.planned_steps)
        and (patterns.direction = 'inbound' or not journeys.is_never_called)
),
timed as (
    select
        *,
        anchor_age + offset_s + floor(
            time_draw * spread_s + (part_from + time_draw * (part_to - part_from)) * (next_age - anchor_age)
        )::bigint as age
    from candidates
),
kept as (
    select *
    from timed
    where age < observed_s
        and age <= ended_age
        and (until = 'ended' or engaged_age is null or age < engaged_age)
)
select
    'T' || (10000000000 + kept.id * 100 + kept.pattern_no) as touch_id,
    case when not kept.is_of_contact then kept.lead_id end as lead_id,
    kept.contact_id,
    to_timestamp(kept.created_s + kept.age) as "at",
    kept.touch_channel as channel,
    kept.direction,
    kept.kind,
    case when kept.direction = 'outbound' then kept.owner end as actor,
    case
        when kept.who = 'planned' or (kept.is_answer and kept.motion = 'outbound') then kept.campaign
        when kept.step is not null then kept.quarter || ' Warm follow-up'
    end as sequence,
    case
        -- The answer goes to the last step that was sent.
        when kept.is_answer and kept.motion = 'outbound' and kept.contacted_age is not null then least(
            kept.planned_steps,
            len(list_filter(due.days, lambda day: kept.contacted_age + day * 86400 < kept.engaged_age))
        )
        else kept.step
    end::smallint as step,
    $load_id::integer as load_id
from kept
cross join sample_sequence_days as due;
