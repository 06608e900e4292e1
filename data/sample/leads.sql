-- leads: as a CRM would list them; the amount is known once there is an opportunity.
insert into canonical.leads by name
select
    lead_id,
    lead_name,
    to_timestamp(created_s) as created_at,
    case when uniform(key, 'missing source') >= settings.missing_source_share then source end as source,
    campaign,
    segment,
    region,
    owner,
    team,
    account_id,
    account_name,
    contact_id,
    motion,
    case when opportunity_age < observed_s then deal_amount end as amount,
    settings.currency as currency,
    $load_id::integer as load_id
from sample_journeys
cross join sample_settings as settings;
