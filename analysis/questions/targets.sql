-- targets: what should each motion win in each month?
--
-- grain   one row per breakdown, motion and month
-- motion  inbound, outbound or unknown
-- month   first day of the month
-- amount  the target, won amount in the currency of the pages
select breakdown, motion, month, sum(amount::double) as amount
from scoped_targets
group by all
order by breakdown, motion, month
