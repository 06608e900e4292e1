-- gap_cells: what leads of a segment and channel that reached a stage went on to do, for the worth of a gap.
-- grain: one row per stage, segment and channel that a lead has; cell numbers them
-- mature: of those that reached the stage, the leads watched for the conversion window since their creation; won: of
-- those, the won. The amounts are of all won leads that reached it, in the currency of the pages.
-- The variable conversion_days comes from the definitions.
select
    row_number() over (order by position, segment, channel)::uinteger as cell,
    position,
    any_value(stage) as stage,
    segment,
    channel,
    count(*) filter (where observed_days >= getvariable('conversion_days')) as mature,
    count(*) filter (where observed_days >= getvariable('conversion_days') and outcome = 'won') as won,
    count(*) filter (where outcome = 'won' and amount is not null and not is_foreign_currency) as won_with_amount,
    coalesce(sum(amount::double) filter (where outcome = 'won' and not is_foreign_currency), 0) as won_amount,
    coalesce(sum(amount::double ** 2) filter (where outcome = 'won' and not is_foreign_currency), 0) as won_amount_squares
from marts.stage_entries
group by position, segment, channel
