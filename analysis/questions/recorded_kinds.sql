-- recorded_kinds: of each kind of record and value that some view cannot do without, how many are recorded?
--
-- grain    one row per kind
-- kind     days, motions, segments, accounts, stage entries, closings, wins, losses, won amounts, touches, touch channels,
--          steps, next steps, spend, targets
-- records  leads, wins, entries, touches or lines that have it
--
-- Whatever the scope: it tells what is loaded at all. A motion is known where a source maps to a channel; stage entries
-- are those of leads that were not won, whose stages nothing else tells. Next steps are missed by what touches tell, or by
-- how long the won ones took.
with of_leads as (
    select
        count(created_on) as days,
        count(*) filter (where motion <> 'unknown') as motions,
        count(*) filter (where segment <> '(not recorded)') as segments,
        count(account_id) as accounts,
        count(*) filter (
            where outcome <> 'won'
            and coalesce(days_to_contacted, days_to_engaged, days_to_prospect, days_to_opportunity) is not null
        ) as stage_entries,
        count(*) filter (where outcome <> 'open') as closings,
        count(*) filter (where outcome = 'won') as wins,
        count(*) filter (where outcome in ('lost', 'disqualified')) as losses,
        count(amount) filter (where outcome = 'won') as won_amounts
    from marts.journeys
)
select
    unnest([
        'days', 'motions', 'segments', 'accounts', 'stage entries', 'closings', 'wins', 'losses', 'won amounts'
    ]) as kind,
    unnest([days, motions, segments, accounts, stage_entries, closings, wins, losses, won_amounts]) as records
from of_leads
union all
select 'touch channels', count(*) from marts.touchpoints where touch_channel <> '(not recorded)'
union all
select 'steps', count(*) from marts.sequence_steps
union all
select 'next steps', (select count(*) from marts.touchpoints) + (select count(*) from marts.wins)
union all
select kind, records
from marts.contents
where kind in ('touches', 'spend', 'targets')
