-- told_touches: every touch that was told of. A lead whose record names several sources was touched through each of them
-- when it was created, in their order: its source is the first, and none of the others is lost.
-- grain: one row per touch
select *
from canonical.touches
union all by name
select
    leads.lead_id || ' source ' || sources.place as touch_id,
    leads.lead_id,
    leads.contact_id,
    leads.created_at as "at",
    sources.source as channel,
    'source' as kind
from canonical.leads as leads
cross join unnest(list_prepend(leads.source, string_split(leads.further_sources, ';'))) with ordinality as sources(source, place)
where leads.further_sources <> ''
  and leads.created_at is not null
