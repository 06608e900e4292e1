-- target_accounts: who sales wants, drawn by account and by nothing that its leads do; some have no lead yet.
insert into canonical.target_accounts by name
with accounts as (
    select
        account_id,
        any_value(segment) as segment,
        mixed(xor(mixed(substr(account_id, 2)::ubigint & 4294967295), (select seed_key from sample_settings))) as key
    from canonical.leads
    where account_id is not null
    group by account_id
),
wanted as (
    select accounts.account_id, accounts.key, segments.segment_no
    from accounts
    join sample_segments as segments using (segment)
    where uniform(accounts.key, 'target account') < segments.target_share
),
-- Numbers that no account with a lead has, see account_id in journeys.
further as (
    select
        'A' || (segment_no * 100000000 + 9900000 + place) as account_id,
        mixed(xor(segment_no * 100000 + place, (select seed_key from sample_settings))) as key
    from (select segment_no, count(*) as accounts from wanted group by segment_no)
    cross join sample_settings as settings,
    unnest(range(round(accounts * settings.target_accounts_without_lead)::bigint)) as places(place)
)
select
    account_id,
    case when uniform(key, 'tier') < 0.3 then 'A' else 'B' end as tier,
    $load_id::integer as load_id
from (select account_id, key from wanted union all select account_id, key from further);
