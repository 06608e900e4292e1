-- gap_queue: which open leads miss their next step, the most valuable first?
--
-- grain                one row per lead, the 5,000 of the highest value in scope
-- lead_id              as the source system has it
-- gap                  the foremost gap
-- gaps                 one bit per gap that the lead has, the foremost kind of all is 1
-- value                expected won amount: what the caller says of the lead's cell, missing where it says nothing
-- due_on               day on which the foremost gap opened
-- last_step_on         what the gap is counted from: the last answer, meeting, touch, entry or the creation
-- last_touch_on        day of the last touch, in either direction
-- count_touches_by_us  touches by us
-- usual_touches        of the median lead that won
-- stage                the furthest stage reached
-- stage_days           days since it was reached
-- stalled_after_days   longer than this in the stage is stalled
-- age_days             days since creation
-- motion, channel      who moved first, and through what
-- segment, region      what is known of the buyer
-- team, owner          whose it is
-- amount               of the deal, as recorded
with worth as (
    select unnest($cells::uinteger[]) as cell, unnest($amounts::double[]) as value
),
first_ones as (
    select scoped_gaps.*, worth.value
    from scoped_gaps
    left join worth using (cell)
    where $gap_bit = 0 or gaps & $gap_bit::utinyint > 0
    order by worth.value desc nulls last, due_on, lead_id
    limit 5000
)
select
    breakdown,
    lead_id,
    gap,
    gaps,
    value,
    due_on,
    last_step_on,
    last_touch_on,
    count_touches_by_us,
    usual_touches,
    stages.stage,
    stage_days,
    stalled_after_days,
    age_days,
    motion,
    channel,
    segment,
    region,
    team,
    owner,
    amount::double as amount
from first_ones
join meta.stages as stages using (position)
order by value desc nulls last, due_on, lead_id
