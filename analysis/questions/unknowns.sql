-- unknowns: what is loaded but not understood or not complete yet?
--
-- grain    one row per kind and name
-- kind     unmapped source, unmapped stage, waiting touch, waiting stage event, waiting outcome, undated win,
--          closed before created
-- name     the source, the stage, or what is missing
-- records  records concerned
select
    kind,
    name,
    records
from marts.unknowns
order by kind, records desc, name
