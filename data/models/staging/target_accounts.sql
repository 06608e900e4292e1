-- target_accounts: the accounts that the business wants, each under the name of its part of the list.
-- grain: one row per account on the list
-- Tiers that differ in case only are one; a letter or a number alone is called tier A, tier 1.
select
    account_id,
    case
        when tier is null then 'on the list'
        when length(tier) <= 2 then 'tier ' || min(tier) over (partition by lower(tier))
        else min(tier) over (partition by lower(tier))
    end as target_account
from canonical.target_accounts
where lower(coalesce(tier, '')) <> 'off'
