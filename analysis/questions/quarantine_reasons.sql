-- quarantine_reasons: which records were kept aside, and why?
--
-- grain        one row per import, file and reason
-- load_id      number of the import
-- file         the file that held them
-- reason       what is wrong with them
-- records      records kept aside
-- column_name  the column at fault
-- example      one value at fault
-- line         the first line at fault
select
    load_id,
    file,
    reason,
    min(column_name) as column_name,
    count(distinct coalesce(line::varchar, record)) as records,
    arg_min(value, line) as example,
    min(line) as line
from intake.quarantine
group by load_id, file, reason
order by load_id desc, records desc, file, reason
