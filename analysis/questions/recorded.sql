-- recorded: of how many leads is a breakdown known, by how they ended, how far they came and when they were created?
--
-- grain      one row per state of the breakdown, quarter, channel, outcome and gate
-- breakdown  what is known of it: known; unmapped, where the source is recorded and maps to no channel; not recorded
-- quarter    first day of the calendar quarter of creation
-- channel    that of the leads; those that map to none together
-- outcome    won, others (lost and disqualified) or open
-- gate       the furthest gate that the leads reached: lead, contacted, engaged, prospect or opportunity
-- leads      leads created in the period
--
-- The name of a missing value is data/names.py's: (not recorded), or unknown for a motion.
with counted as (
    select
        breakdown,
        date_trunc('quarter', created_on)::date as quarter,
        channel,
        outcome,
        is_opportunity,
        is_prospect,
        is_engaged,
        is_contacted,
        count(*) as leads
    from scoped_journeys
    group by all
),
named as (
    select
        quarter,
        case when starts_with(channel::varchar, '(unmapped: ') then '(unmapped)' else channel::varchar end as channel,
        case when outcome in ('won', 'open') then outcome::varchar else 'others' end as outcome,
        case
            when is_opportunity then 'opportunity'
            when is_prospect then 'prospect'
            when is_engaged then 'engaged'
            when is_contacted then 'contacted'
            else 'lead'
        end as gate,
        breakdown::varchar as name,
        leads
    from counted
)
select
    case
        when starts_with(name, '(unmapped: ') or (name = 'unknown' and channel = '(unmapped)') then 'unmapped'
        when name in ('(not recorded)', 'unknown') then 'not recorded'
        else 'known'
    end as breakdown,
    quarter,
    channel,
    outcome,
    gate,
    sum(leads)::bigint as leads
from named
group by all
order by all
