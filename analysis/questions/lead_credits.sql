-- lead_credits: how much credit does each touch of one lead get?
--
-- grain                                     one row per touch of the lead `lead_id` up to its opportunity, in order
-- touch_id                                  of the touch
-- position, count_touches                   its place among them, and how many there are
-- credit_first, credit_last, credit_linear  all to the first, all to the last, the same to each
select
    touch_id,
    position,
    count_touches,
    credit_first,
    credit_last,
    credit_linear
from marts.touchpoints
where lead_id = $lead_id
  and created_on = (select created_on from marts.journeys where lead_id = $lead_id)
order by position
