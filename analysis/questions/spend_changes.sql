-- spend_changes: what was spent as it was told, as it is told, and which lines make the difference?
--
-- grain      one row per breakdown and part, of those that are not zero on both sides
-- breakdown  as asked
-- measure    spend, in the currency of the pages
-- part       new, corrected, removed, settings, period, unchanged, as in changes
-- was        sum of the lines of this part in the generation of base_load
-- now        their sum now
-- records    lines of this part whose amount changed
with counted as (
    select
        was_breakdown,
        now_breakdown,
        part,
        sum(was_spend) as was_spend,
        sum(now_spend) as now_spend,
        count(*) filter (where was_spend <> now_spend) as changed_spend,
        count(*) filter (where was_spend <> 0) as left_spend,
        count(*) filter (where now_spend <> 0) as come_spend
    from scoped_spend_changes
    group by was_breakdown, now_breakdown, part
),
unchanged as (
    select
        breakdown::varchar as breakdown,
        sum(adds_spend) as spend
    from scoped_unchanged_spend
    group by breakdown
),
sides as (
    select
        now_breakdown as breakdown,
        part,
        unnest([
            {'measure': 'spend', 'was': was_spend::double, 'now': now_spend::double, 'records': changed_spend}
        ]) as told
    from counted
    where was_breakdown is not distinct from now_breakdown
    union all
    select
        was_breakdown,
        part,
        unnest([
            {'measure': 'spend', 'was': was_spend::double, 'now': 0::double, 'records': left_spend}
        ])
    from counted
    where was_breakdown is distinct from now_breakdown
    union all
    select
        now_breakdown,
        part,
        unnest([
            {'measure': 'spend', 'was': 0::double, 'now': now_spend::double, 'records': come_spend}
        ])
    from counted
    where was_breakdown is distinct from now_breakdown
    union all
    select
        breakdown,
        'unchanged',
        unnest([
            {'measure': 'spend', 'was': spend::double, 'now': spend::double, 'records': 0}
        ])
    from unchanged
)
select
    breakdown,
    told.measure as measure,
    part,
    sum(told.was) as was,
    sum(told.now) as now,
    sum(told.records)::bigint as records
from sides
where told.was <> 0 or told.now <> 0
group by breakdown, told.measure, part
order by breakdown, measure, part
