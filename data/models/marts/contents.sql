-- contents: how much is loaded of each kind, and of which days?
--
-- grain     one row per kind of record
-- kind      leads, stage events, outcomes, touches, spend, targets, target accounts; exchange rates where there are any
-- records   how many
-- first_on  day of the earliest
-- last_on   day of the latest, in the business time zone
select
    'leads' as kind,
    count(*) as records,
    (min(created_at) at time zone (select time_zone from meta.generation))::date as first_on,
    (max(created_at) at time zone (select time_zone from meta.generation))::date as last_on
from canonical.leads
union all
select
    'stage events',
    count(*),
    (min(entered_at) at time zone (select time_zone from meta.generation))::date,
    (max(entered_at) at time zone (select time_zone from meta.generation))::date
from canonical.stage_events
union all
select
    'outcomes',
    count(*),
    (min(closed_at) at time zone (select time_zone from meta.generation))::date,
    (max(closed_at) at time zone (select time_zone from meta.generation))::date
from canonical.outcomes
where is_present and outcome not in ('open', 'not won')
union all
select
    'touches',
    count(*),
    (min("at") at time zone (select time_zone from meta.generation))::date,
    (max("at") at time zone (select time_zone from meta.generation))::date
from canonical.touches
union all
select 'spend', count(*), min(date), max(date) from canonical.spend
union all
select 'targets', count(*), min(month), max(month) from canonical.targets
union all
select 'target accounts', count(*), null, null from staging.target_accounts
union all
select 'exchange rates', count(*), min(day), max(day) from canonical.exchange_rates having count(*) > 0
