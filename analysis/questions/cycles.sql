-- cycles: after how many days were leads won?
--
-- grain  one row per breakdown and number of days
-- days   calendar days from creation to won
-- won    leads won after so many days; undated wins are left out
select breakdown, days_to_won as days, count(*) as won
from scoped_wins
where days_to_won is not null
group by breakdown, days_to_won
order by breakdown, days
