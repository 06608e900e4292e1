-- landmark: do leads that the other motion touched in their first days win more often afterwards?
--
-- grain          one row per motion, segment and channel
-- motion         inbound or outbound: that of the lead
-- segment, channel    of the lead: only leads of the same are compared
-- touched        leads with a touch through a channel of the other motion up to day landmark_days
-- touched_won    of those, won after that day, within window_days of the creation
-- untouched      leads without such a touch by then
-- untouched_won  of those, won after that day, within window_days of the creation
-- closed_early   closed by that day: left out, whether touched or not
-- undated        closed on an unknown day: left out
-- young          observed for less than window_days: left out
-- rate touched_rate = touched_won / touched
-- rate untouched_rate = untouched_won / untouched
with marked as (
    select
        *,
        coalesce(days_to_other_motion <= $landmark_days, false) as is_touched,
        observed_days < $window_days as is_young,
        outcome <> 'open' and days_to_close is null as is_undated,
        coalesce(days_to_close <= $landmark_days, false) as is_closed_early,
        coalesce(days_to_won <= $window_days, false) as is_won_in_time
    from scoped_journeys
    where motion in ('inbound', 'outbound')
),
standing as (
    select *, not (is_young or is_undated or is_closed_early) as is_compared
    from marked
)
select
    motion,
    segment,
    channel,
    count(*) filter (where is_compared and is_touched) as touched,
    count(*) filter (where is_compared and is_touched and is_won_in_time) as touched_won,
    count(*) filter (where is_compared and not is_touched) as untouched,
    count(*) filter (where is_compared and not is_touched and is_won_in_time) as untouched_won,
    count(*) filter (where not is_young and not is_undated and is_closed_early) as closed_early,
    count(*) filter (where not is_young and is_undated) as undated,
    count(*) filter (where is_young) as young
from standing
group by motion, segment, channel
order by motion, segment, channel
