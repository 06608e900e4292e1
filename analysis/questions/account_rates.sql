-- account_rates: what do shares and conversions of each breakdown rest on, where the leads of one account go together?
--
-- grain              one row per breakdown and rate
-- rate_of            inbound share (inbound leads of those of known motion), inbound or outbound (leads won within
--                    window_days of those observed for all of it)
-- bundles            bundles of accounts with a trial
-- trials             leads that the rate is over
-- successes          of these, those that count
-- success_squares    sum over the bundles of the squared successes
-- products           sum over the bundles of successes times trials
-- trial_squares      sum over the bundles of the squared trials
--
-- Accounts are dealt out to so many bundles ($bundles, at most 1,024); a lead without one is an account of its own.
with leads as (
    select
        breakdown,
        motion::varchar as motion,
        account_group % $bundles as bundle,
        count(*) as leads,
        count(*) filter (where mature_days >= $window_days) as mature,
        count(*) filter (where mature_days >= $window_days and days_to_won <= $window_days) as won
    from scoped_journeys
    where motion in ('inbound', 'outbound')
    group by all
),
cells as (
    select
        breakdown,
        'inbound share' as rate_of,
        bundle,
        sum(leads) as trials,
        sum(case when motion = 'inbound' then leads else 0 end) as successes
    from leads
    group by breakdown, bundle
    union all
    select breakdown, motion, bundle, mature, won
    from leads
    where mature > 0
)
select
    breakdown,
    rate_of,
    count(*) as bundles,
    sum(trials)::bigint as trials,
    sum(successes)::bigint as successes,
    sum(successes * successes)::bigint as success_squares,
    sum(successes * trials)::bigint as products,
    sum(trials * trials)::bigint as trial_squares
from cells
group by breakdown, rate_of
order by breakdown, rate_of
