-- activities: what our people did, by the month in which they did it.
-- grain: one row per month, owner, team, kind and what is known of the lead: motion, channel and who the buyer is
-- owner is who made the touch (its actor; the lead's owner where none is recorded), team the one that this person was in
-- at that time: that of the latest lead of theirs created by then, of their first one where none was; of who has no lead with a team the
-- one that the definitions say. Leads record their
-- team at creation, so a later change of team does not move what was done before.
-- What stands for {touches} has those of leads, with the lead_number.
with changes as (
    select
        owner,
        team,
        created_at,
        lag(team) over (partition by owner order by created_at, team) is distinct from team as is_change,
        row_number() over (partition by owner order by created_at, team) = 1 as is_first
    from (
        -- of two leads of one instant, always the same one
        select owner, created_at, max(team) as team
        from staging.leads
        where team <> '(not recorded)'
        group by owner, created_at
    )
),
teams as (
    select
        owner,
        team,
        case when is_first then '-infinity'::timestamptz else created_at end as since_at,
        coalesce(lead(created_at) over (partition by owner order by created_at), 'infinity'::timestamptz) as until_at
    from changes
    where is_change
),
touched as (
    select
        touches."at",
        touches.kind::varchar as kind,
        journeys.motion,
        journeys.channel,
        journeys.{buyer},
        coalesce(touches.actor::varchar, journeys.owner::varchar) as owner
    from {touches} as touches
    join marts.journeys as journeys using (lead_number)
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
