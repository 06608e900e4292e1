-- values: what is won of a lead that reached the gate, and of a touch?
--
-- The gate is where the comparison starts, as in conversion; the window counts from the day on which a lead reached it.
--
-- grain            one row per breakdown and across
-- across           the second breakdown
-- motion           the motion of its leads; mixed where there are several
-- leads            leads created in the period that reached the gate
-- mature           of these, observed for the whole window of window_days; wins without a day are left out
-- mature_won       of the mature, won within the window
-- counted          the mature whose value is known: without those won in time for no amount in the currency of the pages
-- amount           sum of what the counted won within the window; the others are worth 0
-- amount_squares   sum of the squares of the same, for its interval
-- touches          touches by us of the counted, whenever they were
-- touches_squares  sum over leads of the square of the same
-- touches_amount   sum over leads of their touches times their amount
with gated as (
    select
        *,
        case $gate
            when 'contacted' then days_to_contacted
            when 'engaged' then days_to_engaged
            when 'prospect' then days_to_prospect
            when 'opportunity' then days_to_opportunity
            else 0
        end as gate_days
    from scoped_journeys
    where case $gate
        when 'contacted' then is_contacted
        when 'engaged' then is_engaged
        when 'prospect' then is_prospect
        when 'opportunity' then is_opportunity
        else true
    end
),
timed as (
    select
        breakdown,
        across,
        motion,
        count_touches_by_us::double as touches,
        coalesce(mature_days - gate_days >= $window_days, false) as is_mature,
        outcome = 'won' and coalesce(days_to_won - gate_days <= $window_days, false) as is_won_in_time,
        case when not is_foreign_currency then amount::double end as amount_won
    from gated
),
valued as (
    select
        *,
        is_mature and (not is_won_in_time or amount_won is not null) as is_counted,
        case when is_won_in_time then amount_won else 0 end as worth
    from timed
)
select
    breakdown,
    across,
    case when min(motion) = max(motion) then min(motion)::varchar else 'mixed' end as motion,
    count(*) as leads,
    count_if(is_mature)::bigint as mature,
    count_if(is_mature and is_won_in_time)::bigint as mature_won,
    count_if(is_counted)::bigint as counted,
    coalesce(sum(worth) filter (where is_counted), 0) as amount,
    coalesce(sum(worth * worth) filter (where is_counted), 0) as amount_squares,
    coalesce(sum(touches) filter (where is_counted), 0) as touches,
    coalesce(sum(touches * touches) filter (where is_counted), 0) as touches_squares,
    coalesce(sum(touches * worth) filter (where is_counted), 0) as touches_amount
from valued
group by breakdown, across
order by leads desc, breakdown, across
