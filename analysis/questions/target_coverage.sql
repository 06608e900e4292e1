-- target_coverage: how far are the accounts that we want worked, by either motion?
--
-- grain               one row per breakdown and motion
-- breakdown           all, or the part of the list: only target_account breaks it down
-- motion              any (leads of every motion together), inbound or outbound
-- accounts            accounts on the list
-- with_lead           of these, with a lead of the period and the motion
-- with_touch          with one that we have touched
-- with_opportunity    with one that reached opportunity or a later stage
-- with_win            with one that was won
-- untouched           with an open one that nobody has touched for untouched_days, and none that somebody has
-- rate reached = with_lead / accounts
-- rate opportunity = with_opportunity / accounts
-- rate win = with_win / accounts
with leads as (
    select
        account_number,
        motion::varchar as motion,
        count_touches_by_us > 0 as is_touched,
        is_opportunity,
        outcome = 'won' as is_won,
        outcome = 'open' and is_never_touched as is_left
    from scoped_journeys
    semi join scoped_target_accounts using (account_number)
),
worked as (
    select
        account_number,
        case when grouping(motion) = 1 then 'any' else motion end as motion,
        bool_or(is_touched) as is_touched,
        bool_or(is_opportunity) as is_opportunity,
        bool_or(is_won) as is_won,
        bool_or(is_left) and not bool_or(is_touched) as is_left
    from leads
    group by grouping sets ((account_number), (account_number, motion))
)
select
    wanted.breakdown,
    motions.motion,
    count(*) as accounts,
    count(worked.account_number) as with_lead,
    count(*) filter (where is_touched) as with_touch,
    count(*) filter (where is_opportunity) as with_opportunity,
    count(*) filter (where is_won) as with_win,
    count(*) filter (where is_left) as untouched
from scoped_target_accounts as wanted
cross join (select unnest(['any', 'inbound', 'outbound']) as motion) as motions
left join worked on worked.account_number = wanted.account_number and worked.motion = motions.motion
group by wanted.breakdown, motions.motion
order by wanted.breakdown, motions.motion
