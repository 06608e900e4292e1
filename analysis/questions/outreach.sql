-- outreach: how many people answer outbound outreach when they had come to us before, and when they had not?
--
-- grain     one row per breakdown and warmth
-- warmth    cold: before anything they did by themselves; warm: after it; first: whichever came first
-- people    leads that got outreach of ours through an outbound channel, observed for response_days since. One may be in
--           cold and in warm; in first, each is once
-- replied   of those, replied within response_days of it (the cold ones: before they came by themselves)
-- positive  the same of a positive reply
-- meetings  the same of a booked meeting
-- answered_before  had replied or booked a meeting before it: left out
-- young     observed for less than response_days since: left out
-- rate reply_rate = replied / people
-- rate positive_rate = positive / people
-- rate meeting_rate = meetings / people
with starts as (
    select *, 'cold' as warmth, days_to_cold_outreach as start_days, days_to_warm_outreach - 1 as last_days
    from scoped_journeys
    where days_to_cold_outreach is not null
    union all
    select *, 'warm' as warmth, days_to_warm_outreach as start_days, null as last_days
    from scoped_journeys
    where days_to_warm_outreach is not null
    union all
    select *, 'first' as warmth, coalesce(days_to_cold_outreach, days_to_warm_outreach) as start_days, null as last_days
    from scoped_journeys
    where coalesce(days_to_cold_outreach, days_to_warm_outreach) is not null
),
marked as (
    select
        breakdown,
        warmth,
        start_days,
        least(start_days + $response_days, coalesce(last_days, 32767)) as until_days,
        days_to_reply,
        days_to_positive_reply,
        days_to_meeting_booked,
        coalesce(least(days_to_reply, days_to_meeting_booked) < start_days, false) as is_answered_before,
        observed_days < start_days + $response_days as is_young
    from starts
)
select
    breakdown,
    warmth,
    count(*) filter (where not is_young and not is_answered_before) as people,
    count(*) filter (where not is_young and not is_answered_before and days_to_reply <= until_days) as replied,
    count(*) filter (where not is_young and not is_answered_before and days_to_positive_reply <= until_days) as positive,
    count(*) filter (where not is_young and not is_answered_before and days_to_meeting_booked <= until_days) as meetings,
    count(*) filter (where not is_young and is_answered_before) as answered_before,
    count(*) filter (where is_young) as young
from marked
group by breakdown, warmth
order by breakdown, warmth
