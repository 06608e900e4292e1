-- lead_credits: how much credit does each touch of one lead get?
--
-- grain                      one row per touch of the lead `lead_id` up to its closing, in order
-- position, count_touches    its place among them, and how many there are
-- credit_first, credit_last  all to the first, all to the last
-- credit_before_opportunity  all to the last one up to the day of the opportunity, to the first where none came before
-- credit_linear              the same to each
-- credit_u                   40 % to the first and the last touch, 20 % to those between
-- credit_w                   30 % to the first touch, that of the creation and that of the opportunity, 10 % to the rest
-- credit_full_path           22.5 % to these three and to the last touch, 10 % to the rest
-- credit_time_decay          by closeness to the closing: half the weight for each 7 days earlier
-- credit_shapley             an equal part to each channel that touched the lead, given to its first touch
select
    position,
    count_touches,
    credit_first,
    credit_last,
    credit_before_opportunity,
    credit_linear,
    credit_u,
    credit_w,
    credit_full_path,
    credit_time_decay,
    credit_shapley
from touches_of_one
where lead_id = $lead_id
order by position
