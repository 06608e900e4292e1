-- older_than_any_win: which leads that miss their next step have waited for longer than any lead that was won?
--
-- grain        one row per breakdown and stage
-- position     place of the furthest stage reached, 1 is the first
-- stage        its name
-- leads        leads with a gap that have been at their stage for longer than any lead of their motion that was won
-- worth        of those, leads whose value is known
-- value        sum of their expected won amounts, as in gap_queue
-- fresh_value  the same as if all of them had come to their stage today
with told as (
    select unnest($states::utinyint[]) as state, unnest($days::integer[]) as days, unnest($chances::double[]) as chance
),
at_once as (
    select unnest($own_states::utinyint[]) as state, unnest($fresh::double[]) as fresh_chance
),
worth as (
    select unnest($cells::uinteger[]) as cell, unnest($factors::double[]) as factor, unnest($amounts::double[]) as amount
),
valued as (
    select
        missing.breakdown,
        position,
        nullif(chance * factor * worth.amount, 'nan') as value,
        nullif(fresh_chance * factor * worth.amount, 'nan') as fresh_value
    from scoped_gaps as missing
    left join told on told.state = missing.state and told.days = least(waited_days, list_max($days::integer[]))
    left join at_once on at_once.state = missing.state
    left join worth on worth.cell = missing.cell
    where is_older_than_any_win
        and ($gap_bit = 0 or gaps & $gap_bit::utinyint > 0)
)
select
    breakdown,
    position::bigint as position,
    any_value(stages.stage) as stage,
    count(*) as leads,
    count(value) as worth,
    coalesce(sum(value), 0) as value,
    coalesce(sum(fresh_value), 0) as fresh_value
from valued
join meta.stages as stages using (position)
group by breakdown, position
order by breakdown, position
