-- target_accounts: the accounts that the business wants, with the number by which leads are grouped.
-- grain: one row per account on the list
-- account_number: see journeys; null where no lead names the account.
select
    wanted.account_id,
    wanted.target_account::marts.target_account as target_account,
    numbers.account_number
from staging.target_accounts as wanted
left join (
    select distinct account_id, account_number
    from marts.journeys
    where account_id in (select account_id from staging.target_accounts)
) as numbers using (account_id)
order by wanted.account_id
