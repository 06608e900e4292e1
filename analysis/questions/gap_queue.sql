-- gap_queue: which open leads miss their next step, those first that lose most by waiting on?
--
-- grain                  one row per lead, the 5,000 in scope that lose most
-- lead_id                as the source system has it
-- lead_name              of the deal or the person; missing where none is recorded
-- account_id             of its account; missing where none is recorded
-- account_name           of its account; missing where none is recorded
-- contact_id             of the person; missing where none is recorded
-- gap                    the foremost gap
-- gaps                   one bit per gap that the lead has, the foremost kind of all is 1
-- value                  expected won amount, by what the caller says of stage, days there, motion, channel and segment;
--                        missing where no won amount is known
-- later_value            the same of a lead that is still at the stage later_days later
-- is_older_than_any_win  it has been at its stage for longer than any lead of its motion that was won
-- due_on                 day on which the foremost gap opened
-- last_step_on           what the gap is counted from: the last answer, meeting, touch, entry or the creation
-- last_touch_on          day of the last touch, in either direction
-- count_touches_by_us    touches by us
-- usual_touches          of the median lead that won
-- stage                  the furthest stage reached
-- stage_days             days since it was reached
-- stalled_after_days     longer than this in the stage is stalled
-- age_days               days since creation
-- motion, channel        who moved first, and through what
-- segment, region        what is known of the buyer
-- team, owner            whose it is
-- amount                 of the deal; as recorded where it is in another currency without a rate
with told as (
    select unnest($states::utinyint[]) as state, unnest($days::integer[]) as days, unnest($chances::double[]) as chance
),
worth as (
    select unnest($cells::uinteger[]) as cell, unnest($factors::double[]) as factor, unnest($amounts::double[]) as amount
),
valued as (
    select
        missing.*,
        nullif(today.chance * factor * worth.amount, 'nan') as value,
        nullif(later.chance * factor * worth.amount, 'nan') as later_value
    from scoped_gaps as missing
    left join told as today on today.state = missing.state and today.days = least(waited_days, list_max($days::integer[]))
    left join told as later on later.state = missing.state and later.days = least(waited_days + $later_days, list_max($days::integer[]))
    left join worth on worth.cell = missing.cell
    where $gap_bit = 0 or gaps & $gap_bit::utinyint > 0
),
first_ones as (
    select *
    from valued
    order by value - later_value desc nulls last, due_on, lead_id
    limit 5000
)
select
    first_ones.breakdown,
    first_ones.lead_id,
    names.lead_name,
    names.account_id,
    names.account_name,
    names.contact_id,
    first_ones.gap,
    first_ones.gaps,
    first_ones.value,
    first_ones.later_value,
    first_ones.is_older_than_any_win,
    first_ones.due_on,
    first_ones.last_step_on,
    first_ones.last_touch_on,
    first_ones.count_touches_by_us,
    first_ones.usual_touches,
    stages.stage,
    first_ones.stage_days,
    first_ones.stalled_after_days,
    first_ones.age_days,
    first_ones.motion,
    first_ones.channel,
    first_ones.segment,
    first_ones.region,
    first_ones.team,
    first_ones.owner,
    first_ones.amount::double as amount
from first_ones
join meta.stages as stages using (position)
join marts.journeys as names on names.lead_id = first_ones.lead_id
order by value - later_value desc nulls last, first_ones.due_on, first_ones.lead_id
