-- expected_value: what are the open leads worth, given how long they have been waiting?
--
-- grain               one row per breakdown
-- open                open leads
-- expected_wins       sum of their chances to win, by what the caller says of stage, days there, motion, channel, segment
-- expected_amount     the same times the typical won amount of their motion, channel and segment, in the currency
-- fresh_amount        the same as if all of them had come to their stage today
-- older_than_any_win  open leads that have been at their stage for longer than any lead that was won
-- older_amount        of those, the expected amount as if they had come to their stage today
with told as (
    select unnest($states::utinyint[]) as state, unnest($days::integer[]) as days, unnest($chances::double[]) as chance
),
at_once as (
    select unnest($own_states::utinyint[]) as state, unnest($fresh::double[]) as fresh_chance, unnest($longest::integer[]) as longest_days
),
worth as (
    select unnest($cells::uinteger[]) as cell, unnest($factors::double[]) as factor, unnest($amounts::double[]) as amount
),
valued as (
    select
        waiting.breakdown,
        least(chance * factor, 1) as chance,
        least(fresh_chance * factor, 1) as fresh_chance,
        amount,
        observed_days - from_days > longest_days as is_older
    from scoped_stays as waiting
    join told on told.state = waiting.state and told.days = least(observed_days - from_days, (select max(days) from told))
    join at_once on at_once.state = waiting.state
    join worth on worth.cell = waiting.cell
    where until_days is null
)
select
    breakdown,
    count(*) as open,
    sum(chance) as expected_wins,
    sum(chance * amount) as expected_amount,
    sum(fresh_chance * amount) as fresh_amount,
    count_if(is_older)::bigint as older_than_any_win,
    coalesce(sum(fresh_chance * amount) filter (where is_older), 0) as older_amount
from valued
group by breakdown
order by breakdown
