-- stage_dropoff: of the leads that reached each stage, how many advanced, were lost, or are still there?
--
-- grain         one row per breakdown and stage
-- stage         name of the stage
-- position      its place in the pipeline, 1 is the first
-- reached       leads that entered the stage or a later one
-- explicit      of those, leads with an entry of their own into the stage
-- implied       of those, leads that skipped it
-- advanced      went on to a later stage (or won, at the last)
-- lost          were lost here
-- disqualified  were disqualified here
-- young         are still here, and not for longer than leads that win stay
-- stalled       are still here for longer than the stalled quantile of the leads that won
-- rate advanced_share = advanced / reached
select
    breakdown,
    stage,
    position,
    count(*) as reached,
    count(*) filter (where not is_implied) as explicit,
    count(*) filter (where is_implied) as implied,
    count(*) filter (where exit in ('advanced', 'won')) as advanced,
    count(*) filter (where exit = 'lost') as lost,
    count(*) filter (where exit = 'disqualified') as disqualified,
    count(*) filter (where exit = 'still there' and not coalesce(dwell_days > stalled_after_days, false)) as young,
    count(*) filter (where exit = 'still there' and dwell_days > stalled_after_days) as stalled
from scoped_stage_entries
group by breakdown, stage, position
order by breakdown, position
