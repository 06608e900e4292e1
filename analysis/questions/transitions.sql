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
with counted as (
    select
        (account_group % 64)::utinyint as group_id,
        case
            when $look_back_days::integer is null or previous_days >= end_days - $look_back_days::integer then previous_channel
        end as from_channel,
        touch_channel as to_channel,
        count(*) as moves,
        count_if(position = count_touches and outcome = 'won')::bigint as won,
        count_if(position = count_touches and outcome <> 'won')::bigint as ended
    from scoped_touchpoints
    where ($look_back_days::integer is null or touch_days >= end_days - $look_back_days::integer)
        and (outcome <> 'open' or observed_days >= $window_days)
    group by 1, 2, 3
),
motions as (
    select channel, min(motion) as motion
    from meta.source_names
    group by channel
)
select
    group_id::bigint as group_id,
    from_channel::varchar as from_channel,
    to_channel::varchar as to_channel,
    coalesce(motions.motion, 'unknown') as motion,
    moves,
    won,
    ended
from counted
left join motions on motions.channel = to_channel::varchar
order by group_id, from_channel, to_channel
