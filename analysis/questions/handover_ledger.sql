-- handover_ledger: what became of the leads that one motion passed on to the other?
--
-- grain        one row per breakdown and motion
-- motion       of the lead: the motion that passes on; the other one takes over
-- leads        leads of that motion
-- passed       of those, touched through a channel of the other motion on the day of their creation or later
-- before       of the passed, had become a prospect before that touch, or on an unknown day
-- accepted     of the passed, became a prospect on the day of that touch or later
-- returned     of the passed, lost or disqualified without having become a prospect
-- with_reason  of the returned, those with a recorded reason
-- pending      of the passed, open and no prospect yet
-- decided      accepted or returned
-- rate accepted_share = accepted / decided
with told as (
    select
        breakdown,
        motion,
        outcome,
        reason,
        coalesce(days_to_other_motion >= 0, false) as is_passed,
        is_prospect,
        is_prospect and coalesce(days_to_prospect >= days_to_other_motion, false) as is_prospect_after
    from scoped_journeys
    where motion in ('inbound', 'outbound')
)
select
    breakdown,
    motion,
    count(*) as leads,
    count_if(is_passed)::bigint as passed,
    count_if(is_passed and is_prospect and not is_prospect_after)::bigint as before,
    count_if(is_passed and is_prospect_after)::bigint as accepted,
    count_if(is_passed and not is_prospect and outcome <> 'open')::bigint as returned,
    count_if(is_passed and not is_prospect and outcome <> 'open' and reason is not null)::bigint as with_reason,
    count_if(is_passed and not is_prospect and outcome = 'open')::bigint as pending,
    count_if(is_passed and (is_prospect_after or not is_prospect and outcome <> 'open'))::bigint as decided
from told
group by breakdown, motion
order by passed desc, breakdown, motion
