-- outcomes: what had ended by the end of the data. The reason is a pick from the list; nobody explains a win.
insert into canonical.outcomes by name
select
    journeys.lead_id,
    journeys.outcome,
    to_timestamp(journeys.created_s + journeys.ended_age) as closed_at,
    case when journeys.outcome = 'won' then journeys.deal_amount end as amount,
    reasons.choice as reason,
    $load_id::integer as load_id
from sample_journeys as journeys
left join sample_choices as reasons
    on reasons.purpose = 'reason' and reasons.given = journeys.ending and reasons.slot = slot(journeys.key, 'reason')
where journeys.outcome is not null
    and journeys.ended_age < journeys.observed_s;
