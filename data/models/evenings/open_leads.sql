-- open_leads: the same by stretches of days.
-- grain: one row per evening, group, state, cell, stretch of days at the stage and is_won_soon
-- beyond_days: sum of the days after the first of the stretch
select
    known_by,
    {groups}
    cells.motion,
    cells.channel,
    cells.segment,
    state,
    (state % 32)::utinyint as position,
    cell,
    stretch_days,
    is_won_soon,
    sum(leads)::bigint as leads,
    sum(leads * (days - stretch_days))::bigint as beyond_days
from {open_days}
join meta.stretches using (days)
join marts.worth_cells as cells using (cell)
group by all
order by known_by
