-- handovers: who does the other motion's first touch of a lead, and how long after its creation?
--
-- grain        one row per motion, team and actor
-- motion       of the lead: the motion that hands over
-- team         of the lead's owner
-- actor        who did the first touch through a channel of the other motion; (not recorded) where nobody is named
-- leads        leads that the other motion touched after their creation
-- other_actor  of those, touched by somebody else than the owner; owner and actor both known
-- same_actor   touched by the owner
-- median_days, p90_days    days from the creation to that touch
select
    motion,
    team,
    other_motion_actor as actor,
    count(*) as leads,
    count(*) filter (where other_motion_actor <> owner::varchar and other_motion_actor <> '(not recorded)' and owner <> '(not recorded)') as other_actor,
    count(*) filter (where other_motion_actor = owner::varchar and owner <> '(not recorded)') as same_actor,
    quantile_disc(days_to_other_motion, 0.5) as median_days,
    quantile_disc(days_to_other_motion, 0.9) as p90_days
from scoped_journeys
where days_to_other_motion >= 0
group by motion, team, other_motion_actor
order by motion, leads desc, team, actor
