-- leads: every lead with its day, channel and motion; what is missing or unmapped has a name of its own.
-- A lead without a day of creation is in no period and has no age. Where other leads have a day it is left out of all marts,
-- and counted among the unknowns: no page then mixes leads that it can follow with leads that it cannot. Where no lead has
-- a day they all are here, and pages say what needs no day.
-- grain: one row per lead
select
    leads.lead_id,
    leads.created_at,
    (leads.created_at at time zone generation.time_zone)::date as created_on,
    coalesce(names.motion, leads.motion, 'unknown') as motion,
    coalesce(names.channel, '(not recorded)') as channel,
    coalesce(names.source, '(not recorded)') as source,
    coalesce({recorded}_names.name, leads.{recorded}, '(not recorded)') as {recorded},
    leads.account_id,
    leads.contact_id,
    leads.amount,
    leads.currency
from canonical.leads as leads
cross join meta.generation as generation
left join meta.source_names as names on names.spelling = leads.source
left join meta.spellings as {recorded}_names on {recorded}_names.dimension = '{recorded}' and {recorded}_names.spelling = leads.{recorded}
where leads.created_at is not null or not generation.has_days
