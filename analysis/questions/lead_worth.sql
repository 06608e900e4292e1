-- lead_worth: what is one open lead worth, given how long it has been waiting?
--
-- grain            one row, the lead `lead_id` while it is open; none else
-- motion, stage    its motion, and the stage where it is
-- days             days there until now; a stage of unknown time was reached with the one before it
-- usual_chance     of leads of its motion that had been there for as long, the share that was won later
-- chance           the same times how much more often leads of its channel and segment win, 1 at most
-- amount           the typical won amount of its motion, channel and segment, in the currency of the pages
-- expected_amount  chance times amount
-- is_older         it has been there for longer than any lead that was won
with told as (
    select unnest($states::utinyint[]) as state, unnest($days::integer[]) as days, unnest($chances::double[]) as chance
),
at_once as (
    select unnest($own_states::utinyint[]) as state, unnest($longest::integer[]) as longest_days
),
worth as (
    select unnest($cells::uinteger[]) as cell, unnest($factors::double[]) as factor, unnest($amounts::double[]) as amount
),
waiting as (
    select
        entries.motion,
        entries.stage,
        (enum_code(entries.motion) * 32 + entries.position)::utinyint as state,
        entries.observed_days - case when entries.position = 1 then 0 else greatest(entries.known_days, 0) end as days,
        cells.cell
    from marts.stage_entries as entries
    join marts.worth_cells as cells
        on cells.motion = entries.motion and cells.segment = entries.segment and cells.channel = entries.channel
    where entries.lead_id = $lead_id
        and entries.exit = 'still there'
        and entries.created_on = (select created_on from marts.journeys where lead_id = $lead_id)
)
select
    waiting.motion,
    waiting.stage,
    waiting.days::bigint as days,
    told.chance as usual_chance,
    least(told.chance * factor, 1) as chance,
    amount,
    least(told.chance * factor, 1) * amount as expected_amount,
    waiting.days > longest_days as is_older
from waiting
join told on told.state = waiting.state and told.days = least(waiting.days, (select max(days) from told))
join at_once on at_once.state = waiting.state
join worth on worth.cell = waiting.cell
