-- open_deals: which open leads should bring most?
--
-- grain            one row per open lead, the 100 with the highest expected amount
-- lead_id          as the source system has it
-- motion, channel  who moved first, and through what
-- owner            whose it is
-- stage            where it is
-- days             days at the stage
-- amount           as recorded, in the currency of the pages; the typical won amount of its motion, channel and segment
--                  where none is
-- is_typical       whether it is that
-- chance           chance to win, by what the caller says of stage, days there, motion, channel and segment
-- expected_amount  the product of both
with told as (
    select unnest($states::utinyint[]) as state, unnest($days::integer[]) as days, unnest($chances::double[]) as chance
),
worth as (
    select unnest($cells::uinteger[]) as cell, unnest($factors::double[]) as factor, unnest($amounts::double[]) as typical_amount
),
waiting as (
    select
        lead_id,
        motion,
        channel,
        owner,
        stage,
        state,
        cell,
        observed_days - from_days as own_days,
        greatest(0, least(observed_days - from_days, list_max($days::integer[]))) as days,
        case when not is_foreign_currency then amount::double end as own_amount
    from scoped_stays
    where until_days is null
),
first_ones as (
    select
        waiting.* exclude (days),
        chance * factor as chance,
        coalesce(own_amount, typical_amount) as worth_amount
    from waiting
    join told using (state, days)
    join worth using (cell)
    order by chance * factor * coalesce(own_amount, typical_amount) desc, lead_id
    limit 100
)
select
    lead_id,
    motion::varchar as motion,
    channel::varchar as channel,
    owner::varchar as owner,
    stage::varchar as stage,
    own_days::bigint as days,
    worth_amount as amount,
    own_amount is null as is_typical,
    chance,
    chance * worth_amount as expected_amount
from first_ones
order by expected_amount desc, lead_id
