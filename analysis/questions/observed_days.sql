-- observed_days: for how many days have leads been watched?
--
-- grain  one row per breakdown and number of days
-- days   calendar days from creation to the last day of the data
-- leads  leads watched for so many days; wins without a day, which no window can judge, are left out
select breakdown, mature_days as days, count(*) as leads
from scoped_journeys
where mature_days is not null
group by breakdown, mature_days
order by breakdown, days
