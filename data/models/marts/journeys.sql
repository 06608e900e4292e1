-- journeys: the whole way of a lead in one row.
-- grain: one row per lead, in the order of lead_number: by day of creation, motion, segment, source and lead_id
-- Days are calendar days of the business time zone from creation; null where the stage was not reached, the time is
-- unknown, or it lies before the creation. A closing before the creation (is_closed_before_created) had happened by age
-- 0: its days to close are 0 and so are, for a win, those to the stages that it implies; durations leave it out.
-- Without a day of creation, which happens where no lead has one, all that is counted from creation is null.
-- mature_days: days that a window is held against, those observed; null for a win without a day, which no window can
-- judge. followed_days: to the closing, or to the end of the data where the lead is open; null for a closing without a day.
-- days_to_touched, to our first touch, is negative where we came first. reopened_days, return_days, return_channel and
-- return_won_days tell what came after a lead was lost or disqualified, see lead_returns. account_number stands for account_id: leads are
-- grouped faster by it. account_group deals the accounts out to 1,024 groups (a lead
-- without one is an account of its own): what is resampled by group is resampled by account, in one small aggregate.
-- Minutes are counted from creation, from one full minute to another, on the clock and, as "working minutes", within the
-- working hours only: to our first touch after it, to the closing (null where its day is unknown or came first), to the end
-- of the data. is_touched_before: we had touched it before it was created. count_effort, see touch_summaries.
-- days_to_other_motion: to the first touch through a channel of the other motion, by other_motion_actor; negative where it
-- came before the creation. Outreach is cold up to what they first do by themselves (an inbound lead came by itself) and
-- warm from then on: the days of the first cold one, and of the first warm one or, after a cold one, of what warmed it.
-- amount: the outcome's, else the lead's own, which was known while it was open. Both are in the currency of the business, at
-- the rate of the day of closing, of the end of the data for an open lead, where they are told in another one and there is
-- such a rate; is_foreign_currency: there is none, and they are as they were told.
-- account_name: an account has one name on all its leads, the one told last of any of them: by the time at which the source
-- system changed it, else by that of the import. A lead without an account keeps the name that it has. last_touch_on: day
-- of the last touch by the end of the data, in either direction.
-- sequence and touched_channels: see touch_summaries; no bit is set where no touch or no channel is recorded.
with account_names as (
    select
        leads.account_id,
        arg_max(
            leads.account_name,
            (
                coalesce(nullif(coalesce(leads.changed_before['account_name'], leads.changed_at), '-infinity'), loads.loaded_at),
                leads.load_id,
                leads.lead_id
            )
        ) as account_name
    from canonical.leads as leads
    left join intake.loads as loads using (load_id)
    where leads.account_id is not null and leads.account_name is not null
    group by leads.account_id
),
accounts as (
    select
        ids.account_id,
        row_number() over (order by ids.account_id)::uinteger as account_number,
        account_names.account_name
    from (select distinct account_id from staging.leads where account_id is not null) as ids
    left join account_names using (account_id)
),
reached as (
    select
        stage_times.lead_number,
        max(stage_times.position) as furthest_stage,
        min(stage_times.reached_at) filter (where stages.role = 'contacted') as contacted_at,
        min(stage_times.reached_at) filter (where stages.role = 'engaged') as engaged_at,
        min(stage_times.reached_at) filter (where stages.role = parts.prospect_role) as prospect_at,
        min(stage_times.reached_at) filter (where stages.role = 'opportunity') as opportunity_at
    from temp.stage_times as stage_times
    join meta.stages as stages using (position)
    cross join (
        -- A pipeline without prospects begins to sell at the opportunity.
        select if(bool_or(role = 'prospect'), 'prospect', 'opportunity') as prospect_role from meta.stages
    ) as parts
    group by stage_times.lead_number
),
dated as (
    select
        leads.* replace (coalesce(accounts.account_name, leads.account_name) as account_name),
        accounts.account_number,
        reached.furthest_stage,
        (reached.contacted_at at time zone generation.time_zone)::date - leads.created_on as to_contacted,
        (reached.engaged_at at time zone generation.time_zone)::date - leads.created_on as to_engaged,
        (reached.prospect_at at time zone generation.time_zone)::date - leads.created_on as to_prospect,
        (reached.opportunity_at at time zone generation.time_zone)::date - leads.created_on as to_opportunity,
        coalesce(outcomes.outcome, 'open') as outcome,
        outcomes.reason,
        (outcomes.closed_at at time zone generation.time_zone)::date as closed_on,
        outcomes.outcome = 'won'
            and (outcomes.closed_at at time zone generation.time_zone)::date < leads.created_on as is_won_before_created,
        coalesce(outcomes.amount, leads.amount) as deal_amount,
        rates.rate as exchange_rate,
        coalesce(leads.currency, generation.currency) <> generation.currency and rates.rate is null as is_foreign_currency,
        generation.as_of_on - leads.created_on as observed_days,
        (touches.first_outbound_at at time zone generation.time_zone)::date - leads.created_on as to_touched,
        (returns.reopened_at at time zone generation.time_zone)::date - leads.created_on as to_reopened,
        (returns.returned_at at time zone generation.time_zone)::date - leads.created_on as to_return,
        returns.return_channel,
        coalesce(touches.sequence::varchar, '(not recorded)') as sequence,
        (touches.last_at at time zone generation.time_zone)::date as last_touch_on,
        coalesce(touches.touched_channels, 0) as touched_channels,
        (returns.return_won_at at time zone generation.time_zone)::date - leads.created_on as to_return_won,
        (touches.second_by_us_at at time zone generation.time_zone)::date - leads.created_on as to_followed,
        (touches.first_reply_at at time zone generation.time_zone)::date - leads.created_on as to_reply,
        minutes_between(leads.created_at, touches.first_response_at) as first_response_minutes,
        responded.minutes_before
            + greatest(0, least(responded.minutes, minutes_between(responded.opens_at, touches.first_response_at))) as responded_minute,
        minutes_between(leads.created_at, outcomes.closed_at) as closed_minutes,
        closed.minutes_before
            + greatest(0, least(closed.minutes, minutes_between(closed.opens_at, outcomes.closed_at))) as closed_minute,
        created.minutes_before
            + greatest(0, least(created.minutes, minutes_between(created.opens_at, leads.created_at))) as created_minute,
        created.minutes_by_the_end,
        minutes_between(leads.created_at, generation.as_of) as observed_minutes,
        coalesce(touches.first_outbound_at < leads.created_at, false) as is_touched_before,
        coalesce(touches.count_effort, 0) as count_effort,
        (touches.other_motion_at at time zone generation.time_zone)::date - leads.created_on as to_other_motion,
        case when leads.motion in ('inbound', 'outbound') then touches.other_motion_actor end as other_motion_actor,
        touches.first_outreach_at,
        touches.last_outreach_at,
        (touches.first_outreach_at at time zone generation.time_zone)::date - leads.created_on as to_outreach,
        (touches.first_positive_reply_at at time zone generation.time_zone)::date - leads.created_on as to_positive_reply,
        (touches.first_meeting_booked_at at time zone generation.time_zone)::date - leads.created_on as to_meeting_booked,
        generation.time_zone,
        coalesce(touches.count_by_us, 0) as count_touches_by_us,
        coalesce(touches.count_by_them, 0) as count_touches_by_them,
        case when leads.motion = 'inbound' then least(leads.created_at, touches.first_inbound_at) else touches.first_inbound_at end as inbound_at,
        case when leads.motion = 'outbound' then least(leads.created_at, touches.first_outbound_at) else touches.first_outbound_at end as outbound_at
    from staging.leads as leads
    cross join meta.generation as generation
    join reached using (lead_number)
    left join accounts on accounts.account_id = leads.account_id
    left join staging.outcomes as outcomes using (lead_id)
    left join temp.touch_summaries as touches using (lead_number)
    left join temp.lead_returns as returns using (lead_id)
    left join meta.exchange_rates as rates
        on rates.currency = leads.currency
        and rates.day = case
            when outcomes.lead_id is null then generation.as_of_on
            else (outcomes.closed_at at time zone generation.time_zone)::date
        end
        and coalesce(greatest(outcomes.amount, leads.amount), 0)::double * rates.rate < 1e15    -- no decimal(18, 2) holds more
    left join meta.work_days as created on created.day = leads.created_on
    left join meta.work_days as responded
        on responded.day = (touches.first_response_at at time zone generation.time_zone)::date
    left join meta.work_days as closed on closed.day = (outcomes.closed_at at time zone generation.time_zone)::date
)
select
    lead_number,
    lead_id,
    lead_name,
    created_at,
    created_on,
    date_trunc('month', created_on)::date as created_month,
    {dimension}::marts.{dimension} as {dimension},
    account_id,
    account_name,
    contact_id,
    account_number,
    ((md5_number(coalesce(account_id, lead_id)) >> 64) & 1023)::usmallint as account_group,
    outcome::marts.outcome as outcome,
    reason,
    closed_on,
    coalesce(round(deal_amount::double * exchange_rate, 2)::decimal(18, 2), deal_amount) as amount,
    coalesce(round(amount::double * exchange_rate, 2)::decimal(18, 2), amount) as amount_while_open,
    is_foreign_currency,
    furthest_stage::utinyint as furthest_stage,
    case when to_contacted >= 0 then to_contacted when is_won_before_created then 0 end::smallint as days_to_contacted,
    case when to_engaged >= 0 then to_engaged when is_won_before_created then 0 end::smallint as days_to_engaged,
    case when to_prospect >= 0 then to_prospect when is_won_before_created then 0 end::smallint as days_to_prospect,
    case when to_opportunity >= 0 then to_opportunity when is_won_before_created then 0 end::smallint as days_to_opportunity,
    case when outcome = 'won' and closed_on - created_on is not null then greatest(closed_on - created_on, 0) end::smallint as days_to_won,
    case when closed_on - created_on is not null then greatest(closed_on - created_on, 0) end::smallint as days_to_close,
    coalesce(closed_on < created_on, false) as is_closed_before_created,
    observed_days::smallint as observed_days,
    case when outcome <> 'won' or closed_on is not null then observed_days end::smallint as mature_days,
    case
        when outcome = 'open' then observed_days
        when closed_on - created_on is not null then greatest(closed_on - created_on, 0)
    end::smallint as followed_days,
    to_touched::smallint as days_to_touched,
    to_followed::smallint as days_to_followed,
    to_reply::smallint as days_to_reply,
    is_touched_before,
    first_response_minutes::integer as first_response_minutes,
    (responded_minute - created_minute)::integer as first_response_working_minutes,
    case when closed_on >= created_on then greatest(0, closed_minutes) end::integer as closed_minutes,
    case when closed_on >= created_on then greatest(0, closed_minute - created_minute) end::integer as closed_working_minutes,
    case when observed_minutes is not null then greatest(0, observed_minutes) end::integer as observed_minutes,
    case when created_minute is not null then greatest(0, minutes_by_the_end - created_minute) end::integer as observed_working_minutes,
    count_effort::smallint as count_effort,
    count_touches_by_us::smallint as count_touches_by_us,
    count_touches_by_them::smallint as count_touches_by_them,
    last_touch_on,
    case
        when inbound_at is null and outbound_at is null then 'not recorded'
        when outbound_at is null then 'inbound only'
        when inbound_at is null then 'outbound only'
        when inbound_at <= outbound_at then 'inbound first'
        else 'outbound first'
    end::marts.journey_order as journey_order,
    touched_channels::ubigint as touched_channels,
    case when motion in ('inbound', 'outbound') then to_other_motion end::smallint as days_to_other_motion,
    other_motion_actor,
    case when first_outreach_at <= coalesce(inbound_at, first_outreach_at) then to_outreach end::smallint as days_to_cold_outreach,
    case
        when first_outreach_at > inbound_at then to_outreach
        when last_outreach_at > inbound_at then (inbound_at at time zone time_zone)::date - created_on
    end::smallint as days_to_warm_outreach,
    to_positive_reply::smallint as days_to_positive_reply,
    to_meeting_booked::smallint as days_to_meeting_booked,
    to_reopened::smallint as reopened_days,
    to_return::smallint as return_days,
    return_channel::marts.channel as return_channel,
    to_return_won::smallint as return_won_days
from dated
order by lead_number
