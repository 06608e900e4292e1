-- owner_teams: in which team each owner was, from when until when: in that of the latest lead of theirs created by then, in
-- that of their first one before all of them. Leads record their team at creation, so a later change of team does not move
-- what was done before.
-- grain: one row per owner who has a lead with a team, and change of it
with owners as (
    select owner, min(team) as team, min(team) <> max(team) as has_several
    from marts.journeys
    where team <> '(not recorded)'
    group by owner
),
changes as (
    select
        owner,
        team,
        created_at,
        lag(team) over (partition by owner order by created_at, team) is distinct from team as is_change,
        row_number() over (partition by owner order by created_at, team) = 1 as is_first
    from (
        -- of two leads of one instant, always the same one
        select owner, created_at, max(team) as team
        from marts.journeys
        semi join (select owner from owners where has_several) using (owner)
        where team <> '(not recorded)'
        group by all
    )
)
select
    owner::varchar as owner,
    team::varchar as team,
    case when is_first then '-infinity'::timestamptz else created_at end as since_at,
    coalesce(lead(created_at) over (partition by owner order by created_at), 'infinity'::timestamptz) as until_at
from changes
where is_change
union all
select owner::varchar, team::varchar, '-infinity'::timestamptz, 'infinity'::timestamptz
from owners
where not has_several
