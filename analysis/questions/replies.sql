-- replies: how much outreach does a reply take?
--
-- grain               one row per breakdown and motion
-- motion              inbound, outbound or unknown
-- touched             leads of the period that we touched at least once
-- touches             touches by us of these leads
-- touches_squares     sum over leads of the squared number of these touches
-- replied             of the touched, touched us at least once
-- touches_of_replied  touches by us of the replied
-- rate reply_rate = replied / touched
select
    breakdown,
    motion,
    count(*) as touched,
    sum(count_touches_by_us::bigint)::bigint as touches,
    sum(count_touches_by_us::bigint * count_touches_by_us)::bigint as touches_squares,
    count(*) filter (where count_touches_by_them > 0) as replied,
    coalesce(sum(count_touches_by_us::bigint) filter (where count_touches_by_them > 0), 0)::bigint as touches_of_replied
from scoped_journeys
where count_touches_by_us > 0
group by breakdown, motion
order by breakdown, motion
