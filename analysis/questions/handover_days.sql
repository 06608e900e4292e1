-- handover_days: after how many days does the other motion touch a lead first?
--
-- grain        one row per motion
-- motion       of the lead: the motion that hands over
-- leads        leads that the other motion touched after their creation
-- median_days, p90_days    days from the creation to that touch
select
    motion,
    count(*) as leads,
    quantile_disc(days_to_other_motion, 0.5) as median_days,
    quantile_disc(days_to_other_motion, 0.9) as p90_days
from scoped_journeys
where days_to_other_motion >= 0
group by motion
order by motion
