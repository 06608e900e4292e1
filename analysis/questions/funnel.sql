-- funnel: how many leads reached each stage, by the chosen reading of "reached"?
--
-- grain     one row per breakdown and stage that a lead reached
-- stage     name of the stage
-- position  its place in the pipeline, 1 is the first
-- reached   leads that reached the stage. By mode, reached: entered the stage or a later one; explicit: have an entry of
--           their own into the stage; ordered: have an entry of their own into every stage up to this one, the first into
--           each not before the first into the stage before it, all with their time. With step_days, only leads that took
--           at most so many days for each step up to here (known days only); with excluded_reason, without the leads
--           that were lost or disqualified for this reason
select
    breakdown,
    stage,
    position,
    count(*) filter (
        where case $mode
            when 'explicit' then not is_implied
            when 'ordered' then longest_own_step_days is not null and entered_days <= observed_days
            else true
        end
        and (
            $step_days::integer is null
            or case $mode when 'ordered' then longest_own_step_days else longest_step_days end <= $step_days::integer
        )
    ) as reached
from scoped_stage_entries
where $excluded_reason::varchar is null
    or outcome in ('open', 'won')
    or coalesce(reason, '(not recorded)') <> $excluded_reason::varchar
group by breakdown, stage, position
order by breakdown, position
