"""Ways of counting on small worlds with the arithmetic beside."""

from functools import cache

import pytest

from analysis.scope import Scope
from pages.parts import labels
from pages.sales.stages import funnel, reasons, ways_out
from pages.sales.stages.reading import Reading
from tests.worlds import Journey, warehouse_of

LOST = {"outcome": "lost", "closed": 90}
STRAIGHT = Journey("seo", {"lead": 0, "contacted": 1, "engaged": 2, "prospect": 3}, **LOST, reason="No answer")
SLOW = Journey("seo", {"lead": 0, "contacted": 1, "engaged": 40, "prospect": 41}, **LOST, reason="No budget")
SKIPS = Journey("seo", {"lead": 0, "engaged": 2, "prospect": 3}, **LOST, reason="No budget")


def card(model, name):
    return next(each for each in model.cards if each.name == name)


@cache
def three(as_of=365):
    return warehouse_of([STRAIGHT, SLOW, SKIPS], as_of=as_of)


def model_of(reading, scope=None, **known):
    return funnel.build(three(**known), scope or Scope(), earlier=None, reading=reading)


def counts(reading):
    return card(model_of(reading), "ways of counting").numbers.set_index("stage")


@pytest.mark.parametrize(
    ("mode", "contacted", "prospect"),
    [("reached", 3, 3), ("explicit", 2, 3), ("ordered", 2, 2)],  # one lead has no entry of its own into contacted
)
def test_what_each_mode_changes(mode, contacted, prospect):
    rows = counts(Reading())
    assert rows.loc[["contacted", "prospect"], f"by_{mode}"].tolist() == [contacted, prospect]


def test_a_limit_on_the_days_of_each_step_leaves_out_the_slow():
    rows = counts(Reading("ordered", 30))
    # one of the two in order took 39 days from contacted to engaged
    assert rows.loc[["contacted", "engaged", "prospect"], "by_ordered"].tolist() == [2, 1, 1]
    assert rows["plain"].tolist()[:4] == [3, 3, 3, 3]


def test_a_limit_from_the_creation_leaves_out_the_late_and_the_young():
    # By day 40 one lead has been engaged on day 40 and prospect on day 41; the others on days 2 and 3.
    rows = counts(Reading(overall_days=40))
    assert rows.loc[["engaged", "prospect"], "by_reached"].tolist() == [3, 2]
    # At the end of day 30 no lead has been observed for 40 days: three are left out, and that is said.
    young = model_of(Reading(overall_days=40), as_of=30)
    assert "3 leads younger than 40 days left out" in labels.without_markdown(young.facts).replace("\xa0", " ")


def test_every_card_of_the_view_follows_the_way_of_counting():
    model = model_of(Reading("ordered", 30))
    shown = card(model, "stages")
    assert "in order, each step within 30\xa0days" in labels.without_markdown(shown.subtitle)
    rows = shown.numbers.set_index("stage")
    # two of three are in order up to contacted, and one of these went on in time
    assert rows.loc[["lead", "contacted", "engaged"], "reached"].tolist() == [3, 2, 1]
    assert rows["rate"].tolist()[:2] == pytest.approx([2 / 3, 1 / 2])
    assert card(model, "all steps").numbers["contacted"].tolist() == [1 / 2]
    assert "in order" in card(model, "by quarter").subtitle
    assert model.kpis[1].value == "33%", "one of three reaches prospect so"
    assert "2 times a lead went on too late or out of order" in shown.note.replace("\xa0", " ")


def test_the_ways_out_add_up_whatever_the_way_of_counting():
    reading = Reading("ordered", 30)
    model = ways_out.build(three(), Scope(), reading=reading)
    rows = card(model, "ways out").numbers.set_index("stage")
    ways = ["advanced", "otherwise", "young", "stalled", "disqualified", "lost"]
    # of three leads, two went on to contacted in order, and one skipped it
    assert rows.loc["lead", ways].tolist() == [2, 1, 0, 0, 0, 0]
    assert rows.loc["contacted", ways].tolist() == [1, 1, 0, 0, 0, 0]
    assert (rows[ways].sum(axis=1) == rows["reached"]).all()
    plain = ways_out.build(three(), Scope())
    assert "otherwise" not in card(plain, "ways out").numbers
    for name in ("reasons", "moves"):
        assert card(model, name).note.startswith("Counts every lead, whatever the way of counting")
        assert "whatever" not in card(plain, name).note


def test_leads_with_a_reason_are_left_out_of_all_cards():
    model = model_of(Reading(), Scope(excluded_reasons=("No budget",)))
    assert model.kpis[0].value == "1"
    assert card(model, "ways of counting").numbers["plain"].tolist()[:4] == [1, 1, 1, 1]


def test_the_reasons_to_leave_out_are_those_that_are_recorded():
    assert reasons.recorded(three(), Scope()) == ("No budget", "No answer")
