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
        account_id,
        count(*) as leads,
        bool_or(outcome = 'won') as is_won,
        coalesce(sum(amount::double) filter (where outcome = 'won' and not is_foreign_currency), 0) as won_amount,
        min(created_at) filter (where motion = 'inbound') as inbound_at,
        min(created_at) filter (where motion = 'outbound') as outbound_at,
        min(created_on) filter (where motion = 'inbound') as inbound_on,
        min(created_on) filter (where motion = 'outbound') as outbound_on,
        arg_min(owner::varchar, (created_at, lead_id)) filter (where motion = 'inbound') as inbound_owner,
        arg_min(owner::varchar, (created_at, lead_id)) filter (where motion = 'outbound') as outbound_owner
    from scoped_journeys
    where account_id is not null and motion in ('inbound', 'outbound')
    group by account_id
),
named as (
    select
        *,
        case
            when outbound_at is null then 'inbound only'
            when inbound_at is null then 'outbound only'
            when inbound_at <= outbound_at then 'inbound first'
            else 'outbound first'
        end as worked_by,
        abs(outbound_on - inbound_on) as days_between,
        inbound_owner <> '(not recorded)' and outbound_owner <> '(not recorded)' as has_owners
    from accounts
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
from named
group by worked_by
order by worked_by
