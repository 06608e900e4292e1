-- reasons: why were leads lost or disqualified, and how far had they come?
--
-- grain     one row per breakdown, motion, stage, outcome and reason
-- motion    inbound, outbound or unknown
-- stage     the furthest stage that the leads reached
-- position  its place in the pipeline, 1 is the first
-- outcome   lost or disqualified
-- reason    as the source system writes it; (not recorded) where it does not
-- leads     leads that closed so
select
    breakdown,
    motion,
    stage,
    position,
    exit as outcome,
    coalesce(reason, '(not recorded)') as reason,
    count(*) as leads
from scoped_stage_entries
where exit in ('lost', 'disqualified')
group by breakdown, motion, stage, position, exit, reason
order by breakdown, motion, position, outcome, leads desc, reason
