-- recording: since when are wins recorded?
--
-- grain      one row per side of the first recorded win and number of days
-- first_on   day of the first dated win in scope
-- is_before  created before that day
-- days       created before: whole days from creation without any win; else days to the win, the closing or the end
--            of the data
-- leads      leads of that side and number of days; undated wins are left out
-- won        of those, won after so many days
with start as (
    select breakdown, min(closed_on) filter (where days_to_won is not null) as first_on
    from scoped_wins
    group by breakdown
)
select
    breakdown,
    first_on,
    created_on < first_on as is_before,
    case when created_on < first_on then first_on - created_on - 1 else coalesce(days_to_close, observed_days) end as days,
    count(*) as leads,
    count(*) filter (where outcome = 'won') as won
from scoped_journeys
join start using (breakdown)
where first_on is not null and mature_days is not null
group by all
order by breakdown, is_before, days
