-- spellings: what is another spelling of a name: names that differ in case and blanks only are one, shown as it is
-- written most often. Sources have a rule of their own, see meta.source_names. Owners that the definitions name are then
-- called so, see meta.owners.
-- grain: one row per dimension and spelling that is not the shown one
with written as (
    select '{recorded}' as dimension, {recorded} as spelling from canonical.leads union all
    select 'campaign', campaign from canonical.spend
),
counted as (
    select dimension, spelling, count(*) as times
    from written
    where spelling is not null
    group by dimension, spelling
),
named as (
    select
        dimension,
        spelling,
        first_value(spelling) over (
            partition by dimension, lower(nfc_normalize(regexp_replace(spelling, '[\s\x{a0}]+', ' ', 'g')))
            order by times desc, spelling
        ) as name
    from counted
)
select dimension, spelling, name
from named
where spelling <> name
