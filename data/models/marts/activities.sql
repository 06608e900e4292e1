-- activities: what our people did, by the month in which they did it.
-- grain: one row per month, owner, team, kind and what is known of the lead: motion, channel and who the buyer is
-- owner is who made the touch (its actor; the lead's owner where none is recorded), team the one that this person was in
-- at that time, see owner_teams; of who has no lead with a team the one that the definitions say.
-- What stands for {touches} has those of leads, with the lead_number; for {journeys} the leads, for {teams} owner_teams.
with teams as ({teams}),
touched as (
    select
        touches."at",
        touches.kind::varchar as kind,
        journeys.motion,
        journeys.channel,
        journeys.{buyer},
        coalesce(touches.actor::varchar, journeys.owner::varchar) as owner
    from {touches} as touches
    join {journeys} as journeys using (lead_number)
    where touches.direction = 'outbound'
)
select
    date_trunc('month', touched."at" at time zone generation.time_zone)::date as touched_month,
    touched.owner,
    coalesce(teams.team, owners.team, '(not recorded)') as team,
    touched.kind,
    touched.motion,
    touched.channel,
    touched.{buyer},
    count(*) as touches
from touched
cross join meta.generation as generation
left join meta.owners as owners on owners.name = touched.owner
left join teams on teams.owner = touched.owner and touched."at" >= teams.since_at and touched."at" < teams.until_at
group by all
order by touched_month, owner, team, kind
