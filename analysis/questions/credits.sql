-- credits: how much of what was won does each rule credit to each touch channel or campaign?
--
-- grain                        one row per touch channel or campaign (grain says which)
-- name                         the channel of the touch; or its sequence, else the campaign of a lead of the same channel
-- touch_motion                 motion of the channel; of a campaign, of more than half of its touches, else mixed
-- touches                      touches of won leads up to their closing
-- left_out                     touches of won leads left out by a look-back window: none here
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
        *
    from scoped_win_touchpoints
)
select
    name,
    case
        when count_if(touch_motion = 'inbound') > count(*) / 2 then 'inbound'
        when count_if(touch_motion = 'outbound') > count(*) / 2 then 'outbound'
        when count_if(touch_motion = 'unknown') > count(*) / 2 then 'unknown'
        else 'mixed'
    end as touch_motion,
    count(*) as touches,
    0 as left_out,
    sum(credit_first)::double as "first",
    sum(credit_last)::double as "last",
    sum(credit_before_opportunity)::double as before_opportunity,
    sum(credit_linear::double) as linear,
    sum(credit_u::double) as u,
    sum(credit_w::double) as w,
    sum(credit_full_path::double) as full_path,
    sum(credit_time_decay::double) as time_decay,
    sum(value * credit_first) as amount_first,
    sum(value * credit_last) as amount_last,
    sum(value * credit_before_opportunity) as amount_before_opportunity,
    sum(value * credit_linear::double) as amount_linear,
    sum(value * credit_u::double) as amount_u,
    sum(value * credit_w::double) as amount_w,
    sum(value * credit_full_path::double) as amount_full_path,
    sum(value * credit_time_decay::double) as amount_time_decay
from won
group by name
order by name
