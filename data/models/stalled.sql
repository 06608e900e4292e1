-- stalled: tells the entries into stages how long they may last, and marks those that lasted longer, see stage_norms.
update marts.stage_entries as entries
set
    stalled_after_days = norms.stalled_after_days,
    marks = case when entries.dwell_days > norms.stalled_after_days then entries.marks | 2::utinyint else entries.marks & 253::utinyint end
from marts.stage_norms as norms
where norms.position = entries.position
    and norms.motion = entries.motion
    and (
        entries.stalled_after_days is distinct from norms.stalled_after_days
        or (entries.marks & 2::utinyint > 0) <> coalesce(entries.dwell_days > norms.stalled_after_days, false)
    )
