-- sequence_steps: which step of a sequence gets an answer?
--
-- grain          one row per breakdown and step; people, not emails
-- step           number of the step
-- people         leads to whom it was sent; several sendings count once, two sequences twice
-- replied        of those, replied before the next step
-- positive       of those, with a positive reply
-- booked         of those, booked a meeting
-- met            of those, held a meeting: missed, cancelled and declined ones do not count
-- opportunities  of those, became an opportunity
-- rate reply_share = replied / people
-- rate positive_share = positive / people
-- rate booked_share = booked / people
-- rate met_share = met / people
-- rate opportunity_share = opportunities / people
select
    breakdown,
    step,
    count(*) as people,
    count(*) filter (where is_replied) as replied,
    count(*) filter (where is_positive) as positive,
    count(*) filter (where is_booked) as booked,
    count(*) filter (where is_met) as met,
    count(*) filter (where is_opportunity) as opportunities
from scoped_sequence_steps
group by breakdown, step
order by breakdown, step
