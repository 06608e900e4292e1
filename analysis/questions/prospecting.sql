-- prospecting: of the leads that we went for, how many were reached, followed up and answered?
--
-- grain          one row per breakdown; outbound leads only
-- researched     outbound leads created in the period: somebody found them and wrote them down
-- reached        of those, touched by us at least once; that somebody read it is not known
-- followed_up    of the reached, touched by us a second time
-- replied        of the reached, with a reply of theirs
-- opportunities  researched leads that became an opportunity
-- won            researched leads that were won
-- rate reached_share = reached / researched
-- rate followed_up_share = followed_up / reached
-- rate replied_share = replied / reached
-- rate opportunity_share = opportunities / researched
with told as (
    select
        *,
        coalesce(days_to_touched <= observed_days, false) as is_reached,
        days_to_followed is not null as is_followed_up,
        days_to_reply is not null as is_replied
    from scoped_journeys
    where motion = 'outbound'
)
select
    breakdown,
    count(*) as researched,
    count(*) filter (where is_reached) as reached,
    count(*) filter (where is_followed_up) as followed_up,
    count(*) filter (where is_reached and is_replied) as replied,
    count(*) filter (where is_opportunity) as opportunities,
    count(*) filter (where outcome = 'won') as won
from told
group by breakdown
order by researched desc, breakdown
