-- generations: which earlier generations can this one be compared with?
--
-- grain        one row per generation that is kept, the one that is open last
-- load_id      of the import that made it; 0: some days before the first one, as its own dates tell
-- loaded_at    instant of that import
-- as_of_on     last day of its data
-- currency     of its amounts
-- is_by_dates  whether it is told by dates alone: what was corrected or removed since cannot be seen, nor any gap
select load_id, loaded_at, as_of_on, currency, is_by_dates
from history.generations
order by load_id
