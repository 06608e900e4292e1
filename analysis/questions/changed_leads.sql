-- changed_leads: which leads make the difference, and what changed of them?
--
-- grain        one row per lead of the part whose share of the measure changed, the largest first, at most 5,000
-- lead_id      as the source system has it
-- part         as in changes
-- was, now     what it added to the measure, and adds now
-- was_stage, was_outcome, was_reason  as it was told then; missing for a lead that is new
-- was_amount, was_channel, was_owner  the same
-- was_created_on, was_touches         the same; touches by us
-- was_gaps                            the same; see the mart gaps, 0 is none; missing where dates alone tell it
-- now_stage, now_outcome, now_reason  as it is told now; missing for a lead that was removed
-- now_amount, now_channel, now_owner  the same
-- now_created_on, now_touches         the same; touches by us
-- now_gaps                            the same; see the mart gaps, 0 is none
--
-- counted and part: "" is any.
with told as (
    select
        *,
        case $counted
            when 'leads' then was_leads
            when 'opportunities' then was_opportunities
            when 'won' then was_won
            when 'won_amount' then was_won_amount
            when 'open' then was_open
            when 'never_touched' then was_never_touched
            when 'stalled' then was_stalled
            when 'without_next_step' then was_without_next_step
        end as was,
        case $counted
            when 'leads' then now_leads
            when 'opportunities' then now_opportunities
            when 'won' then now_won
            when 'won_amount' then now_won_amount
            when 'open' then now_open
            when 'never_touched' then now_never_touched
            when 'stalled' then now_stalled
            when 'without_next_step' then now_without_next_step
        end as now
    from scoped_changes
    where part <> 'unchanged' and ($part = '' or part = $part)
)
select
    lead_id,
    part,
    was::double as was,
    now::double as now,
    was_stage,
    was_outcome,
    was_reason,
    was_amount::double as was_amount,
    was_channel,
    was_owner,
    was_created_on,
    was_count_touches_by_us as was_touches,
    was_gaps,
    now_stage,
    now_outcome,
    now_reason,
    now_amount::double as now_amount,
    now_channel,
    now_owner,
    now_created_on,
    now_count_touches_by_us as now_touches,
    now_gaps
from told
where $counted = '' or was <> now
qualify row_number() over (order by abs(now - was) desc nulls last, lead_id) <= 5000
order by abs(now - was) desc nulls last, lead_id
