-- targets: the won amount that each motion should bring in a month, in whole thousands.
insert into canonical.targets by name
select
    months.starts_on as month,
    motions.motion,
    (
        greatest(1, round((months.end_id - months.first_id) * motions.target_per_lead / 1000)) * 1000
    )::decimal(18, 2) as amount,
    $load_id::integer as load_id
from sample_months as months
cross join sample_motions as motions;
