-- patterns: the touches that a lead of a channel may get, one by one; `step` is null outside sequences.
-- grain: one row per pattern and channel of the lead
create or replace temp table sample_patterns as
with steps as (
    select
        'step' as name,
        sequence.motion,
        sequence.who,
        [1, 7] as furthest,
        [0.0, 1.0] as share,
        'step' as draw,
        unnest(sequence.kinds) as kind,
        'outbound' as direction,
        'by kind' as channel,
        sequence.anchor,
        sequence.until,
        unnest(sequence.days) as days,
        0.0 as spread_days,
        [0.0, 0.0] as part,
        generate_subscripts(sequence.days, 1) as step
    from (select unnest(outreach.sequences) as sequence from sample_inputs)
),
patterns as (
    select * from steps
    union all by name
    select pattern.* from (select unnest(outreach.touches) as pattern from sample_inputs)
),
numbered as (
    select *, row_number() over (order by name, motion, who, furthest, share, step) as pattern_no
    from patterns
),
resolved as (
    select
        numbered.* exclude (motion, kind, channel),
        channels.channel as lead_channel,
        numbered.channel,
        channels.email_channel,
        channels.call_channel,
        case
            when numbered.name = 'form' then channels.form
            when numbered.kind = '' then channels.steps[numbered.step]
            else numbered.kind
        end as kind
    from numbered
    join sample_channels as channels on numbered.motion in (channels.motion, 'both')
)
select
    pattern_no,
    lead_channel,
    who,
    furthest[1] as furthest_from,
    furthest[2] as furthest_to,
    share[1] as share_from,
    share[2] as share_to,
    kind,
    direction,
    case
        when channel = 'own' then lead_channel
        when channel <> 'by kind' then channel
        when kind = 'message' then 'LinkedIn message'
        when kind = 'call' then call_channel
        else email_channel
    end as channel,
    -- The webinar tool knows the person, not the lead.
    kind = 'event' and name <> 'form' as is_of_contact,
    kind in ('reply', 'positive_reply') and draw = 'reply' as is_answer,
    anchor,
    until,
    step,
    salt(draw) as draw_salt,
    (salt('time of a touch') + pattern_no * 7919) & 4294967295 as time_salt,
    seconds_of_days(days) as offset_s,
    spread_days * 86400 as spread_s,
    part[1] as part_from,
    part[2] as part_to
from resolved;

-- Days on which the steps of a sequence that stops at the answer are due, for the step that was answered.
-- grain: one row
create or replace temp table sample_sequence_days as
select list_filter(outreach.sequences, lambda sequence: sequence.who = 'planned')[1].days as days
from sample_inputs;
