-- paths: the last touch of each lead, with the path that led to it; see touchpoints.
-- grain: one row per lead with a touch, sorted by day of creation
select columns(lambda name: not starts_with(name, 'credit_') and name not in ('touch_id', 'at', 'direction', 'kind'))
from marts.touchpoints
where position = count_touches
order by created_on, lead_id
