-- outcomes: how each closed lead ended; a lead that entered the last stage is won even where no outcome was recorded,
-- and a win without a day of its own has the day of that entry.
-- grain: one row per closed lead
select
    coalesce(outcomes.lead_id, entered.lead_id) as lead_id,
    coalesce(outcomes.outcome, 'won') as outcome,
    case
        when coalesce(outcomes.outcome, 'won') = 'won' then coalesce(outcomes.closed_at, entered.entered_at)
        else outcomes.closed_at
    end as closed_at,
    outcomes.amount,
    outcomes.reason
from canonical.outcomes as outcomes
full join (
    select stage_events.lead_id, min(stage_events.entered_at) as entered_at
    from canonical.stage_events as stage_events
    join meta.stage_names as names on names.spelling = stage_events.stage
    where names.position = (select max(position) from meta.stages)
    group by stage_events.lead_id
) as entered on entered.lead_id = outcomes.lead_id
