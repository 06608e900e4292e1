"""Ways of counting on small worlds with the arithmetic beside."""

import pytest

from analysis.scope import Scope
from pages.models import stages, stages_modes
from pages.models.stages_modes import Reading
from pages.parts import labels
from tests.worlds import Journey, warehouse_of

LOST = {"outcome": "lost", "closed": 90}
STRAIGHT = Journey("seo", {"lead": 0, "contacted": 1, "engaged": 2, "prospect": 3}, **LOST, reason="No answer")
SLOW = Journey("seo", {"lead": 0, "contacted": 1, "engaged": 40, "prospect": 41}, **LOST, reason="No budget")
SKIPS = Journey("seo", {"lead": 0, "engaged": 2, "prospect": 3}, **LOST, reason="No budget")


def card(model, name):
    return next(each for each in model.cards if each.name == name)


def counts(reading):
    model = stages.build(warehouse_of([STRAIGHT, SLOW, SKIPS]), Scope(), None, "motion", "", reading)
    return card(model, "ways of counting").numbers.set_index("stage")


@pytest.mark.parametrize(
    ("mode", "contacted", "prospect"),
    [("reached", 3, 3), ("explicit", 2, 3), ("ordered", 2, 2)],  # one lead has no entry of its own into contacted
)
def test_what_each_mode_changes(mode, contacted, prospect):
    rows = counts(Reading())
    assert rows.loc[["contacted", "prospect"], mode].tolist() == [contacted, prospect]


def test_a_limit_on_the_days_of_each_step_leaves_out_the_slow():
    rows = counts(Reading("ordered", 30))
    # one of the two in order took 39 days from contacted to engaged
    assert rows.loc[["contacted", "engaged", "prospect"], "ordered"].tolist() == [2, 1, 1]
    assert rows["plain"].tolist()[:4] == [3, 3, 3, 3]


def test_leads_with_a_reason_are_left_out():
    rows = counts(Reading(excluded_reason="No budget"))
    assert rows.loc["lead", ["plain", "reached"]].tolist() == [3, 1]


def test_the_lines_show_the_chosen_way():
    model = stages.build(
        warehouse_of([STRAIGHT, SLOW, SKIPS]), Scope(), None, "motion", "", Reading("ordered", 30, "No answer")
    )
    shown = card(model, "stages")
    assert "each step within 30\xa0days, without those closed for “No answer”" in labels.without_markdown(
        shown.subtitle
    )
    # of the two that are not left out, one is in order up to contacted and then too slow
    assert shown.numbers.set_index("stage").loc[["lead", "contacted", "engaged"], "n"].tolist() == [2, 1, 0]


def test_the_reasons_to_leave_out_are_those_that_are_recorded():
    assert stages_modes.reasons_of(warehouse_of([STRAIGHT, SLOW, SKIPS]), Scope()) == ("No budget", "No answer")
