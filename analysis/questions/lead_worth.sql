-- lead_worth: what is one open lead worth, given how long it has been waiting?
--
-- grain            one row, the lead `lead_id` while it is open; none else
-- motion, stage    its motion, and the stage where it is
-- days             days there until now; a stage of unknown time was reached with the one before it
-- usual_chance     of leads of its motion that had been there for as long, the share that was won later
-- chance           the same times how much more often leads of its channel and segment win
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
        motion,
        stage,
        state,
        observed_days - from_days as own_days,
        greatest(0, least(observed_days - from_days, list_max($days::integer[]))) as days,
        cell
    from marts.stays
    where lead_id = $lead_id
        and until_days is null
        and created_on = (select created_on from marts.journeys where lead_id = $lead_id)
)
select
    waiting.motion,
    waiting.stage,
    own_days::bigint as days,
    told.chance as usual_chance,
    told.chance * factor as chance,
    amount,
    told.chance * factor * amount as expected_amount,
    own_days > longest_days as is_older
from waiting
join told on told.state = waiting.state and told.days = waiting.days
join at_once on at_once.state = waiting.state
join worth on worth.cell = waiting.cell
