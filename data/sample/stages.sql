-- stages: the entries that somebody wrote down; a stage that was skipped is implied by a later one.
insert into canonical.stage_events by name
select
    journeys.lead_id,
    entries.stage,
    to_timestamp(journeys.created_s + entries.age) as entered_at,
    $load_id::integer as load_id
from (
    select
        sample_journeys.*,
        unnest([
            {'no': 1, 'stage': 'lead', 'age': 0},
            {'no': 2, 'stage': 'contacted', 'age': contacted_age},
            {'no': 3, 'stage': 'engaged', 'age': engaged_age},
            {'no': 4, 'stage': 'prospect', 'age': prospect_age},
            {'no': 5, 'stage': 'opportunity', 'age': opportunity_age},
            {'no': 6, 'stage': 'proposal', 'age': proposal_age},
            {'no': 7, 'stage': 'won', 'age': case when outcome = 'won' then ended_age end}
        ]) as entries
    from sample_journeys
) as journeys
left join (select unnest(company.skips, recursive := true) from sample_inputs) as skips on skips.stage = entries.no
where entries.age < journeys.observed_s
    and (
        journeys.furthest = entries.no
        or skips.share is null
        or uniform_salted(journeys.key, salt('skip') + entries.no) >= skips.share
    );
