-- waiting: which leads were open on the evening of each of some days, and for how long had they been at their stage?
--
-- grain           one row per day of known_by, breakdown, motion, stage and stretch of days
-- known_by        what happened later is not looked at
-- motion          inbound, outbound or unknown
-- position        place of the stage in the pipeline, 1 is the first
-- stretch_days    days at the stage by then: the first day of the stretch, see `data/evenings.py`
-- leads           open leads
-- factors         sum over them of the factor by which their motion, channel and segment win more often than others, by
--                 what the caller says of the day and cell
-- amounts         sum of the factor times the typical won amount
-- squares         sum of the factor times the square of that amount
-- beyond_factors, beyond_amounts, beyond_squares  the same sums, of each times its days after the first of the stretch
with worth as (
    select
        unnest($worth_on::date[]) as known_by,
        unnest($cells::uinteger[]) as cell,
        unnest($factors::double[]) as factor,
        unnest($amounts::double[]) as amount
)
select
    known_by,
    breakdown,
    motion::varchar as motion,
    position::bigint as position,
    stretch_days::bigint as stretch_days,
    sum(leads)::bigint as leads,
    sum(leads * factor) as factors,
    sum(leads * factor * amount) as amounts,
    sum(leads * factor * amount * amount) as squares,
    sum(beyond_days * factor) as beyond_factors,
    sum(beyond_days * factor * amount) as beyond_amounts,
    sum(beyond_days * factor * amount * amount) as beyond_squares
from scoped_open_leads
join worth using (known_by, cell)
group by known_by, breakdown, motion, position, stretch_days
order by known_by, breakdown, motion, position, stretch_days
