"""Crossed shows every combination of two breakdowns, and says which are too small to be read."""

from itertools import chain

import pytest

from analysis.scope import Scope
from pages.marketing.sources import crossed
from pages.marketing.sources.words import crossed as words
from pages.parts import labels
from pages.parts.page import PageModel
from tests.worlds import Journey, warehouse_of


def leads(source: str, segment: str, number: int, won: int, *, day: float = 0) -> list[Journey]:
    """So many leads of one combination; the first are won after 20 days."""
    return [
        Journey(
            source,
            {"lead": day},
            "won" if place < won else None,
            day + 20 if place < won else None,
            100,
            lead={"segment": segment},
        )
        for place in range(number)
    ]


def page(*groups: list[Journey], across: str = "segment", scope: Scope | None = None) -> PageModel:
    return crossed.build(warehouse_of(chain(*groups)), scope or Scope(), breakdown="source", across=across)


def plain(text: str) -> str:
    return labels.without_markdown(text).replace(labels.NO_BREAK, " ")


def cells(model: PageModel):
    return model.cards[0].numbers.set_index(["row", "column"])


def test_combination_that_stands_out_gives_the_title():
    # 80 of 200 against 10 of 200 three times; A elsewhere: 10 of 200.
    model = page(
        leads("A", "Retail", 200, 80),
        leads("A", "Health", 200, 10),
        leads("B", "Retail", 200, 10),
        leads("B", "Health", 200, 10),
    )
    assert plain(model.title) == "A in Retail converts best: 40%"
    sentences = [plain(finding.sentence) for finding in model.findings]
    assert "A in Retail: 40% (33 to 47%), against 5.0% of A elsewhere." in sentences
    assert not any(sentence.startswith("B") for sentence in sentences)
    assert cells(model).loc[("A", "Retail"), ["mature", "mature_won"]].tolist() == [200, 80]


def test_combinations_alike_yield_no_winner():
    model = page(*(leads(source, segment, 100, 10) for source in "AB" for segment in ("Retail", "Health")))
    assert plain(model.title) == "No combination of source and segment stands out yet"
    assert model.findings == ()


def test_small_combinations_are_too_few_and_never_win():
    # 4 wins of 4 leads are too few; no win of 200 leads at an overall rate of 49 / 504 is an answer.
    model = page(
        leads("A", "Retail", 4, 4),
        leads("A", "Health", 150, 25),
        leads("B", "Retail", 200, 0),
        leads("B", "Health", 150, 20),
    )
    few = cells(model)["is_few"]
    assert few.to_dict() == {
        ("A", "Retail"): True,
        ("A", "Health"): False,
        ("B", "Retail"): False,
        ("B", "Health"): False,
    }
    assert "A in Retail" not in model.title
    assert model.cards[0].title.startswith("3 of 4")


def test_young_leads_are_left_out_and_counted():
    model = page(leads("A", "Retail", 100, 20), leads("A", "Retail", 30, 20, day=300), leads("B", "Health", 100, 20))
    assert cells(model).loc[("A", "Retail"), ["leads", "mature", "mature_won"]].tolist() == [130, 100, 20]
    assert plain(model.cards[0].note) == "30 leads younger than 180 days or won on an unknown day left out."


def test_same_breakdown_twice_and_no_leads_give_a_sentence():
    warehouse = warehouse_of(leads("A", "Retail", 5, 1))
    assert crossed.build(warehouse, Scope(), breakdown="segment", across="segment").empty == words.CHOOSE_ANOTHER
    assert page(leads("A", "Retail", 5, 1), scope=Scope(channel=())).title == words.NO_MATURE


@pytest.mark.parametrize("name", ["*Paid* $1", ":red[x]"])
def test_hostile_names_are_literal(name):
    model = page(leads(name, name, 200, 80), leads("B", "Health", 200, 10))
    assert model.title.count(labels.literal(name)) == 2
