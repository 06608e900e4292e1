"""Gates: the comparison of sources may turn with the stage where it starts."""

from itertools import chain

import pytest

from analysis.scope import Scope
from pages.marketing.sources import gates
from pages.marketing.sources.words import gates as words
from pages.parts import labels
from pages.parts.page import PageModel
from tests.worlds import Journey, warehouse_of


def leads(source: str, number: int, opportunities: int, won: int, *, day: float = 0) -> list[Journey]:
    """So many leads of one source: the first become opportunities after 5 days, the first of them win after 20."""
    made = []
    for place in range(number):
        stages = {"lead": day, "opportunity": day + 5} if place < opportunities else {"lead": day}
        made.append(Journey(source, stages, "won" if place < won else None, day + 20 if place < won else None, 100))
    return made


def page(*groups: list[Journey], scope: Scope | None = None) -> PageModel:
    return gates.build(warehouse_of(chain(*groups)), scope or Scope(), breakdown="source")


def plain(text: str) -> str:
    return labels.without_markdown(text).replace(labels.NO_BREAK, " ")


def card(model: PageModel, name: str):
    return next(card for card in model.cards if card.name == name)


def test_source_that_turns_round_between_gates_is_told():
    # Of A 60 of 300 leads win (20%) but 60 of its 200 opportunities (30%); of B 20 of 300 (6.7%), and 20 of 25.
    model = page(leads("A", 300, 200, 60), leads("B", 300, 25, 20))
    assert plain(model.title) == "Where the comparison starts matters: 2 sources stand differently"
    assert [plain(finding.sentence) for finding in model.findings] == [
        (
            "A: from creation it is above the others (20% against 6.7%), from opportunity it is below the others "
            "(30% against 80%)."
        ),
        (
            "B: from creation it is below the others (6.7% against 20%), from opportunity it is above the others "
            "(80% against 30%)."
        ),
    ]
    ranks = card(model, "ranks-by-gate").numbers.set_index(["group", "gate"])["rank"]
    assert (ranks["A", "Lead"], ranks["A", "Opportunity"]) == (1, 2)
    assert plain(card(model, "ranks-by-gate").title) == "A moves from rank 1 to 2"
    assert plain(card(model, "rates-from-the-last-gate").title) == "From opportunity B converts best"


def test_source_that_leads_from_every_gate_gives_the_title():
    model = page(leads("A", 300, 150, 100), leads("B", 300, 150, 20), leads("C", 300, 150, 20))
    assert plain(model.title) == "A converts best wherever the comparison starts"
    assert model.findings == ()


def test_sources_alike_yield_no_mover():
    model = page(leads("A", 300, 100, 30), leads("B", 300, 95, 28), leads("C", 300, 105, 31))
    assert model.title == "The sources compare alike wherever the comparison starts, as far as can be told"
    assert model.findings == ()
    assert card(model, "ranks-by-gate").title == "No rank moves by more than chance"


def test_young_leads_are_left_out_of_every_gate():
    # Created on day 200 they are observed for 165 of 180 days.
    model = page(leads("A", 100, 50, 20), leads("B", 100, 50, 20), leads("B", 40, 40, 40, day=200))
    table = card(model, "every-gate").numbers.set_index(["group", "gate"])
    assert table.loc[("B", "lead"), ["entered", "mature", "won"]].tolist() == [140, 100, 20]
    assert table.loc[("B", "opportunity"), ["entered", "mature", "won"]].tolist() == [90, 50, 20]


def test_few_wins_have_no_rank():
    model = page(leads("A", 100, 50, 20), leads("B", 100, 50, 20), leads("Lucky", 4, 4, 4))
    assert set(card(model, "ranks-by-gate").numbers["group"]) == {"A", "B"}
    assert "1 source beyond these or with fewer than 5 wins not drawn" in plain(card(model, "ranks-by-gate").note)


def test_nothing_to_compare_gives_a_sentence():
    assert page(leads("A", 5, 0, 0), scope=Scope(channel=())).title == words.NO_GATE


@pytest.mark.parametrize("name", ["*Paid* $1", ":red[x]"])
def test_hostile_names_are_literal(name):
    model = page(leads(name, 300, 150, 100), leads("B", 300, 150, 20))
    assert labels.literal(name) in model.title


def test_the_table_counts_who_stands_above_and_below_at_both_ends():
    # A is above B from creation (20 against 6.7%) and below it from opportunity (30 against 80%).
    turning = page(leads("A", 300, 200, 60), leads("B", 300, 25, 20))
    assert plain(card(turning, "every-gate").title) == (
        "From creation 1 of 2 sources is above the others and 1 below; from opportunity 1 above and 1 below"
    )
    alike = page(leads("A", 100, 50, 20), leads("B", 100, 50, 20))
    assert plain(card(alike, "every-gate").title) == (
        "No source can be told from the others, from creation or from opportunity"
    )
