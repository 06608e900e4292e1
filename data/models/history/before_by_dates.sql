-- before_by_dates: how leads were on a day, as far as the dates within the data tell it.
-- grain: one row per lead that was not yet created on the day, had not closed, or stood at an earlier stage
-- What was corrected or removed since cannot be seen, nor which gap a lead had: gaps is null. A stage or a closing
-- without a usable day had come before, as under an earlier end of the data on all pages. {day}: the day; {load_id}: the
-- import from which on the leads are as they are now.
with reached as (
    select entries.lead_id, max(entries.position) as position
    from marts.stage_entries as entries
    join marts.journeys as journeys using (lead_id)
    where coalesce(entries.known_days <= {day} - journeys.created_on, true)
        or (journeys.outcome = 'won' and journeys.days_to_close is null)
    group by entries.lead_id
),
dated as (
    select
        states.*,
        coalesce(states.created_on > {day}, false) as is_later,
        coalesce(journeys.days_to_close > {day} - journeys.created_on, false) as closes_later,
        journeys.amount_while_open,
        reached.position as position_then
    from marts.lead_states as states
    join marts.journeys as journeys using (lead_id)
    left join reached using (lead_id)
)
select
    dated.* exclude (is_later, closes_later, amount_while_open, position_then) replace (
        null::ubigint as record_key,
        case when closes_later then 'open' else outcome end as outcome,
        case when not closes_later then reason end as reason,
        case when not closes_later then closed_on end as closed_on,
        case when closes_later then amount_while_open else amount end as amount,
        coalesce(position_then, dated.position) as position,
        coalesce(stages.stage, dated.stage) as stage,
        is_opportunity and coalesce(
            position_then >= (select position from meta.stages where role = 'opportunity'), true
        ) as is_opportunity,
        null::utinyint as gaps
    ),
    {load_id} as until_load,
    not is_later as is_present
from dated
left join meta.stages as stages on stages.position = dated.position_then
where is_later or closes_later or position_then < dated.position
