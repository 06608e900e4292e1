-- afterlife: what came after leads were lost or disqualified?
--
-- grain                   one row per breakdown that has such leads
-- leads                   lost or disqualified leads
-- reopened                of those, entered a stage after their closing
-- returned                of those, their contact or account has a lead that was created after the closing (after the
--                         creation, where the closing has no day)
-- returned_other_channel  of those that returned, the first such lead came through another channel
-- returned_won            of those that returned, the first such lead was won
-- rate returned_share = returned / leads
select
    breakdown,
    count(*) as leads,
    coalesce(count_if(reopened_days <= observed_days), 0)::bigint as reopened,
    coalesce(count_if(return_days <= observed_days), 0)::bigint as returned,
    coalesce(count_if(return_days <= observed_days and return_channel <> channel), 0)::bigint as returned_other_channel,
    coalesce(count_if(return_won_days <= observed_days), 0)::bigint as returned_won
from scoped_journeys
where outcome in ('lost', 'disqualified')
group by breakdown
order by leads desc, breakdown
