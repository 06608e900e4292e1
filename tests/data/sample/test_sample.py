"""The sample is the same everywhere, and whole."""

import duckdb
import pytest

from data import sample
from tests.data.sample.reading import DEFINITIONS, generated, rows, value

CHANNELS = sample.read("channels")["channels"]
TABLES = ("leads", "stage_events", "outcomes", "touches", "spend", "targets", "target_accounts")
STAGES = [stage.name for stage in DEFINITIONS.stages]


def fingerprints(connection: duckdb.DuckDBPyConnection) -> dict[str, tuple[int, int]]:
    """Number of rows and sum of the rows' hashes of each table: equal for equal rows in any order."""
    return {
        table: connection.execute(
            f"select count(*), sum(md5_number_lower(rows::varchar)) from canonical.{table} as rows"
        ).fetchall()[0]
        for table in TABLES
    }


def test_same_seed_gives_the_same_rows_with_any_number_of_threads_and_portions(monkeypatch):
    first = fingerprints(generated(threads=1, leads=6_000))
    monkeypatch.setattr(sample, "LEADS_AT_ONCE", 700)
    assert fingerprints(generated(threads=4, leads=6_000)) == first


def test_another_seed_gives_other_rows():
    first, second = (fingerprints(generated(leads=2_000, seed=seed)) for seed in (7, 8))
    # Targets are plans: no chance in them.
    assert {table for table in TABLES if first[table] == second[table]} == {"targets"}


def test_a_scenario_changes_what_it_names_and_what_it_extends():
    usual, even, falling = (sample.inputs_of(name) for name in ("", "even", "falling_inbound"))
    assert {motion["won"] for motion in even["company"]["motions"]} == {0.066}
    assert {channel["win_factor"] for channel in even["channels"]["channels"]} == {1.0}
    assert [motion["monthly_growth"] for motion in falling["company"]["motions"]] == [-0.04, 0.0]
    assert falling["truths"] == even["truths"] != usual["truths"]
    assert falling["outreach"] == usual["outreach"]


def test_every_scenario_can_be_made():
    for name in sample.scenarios():
        assert value(generated(leads=60, scenario=name), "select count(*) from canonical.leads") == 60


def test_a_scenario_must_be_known_and_change_what_there_is(monkeypatch):
    with pytest.raises(ValueError, match="no scenario 'gold rush': choose one of even, "):
        generated(leads=1, scenario="gold rush")
    listed = {"typo": {"company": {"motions": {"inbuond": {"won": 0.1}}}}}
    read = sample.read
    monkeypatch.setattr(sample, "read", lambda name: listed if name == "scenarios" else read(name))
    with pytest.raises(ValueError, match="changes what there is not: inbuond"):
        sample.inputs_of("typo")


@pytest.mark.parametrize("leads", [1, 2, 500])
def test_small_samples_have_exactly_the_leads_that_were_asked_for(leads):
    assert value(generated(leads=leads), "select count(*) from canonical.leads") == leads


@pytest.mark.parametrize("wrong", [{"leads": 0}, {"leads": 90_000_001}, {"seed": -1}, {"seed": 1 << 32}])
def test_impossible_samples_are_refused(wrong):
    with pytest.raises(ValueError, match=r"must be|can have"):
        generated(**wrong)


def test_nothing_of_the_generator_stays_behind(connection):
    assert value(connection, "select count(*) from duckdb_tables() where temporary") == 0
    macros = "select count(*) from duckdb_functions() where database_name = 'temp' and not internal"
    assert value(connection, macros) == 0


def test_the_company_has_its_leads_channels_segments_regions_and_people(connection):
    counts = rows(
        connection,
        "select count(*), count(distinct channel), count(distinct motion), count(distinct segment),"
        " count(distinct region), count(distinct owner), count(distinct team) from seen",
    )
    assert counts == [(24_000, 16, 2, 6, 3, 24, 4)]
    in_two_teams = "select count(*) from (select owner from seen group by owner having count(distinct team) > 1)"
    assert value(connection, in_two_teams) == 0


def test_every_channel_is_one_of_the_definitions_and_keeps_its_motion(connection):
    assert {channel["channel"] for channel in CHANNELS} <= {channel.name for channel in DEFINITIONS.channels}
    named = {source: channel["channel"] for channel in CHANNELS for source in channel["sources"]}
    assert {source for source, name in named.items() if DEFINITIONS.channel_of(source) != name} == {"Podcast"}
    assert DEFINITIONS.channel_of("Podcast") is None
    wrong = "select count(*) from seen join channels using (source) where seen.motion <> channels.channel_motion"
    assert value(connection, wrong) == 0
    foreign = (
        "select count(*) from canonical.touches"
        " where channel is null or channel not in (select channel from seen where channel is not null)"
    )
    assert value(connection, foreign) == 0


def test_a_few_sources_are_missing_or_map_to_nothing(connection):
    shares = "select avg((source is null)::integer), avg((source is not null and channel is null)::integer) from seen"
    missing, unmapped = rows(connection, shares)[0]
    assert 0.005 < missing < 0.02
    assert 0.002 < unmapped < 0.02


def test_an_account_has_one_segment_and_one_region_and_often_several_leads(connection):
    accounts = rows(
        connection,
        "select max(places), median(leads), max(leads) from ("
        "select count(*) as leads, count(distinct (segment, region)) as places"
        " from seen where account_id is not null group by account_id)",
    )
    places, typical, largest = accounts[0]
    assert places == 1
    assert typical >= 2
    assert largest > 10 * typical


def test_nothing_happens_before_the_creation_or_after_the_end(connection):
    ends_at = sample.complete_through()
    assert value(connection, "select count(*) from seen where created_at > $ends_at", ends_at=ends_at) == 0
    for table, column, key in (
        ("stage_events", "entered_at", "lead_id"),
        ("outcomes", "closed_at", "lead_id"),
        ("touches", '"at"', "contact_id"),
    ):
        outside = (
            f"select count(*) from canonical.{table} as events left join canonical.leads as leads using ({key})"
            f" where leads.created_at is null or events.{column} is null"
            f" or events.{column} < leads.created_at or events.{column} > $ends_at"
        )
        assert value(connection, outside, ends_at=ends_at) == 0, table


def test_stages_are_entered_in_order_and_the_first_always(connection):
    # The first entries; some leads come back to a stage later.
    steps = (
        "select list_position($stages, stage) as position, min(entered_at) as entered_at, lead_id,"
        " lag(min(entered_at)) over by_stage as before from canonical.stage_events group by lead_id, stage"
        " window by_stage as (partition by lead_id order by list_position($stages, stage))"
    )
    disordered = f"select count(*) from ({steps}) where before > entered_at or position is null"
    assert value(connection, disordered, stages=STAGES) == 0
    assert value(connection, "select count(*) from canonical.stage_events where stage = 'lead'") == 24_000


def test_some_leads_come_back_to_a_stage(connection):
    again = (
        "select stage, count(*) from (from canonical.stage_events select lead_id, stage group by all"
        " having count(*) > 1) group by stage order by stage"
    )
    found = dict(rows(connection, again))
    assert set(found) == {"contacted", "engaged"}
    assert 0.01 < sum(found.values()) / 24_000 < 0.05, "a few percent"
    back = (
        "select count(*) from canonical.stage_events as again join canonical.stage_events as first using (lead_id)"
        " where again.stage = 'engaged' and first.stage = 'prospect' and again.entered_at > first.entered_at"
    )
    assert 50 < value(connection, back) < 500
    same_instant = "from canonical.stage_events select lead_id group by lead_id, stage, entered_at having count(*) > 1"
    assert rows(connection, same_instant) == []


def test_some_stages_are_skipped(connection):
    skipped = value(
        connection,
        "select avg((not list_contains(stages, 'contacted'))::integer)"
        " from (select list(stage) as stages from canonical.stage_events group by lead_id)"
        " where list_contains(stages, 'prospect')",
    )
    assert 0.03 < skipped < 0.1


def test_outcomes_agree_with_the_stages(connection):
    won = (
        "select count(*) from canonical.outcomes as outcomes"
        " full join (from canonical.stage_events where stage = 'won') as wins using (lead_id)"
        " where (outcomes.outcome = 'won')"
        " is distinct from (wins.lead_id is not null and wins.entered_at = outcomes.closed_at)"
    )
    assert value(connection, won) == 0
    # What is taken up again after its closing was lost or disqualified, and is contacted anew.
    later = (
        "select count(*), bool_and(stage = 'contacted' and outcome <> 'won')"
        " from canonical.outcomes join canonical.stage_events using (lead_id) where entered_at > closed_at"
    )
    ((reopened, is_so),) = rows(connection, later)
    assert is_so
    assert 50 < reopened < 1_000
    inconsistent = (
        "select count(*) from canonical.outcomes"
        " where (outcome = 'won') <> (reason is null) or (outcome = 'won') <> (amount is not null)"
    )
    assert value(connection, inconsistent) == 0
    amounts = (
        "select count(*) from canonical.leads where (amount is not null) <> (lead_id in"
        " (select lead_id from canonical.stage_events where stage = 'opportunity'))"
    )
    assert value(connection, amounts) == 0


def test_touches_end_with_the_lead_and_an_answer_follows_the_step_it_answers(connection):
    late = 'select count(*) from canonical.touches join seen using (contact_id) where "at" > closed_at'
    assert value(connection, late) == 0
    answers = (
        "select count(*) from canonical.touches as answers"
        " where answers.direction = 'inbound' and answers.step is not null and not exists ("
        "from canonical.touches as sent where sent.lead_id = answers.lead_id and sent.direction = 'outbound'"
        ' and sent.sequence = answers.sequence and sent.step = answers.step and sent."at" < answers."at")'
    )
    assert value(connection, answers) == 0
    assert value(connection, "select max(step) from canonical.touches") == 8
    assert 6 < value(connection, "select count(*) from canonical.touches") / 24_000 < 9
    kinds = {kind for (kind,) in rows(connection, "select distinct kind from canonical.touches")}
    assert kinds == {
        *("email", "call", "message", "reply", "positive_reply", "visit", "form", "event"),
        *("meeting_booked", "meeting_held", "meeting_missed"),
    }


def test_rates_are_those_of_a_software_company(connection):
    (inbound, faster_inbound), (outbound, faster_outbound) = rows(
        connection,
        "select avg(is_won_in_time::integer) filter (is_mature),"
        " median(closed_at - created_at) filter (outcome = 'won')"
        " < median(closed_at - created_at) filter (outcome = 'lost')"
        " from seen group by motion order by motion",
    )
    assert 0.06 < inbound < 0.09
    assert 0.025 < outbound < 0.045
    assert faster_inbound
    assert faster_outbound


def test_spend_and_targets_cover_every_month(connection):
    months = (
        "select count(distinct date_trunc('month', date)), count(distinct cost_type), min(amount) from canonical.spend"
    )
    count_months, count_types, smallest = rows(connection, months)[0]
    assert (count_months, count_types) == (36, 3)
    assert smallest >= 0
    unknown = (
        "select count(*) from canonical.spend where source not in (select source from seen where source is not null)"
    )
    assert value(connection, unknown) == 0
    assert value(connection, "select count(*) from canonical.targets") == 84
    matched = (
        "select avg((campaign in (select campaign from seen))::integer) from canonical.spend where cost_type = 'media'"
    )
    assert value(connection, matched) > 0.9
