-- sourced: which channel sourced the won deals, by three definitions?
--
-- grain        one row per creating channel, first touch, and first touch before any sales activity
-- created_by   the channel of the lead's source in the CRM
-- first_touch  the channel of its first touch
-- before_sales  the same where that touch was theirs; (sales came first) where it was ours
-- won          won leads with a touch; those without one are in no row
-- won_amount   their amount in the currency of the pages
select
    channel::varchar as created_by,
    touch_channel::varchar as first_touch,
    case when direction = 'inbound' then touch_channel::varchar else '(sales came first)' end as before_sales,
    count(*) as won,
    coalesce(sum(amount::double) filter (where not is_foreign_currency), 0) as won_amount
from scoped_win_touchpoints
where position = 1
group by 1, 2, 3
order by 1, 2, 3
