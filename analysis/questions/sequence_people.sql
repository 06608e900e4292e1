-- sequence_people: of the people in a sequence, how many answered any of its steps?
--
-- grain     one row per breakdown; people, not emails
-- people    leads that were put into a sequence
-- replied   of those, replied after one of the steps
-- positive  of those, with a positive reply
-- met       of those, held a meeting
-- rate reply_share = replied / people
-- rate positive_share = positive / people
with people as (
    select
        breakdown,
        lead_id,
        bool_or(is_replied) as is_replied,
        bool_or(is_positive) as is_positive,
        bool_or(is_met) as is_met
    from scoped_sequence_steps
    group by breakdown, lead_id
)
select
    breakdown,
    count(*) as people,
    count(*) filter (where is_replied) as replied,
    count(*) filter (where is_positive) as positive,
    count(*) filter (where is_met) as met
from people
group by breakdown
order by people desc, breakdown
