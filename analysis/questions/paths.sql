-- paths: which ways through the channels are common, and how many of the leads on them were won?
--
-- grain       one row per path, the 200 most common
-- path        a letter for each of the first twelve channels in order, repeats in a row as one: chr(48 + bit)
-- leads       leads with touches that went this way up to their closing, or so far
-- won, lost, disqualified, open    of those, how they stand
-- mature      leads observed for the whole window of window_days; undated wins are left out
-- mature_won  of the mature, won within the window
-- won_amount  won amount in the currency of the pages
-- all_leads, all_paths    leads and different paths in all, the less common ones included
-- rate won_within_window = mature_won / mature
with counted as (
    select
        path,
        count(*) as leads,
        count(*) filter (where outcome = 'won') as won,
        count(*) filter (where outcome = 'lost') as lost,
        count(*) filter (where outcome = 'disqualified') as disqualified,
        count(*) filter (where outcome = 'open') as open,
        count(*) filter (where observed_days >= $window_days and not (outcome = 'won' and days_to_close is null)) as mature,
        count(*) filter (where observed_days >= $window_days and outcome = 'won' and days_to_close <= $window_days) as mature_won,
        coalesce(sum(amount::double) filter (where outcome = 'won' and not is_foreign_currency), 0) as won_amount
    from scoped_paths
    group by path
),
common as (
    select *, sum(leads) over ()::bigint as all_leads, count(*) over () as all_paths
    from counted
    order by leads desc, path
    limit 200
)
select * from common
order by leads desc, path
