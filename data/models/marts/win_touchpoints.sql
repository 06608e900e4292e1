-- win_touchpoints: the touches of the won leads, with all their columns: what is credited.
-- grain: one row per won lead and touch, sorted as the touchpoints are
select *
from marts.touchpoints
where outcome = 'won'
order by created_on, lead_id, position
