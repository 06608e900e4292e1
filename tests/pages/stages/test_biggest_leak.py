"""The view Biggest leak, on small worlds with the arithmetic beside, and on the sample."""

import pytest

from analysis.claims.leaks import leaks
from analysis.scope import Scope
from data import sample
from pages.parts import labels
from pages.sales.stages import biggest_leak, funnel
from tests.worlds import Journey, warehouse_of


def decided(segment, stops, wins, *, source="google ads", amount=100.0, reason="No answer"):
    """So many leads lost at contacted, so many won from there."""
    lost = Journey(source, {"lead": 0, "contacted": 1}, "lost", 5, reason=reason, lead={"segment": segment})
    sold = {"lead": 0, "contacted": 1, "won": 9}
    won = Journey(source, sold, "won", 9, amount=amount, lead={"segment": segment})
    return [*[lost] * stops, *[won] * wins]


def test_a_leak_is_worth_the_missing_leads_times_what_one_brings():
    world = warehouse_of([*decided("A", 80, 20), *decided("B", 20, 80, amount=50.0)])
    rows = leaks(world, Scope(), "segment")
    worst = rows.iloc[0]
    # A: 20 of 100 go on, the motion 100 of 200; 30 more leads, each of which brings 100 as the 20 that went on did
    assert worst[["group", "stage", "decided", "advanced"]].tolist() == ["A", "contacted", 100, 20]
    assert worst[["rate", "average", "more_leads", "lead_amount", "worth"]].tolist() == pytest.approx(
        [0.2, 0.5, 30, 100, 3000]
    )
    assert worst["verdict"] == "clear"
    assert worst["low"] < 3000 < worst["high"]
    assert (rows["verdict"] == "clear").sum() == 1


def test_a_group_of_another_motion_is_no_yardstick():
    # Outbound advances at 20%, inbound at 80%, in the one segment of each: nobody falls behind its own motion.
    world = warehouse_of([*decided("A", 80, 20, source="cold email"), *decided("B", 20, 80)])
    rows = leaks(world, Scope(), "segment")
    assert rows["worth"].abs().max() == 0
    assert (rows["verdict"] == "").all()


def test_chance_makes_no_leak():
    world = warehouse_of([*decided("A", 52, 48), *decided("B", 48, 52)])
    model = biggest_leak.build(world, Scope())
    assert model.title == "No leak stands out: no group falls clearly behind its motion"
    assert model.findings == ()


def test_leads_without_a_segment_are_in_the_numbers_but_no_finding():
    # Those without one fall behind; a fifth of the won and of the others have none, so that groups may be compared.
    world = warehouse_of([*decided(None, 20, 30), *decided("A", 60, 40), *decided("B", 20, 80)])
    model = biggest_leak.build(world, Scope())
    assert not any("not recorded" in finding.sentence for finding in model.findings)
    assert "(not recorded)" in set(model.cards[0].numbers["group"])


def test_segments_that_get_lost_at_the_win_are_not_compared():
    model = biggest_leak.build(warehouse_of([*decided(None, 80, 20), *decided("B", 20, 80)]), Scope())
    assert "Segments cannot be compared" in model.title
    assert not model.cards


def test_without_amounts_it_says_what_to_load():
    model = biggest_leak.build(warehouse_of(decided("A", 80, 20, amount=None)), Scope())
    assert "Load amounts" in model.empty
    assert not model.cards


def test_an_empty_scope_says_so():
    model = biggest_leak.build(warehouse_of(decided("A", 1, 1)), Scope(channel=()))
    assert model.empty
    assert not model.cards


def test_the_sample_s_biggest_leak_by_owner_is_the_rep_whose_leads_are_never_called(sampled):
    planted = sample.read("truths")["never_called"]["owner"]
    model = biggest_leak.build(sampled, Scope(), breakdown="owner")
    assert labels.without_markdown(model.title).startswith(f"Biggest leak: {planted} (outbound) at “lead”, worth $")


def test_the_funnel_names_the_same_leak_as_the_view_that_looks_for_it():
    world = warehouse_of([*decided("A", 80, 20), *decided("B", 20, 80), *decided("C", 30, 70, source="cold email")])
    (own, *_) = biggest_leak.build(world, Scope()).findings
    for breakdown, head in (("motion", "Of the segments the leak worth most: "), ("segment", "")):
        said = funnel.build(world, Scope(), earlier=None, breakdown=breakdown).findings
        same = next(each for each in said if each.sentence.endswith(own.sentence))
        assert (same.worth, same.surely) == (own.worth, "clear")
        assert labels.without_markdown(same.sentence).startswith(f"Of the {breakdown if not head else 'segment'}s")
