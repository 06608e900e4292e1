-- account_sizes: how unevenly do accounts bring in?
--
-- grain           one row for each of the ten largest accounts of a breakdown, and one per size of the others
-- account_id      the account; missing where the row stands for all accounts of one size
-- size            accounts of one size lie within five per cent; missing for accounts with nothing
-- accounts        how many
-- value           their leads, opportunities or won leads, or their won amount in the currency of the pages
-- cases           leads behind the value; of amounts the wins that have one
-- value_squares   sum over accounts of the squared value
-- value_cubes     sum over accounts of its third power
-- case_squares    sum over leads of the squared value of each
--
-- Leads without an account are left out; no row where no lead has one.
with measured as (
    select
        breakdown,
        account_id,
        1 as value
    from scoped_journeys
    where $measure = 'leads' or ($measure = 'opportunities' and is_opportunity)
    union all
    select
        breakdown,
        account_id,
        case when $measure = 'won' then 1 else amount::double end as value
    from scoped_wins
    where $measure = 'won' or ($measure = 'won_amount' and amount is not null and not is_foreign_currency)
),
accounts as (
    select
        breakdown,
        account_id,
        sum(value) as value,
        count(*) as cases,
        sum(value * value) as case_squares
    from measured
    where account_id is not null
    group by breakdown, account_id
),
named as (
    select breakdown, unnest(arg_max(account_id, (value, account_id), 10)) as account_id
    from accounts
    group by breakdown
),
sized as (
    select
        accounts.*,
        named.account_id as name,
        case when accounts.value > 0 then round(ln(accounts.value) / ln(1.05)) end as size
    from accounts
    left join named using (breakdown, account_id)
)
select
    breakdown,
    name as account_id,
    size,
    count(*) as accounts,
    sum(value) as value,
    sum(cases)::bigint as cases,
    sum(value * value) as value_squares,
    sum(value * value * value) as value_cubes,
    sum(case_squares) as case_squares
from sized
group by breakdown, name, size
order by breakdown, name is null, value desc, name, size
