-- leaks: where do leads drop out, and what do those that stay bring in?
--
-- grain               one row per breakdown, motion and stage
-- motion              inbound, outbound or unknown
-- stage               name of the stage
-- position            its place in the pipeline, 1 is the first
-- reached             leads that entered the stage or a later one
-- decided             of those, advanced, lost or disqualified here, or stalled here
-- advanced            went on to a later stage (or won, at the last)
-- won                 of those that reached it, ever won
-- won_amount          sum over won leads in the currency of the pages
-- won_amount_squares  sum of squares of the same, for its interval
-- won_with_amount     won leads that have an amount in that currency
-- rate advanced_share = advanced / decided
with every_lead as (
    select
        breakdown,
        motion,
        position,
        count(*) as reached,
        count_if(exit <> 'still there' or dwell_days > stalled_after_days) as decided,
        count_if(exit in ('advanced', 'won'))::bigint as advanced
    from scoped_stage_entries
    group by breakdown, motion, position
),
won_leads as (
    select
        breakdown,
        motion,
        position,
        count(*) as won,
        sum(case when not is_foreign_currency then amount::double end) as won_amount,
        sum(case when not is_foreign_currency then amount::double * amount::double end) as won_amount_squares,
        count(case when not is_foreign_currency then amount end) as won_with_amount
    from scoped_stage_entries
    where outcome = 'won'
    group by breakdown, motion, position
)
select
    breakdown,
    motion,
    stages.stage,
    position,
    reached,
    coalesce(decided, 0)::bigint as decided,
    advanced,
    coalesce(won, 0) as won,
    coalesce(won_amount, 0) as won_amount,
    coalesce(won_amount_squares, 0) as won_amount_squares,
    coalesce(won_with_amount, 0) as won_with_amount
from every_lead
join meta.stages as stages using (position)
left join won_leads using (breakdown, motion, position)
order by breakdown, motion, position
