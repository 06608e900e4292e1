-- account_cells: how do the accounts spread over the breakdowns?
--
-- grain           one row per breakdown and bundle of accounts that has any of the measure
-- bundle          accounts are dealt out to so many bundles ($bundles, at most 1,024)
-- value           leads, opportunities or won leads of the measure, or the won amount in the currency of the pages
-- cases           leads behind the value; of amounts the wins that have one
with measured as (
    select
        breakdown,
        account_group % $bundles as bundle,
        1 as value
    from scoped_journeys
    where $measure = 'leads' or ($measure = 'opportunities' and is_opportunity)
    union all
    select
        breakdown,
        account_group % $bundles as bundle,
        case when $measure = 'won' then 1 else amount::double end as value
    from scoped_wins
    where $measure = 'won' or ($measure = 'won_amount' and amount is not null and not is_foreign_currency)
)
select
    breakdown,
    bundle,
    sum(value) as value,
    count(*) as cases
from measured
group by breakdown, bundle
order by breakdown, bundle
