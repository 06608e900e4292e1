-- lead_returns: what came after a lead was lost or disqualified: an entry into a stage after its closing, and the first
-- later lead of the same contact or account (created after the closing; after the creation where the closing has no day).
-- Dropped once the other marts are built.
-- grain: one row per lost or disqualified lead
with closed as (
    select
        leads.lead_id,
        leads.contact_id,
        leads.account_id,
        outcomes.closed_at,
        greatest(leads.created_at, coalesce(outcomes.closed_at, leads.created_at)) as ended_at
    from canonical.leads as leads
    join staging.outcomes as outcomes using (lead_id)
    where outcomes.outcome in ('lost', 'disqualified')
),
reopened as (
    select closed.lead_id, min(stage_events.entered_at) as reopened_at
    from closed
    join staging.stage_events as stage_events using (lead_id)
    where stage_events.position > 1 and stage_events.entered_at > closed.closed_at
    group by closed.lead_id
),
of_contacts as (
    select contact_id, created_at, min(lead_id) as lead_id
    from canonical.leads
    where contact_id is not null
    group by contact_id, created_at
),
of_accounts as (
    select account_id, created_at, min(lead_id) as lead_id
    from canonical.leads
    where account_id is not null
    group by account_id, created_at
),
candidates as (
    select closed.lead_id, of_contacts.lead_id as next_lead_id, of_contacts.created_at
    from closed
    asof join of_contacts on of_contacts.contact_id = closed.contact_id and closed.ended_at < of_contacts.created_at
    union all
    select closed.lead_id, of_accounts.lead_id, of_accounts.created_at
    from closed
    asof join of_accounts on of_accounts.account_id = closed.account_id and closed.ended_at < of_accounts.created_at
),
followed as (
    select lead_id, arg_min(next_lead_id, (created_at, next_lead_id)) as next_lead_id
    from candidates
    group by lead_id
)
select
    closed.lead_id,
    reopened.reopened_at,
    next_leads.created_at as returned_at,
    next_leads.channel as return_channel,
    case
        when next_outcomes.outcome = 'won'
            then greatest(next_leads.created_at, coalesce(next_outcomes.closed_at, next_leads.created_at))
    end as return_won_at
from closed
left join reopened using (lead_id)
left join followed using (lead_id)
left join staging.leads as next_leads on next_leads.lead_id = followed.next_lead_id
left join staging.outcomes as next_outcomes on next_outcomes.lead_id = followed.next_lead_id
