"""The view Ways out on small worlds: reasons, and leads that did not walk through the stages in order."""

from analysis.scope import Scope
from pages.parts import labels, opens
from pages.sales.stages import biggest_leak, reasons, ways_out
from tests.worlds import Journey, warehouse_of

STOPPED = {"lead": 0, "contacted": 1}


def card(model, name):
    return next(each for each in model.cards if each.name == name)


def closed(reason, count, outcome="lost", source="google ads", segment="A"):
    return [Journey(source, STOPPED, outcome, 5, reason=reason, lead={"segment": segment})] * count


def test_no_problem_to_solve_stands_apart_from_no_answer():
    world = [*closed("No answer", 5), *closed("No problem to solve", 3, "disqualified"), *closed(None, 2)]
    shown = card(ways_out.build(warehouse_of(world), Scope()), "reasons")
    # 5 and 3 of the 10 that closed without a win
    assert labels.without_markdown(shown.title) == "50% gave no answer, 30% have no problem to solve"
    assert shown.note == "2 of 10\xa0leads closed without a win have no reason recorded."
    counts = shown.numbers.set_index(["outcome", "reason"])["leads"].to_dict()
    assert counts == {
        ("lost", "No answer"): 5,
        ("disqualified", "No problem to solve"): 3,
        ("lost", "(not recorded)"): 2,
    }


def test_other_reasons_name_the_most_frequent():
    world = [*closed("Too *expensive*", 6), *closed("Bad timing", 4)]
    shown = card(ways_out.build(warehouse_of(world), Scope()), "reasons")
    assert labels.without_markdown(shown.title) == "Most frequent reason: Too *expensive*, 60%"


def test_a_won_lead_has_no_reason_to_leave():
    won = Journey("seo", {"lead": 0, "contacted": 1, "won": 3}, "won", 3, reason="No answer")
    shown = card(ways_out.build(warehouse_of([won, *closed("Bad timing", 1)]), Scope()), "reasons")
    assert shown.numbers["reason"].tolist() == ["Bad timing"]


def test_reasons_of_one_stage_leave_out_those_of_the_others():
    engaged = Journey("seo", {"lead": 0, "contacted": 1, "engaged": 2}, "lost", 5, reason="No budget")
    world = warehouse_of([engaged, *closed("No answer", 2)])
    shown = card(ways_out.build(world, Scope(), stage="contacted"), "reasons")
    assert shown.numbers["reason"].tolist() == ["No answer"]


def test_skips_repeats_and_backward_moves_are_counted_and_listed():
    skipped = Journey("seo", {"lead": 0, "engaged": 2, "prospect": 3}, "lost", 9)
    repeated = Journey("seo", {"lead": 0, "contacted": (1, 4)}, "lost", 9)
    back = Journey("seo", {"lead": 0, "contacted": (1, 6), "engaged": 3}, "lost", 9)
    world = warehouse_of([skipped, repeated, back])
    shown = card(ways_out.build(world, Scope()), "moves")
    # contacted: three reached it, one without an entry, two entered twice, one of these after engaged
    row = shown.numbers.set_index("stage").loc["contacted"]
    assert row[["reached", "skipped", "repeated", "backward"]].tolist() == [3, 1, 2, 1]
    assert shown.title == "1\xa0skip, 2\xa0repeats and 1\xa0backward move"
    assert shown.opens[opens.mark("skipped", "contacted", "inbound")] == {
        "motion": "inbound",
        "stage": "contacted",
        "exit": "skipped",
    }


def test_a_stage_that_nobody_enters_is_not_skipped():
    shown = card(ways_out.build(warehouse_of([Journey("seo", {"lead": 0}, "won", 5)]), Scope()), "moves")
    assert shown.title == "No stage was skipped, repeated or moved back to"
    assert shown.numbers.empty


def test_reasons_stand_beside_the_leak_with_those_of_the_other_groups():
    won = {"lead": 0, "contacted": 1, "won": 9}
    sold = {
        name: [Journey("google ads", won, "won", 9, amount=100.0, lead={"segment": name})] * count
        for name, count in (("A", 20), ("B", 80))
    }
    lost = [
        *closed("No answer", 60),
        *closed("No budget", 20),
        *closed("No answer", 5, segment="B"),
        *closed("No budget", 15, segment="B"),
    ]
    world = warehouse_of([*sold["A"], *sold["B"], *lost])
    shown = card(biggest_leak.build(world, Scope()), "reasons")
    rows = shown.numbers.set_index("reason")
    # A: 60 of 80 gave no answer; B: 5 of 20
    assert rows.loc["No answer", ["leads", "rate", "others"]].tolist() == [60, 0.75, 0.25]
    assert rows.loc["No budget", ["leads", "rate", "others"]].tolist() == [20, 0.25, 0.75]
    assert "No answer" in shown.title


def test_reasons_at_a_place_without_other_groups_have_nothing_beside_them():
    world = warehouse_of(closed("No answer", 3))
    place = reasons.Place("A", "inbound", "contacted")
    shown = reasons.at_leak(world, Scope(), "segment", place)
    assert shown.numbers["others"].isna().all()
