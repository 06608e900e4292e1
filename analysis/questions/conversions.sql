-- conversions: what became of amounts in another currency than that of the pages?
--
-- grain              one row per currency, kind of amount and fate
-- currency           as recorded
-- kind               deals, spend
-- fate               converted, or why not
-- amounts            how many
-- first_on, last_on  of the days of the rates that were used; missing where none was
select
    currency,
    kind,
    fate,
    amounts,
    first_on,
    last_on
from marts.conversions
order by currency, kind, fate
