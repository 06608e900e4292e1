-- paths: the way of each lead through the channels: a letter for each of the first twelve in order, repeats in a row as one:
-- chr(48 + bit), see meta.touch_channels; 63 without a channel.
-- grain: one row per lead with a touch up to its closing, in the order of journeys
select
    touchpoints.lead_number,
    left(string_agg(chr(48 + coalesce(channels.bit, 63)), '' order by touchpoints.position), 12) as path
from marts.touchpoints as touchpoints
left join meta.touch_channels as channels on channels.channel = touchpoints.touch_channel::varchar
where touchpoints.touch_channel is distinct from touchpoints.previous_channel
group by touchpoints.lead_number
order by touchpoints.lead_number
