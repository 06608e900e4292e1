-- stays: by each of some days, how long had leads stayed at a stage, and where had they gone from there?
--
-- grain         one row per day of known_by, motion, stage, stretch of days and where they went
-- known_by      what happened later is not looked at
-- motion        inbound, outbound or unknown
-- position      place of the stage in the pipeline, 1 is the first
-- stretch_days  days at the stage until they left it, or until known_by: the first day of the stretch, see `data/evenings.py`
-- to_position   place of the stage that they went on to, the last one is won; 0 for lost or disqualified; missing for
--               leads that were still there
-- leads         stays of leads in scope
-- beyond_days   sum of their days after the first of the stretch
-- longest_days  of those that were won by then the longest; missing without one
select
    known_by,
    motion::varchar as motion,
    position::bigint as position,
    stretch_days::bigint as stretch_days,
    to_position::bigint as to_position,
    leads,
    beyond_days,
    longest_days::bigint as longest_days
from scoped_past_stays
order by known_by, motion, position, stretch_days, to_position
