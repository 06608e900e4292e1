-- worth_cells: numbers for what leads of a motion, segment and channel have in common when they are valued.
-- grain: one row per motion, segment and channel that a lead has
select
    row_number() over (order by motion, segment, channel)::uinteger as cell,
    motion,
    segment,
    channel
from (select distinct motion, segment, channel from marts.journeys)
