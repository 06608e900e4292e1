-- changes: what each measure was, what it is, and which leads make the difference?
--
-- grain      one row per breakdown, measure and part, of those that are not zero on both sides
-- breakdown  as asked; a lead that moved from one to another is in both
-- measure    leads; opportunities: reached opportunity or a later stage; won; won_amount, in the currency of the pages;
--            open; of those never_touched, stalled and without_next_step: with a gap of any kind, see the mart gaps; not
--            told where base_load is told by dates alone
-- part       new: not there then; won, lost (or disqualified), reopened, advanced, corrected (anything else of the record),
--            touched: the record of the lead changed, by the foremost that changed; removed: deleted or merged since;
--            settings: definitions, exchange rates, lists or other records changed, not its own; time: days passed, or
--            the limit by which a lead is stalled moved; period: in the period only then, or only now; unchanged
-- was        sum of the leads of this part in the generation of base_load
-- now        their sum now
-- records    leads of this part whose own share of the measure changed
--
-- Over all parts was adds up to what was counted then, now to what is counted now. base_load None is the newest generation
-- whose data ended a week before; earlier_days: so much earlier the period of the scope lay then.
with counted as (
    select
        was_breakdown,
        now_breakdown,
        part,
        sum(was_leads) as was_leads,
        sum(now_leads) as now_leads,
        count(*) filter (where was_leads <> now_leads) as changed_leads,
        count(*) filter (where was_leads <> 0) as left_leads,
        count(*) filter (where now_leads <> 0) as come_leads,
        sum(was_opportunities) as was_opportunities,
        sum(now_opportunities) as now_opportunities,
        count(*) filter (where was_opportunities <> now_opportunities) as changed_opportunities,
        count(*) filter (where was_opportunities <> 0) as left_opportunities,
        count(*) filter (where now_opportunities <> 0) as come_opportunities,
        sum(was_won) as was_won,
        sum(now_won) as now_won,
        count(*) filter (where was_won <> now_won) as changed_won,
        count(*) filter (where was_won <> 0) as left_won,
        count(*) filter (where now_won <> 0) as come_won,
        sum(was_won_amount) as was_won_amount,
        sum(now_won_amount) as now_won_amount,
        count(*) filter (where was_won_amount <> now_won_amount) as changed_won_amount,
        count(*) filter (where was_won_amount <> 0) as left_won_amount,
        count(*) filter (where now_won_amount <> 0) as come_won_amount,
        sum(was_open) as was_open,
        sum(now_open) as now_open,
        count(*) filter (where was_open <> now_open) as changed_open,
        count(*) filter (where was_open <> 0) as left_open,
        count(*) filter (where now_open <> 0) as come_open,
        sum(was_never_touched) as was_never_touched,
        sum(now_never_touched) as now_never_touched,
        count(*) filter (where was_never_touched <> now_never_touched) as changed_never_touched,
        count(*) filter (where was_never_touched <> 0) as left_never_touched,
        count(*) filter (where now_never_touched <> 0) as come_never_touched,
        sum(was_stalled) as was_stalled,
        sum(now_stalled) as now_stalled,
        count(*) filter (where was_stalled <> now_stalled) as changed_stalled,
        count(*) filter (where was_stalled <> 0) as left_stalled,
        count(*) filter (where now_stalled <> 0) as come_stalled,
        sum(was_without_next_step) as was_without_next_step,
        sum(now_without_next_step) as now_without_next_step,
        count(*) filter (where was_without_next_step <> now_without_next_step) as changed_without_next_step,
        count(*) filter (where was_without_next_step <> 0) as left_without_next_step,
        count(*) filter (where now_without_next_step <> 0) as come_without_next_step
    from scoped_changes
    group by was_breakdown, now_breakdown, part
),
unchanged as (
    select
        breakdown::varchar as breakdown,
        sum(adds_leads) as leads,
        sum(adds_opportunities) as opportunities,
        sum(adds_won) as won,
        sum(adds_won_amount) as won_amount,
        sum(adds_open) as open,
        sum(adds_never_touched) as never_touched,
        sum(adds_stalled) as stalled,
        sum(adds_without_next_step) as without_next_step
    from scoped_unchanged_leads
    group by breakdown
),
sides as (
    select
        now_breakdown as breakdown,
        part,
        unnest([
            {'measure': 'leads', 'was': was_leads::double, 'now': now_leads::double, 'records': changed_leads},
            {'measure': 'opportunities', 'was': was_opportunities::double, 'now': now_opportunities::double, 'records': changed_opportunities},
            {'measure': 'won', 'was': was_won::double, 'now': now_won::double, 'records': changed_won},
            {'measure': 'won_amount', 'was': was_won_amount::double, 'now': now_won_amount::double, 'records': changed_won_amount},
            {'measure': 'open', 'was': was_open::double, 'now': now_open::double, 'records': changed_open},
            {'measure': 'never_touched', 'was': was_never_touched::double, 'now': now_never_touched::double, 'records': changed_never_touched},
            {'measure': 'stalled', 'was': was_stalled::double, 'now': now_stalled::double, 'records': changed_stalled},
            {'measure': 'without_next_step', 'was': was_without_next_step::double, 'now': now_without_next_step::double, 'records': changed_without_next_step}
        ]) as told
    from counted
    where was_breakdown is not distinct from now_breakdown
    union all
    select
        was_breakdown,
        part,
        unnest([
            {'measure': 'leads', 'was': was_leads::double, 'now': 0::double, 'records': left_leads},
            {'measure': 'opportunities', 'was': was_opportunities::double, 'now': 0::double, 'records': left_opportunities},
            {'measure': 'won', 'was': was_won::double, 'now': 0::double, 'records': left_won},
            {'measure': 'won_amount', 'was': was_won_amount::double, 'now': 0::double, 'records': left_won_amount},
            {'measure': 'open', 'was': was_open::double, 'now': 0::double, 'records': left_open},
            {'measure': 'never_touched', 'was': was_never_touched::double, 'now': 0::double, 'records': left_never_touched},
            {'measure': 'stalled', 'was': was_stalled::double, 'now': 0::double, 'records': left_stalled},
            {'measure': 'without_next_step', 'was': was_without_next_step::double, 'now': 0::double, 'records': left_without_next_step}
        ])
    from counted
    where was_breakdown is distinct from now_breakdown
    union all
    select
        now_breakdown,
        part,
        unnest([
            {'measure': 'leads', 'was': 0::double, 'now': now_leads::double, 'records': come_leads},
            {'measure': 'opportunities', 'was': 0::double, 'now': now_opportunities::double, 'records': come_opportunities},
            {'measure': 'won', 'was': 0::double, 'now': now_won::double, 'records': come_won},
            {'measure': 'won_amount', 'was': 0::double, 'now': now_won_amount::double, 'records': come_won_amount},
            {'measure': 'open', 'was': 0::double, 'now': now_open::double, 'records': come_open},
            {'measure': 'never_touched', 'was': 0::double, 'now': now_never_touched::double, 'records': come_never_touched},
            {'measure': 'stalled', 'was': 0::double, 'now': now_stalled::double, 'records': come_stalled},
            {'measure': 'without_next_step', 'was': 0::double, 'now': now_without_next_step::double, 'records': come_without_next_step}
        ])
    from counted
    where was_breakdown is distinct from now_breakdown
    union all
    select
        breakdown,
        'unchanged',
        unnest([
            {'measure': 'leads', 'was': leads::double, 'now': leads::double, 'records': 0},
            {'measure': 'opportunities', 'was': opportunities::double, 'now': opportunities::double, 'records': 0},
            {'measure': 'won', 'was': won::double, 'now': won::double, 'records': 0},
            {'measure': 'won_amount', 'was': won_amount::double, 'now': won_amount::double, 'records': 0},
            {'measure': 'open', 'was': open::double, 'now': open::double, 'records': 0},
            {'measure': 'never_touched', 'was': never_touched::double, 'now': never_touched::double, 'records': 0},
            {'measure': 'stalled', 'was': stalled::double, 'now': stalled::double, 'records': 0},
            {'measure': 'without_next_step', 'was': without_next_step::double, 'now': without_next_step::double, 'records': 0}
        ])
    from unchanged
)
select
    breakdown,
    told.measure as measure,
    part,
    sum(told.was) as was,
    sum(told.now) as now,
    sum(told.records)::bigint as records
from sides
where told.was <> 0 or told.now <> 0
group by breakdown, told.measure, part
order by breakdown, measure, part
