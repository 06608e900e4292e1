-- stages: the entries that somebody wrote down; a stage that was skipped is implied by a later one, and is not come back
-- to. Those that come back to a stage have entered it before, and what they reached stays the same.
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
            {'no': 1, 'stage': 'lead', 'age': 0, 'is_drawn': true},
            {'no': 2, 'stage': 'contacted', 'age': contacted_age, 'is_drawn': true},
            {'no': 3, 'stage': 'engaged', 'age': engaged_age, 'is_drawn': true},
            {'no': 4, 'stage': 'prospect', 'age': prospect_age, 'is_drawn': true},
            {'no': 5, 'stage': 'opportunity', 'age': opportunity_age, 'is_drawn': true},
            {'no': 6, 'stage': 'proposal', 'age': proposal_age, 'is_drawn': true},
            {'no': 7, 'stage': 'won', 'age': case when outcome = 'won' then ended_age end, 'is_drawn': true},
            {
                'no': 3,
                'stage': 'engaged',
                'age': (engaged_age + coalesce(prospect_age, ended_age)) // 2,
                'is_drawn': uniform(key, 'repeated') < company.returns.repeated
            },
            {
                'no': 3,
                'stage': 'engaged',
                'age': (prospect_age + coalesce(opportunity_age, ended_age)) // 2,
                'is_drawn': uniform(key, 'fell back') < company.returns.fell_back
            },
            {
                'no': 2,
                'stage': 'contacted',
                'age': case
                    when contacted_age is not null and outcome in ('lost', 'disqualified')
                        then ended_age + seconds_of_days(
                            company.returns.reopened_days[1]
                            + uniform(key, 'reopened days')
                            * (company.returns.reopened_days[2] - company.returns.reopened_days[1])
                        )
                end,
                'is_drawn': uniform(key, 'reopened') < company.returns.reopened
            }
        ]) as entries
    from sample_journeys
    cross join sample_inputs
) as journeys
left join (select unnest(company.skips, recursive := true) from sample_inputs) as skips on skips.stage = entries.no
where entries.is_drawn
    and entries.age < journeys.observed_s
    and (
        journeys.furthest = entries.no
        or skips.share is null
        or uniform_salted(journeys.key, salt('skip') + entries.no) >= skips.share
    );
