-- leads: which leads are these?
--
-- grain                one row per lead, one piece of the list of those selected
-- breakdown            as asked
-- place                in the whole list
-- lead_id              as the source system has it
-- lead_name            of the deal or the person; missing where none is recorded
-- account_id           of its account; missing where none is recorded
-- account_name         of its account; missing where none is recorded
-- contact_id           of the person; missing where none is recorded
-- created_on           day of creation
-- motion, channel      who moved first, and through what
-- source, campaign     as the source system writes them
-- sequence             the first one that it was put into
-- segment, region      what is known of the buyer
-- team, owner          whose it is
-- stage                the furthest stage reached
-- outcome, reason      open, won, lost or disqualified, and why
-- closed_on            day of closing
-- days_to_close        calendar days from creation to closing; missing where a day is unknown or out of order
-- amount               of the deal
-- currency             in which the amount counts; missing where it is another one than that of the pages
-- count_touches_by_us  touches by us
-- last_touch_on        day of the last touch, in either direction
-- journey_order        who moved first, and whether the other side moved too
select
    page.breakdown,
    page.place,
    page.lead_id,
    page.lead_name,
    page.account_id,
    page.account_name,
    page.contact_id,
    page.created_on,
    page.motion,
    page.channel,
    page.source,
    page.campaign,
    page.sequence,
    page.segment,
    page.region,
    page.team,
    page.owner,
    stages.stage,
    page.outcome,
    page.reason,
    page.closed_on,
    page.days_to_close,
    page.amount::double as amount,
    case when not page.is_foreign_currency then generation.currency end as currency,
    page.count_touches_by_us,
    page.last_touch_on,
    page.journey_order
from paged_journeys as page
cross join meta.generation as generation
join meta.stages as stages on stages.position = page.furthest_stage
order by page.place
