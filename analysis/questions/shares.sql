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
with counted as (
    select
        breakdown,
        motion,
        count(*) as leads,
        count_if(is_opportunity)::bigint as opportunities
    from scoped_journeys
    group by breakdown, motion
),
every_lead as (
    select
        breakdown,
        case when count(distinct motion) = 1 then any_value(motion)::varchar else 'mixed' end as motion,
        sum(leads)::bigint as leads,
        sum(opportunities)::bigint as opportunities
    from counted
    group by breakdown
),
won_leads as (
    select
        breakdown,
        count(*) as won,
        sum(case when not is_foreign_currency then amount::double end) as won_amount,
        sum(case when not is_foreign_currency then amount::double * amount::double end) as won_amount_squares,
        count(case when not is_foreign_currency then amount end) as won_with_amount,
        count_if(is_foreign_currency)::bigint as foreign_won
    from scoped_wins
    group by breakdown
)
select
    breakdown,
    motion,
    leads,
    opportunities,
    coalesce(won, 0) as won,
    coalesce(won_amount, 0) as won_amount,
    coalesce(won_amount_squares, 0) as won_amount_squares,
    coalesce(won_with_amount, 0) as won_with_amount,
    coalesce(foreign_won, 0) as foreign_won
from every_lead
left join won_leads using (breakdown)
order by leads desc, breakdown
