-- touchpoints: the touches of each lead up to its closing (to the end of the data where it is open or its closing has no
-- usable day), in order.
-- grain: one row per lead and touch, in the order of journeys
-- lead_number: of the lead, see journeys. touch_campaign: the sequence of the touch; else the lead's campaign, where the
-- touch came through the lead's own channel. touch_days, previous_days: days from creation to the touch and to the one before
-- it. touch_seconds: see touches. previous_channel: of the touch before; null for the first.
select
    touches.lead_number,
    touches.place::smallint as position,
    count(*) over (partition by touches.lead_number)::smallint as count_touches,
    (touches.touch_on - journeys.created_on)::smallint as touch_days,
    (lag(touches.touch_on) over in_order - journeys.created_on)::smallint as previous_days,
    touches.touch_seconds,
    touches.touch_channel,
    touches.touch_motion,
    lag(touches.touch_channel) over in_order as previous_channel,
    touches.direction,
    coalesce(
        touches.sequence,
        case when touches.touch_channel::varchar = journeys.channel::varchar then journeys.campaign::varchar end,
        '(not recorded)'
    )::marts.touch_campaign as touch_campaign
from temp.touches as touches
join marts.journeys as journeys using (lead_number)
where touches.touch_on <= journeys.created_on + coalesce(journeys.days_to_close, journeys.observed_days)
window in_order as (partition by touches.lead_number order by touches.place)
order by touches.lead_number, touches.place
