-- touches: every touch with the lead it belongs to. A touch that names only a contact belongs to that contact's latest
-- lead created at or before the touch; before all of them, and not longer than the look-back, to the first. Where no lead
-- is known yet, lead_id is null: the touch waits. A touch of a lead that was merged belongs to the one it was merged into.
-- What is dated after the data ends has not happened yet.
-- grain: one row per touch
with recursive merges as (
    select lead_id, into_lead_id, 1 as steps
    from intake.removals
    where into_lead_id is not null
    union
    select merges.lead_id, further.into_lead_id, merges.steps + 1
    from merges
    join intake.removals as further on further.lead_id = merges.into_lead_id
    where further.into_lead_id is not null and merges.steps < 9    -- two that name each other must come to an end
),
survivors as (
    select merges.lead_id, arg_min(merges.into_lead_id, merges.steps) as into_lead_id
    from merges
    join canonical.leads as leads on leads.lead_id = merges.into_lead_id
    group by merges.lead_id
),
attached as (
    select touches.*, coalesce(leads.lead_id, survivors.into_lead_id) as known_lead_id
    from staging.told_touches as touches
    left join canonical.leads as leads on leads.lead_id = touches.lead_id
    left join survivors on survivors.lead_id = touches.lead_id
    where touches.lead_id is not null
    union all by name
    select
        touches.*,
        coalesce(
            latest.lead_id,
            case when touches."at" >= firsts.created_at - to_days(generation.look_back_days) then firsts.lead_id end
        ) as known_lead_id
    from (select * from staging.told_touches where lead_id is null) as touches
    asof left join (
        -- of two leads of one instant, always the same one
        select contact_id, created_at, max(lead_id) as lead_id
        from canonical.leads
        where contact_id is not null
        group by contact_id, created_at
    ) as latest
        on latest.contact_id = touches.contact_id
        and latest.created_at <= touches."at"
    left join (
        select contact_id, min(created_at) as created_at, arg_min(lead_id, (created_at, lead_id)) as lead_id
        from canonical.leads
        where contact_id is not null
        group by contact_id
    ) as firsts on firsts.contact_id = touches.contact_id
    cross join meta.generation as generation
)
select
    attached.touch_id,
    attached.known_lead_id as lead_id,
    attached.lead_id as named_lead_id,
    attached.contact_id,
    attached."at",
    coalesce(names.channel, '(not recorded)') as channel,
    coalesce(names.motion, 'unknown') as motion,
    attached.direction,
    coalesce(attached.kind, '(not recorded)') as kind,
    coalesce(actor_names.name, attached.actor) as actor,
    attached.sequence,
    attached.step
from attached
left join meta.source_names as names on names.spelling = attached.channel
left join meta.spellings as actor_names on actor_names.dimension = 'owner' and actor_names.spelling = attached.actor
cross join meta.generation as generation
where not coalesce((attached."at" at time zone generation.time_zone)::date > generation.as_of_on, false)
