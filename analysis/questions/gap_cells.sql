-- gap_cells: what became of leads of a segment and channel once they had reached a stage, over all the data?
--
-- grain               one row per stage, segment and channel
-- cell                its number
-- position            place of the stage in the pipeline, 1 is the first
-- stage               name of the stage
-- segment, channel    of the leads
-- mature              reached the stage, created at least the conversion window before the end of the data
-- won                 of the mature, won
-- won_with_amount     all that reached it and won for an amount in the currency of the pages
-- won_amount          sum of those amounts
-- won_amount_squares  sum of their squares
-- rate conversion = won / mature
select
    cell,
    position,
    stage,
    segment,
    channel,
    mature,
    won,
    won_with_amount,
    won_amount,
    won_amount_squares
from marts.gap_cells
order by cell
