"""The view Funnel: what it says about small worlds."""

import pytest

from analysis.claims import steps
from analysis.scope import Scope
from pages.parts import labels
from pages.sales.stages import funnel, ways_out
from tests.worlds import Journey, warehouse_of

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
    expected = "Outbound falls behind inbound most between contacted and engaged: 30% go on, inbound 70%"
    assert labels.without_markdown(model.title).replace("\xa0", " ") == expected
    assert any("40 points apart" in finding.sentence.replace("\xa0", " ") for finding in model.findings)


def test_motions_that_do_the_same_cannot_be_told_apart():
    model = funnel.build(
        warehouse_of([*leads("google ads", 30, 70), *leads("cold email", 31, 69)]), Scope(), earlier=None
    )
    assert model.title == "Inbound and outbound cannot be told apart at any step"
    assert not any("falls behind" in finding.sentence for finding in model.findings)


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
    assert "16.7% of stage entries skipped" in model.facts


def test_a_stage_without_an_entry_of_its_own_is_left_out():
    sold = [Journey("google ads", {"lead": 0}, "won", 9)] * 30 + [Journey("google ads", {"lead": 0}, "lost", 9)] * 70
    model = funnel.build(warehouse_of(sold), Scope(), earlier=None)
    assert labels.without_markdown(model.title) == "Fewest go on from lead → won: 30%"
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


def test_a_group_is_held_against_its_peers_of_the_same_motion_only():
    # Outbound leads go on at 20%, inbound ones at 80%; Ann has most of the outbound ones, and nobody falls behind.
    def of(owner, source, stops, advances):
        return leads(source, stops, advances, lead={"owner": owner})

    ann = [*of("Ann", "cold email", 80, 20), *of("Ann", "google ads", 8, 32)]
    bo = [*of("Bo", "cold email", 32, 8), *of("Bo", "google ads", 20, 80)]
    model = funnel.build(warehouse_of([*ann, *bo]), Scope(), earlier=None, breakdown="owner")
    assert model.title == "The owners cannot be told apart at any step"
    # Cy's outbound leads never go on: that is behind the others' outbound leads.
    cy = of("Cy", "cold email", 40, 0)
    model = funnel.build(warehouse_of([*ann, *bo, *cy]), Scope(), earlier=None, breakdown="owner")
    expected = (
        "Cy (outbound) falls behind most between contacted and engaged: 0% go on, of the other outbound owners 20%"
    )
    assert labels.without_markdown(model.title).replace("\xa0", " ") == expected


@pytest.mark.parametrize("breakdown", ["channel", "segment", "owner", "team"])
def test_other_groups_are_compared_at_the_step_where_they_differ_most(breakdown):
    good = leads("google ads", 10, 50, lead={"owner": "Ann", "team": "A", "segment": "A"})
    bad = leads("webinar", 50, 10, lead={"owner": "Bo", "team": "B", "segment": "B"})
    model = funnel.build(warehouse_of([*good, *bad]), Scope(), earlier=None, breakdown=breakdown)
    worst = {"channel": "Webinar", "owner": "Bo"}.get(breakdown, "B")
    assert labels.without_markdown(model.title).startswith(
        f"{worst} (inbound) falls behind most between contacted and engaged: 16.7"
    )
    assert card(model, "step rates").title.startswith(f"{worst} (inbound) falls behind at contacted → engaged by 67")
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


def test_an_empty_scope_says_so():
    model = funnel.build(warehouse_of(leads("google ads", 1, 1)), Scope(channel=()), earlier=None)
    assert model.empty
    assert not model.cards


def test_where_no_loss_is_recorded_nobody_is_told_to_follow_up():
    won = [Journey("seo", {"lead": 0}, "won", day) for day in range(1, 31)]
    world = warehouse_of([*won, *[Journey("seo", {"lead": 0})] * 60])
    assert funnel.build(world, Scope(), earlier=None).findings == ()
    assert "may be lost" in card(ways_out.build(world, Scope()), "ways out").note


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


def test_the_table_names_the_stage_from_which_fewest_go_on():
    # Of 200 leads all reach contacted, 120 of those engaged, and 90 of those are won: 60% and 75%.
    won = [Journey("seo", {"lead": 0, "contacted": 1, "engaged": 2}, "won", 9)] * 90
    model = funnel.build(warehouse_of([*leads("seo", 80, 30), *won]), Scope(), earlier=None)
    assert labels.without_markdown(card(model, "all steps").title) == "Fewest go on from “contacted”: 60% of 200"
