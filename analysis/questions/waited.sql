-- waited: of the leads that were open on earlier days, how many were won soon after, and how many should have been?
--
-- grain                     one row per day of known_by, motion, channel and segment
-- known_by                  evening on which the leads were open
-- motion, channel, segment  of the leads
-- leads                     leads that were open then
-- expected                  sum of their chances to win within 60 days, by what the caller says of the day, stage and
--                           days there: a chance at the first day of each stretch, and what each further day adds to it
-- won                       of the leads, won within 60 days
with told as (
    select
        unnest($told_on::date[]) as known_by,
        unnest($states::utinyint[]) as state,
        unnest($stretches::smallint[]) as stretch_days,
        unnest($chances::double[]) as chance,
        unnest($slopes::double[]) as slope
)
select
    known_by,
    motion::varchar as motion,
    channel::varchar as channel,
    segment::varchar as segment,
    sum(leads)::bigint as leads,
    sum(leads * chance + beyond_days * slope) as expected,
    coalesce(sum(leads) filter (where is_won_soon), 0)::bigint as won
from scoped_open_leads
join told using (known_by, state, stretch_days)
group by known_by, motion, channel, segment
order by known_by, motion, channel, segment
