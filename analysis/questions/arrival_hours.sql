-- arrival_hours: do leads wait longer when they come at certain hours of the week?
--
-- grain            one row per breakdown, weekday and hour of creation
-- weekday          1 is Monday, 7 is Sunday, in the business time zone
-- hour             0 to 23, in the business time zone
-- leads            leads created then
-- known            of those, touched by us or watched untouched for within_minutes
-- untouched        of the known, not touched by us within so many minutes
-- median_minutes   median minutes to our first touch of the known; missing where fewer than half were ever touched
-- rate untouched_share = untouched / known
with watched as (
    select
        breakdown,
        isodow(created_at at time zone generation.time_zone) as weekday,
        hour(created_at at time zone generation.time_zone) as hour,
        case
            when is_touched_before then 0
            when first_response_minutes <= observed_minutes
                then case $clock when 'wall' then first_response_minutes else first_response_working_minutes end
        end as response,
        least(
            case $clock when 'wall' then observed_minutes else observed_working_minutes end,
            case
                when outcome = 'open' then 2147483647
                when is_closed_before_created then 0
                else coalesce(case $clock when 'wall' then closed_minutes else closed_working_minutes end, 0)
            end
        ) as minutes
    from scoped_journeys
    cross join meta.generation as generation
)
select
    breakdown,
    weekday,
    hour,
    count(*) as leads,
    count(*) filter (where response is not null or minutes >= $within_minutes) as known,
    count(*) filter (where coalesce(response > $within_minutes, minutes >= $within_minutes)) as untouched,
    nullif(
        quantile_disc(coalesce(response, 2147483647), 0.5) filter (where response is not null or minutes >= $within_minutes),
        2147483647
    ) as median_minutes
from watched
group by breakdown, weekday, hour
order by breakdown, weekday, hour
