-- targets: the won amount that each motion should bring in a month, in whole thousands; the two quarters to come carry
-- on at the mean of the last three months.
insert into canonical.targets by name
with planned as (
    select
        months.starts_on::date as month,
        motions.motion,
        greatest(1, round((months.end_id - months.first_id) * motions.target_per_lead / 1000)) * 1000 as amount
    from sample_months as months
    cross join sample_motions as motions
),
recent as (
    select motion, max(month) as last_month, round(avg(amount) / 1000) * 1000 as amount
    from (select * from planned qualify row_number() over (partition by motion order by month desc) <= 3)
    group by motion
)
select month, motion, amount::decimal(18, 2) as amount, $load_id::integer as load_id from planned
union all
select (last_month + to_months(ahead::integer))::date, motion, amount::decimal(18, 2), $load_id::integer
from recent
cross join range(1, 7) as coming(ahead);
