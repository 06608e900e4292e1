"""Change splits the difference of two periods into parts that add up to it."""

from itertools import chain

import pytest

from analysis.scope import Scope
from pages.marketing.sources import change
from pages.marketing.sources.words import change as words
from pages.parts import labels
from pages.parts.page import PageModel
from tests.worlds import Journey, on, warehouse_of

# The earlier period is days 0 to 99 and is seen through day 265, the later one is days 100 to 199, seen through 365.
LATER = Scope(since=on(100), until=on(200))
EARLIER = LATER.previous_period(on(365))


def leads(source: str, day: float, number: int, won: int, amount: float | None = 100) -> list[Journey]:
    """So many leads of one source and day; the first are won after 20 days."""
    return [
        Journey(source, {"lead": day}, "won" if place < won else None, day + 20 if place < won else None, amount)
        for place in range(number)
    ]


def page(*groups: list[Journey], earlier: Scope | None = EARLIER) -> PageModel:
    return change.build(warehouse_of(chain(*groups)), LATER, earlier=earlier, breakdown="source")


def plain(text: str) -> str:
    return labels.without_markdown(text).replace(labels.NO_BREAK, " ")


def values(model: PageModel, name: str) -> dict[str, float]:
    card = next(card for card in model.cards if card.name == name)
    return dict(zip(card.numbers["label"], card.numbers["value"], strict=True))


def test_twice_the_leads_alike_are_all_volume():
    model = page(leads("Webinar", 0, 200, 40), leads("Webinar", 100, 400, 80))
    assert plain(model.title) == "80 wins after 40 in the period before: the number of leads accounts for +40"
    assert values(model, "change-of-wins") == pytest.approx(
        {
            words.BEFORE: 40,
            "Number of leads": 40,
            "Mix of sources": 0,
            "Rate within each source": 0,
            words.NOW: 80,
        },
        abs=1e-9,
    )
    assert (
        plain(next(each for each in model.cards if each.name == "change-by-group").title)
        == "Webinar gained most wins (+40)"
    )
    # 40 more wins of 100.
    assert values(model, "change-of-won-amount")["Number of leads"] == pytest.approx(4000)


def test_rates_that_fall_while_the_mix_improves():
    # Kitagawa's textbook turn: 8% to 15% overall while one source falls from 5 to 3% and the other from 20 to 18%.
    # Of 1,000 leads 800 and 200 before, 200 and 800 after; the mix is worth +90 wins, the rates -20.
    model = page(leads("A", 0, 800, 40), leads("B", 0, 200, 40), leads("A", 100, 200, 6), leads("B", 100, 800, 144))
    found = values(model, "change-of-wins")
    assert (found["Number of leads"], found["Mix of sources"], found["Rate within each source"]) == pytest.approx(
        (0, 90, -20), abs=1e-9
    )
    assert plain(model.title) == "150 wins after 80 in the period before: the mix of sources accounts for +90"


def test_deal_size_changes_the_amount_alone():
    model = page(leads("A", 0, 100, 20, 100), leads("A", 100, 100, 20, 150))
    found = values(model, "change-of-won-amount")
    assert found["Deal size"] == pytest.approx(1000)  # 20 wins of 50 more
    assert sum(found[name] for name in words.steps("source").values()) == pytest.approx(1000)
    assert plain(model.title) == "20 wins after 20 in the period before: no clear change"


def test_parts_of_the_groups_add_up_to_the_figures():
    model = page(
        leads("A", 0, 120, 20, 100), leads("B", 0, 90, 3, 700), leads("A", 100, 50, 9, 130), leads("C", 100, 70, 12, 10)
    )
    for name, prefix in (("change-of-wins", "wins"), ("change-of-won-amount", "amount")):
        found = values(model, name)
        table = next(card for card in model.cards if card.name == "change-by-group").numbers
        for effect, label in words.steps("source").items():
            if label in found:
                assert table[f"{prefix}_{effect}"].sum() == pytest.approx(found[label])
        parts = sum(value for label, value in found.items() if label not in (words.BEFORE, words.NOW))
        assert found[words.BEFORE] + parts == pytest.approx(found[words.NOW])


def test_small_change_is_no_clear_change():
    model = page(leads("A", 0, 100, 20), leads("A", 100, 100, 26))
    assert plain(model.title) == "26 wins after 20 in the period before: no clear change"
    assert model.findings == ()


def test_group_that_changed_beyond_chance_is_a_finding():
    model = page(leads("A", 0, 100, 10), leads("B", 0, 100, 10), leads("A", 100, 100, 50), leads("B", 100, 100, 12))
    assert [plain(finding.sentence)[:27] for finding in model.findings] == ["A has 50 wins after 10: the"]


def test_earlier_period_is_seen_at_the_same_age():
    # Won 300 days after creation: beyond what either period had seen at its age.
    late = [Journey("A", {"lead": 0}, "won", 300, 100) for _ in range(10)]
    model = page(late, leads("A", 0, 90, 20), leads("A", 100, 100, 20))
    assert values(model, "change-of-wins")[words.BEFORE] == 20


def test_undated_wins_and_missing_amounts_are_counted():
    undated = [Journey("A", {"lead": 100}, "won", None, None)]
    model = page(leads("A", 0, 100, 20), leads("A", 100, 100, 20), undated)
    notes = [plain(card.note) for card in model.cards]
    assert notes[0] == "1 win without a usable date: counted in both periods at any age."
    assert notes[1].startswith("1 win without an amount")


def test_nothing_earlier_gives_a_sentence():
    groups = (leads("A", 100, 10, 2),)
    assert page(*groups, earlier=None).empty == words.CHOOSE_EARLIER
    assert "it is not whole" in plain(page(leads("A", 50, 10, 2), *groups).empty)


def test_hostile_names_are_literal():
    name = "*Paid* $1"
    model = page(leads(name, 0, 100, 5), leads(name, 100, 200, 60))
    assert labels.literal(name) in model.findings[0].sentence
