-- touch_credits: the touches of some leads up to their closing, with the credit that each rule gives them.
-- grain: one row per touch of the leads, in the order of journeys
-- end_days: days from creation to the end of the touches. lead_touch: place of the last touch up to the creation of the lead
-- (1 where there is none); opportunity_touch: of the last touch up to the day of the opportunity (1 where there is none; the
-- last touch where that day is unknown).
-- Credits of a lead sum to 1. u: 40 % to the first and to the last touch; w: 30 % to the first, to the lead_touch and to the
-- opportunity_touch; full path: 22.5 % to these three and to the last. A touch that is several of them gets each part; what
-- is left goes in equal parts to the other touches, and where there is none, to the named ones in proportion. Time decay:
-- half the weight for each 7 days earlier. before_opportunity: all to the opportunity_touch. shapley: an equal part to each
-- channel that touched the lead, given to its first touch.
-- What stands for {leads} has the leads, as rows of journeys.
with touched as (
    select
        touchpoints.*,
        coalesce(journeys.days_to_close, journeys.observed_days) as end_days,
        coalesce(channels.bit, 63) as touch_bit,
        1::ubigint << coalesce(channels.bit, 63) as channel_set,
        touchpoints.touch_seconds <= 0 as is_by_creation,
        touchpoints.touch_days <= journeys.days_to_opportunity as is_by_opportunity,
        pow(2, greatest(touchpoints.touch_seconds / 86400 - coalesce(journeys.days_to_close, journeys.observed_days), -7000) / 7) as weight
    from marts.touchpoints as touchpoints
    join {leads} as journeys using (lead_number)
    left join meta.touch_channels as channels on channels.channel = touchpoints.touch_channel::varchar
),
placed as (
    select
        *,
        greatest(count(*) filter (where is_by_creation) over of_lead, 1) as lead_touch,
        greatest(count(*) filter (where coalesce(is_by_opportunity, true)) over of_lead, 1) as opportunity_touch,
        bit_count(bit_or(channel_set) over of_lead) as count_channels,
        coalesce(bit_or(channel_set) over before, 0) & channel_set = 0 as is_first_of_channel,
        weight / sum(weight) over of_lead as credit_time_decay
    from touched
    window
        of_lead as (partition by lead_number order by position rows between unbounded preceding and unbounded following),
        before as (partition by lead_number order by position rows between unbounded preceding and 1 preceding)
),
named as (
    select
        *,
        count_touches - 1 - (count_touches > 1)::integer as others_u,
        count_touches - 1 - (lead_touch > 1)::integer - (opportunity_touch not in (1, lead_touch))::integer as others_w,
        count_touches - 1 - (lead_touch > 1)::integer - (opportunity_touch not in (1, lead_touch))::integer
            - (count_touches not in (1, lead_touch, opportunity_touch))::integer as others_full_path,
        (position = 1)::integer as is_first,
        (position = lead_touch)::integer as is_lead_touch,
        (position = opportunity_touch)::integer as is_opportunity_touch,
        (position = count_touches)::integer as is_last
    from placed
)
select
    named.lead_number,
    journeys.lead_id,
    named.position,
    named.count_touches,
    named.lead_touch::smallint as lead_touch,
    named.opportunity_touch::smallint as opportunity_touch,
    named.touch_days,
    named.end_days::smallint as end_days,
    named.touch_channel,
    named.touch_motion,
    named.touch_bit::utinyint as touch_bit,
    named.touch_campaign,
    named.direction,
    named.is_first::utinyint as credit_first,
    named.is_last::utinyint as credit_last,
    named.is_opportunity_touch::utinyint as credit_before_opportunity,
    (1.0 / named.count_touches)::float as credit_linear,
    case
        when named.others_u = 0 then (named.is_first + named.is_last) / 2
        when named.is_first + named.is_last > 0 then 0.4 * (named.is_first + named.is_last)
        else 0.2 / named.others_u
    end::float as credit_u,
    case
        when named.others_w = 0 then (named.is_first + named.is_lead_touch + named.is_opportunity_touch) / 3
        when named.is_first + named.is_lead_touch + named.is_opportunity_touch > 0
            then 0.3 * (named.is_first + named.is_lead_touch + named.is_opportunity_touch)
        else 0.1 / named.others_w
    end::float as credit_w,
    case
        when named.others_full_path = 0
            then (named.is_first + named.is_lead_touch + named.is_opportunity_touch + named.is_last) / 4
        when named.is_first + named.is_lead_touch + named.is_opportunity_touch + named.is_last > 0
            then 0.225 * (named.is_first + named.is_lead_touch + named.is_opportunity_touch + named.is_last)
        else 0.1 / named.others_full_path
    end::float as credit_full_path,
    named.credit_time_decay::float as credit_time_decay,
    case when named.is_first_of_channel then 1.0 / named.count_channels else 0 end::float as credit_shapley,
    journeys.account_group,
    journeys.created_on,
    journeys.{dimension},
    journeys.journey_order,
    journeys.observed_days,
    journeys.days_to_close,
    journeys.outcome,
    journeys.reason,
    journeys.amount,
    journeys.is_foreign_currency
from named
join {leads} as journeys using (lead_number)
order by named.lead_number, named.position
