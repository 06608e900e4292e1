-- response_times: after how many minutes did we first touch a lead?
--
-- grain     one row per breakdown and number of minutes
-- minutes   since the creation, on the clock "wall" or within the working hours ("working"); of answered leads rounded up,
--           of the others down, to 1 minute in the first hour, then to 15 minutes up to a day, 30 minutes up to a week, a
--           day up to 60 days and 30 days beyond
-- exited    leads that we first touched after so many minutes; 0 where we had touched them before they were created
-- censored  leads never touched by us, by the end of the data or their closing, after so many minutes
--
-- Leads that closed untouched at an unknown time are left out.
with watched as (
    select
        breakdown,
        case
            when is_touched_before then 0
            when first_response_minutes <= observed_minutes
                then case $clock when 'wall' then first_response_minutes else first_response_working_minutes end
        end as response,
        case $clock when 'wall' then observed_minutes else observed_working_minutes end as observed,
        case
            when outcome = 'open' then 2147483647
            when is_closed_before_created then 0
            else case $clock when 'wall' then closed_minutes else closed_working_minutes end
        end as closed
    from scoped_journeys
),
timed as (
    select
        breakdown,
        response is not null as is_touched,
        -- null where closed is unknown
        coalesce(response, case when closed is not null then least(observed, closed) end) as minutes
    from watched
),
stepped as (
    select *, case when minutes <= 60 then 1 when minutes <= 1440 then 15 when minutes <= 10080 then 30 when minutes <= 86400 then 1440 else 43200 end as step
    from timed
    where minutes is not null
),
rounded as (
    select breakdown, is_touched, case when is_touched then ceil(minutes / step) * step else floor(minutes / step) * step end::integer as minutes
    from stepped
)
select
    breakdown,
    minutes,
    count(*) filter (where is_touched) as exited,
    count(*) filter (where not is_touched) as censored
from rounded
group by breakdown, minutes
order by breakdown, minutes
