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
        case when $measure = 'won_amount' then amount::double else 1 end as value
    from scoped_journeys
    where case $measure
        when 'leads' then true
        when 'opportunities' then is_opportunity
        when 'won' then outcome = 'won'
        else outcome = 'won' and amount is not null and not is_foreign_currency
    end
)
select
    breakdown,
    bundle,
    sum(value) as value,
    count(*) as cases
from measured
group by breakdown, bundle
order by breakdown, bundle
