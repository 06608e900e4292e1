"""Prospecting: what the page says about small worlds, and the traps that it must not step into."""

import pandas as pd
import pytest

from analysis.scope import Scope
from data import definitions
from pages.leadership.balance import segments
from pages.parts import labels
from pages.sales.prospecting import coverage, objections, persistence_and_effort, sequences
from tests.worlds import Journey, Touch, warehouse_of


def card(model, name):
    return next(each for each in model.cards if each.name == name)


def text(markdown):
    return labels.without_markdown(markdown).replace("\xa0", " ")


def lead(*touches, source="cold email", segment=None, outcome=None, reason=None, **stages):
    touched = tuple(Touch(*each) for each in touches)
    own = {"segment": segment, "owner": "Ann"}
    closed = 50 if outcome else None
    return Journey(source, {"lead": 0, **stages}, outcome, closed, None, touched, own, reason=reason)


def step(at, number, sequence="Spring"):
    return (at, "outbound", "email", None, sequence, number)


REPLY, POSITIVE = (2.5, "inbound", "reply"), (2.5, "inbound", "positive_reply")


def test_coverage_goes_from_research_to_reply():
    once, twice = lead((1, "outbound", "email")), lead((1, "outbound", "email"), (2, "outbound", "call"), REPLY)
    inbound = lead((1, "outbound", "call"), source="seo")
    model = coverage.build(warehouse_of([once, twice, lead(), lead(), inbound]), Scope())
    assert text(model.title) == "50% of researched leads are reached, 50% of those followed up; 50% reply"
    row = card(model, "reached").numbers.iloc[0]
    assert row[["researched", "reached", "followed_up", "replied"]].tolist() == [4, 2, 1, 1]


def test_a_segment_that_converts_well_outbound_and_draws_little_inbound_is_named_as_on_balance():
    def closed(source, segment, number, outcome):
        touches = (Touch(1, "outbound", "call"),)
        return [Journey(source, {"lead": 0}, outcome, 20, touches=touches, lead={"segment": segment})] * number

    world = warehouse_of(
        [
            *closed("cold email", "good", 40, "won"),
            *closed("cold email", "good", 40, "lost"),
            *closed("cold email", "poor", 5, "won"),
            *closed("cold email", "poor", 95, "lost"),
            *closed("seo", "poor", 50, "lost"),
            *closed("seo", "good", 1, "lost"),
        ]
    )
    advice = card(coverage.build(world, Scope()), "advice to marketing")
    assert advice.title == "Marketing could follow outbound into good"
    assert advice.title == segments.build(world, Scope()).title
    told = advice.numbers.set_index("segment")["advice"]
    assert told["good"].startswith("marketing: converts well outbound")
    assert told["poor"] == "cannot tell yet"


def test_a_step_is_answered_by_people_not_by_emails():
    # Step 1 goes to three people, twice to the first; two go on to step 2 and one of those replies after it.
    first = lead(step(1, 1), step(1.5, 1))
    second = lead(step(1, 1), step(2, 2), POSITIVE, (4, "outbound", "meeting_booked"), (5, "inbound", "meeting_missed"))
    third = lead(step(1, 1), step(2, 2))
    rows = card(sequences.build(warehouse_of([first, second, third]), Scope()), "replies by step").numbers
    columns = ["people", "replied", "positive", "booked", "met", "opportunities"]
    assert rows.set_index("step")[columns].to_numpy().tolist() == [[3, 0, 0, 0, 0, 0], [2, 1, 1, 1, 0, 0]]


def test_a_meeting_that_was_missed_is_not_held():
    held = lead(step(1, 1), (4, "outbound", "meeting_booked"), (5, "outbound", "meeting_held"))
    missed = lead(step(1, 1), (4, "outbound", "meeting_booked"), (5, "inbound", "meeting_missed"))
    rows = card(sequences.build(warehouse_of([held, missed]), Scope()), "replies by step").numbers.iloc[0]
    assert rows[["people", "booked", "met"]].tolist() == [2, 2, 1]


def test_given_up_is_told_against_the_median_won_lead():
    counts = pd.DataFrame(
        [("outbound", "won", 2, 1), ("outbound", "won", 6, 2), ("outbound", "lost", 1, 3), ("outbound", "lost", 6, 1)],
        columns=["motion", "outcome", "touches", "leads"],
    )
    row = persistence_and_effort.given_up(counts).iloc[0]
    assert row[["median_won", "fewer", "lost"]].tolist() == [6, 3, 4]
    assert row["rate"] == 0.75
    without = persistence_and_effort.given_up(counts[counts["outcome"] == "lost"]).iloc[0]
    assert without[["median_won", "rate"]].isna().all(), "without a won lead nothing can be said"


def calls(number):
    return [(1 + at / 10, "outbound", "call") for at in range(number)]


def test_touches_against_win_rate_are_called_no_advice():
    world = warehouse_of([*[lead(*calls(9), outcome="won")] * 25, *[lead(*calls(1), outcome="lost")] * 25])
    model = persistence_and_effort.build(world, Scope())
    shown = card(model, "touches and wins")
    assert "so this is no advice" in shown.title
    assert "do not say that one more touch wins" in shown.note
    assert shown.numbers.set_index("label")["rate"].to_dict() == {"1\xa0touch": 0.0, "8 to 10 touches": 1.0}


def test_effort_counts_the_touches_of_those_that_became_nothing():
    world = [lead(*calls(4), opportunity=9)] * 5 + [lead(*calls(2))] * 15
    rows = card(
        persistence_and_effort.build(warehouse_of([*world, lead(outcome="lost")]), Scope()), "effort per opportunity"
    )
    # (5 x 4 + 15 x 2) / 5
    assert rows.numbers["ratio"].tolist() == [10]


def test_no_problem_to_solve_stands_apart_from_no_answer():
    lost = {"No need for it": 10, "Doesn't Answer": 20, "No budget": 25, None: 5}
    world = [lead(outcome="lost", reason=reason) for reason, number in lost.items() for _ in range(number)]
    model = objections.build(warehouse_of(world), Scope())
    assert text(model.title) == "33% of leads closed without a win gave no answer, 16.7% have no problem to solve"
    kinds = card(model, "no problem and no answer").numbers.set_index("kind")["leads"].to_dict()
    assert kinds == {"no problem": 10, "no answer": 20, "other reason": 25, "not recorded": 5}


def test_reasons_in_other_words_are_told_apart_where_the_business_defines_them():
    toml = definitions.text().replace('no_answer = ["no answer"', 'no_answer = ["nicht erreicht"')
    toml = toml.replace('no_problem = ["no problem"', 'no_problem = ["kein Bedarf"')
    lost = {"Kein Bedarf im Moment": 10, "nicht erreicht": 20, "zu teuer": 30}
    world = [lead(outcome="lost", reason=reason) for reason, number in lost.items() for _ in range(number)]
    model = objections.build(warehouse_of(world, toml=toml), Scope())
    kinds = card(model, "no problem and no answer").numbers.set_index("kind")["leads"].to_dict()
    assert kinds == {"no problem": 10, "no answer": 20, "other reason": 30, "not recorded": 0}


def test_no_problem_to_solve_that_nobody_can_choose_is_not_nought_percent():
    world = [lead(outcome="lost", reason="Doesn't Answer")] * 20
    model = objections.build(warehouse_of(world), Scope())
    assert "“no problem to solve” is not among the reasons" in model.title
    nothing = card(model, "no problem to solve")
    assert nothing.figure is None
    assert "nobody can tell" in nothing.empty


@pytest.mark.parametrize("view", [coverage, sequences, persistence_and_effort])
def test_without_touches_it_says_what_to_load(view):
    assert "Load calls" in view.build(warehouse_of([lead()] * 3), Scope()).empty


@pytest.mark.parametrize("view", [coverage, sequences, persistence_and_effort, objections])
def test_an_empty_scope_says_so(view):
    model = view.build(warehouse_of([lead(step(1, 1))] * 3), Scope(channel=()))
    assert model.empty
    assert not model.cards


def test_without_steps_it_says_what_to_load():
    model = sequences.build(warehouse_of([lead((1, "outbound", "call"))]), Scope())
    assert "has a sequence and a step" in model.empty
