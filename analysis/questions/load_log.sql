-- load_log: what was loaded, and where is every row?
--
-- grain                  one row per imported file, the latest first
-- load_id, loaded_at     number and instant of the import
-- summary                what was imported
-- file, profile, role    the file, how it was read, and what it holds
-- count_rows             records in the file = imported + unchanged + duplicate + quarantined
-- count_imported         new or changed
-- count_unchanged        already there
-- count_duplicate        identical to another record of the file
-- count_quarantined      kept aside with their reason
-- notes                  what the reader of the numbers should know
select
    loads.load_id,
    loads.loaded_at,
    loads.summary,
    files.file,
    files.profile,
    files.role,
    files.count_rows,
    files.count_imported,
    files.count_unchanged,
    files.count_duplicate,
    files.count_quarantined,
    array_to_string(files.notes, ' ') as notes
from intake.loads as loads
left join intake.files as files using (load_id)
order by loads.load_id desc, files.file
