-- account_shares: how much of each breakdown hangs on its largest account?
--
-- grain                one row per breakdown that has won leads with an account
-- account_id           the account with the largest won amount
-- account_won          won leads of that account
-- account_won_amount   their amount in the currency of the pages
-- won                  won leads with an account
-- won_amount           their amount
-- accounts             accounts with a won lead
-- amount_squares       sum over accounts of the squared amount, for the interval of the share
with accounts as (
    select
        breakdown,
        account_id,
        count(*) as won,
        coalesce(sum(amount::double) filter (where not is_foreign_currency), 0) as won_amount
    from scoped_journeys
    where outcome = 'won' and account_id is not null
    group by breakdown, account_id
)
select
    breakdown,
    arg_max(account_id, (won_amount, account_id)) as account_id,
    arg_max(won, (won_amount, account_id)) as account_won,
    max(won_amount) as account_won_amount,
    sum(won)::bigint as won,
    sum(won_amount) as won_amount,
    count(*) as accounts,
    sum(won_amount * won_amount) as amount_squares
from accounts
group by breakdown
order by won_amount desc, breakdown
