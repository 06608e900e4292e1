-- expected_value: what are the open leads worth, given how long they have been waiting?
--
-- grain               one row per breakdown and across that have open leads together
-- across              the second breakdown
-- open                open leads
-- expected_wins       sum of their chances to win, by what the caller says of stage, days there, motion, channel, segment
-- expected_amount     the same times the typical won amount of their motion, channel and segment, in the currency
-- fresh_amount        the same as if all of them had come to their stage today
-- older_than_any_win  open leads that have been at their stage for longer than any lead that was won
-- older_expected      expected amount of those
-- older_amount        of those, the expected amount as if they had come to their stage today
-- open_amount         recorded amounts of the open leads that have one in the currency
-- older_open_amount   the same of those that are older than any win
with told as (
    select unnest($states::utinyint[]) as state, unnest($days::integer[]) as days, unnest($chances::double[]) as chance
),
at_once as (
    select unnest($own_states::utinyint[]) as state, unnest($fresh::double[]) as fresh_chance, unnest($longest::integer[]) as longest_days
),
worth as (
    select unnest($cells::uinteger[]) as cell, unnest($factors::double[]) as factor, unnest($amounts::double[]) as amount
),
counted as (
    -- Leads with the same chance are valued once.
    select
        breakdown,
        across,
        state,
        cell,
        observed_days - from_days as own_days,
        greatest(0, least(observed_days - from_days, list_max($days::integer[]))) as days,
        count(*) as leads,
        coalesce(sum(amount::double) filter (where not is_foreign_currency), 0) as open_amount
    from scoped_stays
    where until_days is null
    group by all
),
valued as (
    select
        breakdown,
        across,
        leads,
        open_amount,
        leads * chance * factor as wins,
        leads * chance * factor * amount as amount,
        leads * fresh_chance * factor * amount as fresh_amount,
        own_days > longest_days as is_older
    from counted
    join told using (state, days)
    join at_once using (state)
    join worth using (cell)
)
select
    breakdown,
    across,
    sum(leads)::bigint as open,
    sum(wins) as expected_wins,
    sum(amount) as expected_amount,
    sum(fresh_amount) as fresh_amount,
    coalesce(sum(leads) filter (where is_older), 0)::bigint as older_than_any_win,
    coalesce(sum(amount) filter (where is_older), 0) as older_expected,
    coalesce(sum(fresh_amount) filter (where is_older), 0) as older_amount,
    sum(open_amount) as open_amount,
    coalesce(sum(open_amount) filter (where is_older), 0) as older_open_amount
from valued
group by breakdown, across
order by breakdown, across
