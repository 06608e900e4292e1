-- won_accounts: which accounts brought most?
--
-- grain       one row per breakdown and account that has a won lead, the 200 with the largest won amount
-- account_id  the account
-- won         won leads of the account
-- won_amount  their amount in the currency of the pages
with accounts as (
    select
        breakdown,
        account_id,
        count(*) as won,
        coalesce(sum(amount::double) filter (where not is_foreign_currency), 0) as won_amount
    from scoped_wins
    where account_id is not null
    group by breakdown, account_id
    order by won_amount desc, won desc, account_id, breakdown
    limit 200
)
select breakdown, account_id, won, won_amount
from accounts
order by won_amount desc, won desc, account_id, breakdown
