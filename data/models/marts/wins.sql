-- wins: the journeys that were won, with all their columns: few of the leads, and most of the questions of worth.
-- grain: one row per won lead, sorted as the journeys are
select *
from marts.journeys
where outcome = 'won'
order by created_on, motion, segment, source, lead_id
