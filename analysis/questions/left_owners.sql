-- left_owners: which owners had left by the end of the data, and have open leads that somebody must take over?
--
-- grain    one row per owner
-- owner    as the definitions name them
-- left_on  day on which they left
-- leads    their open leads in scope
select
    journeys.owner::varchar as owner,
    owners.left_on,
    count(*) as leads
from scoped_journeys as journeys
join meta.owners as owners on owners.name = journeys.owner::varchar
cross join meta.generation as generation
where journeys.outcome = 'open'
  -- a lead without a day is observed up to the end of all data
  and owners.left_on <= coalesce(journeys.created_on + journeys.observed_days, generation.as_of_on)
group by owners.left_on, journeys.owner
order by leads desc, owner
