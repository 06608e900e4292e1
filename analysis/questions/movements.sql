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
-- Entries without a time cannot tell; the creation and the win happen once. The bits of marks: see the mart stage_entries.
with counted as (
    select
        breakdown,
        position,
        marks,
        count(*) as leads
    from scoped_stage_entries
    group by all
)
select
    breakdown,
    stages.stage,
    position,
    sum(leads)::bigint as reached,
    coalesce(sum(leads) filter (where marks & 1 > 0), 0)::bigint as skipped,
    coalesce(sum(leads) filter (where marks & 8 > 0), 0)::bigint as repeated,
    coalesce(sum(leads) filter (where marks & 16 > 0), 0)::bigint as backward
from counted
join meta.stages as stages using (position)
group by breakdown, stages.stage, position
order by breakdown, position
