-- stage_norms: how long the leads that went on to win stayed in each stage, per motion and over both ('all').
-- grain: one row per stage and motion
-- The variable stalled_quantile comes from the definitions.
select
    stage_times.position,
    case when grouping(journeys.motion) = 1 then 'all' else journeys.motion::varchar end as motion,
    count(*) as count_won,
    quantile_disc(
        (stage_times.left_at at time zone generation.time_zone)::date
        - (stage_times.reached_at at time zone generation.time_zone)::date,
        getvariable('stalled_quantile')
    ) as stalled_after_days
from (
    select *, later_at as left_at
    from temp.stage_times
) as stage_times
join marts.journeys as journeys using (lead_number)
cross join meta.generation as generation
where journeys.outcome = 'won'
  and not stage_times.is_implied
  and stage_times.reached_at is not null
  and stage_times.left_at is not null
group by grouping sets ((stage_times.position), (stage_times.position, journeys.motion))
