-- shares: how much does each breakdown bring in?
--
-- grain               one row per breakdown
-- motion              the motion of its leads; mixed where there are several
-- leads               leads created in the period
-- opportunities       leads that reached opportunity or a later stage
-- won                 leads that closed so
-- won_amount          sum over won leads in the currency of the pages
-- won_amount_squares  sum of squares of the same, for its interval
-- won_with_amount     won leads that have an amount in that currency
-- foreign_won         won leads in another currency: counted as won, left out of amounts
with marked as (
    select
        *,
        case when outcome = 'won' and not is_foreign_currency then amount::double end as amount_won
    from scoped_journeys
)
select
    breakdown,
    case when min(motion) = max(motion) then min(motion)::varchar else 'mixed' end as motion,
    count(*) as leads,
    count(*) filter (where is_opportunity) as opportunities,
    count(*) filter (where outcome = 'won') as won,
    coalesce(sum(amount_won), 0) as won_amount,
    coalesce(sum(amount_won * amount_won), 0) as won_amount_squares,
    count(amount_won) as won_with_amount,
    count(*) filter (where outcome = 'won' and is_foreign_currency) as foreign_won
from marked
group by breakdown
order by leads desc, breakdown
