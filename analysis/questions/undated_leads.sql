-- undated_leads: which leads have no day of creation?
--
-- grain            one row per lead without one
-- lead_id, source  as the source system writes them
-- owner            whose it is
-- outcome          open, won, lost or disqualified
-- amount           of its outcome, else of the deal
select
    leads.lead_id,
    coalesce(leads.source, '(not recorded)') as source,
    coalesce(owner_names.name, leads.owner, '(not recorded)') as owner,
    coalesce(outcomes.outcome, 'open') as outcome,
    coalesce(outcomes.amount, leads.amount)::double as amount
from canonical.leads as leads
left join meta.spellings as owner_names on owner_names.dimension = 'owner' and owner_names.spelling = leads.owner
left join staging.outcomes as outcomes on outcomes.lead_id = leads.lead_id
where leads.created_at is null
order by leads.lead_id
