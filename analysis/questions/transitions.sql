-- transitions: from which channel to which did leads go, and where did their journeys end?
--
-- grain      one row per group, from_channel and to_channel
-- group_id   0 to 63: accounts are dealt out to groups, so that journeys can be resampled by account
-- from_channel  channel of the touch before; null where the touch is the first (of the look-back window)
-- to_channel  channel of the touch
-- motion     motion of that channel
-- moves      how often a touch of to_channel came right after one of from_channel
-- won        of those touches, the last of a lead that was won
-- ended      the last of a lead that was lost, disqualified, or is still open window_days or more after its creation
--
-- Leads that have been open for less are in no journey here: they may still be won.
select
    account_group % 64 as group_id,
    case when previous_days >= end_days - coalesce($look_back_days, 32767) then previous_channel::varchar end as from_channel,
    touch_channel::varchar as to_channel,
    min(touch_motion)::varchar as motion,
    count(*) as moves,
    count(*) filter (where position = count_touches and outcome = 'won') as won,
    count(*) filter (where position = count_touches and outcome <> 'won') as ended
from scoped_touchpoints
where touch_days >= end_days - coalesce($look_back_days, 32767)
    and (outcome <> 'open' or observed_days >= $window_days)
group by 1, 2, 3
order by 1, 2, 3
