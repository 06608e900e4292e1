"""Owners whose leads are never called: small worlds, and the one that is planted in the sample."""

from datetime import timedelta

from analysis.claims.neglect import neglect
from analysis.scope import Scope
from data import sample
from pages.parts import labels
from pages.sales.stages import funnel, owners
from tests.worlds import Journey, day, warehouse_of

TOUCH = ((0.5, "outbound", "call"),)
STOPS = {"lead": 0, "contacted": 1}


def card(model, name):
    return next(each for each in model.cards if each.name == name)


def test_the_owner_whose_leads_are_never_called_stands_out():
    called = [Journey("cold email", STOPS, touches=TOUCH, lead={"owner": owner}) for owner in ("Ann", "Bo") * 30]
    forgotten = [Journey("cold email", {"lead": 0}, lead={"owner": "Cy"})] * 30
    model = funnel.build(warehouse_of([*called, *forgotten]), Scope(), earlier=None)
    finding = model.findings[0]
    assert finding.surely == "clear"
    # all 30 of Cy's leads, none of the 60 others
    assert labels.without_markdown(finding.sentence).startswith(
        "Cy (outbound): 30 of 30\xa0leads never touched by us, all of them open. Of those older than a week 100%"
    )
    assert finding.advice == "Give the 30 open leads to somebody who has time for them."
    assert model.kpis[-1].value == "30"


def test_only_open_leads_are_handed_over_and_closed_ones_are_said_apart():
    called = [Journey("cold email", STOPS, touches=TOUCH, lead={"owner": owner}) for owner in ("Ann", "Bo") * 30]
    closed = [Journey("cold email", {"lead": 0}, "lost", 9, lead={"owner": "Cy"})] * 18
    left = [Journey("cold email", {"lead": 0}, lead={"owner": "Cy"})] * 12
    model = owners.build(warehouse_of([*called, *closed, *left]), Scope())
    (finding,) = model.findings
    assert "30 of 30\xa0leads never touched by us, 12 of them open, 18 closed" in finding.sentence
    assert (finding.asks, finding.worth) == ("act", "12\xa0open leads")
    assert finding.advice == "Give the 12 open leads to somebody who has time for them."
    assert card(model, "untouched leads").opens["Cy | outbound"]["outcome"] == "open"
    (finding,) = owners.build(warehouse_of([*called, *closed, *closed]), Scope()).findings
    assert (finding.asks, finding.worth) == ("good to know", "")
    assert finding.advice == "None of them is open any more: nothing is left to hand over."


def test_where_nobody_else_works_the_motion_it_cannot_be_told():
    alone = [Journey("cold email", {"lead": 0}, lead={"owner": "Cy"})] * 30
    others = [Journey("google ads", STOPS, touches=TOUCH, lead={"owner": owner}) for owner in ("Ann", "Bo") * 30]
    claim = neglect(warehouse_of([*alone, *others]), Scope())
    assert claim.owners.set_index("owner")["verdict"].to_dict() == {"Cy": "cannot tell yet", "Ann": "", "Bo": ""}


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


def test_leads_of_the_last_week_are_not_held_against_their_owner():
    # as of day 10: day 3 is a week old, day 4 is not; both are never touched, the one of day 10 has had no day yet
    touched = Journey("google ads", STOPS, touches=TOUCH)
    world = [touched, *[Journey("google ads", {"lead": created}) for created in (3, 4, 10)]]
    model = owners.build(warehouse_of(world, as_of=10), Scope())
    numbers = card(model, "untouched leads").numbers
    assert numbers[["leads", "untouched", "week", "untouched_week"]].iloc[0].tolist() == [4, 2, 2, 1]


def test_touches_that_wait_for_their_lead_are_said():
    stray = {"touch_id": "stray", "lead_id": "not loaded", "at": day(1), "direction": "outbound", "kind": "call"}
    warehouse = warehouse_of([Journey("seo", {"lead": 0})] * 31, rows={"touches": [stray]})
    model = owners.build(warehouse, Scope())
    assert "1\xa0touch waits for leads that are not loaded" in card(model, "untouched leads").note


def test_without_touches_it_says_what_to_load():
    engaged = Journey("google ads", {**STOPS, "engaged": 2}, "lost", 9)
    world = warehouse_of([Journey("google ads", STOPS, "lost", 5), engaged])
    assert "Load calls, emails and meetings" in owners.build(world, Scope()).empty
    model = funnel.build(world, Scope(), earlier=None)
    assert [kpi.label for kpi in model.kpis] == ["Leads", "Reach prospect", "Stalled now"]


def test_the_sample_shows_the_rep_whose_leads_are_never_called(sampled):
    planted = sample.read("truths")["never_called"]["owner"]
    year = Scope(since=sampled.as_of - timedelta(days=364), until=sampled.as_of + timedelta(days=1))
    model = funnel.build(sampled, year, earlier=year.previous_period(sampled.as_of))
    assert model.findings[0].surely == "clear"
    assert model.findings[0].sentence.startswith(planted)
    assert owners.build(sampled, year).title.startswith(planted)
    by_owner = funnel.build(sampled, year, earlier=None, breakdown="owner")
    assert by_owner.title.startswith(f"{planted} (outbound) falls behind most between lead and contacted")


def test_without_that_rep_no_owner_of_the_sample_stands_out(sampled):
    planted = sample.read("truths")["never_called"]["owner"]
    others = tuple(owner for owner in sampled.choices("owner") if owner != planted)
    assert "no owner stands out" in owners.build(sampled, Scope(owner=others)).title
