-- lead: what is known of one lead?
--
-- grain                   one row, the lead `lead_id`
-- lead_id, account_id     as the source system has them
-- lead_name               of the deal or the person; missing where none is recorded
-- account_name            of its account; missing where none is recorded
-- contact_id              of the person; missing where none is recorded
-- created_on              day of creation
-- motion, channel         who moved first, and through what
-- source, campaign        as the source system writes them
-- segment, region         what is known of the buyer
-- pipeline                of its deal
-- team, owner             whose it is
-- stage                   the furthest stage reached
-- outcome, reason         open, won, lost or disqualified, and why
-- closed_on               day of closing
-- amount                  of the deal
-- currency                in which the amount is; the one of the pages where none is recorded, or where it is converted
-- is_foreign_currency     it is another one than that of the pages
-- recorded_amount         of the deal as it is recorded, where it is converted; missing where it is not
-- recorded_currency       in which it is recorded
-- rate, rate_on           what one unit of that is worth, and of which day that is known
-- observed_days           days from creation to the end of the data
-- days_to_close           days from creation to closing; missing where a day is unknown or out of order
-- first_response_minutes  from creation to our first touch after it
-- count_touches_by_us     touches by us
-- count_touches_by_them   touches by them
-- last_touch_on           day of the last touch, in either direction
-- journey_order           who moved first, and whether the other side moved too
-- is_reopened             entered a stage after its closing
-- is_returned             its contact or account has a later lead, created after the closing
select
    journeys.lead_id,
    journeys.lead_name,
    journeys.account_id,
    journeys.account_name,
    journeys.contact_id,
    journeys.created_on,
    journeys.motion,
    journeys.channel,
    journeys.source,
    journeys.campaign,
    journeys.segment,
    journeys.region,
    journeys.pipeline,
    journeys.team,
    journeys.owner,
    stages.stage,
    journeys.outcome,
    journeys.reason,
    journeys.closed_on,
    journeys.amount::double as amount,
    case when journeys.is_foreign_currency then leads.currency else generation.currency end as currency,
    journeys.is_foreign_currency,
    case when rates.rate is not null then coalesce(outcomes.amount, leads.amount) end::double as recorded_amount,
    leads.currency as recorded_currency,
    rates.rate,
    rates.rate_on,
    journeys.observed_days,
    journeys.days_to_close,
    journeys.first_response_minutes,
    journeys.count_touches_by_us,
    journeys.count_touches_by_them,
    journeys.last_touch_on,
    journeys.journey_order,
    journeys.reopened_days is not null as is_reopened,
    journeys.return_days is not null as is_returned
from marts.journeys as journeys
join canonical.leads as leads on leads.lead_id = journeys.lead_id
join meta.stages as stages on stages.position = journeys.furthest_stage
cross join meta.generation as generation
left join (select * from staging.outcomes where lead_id = $lead_id) as outcomes on outcomes.lead_id = journeys.lead_id
left join meta.exchange_rates as rates
    on rates.currency = leads.currency
    and rates.day = case when journeys.outcome = 'open' then generation.as_of_on else journeys.closed_on end
    and not journeys.is_foreign_currency
where journeys.lead_id = $lead_id
