-- stays: where each lead was, from one stage to the next, for what becomes of leads that wait.
-- grain: one row per lead and stage at which it stayed, sorted by day of creation
-- Stages that a lead passed on one day are one step; only the first stage may be left on the day on which it was entered.
-- A stage of unknown time was reached with the one before it, see known_days in stage_entries. Being won is no stay.
-- from_days, until_days: counted from creation; until_days is null for a lead that is still there. to_position: the stage
-- that it went on to, 0 for a lead that was lost or disqualified there, null for one that is still there. won_days: of the
-- lead. What a lead entered after it had closed is left out. state: one number for motion and stage. Leads that closed on an unknown day are left out. cell: see worth_cells.
with last_stage as (
    select max(position) as position
    from meta.stages
),
reached as (
    select
        entries.lead_number,
        entries.position,
        case
            when entries.position = 1 then 0
            when entries.position = last_stage.position then journeys.days_to_won
            else greatest(entries.known_days, 0)
        end as reached_days,
        last_stage.position as won_position
    from marts.stage_entries as entries
    join marts.journeys as journeys using (lead_number)
    cross join last_stage
    where (entries.outcome = 'open' or entries.days_to_close is not null)
        and (
            entries.position = 1
            or (entries.position = last_stage.position and journeys.days_to_won is not null)
            or entries.position < last_stage.position
            and coalesce(entries.known_days <= entries.days_to_close, entries.days_to_close is null)
        )
),
steps as (
    select *
    from reached
    qualify position = max(position) over (partition by lead_number, reached_days) or position = 1
),
-- What is known of the lead comes last: windows over narrow rows take half as long.
stayed as (
    select
        *,
        lead(position) over stages_in_order as next_position,
        lead(reached_days) over stages_in_order as next_days
    from steps
    window stages_in_order as (partition by lead_number order by position)
)
select
    leads.lead_id,
    stayed.position,
    stages.stage::marts.stage as stage,
    (enum_code(leads.motion) * 32 + stayed.position)::utinyint as state,
    stayed.reached_days::smallint as from_days,
    case
        when stayed.next_position is not null then stayed.next_days
        when leads.outcome <> 'open' then greatest(leads.days_to_close, stayed.reached_days)
    end::smallint as until_days,
    case when stayed.next_position is not null then stayed.next_position when leads.outcome <> 'open' then 0 end::utinyint as to_position,
    leads.days_to_won as won_days,
    leads.observed_days,
    cells.cell,
    leads.account_id,
    leads.created_on,
    leads.{dimension},
    leads.journey_order,
    leads.outcome,
    leads.reason,
    leads.days_to_close,
    leads.amount,
    leads.amount_while_open,
    leads.is_foreign_currency
from stayed
join marts.journeys as leads using (lead_number)
join meta.stages as stages on stages.position = stayed.position
join marts.worth_cells as cells
    on cells.motion = leads.motion and cells.segment = leads.segment and cells.channel = leads.channel
where stayed.position < stayed.won_position
order by stayed.lead_number, stayed.position
