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
with marked as (
    select
        *,
        case when outcome = 'won' and not is_foreign_currency then amount::double end as amount_won
    from scoped_stage_entries
)
select
    breakdown,
    motion,
    stage,
    position,
    count(*) as reached,
    count(*) filter (where exit <> 'still there' or dwell_days > stalled_after_days) as decided,
    count(*) filter (where exit in ('advanced', 'won')) as advanced,
    count(*) filter (where outcome = 'won') as won,
    coalesce(sum(amount_won), 0) as won_amount,
    coalesce(sum(amount_won * amount_won), 0) as won_amount_squares,
    count(amount_won) as won_with_amount
from marked
group by breakdown, motion, stage, position
order by breakdown, motion, position
