-- stage_norms: how long a lead may stay in each stage before it is stalled: the stalled quantile of the leads of its motion
-- that won, of both motions where fewer than 20 won; null where none did.
-- grain: one row per stage and motion
-- The variable stalled_quantile comes from the definitions.
with won as (
    select
        position,
        case when grouping(motion) = 1 then 'all' else motion::varchar end as motion,
        count(*) as count_won,
        quantile_disc(left_days - known_days, getvariable('stalled_quantile')) as stalled_after_days
    from marts.stage_entries
    where outcome = 'won' and exit = 'advanced' and not is_implied and left_days is not null
    group by grouping sets ((position), (position, motion))
)
select
    stages.position,
    motions.motion,
    case when own.count_won >= 20 then own.stalled_after_days else either.stalled_after_days end::smallint as stalled_after_days
from meta.stages as stages
cross join (select unnest(enum_range(null::marts.motion)) as motion) as motions
left join won as own on own.position = stages.position and own.motion = motions.motion::varchar
left join won as either on either.position = stages.position and either.motion = 'all'
