-- leads: which leads are these?
--
-- grain                one row per lead, the latest 5,000 in scope
-- lead_id              as the source system has it
-- created_on           day of creation
-- motion, channel      who moved first, and through what
-- source, campaign     as the source system writes them
-- segment, region      what is known of the buyer
-- team, owner          whose it is
-- stage                the furthest stage reached
-- outcome, reason      open, won, lost or disqualified, and why
-- closed_on            day of closing
-- amount               of the deal
-- currency             in which the amount counts; missing where it is another one than that of the pages
-- count_touches_by_us  touches by us
select
    breakdown,
    lead_id,
    created_on,
    motion,
    channel,
    source,
    campaign,
    segment,
    region,
    team,
    owner,
    stages.stage,
    outcome,
    reason,
    closed_on,
    amount,
    currency,
    count_touches_by_us
from (
    select
        scoped_journeys.* exclude (amount),
        amount::double as amount,
        case when not is_foreign_currency then generation.currency end as currency
    from scoped_journeys
    cross join meta.generation as generation
    order by created_on desc, lead_id
    limit 5000
) as latest
join meta.stages as stages on stages.position = latest.furthest_stage
order by created_on desc, lead_id
