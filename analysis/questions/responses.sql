-- responses: how many leads were touched by us, and what can be said of the others?
--
-- grain      one row per breakdown
-- leads      leads created in the period
-- touched    of those, touched by us
-- before     of the touched, touched by us before they were created: their response time counts as 0
-- untouched  never touched by us
-- undated    of the untouched, closed at an unknown time: for how long they waited is not known
-- rate untouched_share = untouched / leads
with told as (
    select
        *,
        is_touched_before or coalesce(first_response_minutes <= observed_minutes, false) as is_touched
    from scoped_journeys
)
select
    breakdown,
    count(*) as leads,
    count(*) filter (where is_touched) as touched,
    count(*) filter (where is_touched_before) as before,
    count(*) filter (where not is_touched) as untouched,
    count(*) filter (where not is_touched and outcome <> 'open' and closed_minutes is null and not is_closed_before_created) as undated
from told
group by breakdown
order by leads desc, breakdown
