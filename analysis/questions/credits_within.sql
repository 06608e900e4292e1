-- credits_within: how much does each rule credit, when only the last look_back_days before the closing count?
--
-- grain                        one row per touch channel or campaign (grain says which)
-- name                         the channel of the touch; or its sequence, else the campaign of a lead of the same channel
-- touch_motion                 motion of the channel; of a campaign, of more than half of its touches, else mixed
-- touches                      touches of won leads in the window (all where look_back_days is not given)
-- left_out                     touches of won leads before the window: no rule sees them
-- first, last                  won leads credited to their first touch, to their last before the closing
-- before_opportunity           to the last touch before the opportunity (the first one where none came before)
-- linear                       in equal parts to all touches of a lead
-- u                            40 % to the first and the last touch, 20 % to those between
-- w                            30 % to the first touch, that of the lead's creation and that of its opportunity, 10 % to the rest
-- full_path                    22.5 % to these three and to the last touch, 10 % to the rest
-- time_decay                   by closeness to the closing: half for each 7 days earlier
-- amount_first, amount_last, amount_before_opportunity, amount_linear, amount_u, amount_w, amount_full_path, amount_time_decay    the same of the won amount in the currency of the pages
with won as (
    select
        case when $grain = 'channel' then touch_channel::varchar else touch_campaign::varchar end as name,
        case when is_foreign_currency or amount is null then 0 else amount::double end as value,
        coalesce(touch_days >= end_days - $look_back_days, true) as is_kept,
        *
    from scoped_win_touchpoints
),
placed as (
    select
        name,
        touch_motion,
        value,
        row_number() over in_order as place,
        count(*) over of_lead as places,
        greatest(count(*) filter (where position <= lead_touch) over of_lead, 1) as lead_place,
        greatest(count(*) filter (where position <= opportunity_touch) over of_lead, 1) as opportunity_place,
        credit_time_decay::double / sum(credit_time_decay::double) over of_lead as time_decay
    from won
    where is_kept
    window
        of_lead as (partition by lead_id),
        in_order as (partition by lead_id order by position)
),
named as (
    select
        *,
        (place = 1)::integer as is_first,
        (place = places)::integer as is_last,
        (place = lead_place)::integer as is_lead_touch,
        (place = opportunity_place)::integer as is_opportunity_touch,
        places - 1 - (places > 1)::integer as others_u,
        places - 1 - (lead_place > 1)::integer - (opportunity_place not in (1, lead_place))::integer as others_w,
        places - 1 - (lead_place > 1)::integer - (opportunity_place not in (1, lead_place))::integer
            - (places not in (1, lead_place, opportunity_place))::integer as others_full_path
    from placed
),
parts as (
    select
        *,
        is_first + is_last as parts_u,
        is_first + is_lead_touch + is_opportunity_touch as parts_w,
        is_first + is_lead_touch + is_opportunity_touch + is_last as parts_full_path
    from named
),
weighed as (
    select
        *,
        case when others_u = 0 then parts_u / 2 when parts_u > 0 then 0.4 * parts_u else 0.2 / others_u end as u,
        case when others_w = 0 then parts_w / 3 when parts_w > 0 then 0.3 * parts_w else 0.1 / others_w end as w,
        case
            when others_full_path = 0 then parts_full_path / 4
            when parts_full_path > 0 then 0.225 * parts_full_path
            else 0.1 / others_full_path
        end as full_path
    from parts
),
credited as (
    select
        name,
        case
            when count_if(touch_motion = 'inbound') > count(*) / 2 then 'inbound'
            when count_if(touch_motion = 'outbound') > count(*) / 2 then 'outbound'
            when count_if(touch_motion = 'unknown') > count(*) / 2 then 'unknown'
            else 'mixed'
        end as touch_motion,
        count(*) as touches,
        sum(is_first)::double as "first",
        sum(is_last)::double as "last",
        sum(is_opportunity_touch)::double as before_opportunity,
        sum(1 / places) as linear,
        sum(u)::double as u,
        sum(w)::double as w,
        sum(full_path)::double as full_path,
        sum(time_decay) as time_decay,
        sum(value * is_first) as amount_first,
        sum(value * is_last) as amount_last,
        sum(value * is_opportunity_touch) as amount_before_opportunity,
        sum(value / places) as amount_linear,
        sum(value * u) as amount_u,
        sum(value * w) as amount_w,
        sum(value * full_path) as amount_full_path,
        sum(value * time_decay) as amount_time_decay
    from weighed
    group by name
),
dropped as (
    select
        name,
        case
            when count_if(touch_motion = 'inbound') > count(*) / 2 then 'inbound'
            when count_if(touch_motion = 'outbound') > count(*) / 2 then 'outbound'
            when count_if(touch_motion = 'unknown') > count(*) / 2 then 'unknown'
            else 'mixed'
        end as touch_motion,
        count(*) as left_out
    from won
    where not is_kept
    group by name
)
select
    coalesce(credited.name, dropped.name) as name,
    coalesce(credited.touch_motion, dropped.touch_motion) as touch_motion,
    coalesce(credited.touches, 0) as touches,
    coalesce(dropped.left_out, 0) as left_out,
    coalesce(credited.first, 0) as "first",
    coalesce(credited.last, 0) as "last",
    coalesce(credited.before_opportunity, 0) as before_opportunity,
    coalesce(credited.linear, 0) as linear,
    coalesce(credited.u, 0) as u,
    coalesce(credited.w, 0) as w,
    coalesce(credited.full_path, 0) as full_path,
    coalesce(credited.time_decay, 0) as time_decay,
    coalesce(credited.amount_first, 0) as amount_first,
    coalesce(credited.amount_last, 0) as amount_last,
    coalesce(credited.amount_before_opportunity, 0) as amount_before_opportunity,
    coalesce(credited.amount_linear, 0) as amount_linear,
    coalesce(credited.amount_u, 0) as amount_u,
    coalesce(credited.amount_w, 0) as amount_w,
    coalesce(credited.amount_full_path, 0) as amount_full_path,
    coalesce(credited.amount_time_decay, 0) as amount_time_decay
from credited
full join dropped on dropped.name = credited.name
order by name
