-- touch_letters: which channel does each letter of a path stand for?
--
-- grain    one row per channel that touches name
-- letter   chr(48 + bit)
-- channel  the channel; beyond the sixty-second they share a letter
select chr(48 + bit) as letter, channel
from meta.touch_channels
union all
select chr(48 + 63), '(not recorded)'
order by letter, channel
