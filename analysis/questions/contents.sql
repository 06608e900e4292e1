-- contents: how much is loaded of each kind, and of which days?
--
-- grain     one row per kind of record
-- kind      leads, stage events, outcomes, touches, spend, targets, target accounts; exchange rates where there are any
-- records   how many
-- first_on  day of the earliest
-- last_on   day of the latest, in the business time zone
select
    kind,
    records,
    first_on,
    last_on
from marts.contents
order by list_position(
    ['leads', 'stage events', 'outcomes', 'touches', 'spend', 'targets', 'target accounts', 'exchange rates'], kind
)
