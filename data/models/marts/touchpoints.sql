-- touchpoints: the touches of each lead up to its opportunity (to its closing, or the end of the data, where there is
-- none), in order, with the credit of the rules that need no more than the order.
-- grain: one row per lead and touch, sorted by day of creation
with ordered as (
    select
        touches.lead_id,
        touches.touch_id,
        touches."at",
        touches.channel,
        touches.motion,
        touches.direction,
        touches.kind,
        row_number() over (partition by touches.lead_id order by touches."at", touches.touch_id) as position,
        count(*) over (partition by touches.lead_id) as count_touches
    from staging.touches as touches
    join marts.journeys as journeys using (lead_id)
    cross join meta.generation as generation
    where (touches."at" at time zone generation.time_zone)::date
        <= journeys.created_on + coalesce(journeys.days_to_opportunity, journeys.days_to_close, journeys.observed_days)
)
select
    ordered.lead_id,
    ordered.touch_id,
    ordered.position::smallint as position,
    ordered.count_touches::smallint as count_touches,
    ordered."at",
    ordered.channel as touch_channel,
    ordered.motion as touch_motion,
    ordered.direction,
    ordered.kind,
    (ordered.position = 1)::utinyint as credit_first,
    (ordered.position = ordered.count_touches)::utinyint as credit_last,
    (1.0 / ordered.count_touches)::float as credit_linear,
    journeys.created_on,
    journeys.motion,
    journeys.channel,
    journeys.source,
    journeys.campaign,
    journeys.sequence,
    journeys.segment,
    journeys.region,
    journeys.owner,
    journeys.team,
    journeys.journey_order,
    journeys.outcome,
    journeys.amount,
    journeys.is_foreign_currency
from ordered
join marts.journeys as journeys using (lead_id)
order by journeys.created_on, ordered.lead_id, ordered.position
