-- outcomes: how each closed lead ended: as it was told last, or as its history says. Where no outcome is recorded, a lead
-- is won, lost or disqualified by its latest entry under such a label, and open again where a later entry into another
-- stage is known. A win without a day of its own has the day of that entry. What is dated after the data ends is not known
-- yet.
-- grain: one row per closed lead
with entries as (
    select
        stage_events.lead_id,
        stage_events.entered_at,
        coalesce(names.outcome, case when names.position = (select max(position) from meta.stages) then 'won' end) as outcome
    from canonical.stage_events as stage_events
    join meta.stage_names as names on names.spelling = stage_events.stage
),
closings as (
    select lead_id, outcome, entered_at
    from entries
    where outcome is not null
    qualify row_number() over (partition by lead_id order by entered_at desc nulls last, outcome desc) = 1
),
history as (
    select closings.*
    from closings
    anti join entries as later
        on later.lead_id = closings.lead_id and later.outcome is null and later.entered_at > closings.entered_at
),
wins as (
    select lead_id, min(entered_at) as entered_at
    from entries
    where outcome = 'won'
    group by lead_id
),
told as (
    select lead_id, outcome, closed_at, amount, reason
    from canonical.outcomes
    where is_present
),
ended as (
    select
        coalesce(told.lead_id, history.lead_id) as lead_id,
        case
            when told.outcome = 'not won' and history.outcome <> 'won' then history.outcome
            else coalesce(told.outcome, history.outcome)
        end as outcome,
        told.closed_at,
        history.outcome as history_outcome,
        history.entered_at,
        told.amount,
        told.reason
    from told
    full join history on history.lead_id = told.lead_id
),
dated as (
    select
        ended.lead_id,
        ended.outcome,
        case
            when ended.outcome = 'won' then coalesce(ended.closed_at, wins.entered_at)
            when ended.outcome = ended.history_outcome then coalesce(ended.closed_at, ended.entered_at)
            else ended.closed_at
        end as closed_at,
        ended.amount,
        ended.reason
    from ended
    left join wins on wins.lead_id = ended.lead_id
    where ended.outcome not in ('open', 'not won')
)
select dated.*
from dated
cross join meta.generation as generation
where not coalesce((dated.closed_at at time zone generation.time_zone)::date > generation.as_of_on, false)
