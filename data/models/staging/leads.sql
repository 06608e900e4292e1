-- leads: every lead with its day, channel and motion; what is missing or unmapped has a name of its own.
-- target_account: the part of the list that its account is on; not recorded where the account or a list is not known.
-- team: where the lead records none, that of its owner.
-- A lead without a day of creation is in no period and has no age. Where other leads have a day it is left out of all marts,
-- and counted among the unknowns: no page then mixes leads that it can follow with leads that it cannot. Where no lead has
-- a day they all are here, and pages say what needs no day.
-- grain: one row per lead
with named as (
    select
        leads.lead_id,
        leads.lead_name,
        leads.created_at,
        (leads.created_at at time zone generation.time_zone)::date as created_on,
        coalesce(names.motion, leads.motion, 'unknown') as motion,
        coalesce(names.channel, '(not recorded)') as channel,
        coalesce(names.source, '(not recorded)') as source,
        coalesce({recorded}_names.name, leads.{recorded}, '(not recorded)') as {recorded},
        case
            when leads.account_id is null or not lists.is_loaded then '(not recorded)'
            else coalesce(wanted.target_account, 'not on the list')
        end as target_account,
        leads.account_id,
        leads.account_name,
        leads.contact_id,
        leads.amount,
        leads.currency
    from canonical.leads as leads
    cross join meta.generation as generation
    cross join (select count(*) > 0 as is_loaded from staging.target_accounts) as lists
    left join meta.source_names as names on names.spelling = leads.source
    left join staging.target_accounts as wanted on wanted.account_id = leads.account_id
    left join meta.spellings as {recorded}_names on {recorded}_names.dimension = '{recorded}' and {recorded}_names.spelling = leads.{recorded}
    where leads.created_at is not null or not generation.has_days
)
select named.* replace (
    case when named.team = '(not recorded)' then coalesce(owners.team, named.team) else named.team end as team
)
from named
left join meta.owners as owners on owners.name = named.owner
