"""The view Situations names what holds with its number, says what does not apply, and links to what shows more."""

import pytest

from analysis.scope import Scope
from pages.leadership.balance import recommendation, situations
from pages.parts import addresses, labels
from tests.pages.two_engines import INBOUND, OUTBOUND, opportunities, steady, world
from tests.worlds import on

YEAR = Scope(since=on(0), until=on(365))
LARGER, SMALLER = opportunities(OUTBOUND, 60, amount=300), opportunities(INBOUND, 90, amount=100)


def plain(text):
    return labels.without_markdown(text).replace(labels.NO_BREAK, " ")


def card(model, name):
    return next(card for card in model.cards if card.name == name)


def table(model):
    return card(model, "situations").numbers.set_index("situation")


def test_what_holds_stands_in_the_title_in_a_finding_and_first_in_the_table():
    # 302 on average against 102, and no inbound lead in the second half of the year.
    model = situations.build(world(LARGER, SMALLER), YEAR)
    assert plain(model.title) == "Outbound brings the larger deals; inbound interest is falling"
    larger = model.findings[0]
    assert (larger.asks, larger.who, larger.surely) == ("act", "sales", "clear")
    assert "of the same segments is 3.0× (2.9 to 3.0×), above the threshold of 1.5×" in plain(larger.sentence)
    assert table(model)["verdict"].tolist()[:2] == ["holds, clear", "holds, clear"]


def test_the_same_finding_stands_on_the_recommendation_and_leads_here():
    told = {each.sentence: each for each in recommendation.build(world(LARGER, SMALLER), YEAR).findings}
    for each in situations.build(world(LARGER, SMALLER), YEAR).findings:
        again = told[each.sentence]
        assert (again.asks, again.surely, again.advice) == (each.asks, each.surely, each.advice)
        assert (again.link, again.choice) == (addresses.BALANCE, {"view": "Situations"})


def test_larger_deals_of_other_segments_are_not_larger_deals():
    # Each segment pays the same whoever brings it; outbound sells nearly all to the one that pays well.
    rows = [
        *opportunities(INBOUND, 90, amount=100, segment="Small"),
        *opportunities(INBOUND, 10, amount=1000, segment="Large"),
        *opportunities(OUTBOUND, 10, amount=100, segment="Small"),
        *opportunities(OUTBOUND, 70, amount=1000, segment="Large"),
    ]
    model = situations.build(world(rows), YEAR)
    assert table(model).loc["High-value clients", "verdict"] == "does not hold, clear"
    assert plain(card(model, "deal size by segment").title) == (
        "In the same segments outbound deals are 1.0× as large as inbound ones, 4.6× as they come"
    )


def test_what_does_not_apply_or_cannot_be_told_says_so():
    model = situations.build(world(LARGER, SMALLER), YEAR)
    rows = table(model)
    assert rows.loc["Hard outbound, little inbound interest", ["now", "verdict"]].tolist() == [
        "inbound brings most leads",
        "does not apply",
    ]
    assert rows.loc["Good buyers who do not come themselves", "verdict"] == "cannot tell yet", "there is one segment"
    assert model.cards[0].title.endswith("cannot be told yet")


def test_steady_engines_are_in_no_situation():
    model = situations.build(world(steady("Webinar", 362), steady("Cold call", 362)), YEAR)
    assert "falling" not in model.title
    assert not [each for each in model.findings if each.surely == "clear"]
    assert card(model, "leads over two years").title == "No clear change in inbound leads over two years"


def test_one_motion_and_no_lead_say_what_to_do():
    assert (
        situations.build(world(SMALLER), YEAR).empty
        == "Load the leads of the other motion, or remove the filter on motion."
    )
    assert situations.build(world(SMALLER), Scope(until=on(-5))).empty


@pytest.mark.parametrize("scenario", ["long_cycles", "missed_segment"])
def test_planted_situations_are_told_with_their_names(scenario, sample_of):
    model = situations.build(sample_of(seed=3, leads=4_000, scenario=scenario), Scope())
    (only,) = [each for each in model.findings if each.surely]
    assert only.asks == "act"
    if scenario == "missed_segment":
        assert "In Healthcare and target accounts" in plain(only.sentence)
        assert only.choice == {"view": "Segments"}
    else:
        assert only.worth.endswith("that wait")
