-- targets: the won amount that a motion should bring in a month.
-- grain: one row per month and motion
-- Motions are those of the channels; another word is kept as unknown.
select
    date_trunc('month', month)::date as month,
    case when lower(motion) in ('inbound', 'outbound') then lower(motion) else 'unknown' end::marts.motion as motion,
    sum(amount)::decimal(18, 2) as amount
from canonical.targets
group by all
order by month, motion
