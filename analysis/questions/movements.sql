-- movements: how many leads skipped a stage, entered it again, or fell back to it?
--
-- grain     one row per breakdown and stage
-- stage     name of the stage
-- position  its place in the pipeline, 1 is the first
-- reached   leads that entered the stage or a later one
-- skipped   of those, leads without an entry of their own into the stage
-- repeated  of those, entered the stage at two times or more
-- backward  of those, entered the stage after a later one
--
-- Entries without a time cannot tell; the creation and the win happen once.
select
    breakdown,
    stage,
    position,
    count(*) as reached,
    count(*) filter (where is_implied) as skipped,
    count(*) filter (where repeated_days <= observed_days) as repeated,
    count(*) filter (where backward_days <= observed_days) as backward
from scoped_stage_entries
group by breakdown, stage, position
order by breakdown, position
