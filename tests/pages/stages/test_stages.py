"""Stage drop-off: what it says about small worlds, and the truths of the sample that it should find."""

import contextlib
from datetime import timedelta
from pathlib import Path

import pandas as pd
import pytest

from analysis.scope import Scope
from analysis.warehouse import Warehouse
from data import sample
from data.store import Store
from pages.parts import labels
from pages.parts.recording import LateRecording
from pages.sales.stages import funnel, owners, quarters, steps, time, ways_out
from tests.worlds import Journey, day, on, warehouse_of

TOUCH = ((0.5, "outbound", "call"),)
STOPS = {"lead": 0, "contacted": 1}
GOES_ON = {"lead": 0, "contacted": 1, "engaged": 2}


def card(model, name):
    return next(each for each in model.cards if each.name == name)


def leads(source, stops, advances, **more):
    """So many leads lost after being contacted, and so many that went on to engaged and were lost there."""
    lost = [Journey(source, STOPS, "lost", 5, **more)] * stops
    return [*lost, *[Journey(source, GOES_ON, "lost", 9, **more)] * advances]


def test_the_title_names_the_motion_and_the_step_that_lose_most():
    # inbound: 70 of 100 contacted leads are engaged; outbound: 30 of 100
    model = funnel.build(
        warehouse_of([*leads("google ads", 30, 70), *leads("cold email", 70, 30)]), Scope(), earlier=None
    )
    expected = "Outbound loses most at contacted → engaged: 30 % advance, inbound 70 %"
    assert labels.without_markdown(model.title).replace("\xa0", " ") == expected
    assert any("40 pp apart" in finding.sentence.replace("\xa0", " ") for finding in model.findings)


def test_motions_that_do_the_same_cannot_be_told_apart():
    model = funnel.build(
        warehouse_of([*leads("google ads", 30, 70), *leads("cold email", 31, 69)]), Scope(), earlier=None
    )
    assert model.title == "Inbound and outbound cannot be told apart at any step"
    assert not any("loses most" in finding.sentence for finding in model.findings)


def test_a_motion_with_younger_leads_does_not_fall_behind():
    # Outbound leads were contacted two days before the end and are all still there; the others took 20 days to go on.
    won = Journey("google ads", {"lead": 0, "contacted": 1, "engaged": 21, "won": 30}, "won", 30)
    old = [won] * 60 + [Journey("google ads", STOPS, "lost", 60)] * 60
    young = [Journey("cold email", {"lead": 97, "contacted": 98})] * 60
    model = funnel.build(warehouse_of([*old, *young], as_of=100), Scope(), earlier=None)
    assert model.title == "Inbound and outbound cannot be told apart at any step"
    assert "60 still open and young" in model.facts
    assert "60\xa0leads are still on the way and young" in card(model, "stages").note


def test_one_motion_alone_has_a_worst_step():
    model = funnel.build(warehouse_of(leads("google ads", 30, 70)), Scope(), earlier=None)
    # 70 of 100 go on from contacted to engaged; none of the 70 goes on from engaged
    assert labels.without_markdown(model.title) == "No lead has gone beyond engaged yet"


def test_reached_explicit_and_implied_entries_add_up():
    # A lead that enters engaged without contacted has skipped it: reached 3, explicit 2, implied 1.
    skipped = Journey("google ads", {"lead": 0, "engaged": 2}, "lost", 9)
    model = funnel.build(warehouse_of([skipped, *leads("google ads", 0, 2)]), Scope(), earlier=None)
    row = card(model, "stages").numbers.set_index("stage").loc["contacted"]
    assert row[["reached", "explicit", "implied"]].tolist() == [3, 2, 1]
    # entries beyond the first stage: 3 contacted + 3 engaged, one of them implied
    assert "16.7\xa0% of stage entries skipped" in model.facts


def test_a_stage_without_an_entry_of_its_own_is_left_out():
    sold = [Journey("google ads", {"lead": 0}, "won", 9)] * 30 + [Journey("google ads", {"lead": 0}, "lost", 9)] * 70
    model = funnel.build(warehouse_of(sold), Scope(), earlier=None)
    assert labels.without_markdown(model.title) == "Fewest go on at lead → won: 30\xa0% advance"
    assert list(dict.fromkeys(card(model, "stages").numbers["stage"])) == ["lead", "won"]
    assert "no entry into them is recorded" in card(model, "stages").note


def test_the_ways_out_add_up_to_the_leads_that_came():
    journeys = [
        *leads("google ads", 3, 4),
        Journey("google ads", STOPS),
        Journey("cold email", STOPS, "disqualified", 4),
    ]
    numbers = card(ways_out.build(warehouse_of(journeys), Scope()), "ways out").numbers
    assert (numbers[list(steps.EXITS)].sum(axis=1) == numbers["reached"]).all()
    contacted = numbers[(numbers["stage"] == "contacted") & (numbers["motion"] == "inbound")].iloc[0]
    assert contacted[["reached", "advanced", "lost", "young"]].tolist() == [8, 4, 3, 1]


def test_time_in_stage_counts_those_still_there():
    counts = pd.DataFrame(
        {"breakdown": "inbound", "stage": "lead", "days": [2, 10], "exited": [1, 0], "censored": [0, 3]}
    )
    # 1 of 4 has left after 2 days, 3 are still there after 10: the median is not reached, though the only exit took 2
    row = time.durations(counts).iloc[0]
    assert pd.isna(row["median"])
    assert row[["n", "still_there"]].tolist() == [4, 3]


@pytest.mark.parametrize("breakdown", ["channel", "segment", "owner", "team"])
def test_other_groups_are_compared_at_the_step_where_they_differ_most(breakdown):
    good = leads("google ads", 10, 50, lead={"owner": "Ann", "team": "A", "segment": "A"})
    bad = leads("webinar", 50, 10, lead={"owner": "Bo", "team": "B", "segment": "B"})
    model = funnel.build(warehouse_of([*good, *bad]), Scope(), earlier=None, breakdown=breakdown)
    worst = {"channel": "Webinar", "owner": "Bo"}.get(breakdown, "B")
    assert labels.without_markdown(model.title).startswith(f"{worst} loses most at contacted → engaged: 16.7")
    assert "all steps" in [each.name for each in model.cards]
    first = card(model, "step rates").numbers.set_index("group")
    assert first.loc[worst, ["reached", "advanced"]].tolist() == [60, 10]


def test_a_chosen_stage_is_the_one_compared():
    model = funnel.build(
        warehouse_of([*leads("google ads", 10, 50), *leads("webinar", 50, 10)]),
        Scope(),
        earlier=None,
        breakdown="channel",
        stage="lead",
    )
    assert model.title == "The channels cannot be told apart in leaving “lead”"


def test_the_owner_whose_leads_are_never_called_stands_out():
    called = [Journey("cold email", STOPS, touches=TOUCH, lead={"owner": owner}) for owner in ("Ann", "Bo") * 30]
    forgotten = [Journey("cold email", {"lead": 0}, lead={"owner": "Cy"})] * 30
    model = funnel.build(warehouse_of([*called, *forgotten]), Scope(), earlier=None)
    finding = model.findings[0]
    assert finding.status == "strong"
    # all 30 of Cy's leads, none of the 60 others
    assert labels.without_markdown(finding.sentence).startswith(
        "Cy: 30 of 30\xa0leads older than a week were never touched"
    )
    assert model.kpis[-1].value == "30"


def test_an_owner_is_compared_within_the_motion_only():
    # Outbound leads are always called, inbound ones half the time by everybody: nobody stands out.
    outbound = [Journey("cold email", STOPS, touches=TOUCH, lead={"owner": "Ann"})] * 40
    inbound = [
        Journey("google ads", STOPS, touches=TOUCH * (n % 2), lead={"owner": "BoCy"[n % 4 // 2 :][:2]})
        for n in range(80)
    ]
    model = owners.build(warehouse_of([*outbound, *inbound]), Scope())
    assert "no owner stands out" in model.title
    assert model.findings == ()


def test_leads_of_the_last_week_are_not_yet_untouched():
    # as of day 10: day 3 is a week old, day 4 is not
    touched = Journey("google ads", STOPS, touches=TOUCH)
    world = [touched, Journey("google ads", {"lead": 3}), Journey("google ads", {"lead": 4})]
    model = owners.build(warehouse_of(world, as_of=10), Scope())
    numbers = card(model, "untouched leads").numbers
    assert numbers[["leads", "untouched"]].iloc[0].tolist() == [2, 1]


def test_without_touches_it_says_what_to_load():
    world = warehouse_of(leads("google ads", 1, 1))
    assert "Load calls, emails and meetings" in owners.build(world, Scope()).empty
    model = funnel.build(world, Scope(), earlier=None)
    assert [kpi.label for kpi in model.kpis] == ["Leads", "Reach prospect", "Stalled now"]


def test_an_empty_scope_says_so():
    model = funnel.build(warehouse_of(leads("google ads", 1, 1)), Scope(channel=()), earlier=None)
    assert model.empty
    assert not model.cards


def test_where_no_loss_is_recorded_nobody_is_told_to_follow_up():
    won = [Journey("seo", {"lead": 0}, "won", day) for day in range(1, 31)]
    world = warehouse_of([*won, *[Journey("seo", {"lead": 0})] * 60])
    assert funnel.build(world, Scope(), earlier=None).findings == ()
    assert "may be lost" in card(ways_out.build(world, Scope()), "ways out").note


def test_touches_that_wait_for_their_lead_are_said():
    stray = {"touch_id": "stray", "lead_id": "not loaded", "at": day(1), "direction": "outbound", "kind": "call"}
    warehouse = warehouse_of([Journey("seo", {"lead": 0})] * 31, rows={"touches": [stray]})
    model = owners.build(warehouse, Scope())
    assert "1\xa0touch waits for leads that are not loaded" in card(model, "untouched leads").note


def test_names_are_shown_letter_by_letter():
    hostile = "*Bo* [x](http://x)"
    good, bad = leads("google ads", 10, 50), leads("google ads", 50, 10, lead={"owner": hostile})
    title = funnel.build(
        warehouse_of([*good, *bad, *leads("seo", 10, 50, lead={"owner": "Ann"})]),
        Scope(),
        earlier=None,
        breakdown="owner",
    ).title
    assert "*Bo*" not in title.replace("\\*", "")
    assert labels.without_markdown(title).startswith(hostile)


def cohort(day, stops, advances):
    """Leads created on a day: so many lost at contacted after a day, so many that went on to engaged and were lost."""
    stopped = Journey("seo", {"lead": day, "contacted": day + 1}, "lost", day + 2)
    gone_on = Journey("seo", {"lead": day, "contacted": day + 1, "engaged": day + 2}, "lost", day + 3)
    return [*[stopped] * stops, *[gone_on] * advances]


def test_the_trend_compares_the_first_complete_quarter_with_the_last():
    # first quarter 80 of 100, second 40 of 100; in the third all 30 are still there and young
    young = [Journey("seo", {"lead": 199, "contacted": 199})] * 30
    model = funnel.build(
        warehouse_of([*cohort(0, 20, 80), *cohort(100, 60, 40), *young], as_of=200),
        Scope(),
        earlier=None,
        stage="contacted",
    )
    shown = card(model, "by quarter")
    assert labels.without_markdown(shown.title) == "Contacted → engaged fell from 80\xa0% to 40\xa0% for inbound"
    assert shown.numbers["reached"].tolist() == [100, 100, 30]
    assert shown.numbers["young"].tolist() == [0, 0, 30]


def test_quarters_from_before_the_recording_of_wins_are_not_compared(monkeypatch):
    def won(day, number):
        return [Journey("seo", {"lead": day}, "won" if place < number else None, day + 3) for place in range(100)]

    world = warehouse_of([*won(0, 2), *won(100, 40), *won(200, 40)], as_of=400)
    rose = card(funnel.build(world, Scope(), earlier=None, stage="lead"), "by quarter")
    assert labels.without_markdown(rose.title) == "Lead → won rose from 2.0\xa0% to 40\xa0% for inbound"
    monkeypatch.setattr(quarters, "late_recording", lambda _: LateRecording(on(50), 100))
    late = card(funnel.build(world, Scope(), earlier=None, stage="lead"), "by quarter")
    assert late.title == "No clear change over the quarters at lead → won"
    assert "Wins are recorded only since" in late.note
    assert late.numbers["reached"].tolist() == [100, 100, 100]


def test_the_table_names_the_stage_from_which_fewest_go_on():
    # Of 200 leads all reach contacted, 120 of those engaged, and 90 of those are won: 60 % and 75 %.
    won = [Journey("seo", {"lead": 0, "contacted": 1, "engaged": 2}, "won", 9)] * 90
    model = funnel.build(warehouse_of([*cohort(0, 80, 30), *won]), Scope(), earlier=None)
    assert labels.without_markdown(card(model, "all steps").title) == "Fewest go on from “contacted”: 60\xa0% of 200"


def test_quarters_that_do_the_same_show_no_clear_change():
    model = funnel.build(
        warehouse_of([*cohort(0, 20, 80), *cohort(100, 21, 79)]), Scope(), earlier=None, stage="contacted"
    )
    assert card(model, "by quarter").title == "No clear change over the quarters at contacted → engaged"


def test_the_histogram_has_the_days_of_those_that_left_and_counts_those_still_there_apart():
    # at contacted: left after 0, 2 and 40 days, one there for 99 days (contacted on day 1, as of day 100)
    def left(days):
        return Journey("seo", {"lead": 0, "contacted": 1, "engaged": 1 + days}, "lost", 90)

    there = Journey("seo", {"lead": 0, "contacted": 1})
    world = warehouse_of([left(0), left(2), left(40), there], as_of=100)
    shown = card(time.build(world, Scope(), stage="contacted"), "days in stage")
    counts = shown.numbers.set_index("label")
    assert counts["count"].to_dict() == {
        "same day": 1,
        "1 to 2 days": 1,
        "3 to 7 days": 0,
        "8 to 14 days": 0,
        "15 to 30 days": 0,
        "31 to 60 days": 1,
        "61 to 90 days": 0,
        "91 to 180 days": 0,
        "over 180 days": 0,
    }
    assert counts.loc["91 to 180 days", "still_there"] == 1
    assert "1\xa0lead is still there" in shown.note
    # 2 of the 3 that left took a week or less
    assert labels.without_markdown(shown.title).startswith("67\xa0% of those that left “contacted”")


@pytest.fixture(scope="module")
def sampled(sample_home: Path):
    store = Store(sample_home)
    with contextlib.closing(Warehouse.open(store.current(), store.folder)) as warehouse:
        yield warehouse


def test_the_sample_shows_the_rep_whose_leads_are_never_called(sampled):
    planted = sample.read("truths")["never_called"]["owner"]
    year = Scope(since=sampled.as_of - timedelta(days=364), until=sampled.as_of + timedelta(days=1))
    model = funnel.build(sampled, year, earlier=year.previous_period(sampled.as_of))
    assert model.findings[0].status == "strong"
    assert model.findings[0].sentence.startswith(planted)
    assert owners.build(sampled, year).title.startswith(planted)
    by_owner = funnel.build(sampled, year, earlier=None, breakdown="owner")
    assert by_owner.title.startswith(f"{planted} loses most at lead → contacted")


def test_without_that_rep_no_owner_of_the_sample_stands_out(sampled):
    planted = sample.read("truths")["never_called"]["owner"]
    others = tuple(owner for owner in sampled.choices("owner") if owner != planted)
    assert "no owner stands out" in owners.build(sampled, Scope(owner=others)).title
