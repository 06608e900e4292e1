-- target_work: which of the accounts that we want has nobody touched, though nothing has ended there?
--
-- grain           one row per account on the list without a lead of the period, or with an open one that nobody has touched
--                 for untouched_days and none that somebody has; the 200 that wait longest, then those without a lead
-- account_id      the account
-- target_account  its part of the list
-- leads           its leads of the period
-- open_leads      of these, open
-- inbound_leads   of these, inbound
-- waiting_since   creation of the earliest open lead; null where there is no lead
with leads as (
    select
        account_number,
        count(*) as leads,
        count_if(outcome = 'open')::bigint as open_leads,
        count_if(motion = 'inbound')::bigint as inbound_leads,
        bool_or(outcome = 'open' and is_never_touched) and not bool_or(count_touches_by_us > 0) as is_left,
        min(case when outcome = 'open' then created_on end) as waiting_since
    from scoped_journeys
    semi join scoped_target_accounts using (account_number)
    group by account_number
),
longest as (
    select
        wanted.account_id,
        wanted.target_account,
        coalesce(leads, 0) as leads,
        coalesce(open_leads, 0) as open_leads,
        coalesce(inbound_leads, 0) as inbound_leads,
        waiting_since
    from scoped_target_accounts as wanted
    left join leads using (account_number)
    where leads.account_number is null or leads.is_left
    order by waiting_since nulls last, wanted.target_account, wanted.account_id
    limit 200
)
select account_id, target_account, leads, open_leads, inbound_leads, waiting_since
from longest
order by waiting_since nulls last, target_account, account_id
