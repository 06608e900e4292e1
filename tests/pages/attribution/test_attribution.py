"""Attribution credits every win once by every rule, and says what is missing."""

import pytest

from analysis.scope import Scope
from pages.marketing.attribution import model as attribution
from pages.marketing.attribution import words
from pages.marketing.attribution.credit import NO_TOUCH, RULES
from pages.parts import labels
from pages.parts.words import common
from tests.worlds import Journey, Spend, Touch, warehouse_of

NAME = "*Paid* [x](http://evil)"


def visit(day: float, channel: str, direction: str = "inbound") -> Touch:
    return Touch(day, direction, "visit", channel)


THREE = (visit(1, "Webinar"), visit(4, NAME), visit(8, "Cold call", "outbound"))
WORLD = [
    Journey("Webinar", {"lead": 1, "opportunity": 6}, "won", 10, 100, touches=THREE),
    Journey("Referral", {"lead": 1}, "won", 10, 50),
    Journey("Webinar", {"lead": 1}, "lost", 10, 50, touches=THREE[:1]),
]


def table(model, name="rules"):
    return next(card for card in model.cards if card.name == name).numbers


def test_every_rule_hands_out_every_win_once():
    warehouse = warehouse_of(WORLD, as_of=300, spend=[Spend("Webinar", 2, 200)])
    rules = table(attribution.build(warehouse, Scope()))
    named = f"(unmapped: {NAME})"
    assert rules[list(RULES)].sum().tolist() == pytest.approx([1] * len(RULES))
    assert rules.loc[NO_TOUCH, list(RULES)].tolist() == pytest.approx([0.5] * len(RULES))
    # Half of all wins has touches; of it, by W: the first touch is also the creation's, the second the opportunity's.
    assert rules.loc["Webinar", ["first", "last", "before_opportunity", "linear", "u", "w", "shapley"]].tolist() == (
        pytest.approx([0.5, 0, 0, 1 / 6, 0.2, 0.3, 1 / 6])
    )
    assert rules.loc[named, ["first", "last", "before_opportunity", "w"]].tolist() == pytest.approx([0, 0, 0.5, 0.15])
    returns = table(attribution.build(warehouse, Scope(), measure="won_amount"), "return-on-spend")
    # 100 won over 200 spent, all of it by first touch, none by last; other channels have no spend and no return.
    assert returns["name"].tolist() == ["Webinar"]
    assert returns.loc["Webinar", ["first", "last"]].tolist() == pytest.approx([0.5, 0])


def test_rules_are_not_set_against_each_other_on_a_few_wins():
    one = attribution.build(warehouse_of(WORLD, as_of=300), Scope())
    assert one.title == f"How far the rules disagree cannot be told yet: 1{labels.NO_BREAK}win with a touch"
    assert [kpi.value for kpi in one.kpis if kpi.label == "Rules disagree on"] == [labels.MISSING]
    assert [card.title for card in one.cards[:3]] == [words.RANGES, words.DISTANCES, words.RULES]
    enough = attribution.build(warehouse_of([*WORLD, *WORLD[:1] * 4], as_of=300), Scope())
    assert enough.title.startswith("Who gets credit depends on the rule: up to ")


def test_a_look_back_window_leaves_out_and_counts():
    model = attribution.build(warehouse_of(WORLD, as_of=300), Scope(), look_back=6)
    rules = next(card for card in model.cards if card.name == "rules")
    # Closed on day 10: the visit of day 1 is 9 days before, that of day 4 is 6.
    assert "1\u00a0touch of 3 before the look-back window left out" in rules.note
    assert rules.numbers.loc["Webinar", "first"] == 0
    assert rules.numbers["first"].sum() == pytest.approx(1)


def test_deals_that_switch_are_counted():
    model = attribution.build(warehouse_of([*WORLD, *WORLD[:1] * 2], as_of=300), Scope())
    sourced = next(card for card in model.cards if card.name == "sourced")
    assert labels.without_markdown(sourced.title).startswith("0\u00a0deals of 3")


def test_what_is_missing_is_said():
    assert attribution.build(warehouse_of([]), Scope()).title == common.NO_LEADS
    assert attribution.build(warehouse_of(WORLD[2:]), Scope()).title == words.NO_WINS
    model = attribution.build(warehouse_of(WORLD[1:2]), Scope())
    assert (model.title, model.empty) == (words.NO_TOUCHES, words.LOAD_TOUCHES)


def test_touches_without_a_channel_are_no_agreement_and_no_switch():
    nameless = Journey("Webinar", {"lead": 1}, "won", 10, 100, touches=(Touch(2, "outbound", "call"),))
    model = attribution.build(warehouse_of([nameless]), Scope())
    assert (model.title, model.empty) == (words.no_names("channel"), words.LOAD_NAMES)
    known = Journey("Webinar", {"lead": 1}, "won", 10, 100, touches=(visit(2, "Referral"),))
    model = attribution.build(warehouse_of([nameless, nameless, known]), Scope())
    sourced = next(card for card in model.cards if card.name == "sourced")
    assert labels.without_markdown(sourced.title).startswith("1\u00a0deal of 3")
