-- shared_accounts: which accounts do both motions work, and do they win more of them?
--
-- grain         one row per kind of account
-- worked_by     inbound only, outbound only, inbound first, outbound first: the order of its first leads in the period
-- accounts      accounts with a lead of the period; leads without an account are in no row
-- leads         their leads
-- won_accounts  accounts with a won lead
-- won_amount    their won amount in the currency of the pages
-- median_days, p90_days    days from the first lead of one motion to the first of the other; null for one motion only
-- other_owner   accounts of both motions whose two first leads have different owners
-- same_owner    the same owner; accounts without a known owner on one side are in neither
with accounts as (
    select
        account_number,
        count(*) as leads,
        bool_or(outcome = 'won') as is_won,
        coalesce(sum(case when outcome = 'won' and not is_foreign_currency then amount::double end), 0) as won_amount,
        min(case when motion = 'inbound' then created_at end) as inbound_at,
        min(case when motion = 'outbound' then created_at end) as outbound_at
    from scoped_journeys
    where account_number is not null and motion in ('inbound', 'outbound')
    group by account_number
),
named as (
    select
        *,
        case
            when outbound_at is null then 'inbound only'
            when inbound_at is null then 'outbound only'
            when inbound_at <= outbound_at then 'inbound first'
            else 'outbound first'
        end as worked_by
    from accounts
),
-- Only where both motions worked an account does it matter when and who.
firsts as (
    select
        account_number,
        min(created_on) filter (where motion = 'inbound') as inbound_on,
        min(created_on) filter (where motion = 'outbound') as outbound_on,
        arg_min(owner, (created_at, lead_id)) filter (where motion = 'inbound') as inbound_owner,
        arg_min(owner, (created_at, lead_id)) filter (where motion = 'outbound') as outbound_owner
    from scoped_journeys
    semi join (select account_number from named where inbound_at is not null and outbound_at is not null) using (account_number)
    where motion in ('inbound', 'outbound')
    group by account_number
),
told as (
    select
        *,
        abs(outbound_on - inbound_on) as days_between,
        inbound_owner <> '(not recorded)' and outbound_owner <> '(not recorded)' as has_owners
    from named
    left join firsts using (account_number)
)
select
    worked_by,
    count(*) as accounts,
    sum(leads)::bigint as leads,
    count(*) filter (where is_won) as won_accounts,
    sum(won_amount) as won_amount,
    quantile_disc(days_between, 0.5) as median_days,
    quantile_disc(days_between, 0.9) as p90_days,
    count(*) filter (where has_owners and inbound_owner <> outbound_owner) as other_owner,
    count(*) filter (where has_owners and inbound_owner = outbound_owner) as same_owner
from told
group by worked_by
order by worked_by
