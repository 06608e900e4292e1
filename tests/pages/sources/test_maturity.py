"""Maturity: conversion grows with age, and leads that were not watched for so long leave the count."""

from itertools import chain

import pytest

from analysis.scope import Scope
from analysis.warehouse import Warehouse
from data.intake.load import load_files
from data.store import Store
from pages.marketing.sources import maturity
from pages.marketing.sources.curves import Curve
from pages.marketing.sources.words import maturity as words
from pages.parts import labels
from pages.parts.page import PageModel
from tests.worlds import Journey, warehouse_of, year_from


def leads(source: str, number: int, outcome: str | None, closed: float | None = None, day: float = 0) -> list[Journey]:
    """So many leads of one source that closed so many days after their creation, or are open."""
    at = None if closed is None else day + closed
    return [Journey(source, {"lead": day}, outcome, at, 100) for _ in range(number)]


def page(*groups: list[Journey], by: str = "source", as_of: float = 400, scope: Scope | None = None) -> PageModel:
    return maturity.build(warehouse_of(chain(*groups), as_of=as_of), scope or Scope(), breakdown=by)


def plain(text: str) -> str:
    return labels.without_markdown(text).replace(labels.NO_BREAK, " ")


def card(model: PageModel, name: str):
    return next(card for card in model.cards if card.name == name)


def row(model: PageModel, name: str):
    return card(model, "conversion-at-fixed-ages").numbers.set_index("name").loc[name]


def test_open_leads_leave_the_count_at_the_age_they_were_last_seen():
    # 10 of 100 win on day 20. 40 are last seen on day 50 (created on day 350), 50 later. Of those 50 watched, 5 win on
    # day 80: the share won is 1 - 0.9 x (1 - 5 / 50) = 0.19.
    model = page(
        leads("Webinar", 10, "won", 20),
        leads("Webinar", 40, None, day=350),
        leads("Webinar", 5, "won", 80),
        leads("Webinar", 45, None),
    )
    won = row(model, "Webinar")
    assert won[["share_30", "share_60", "share_90", "share_365"]].tolist() == pytest.approx([0.1, 0.1, 0.19, 0.19])
    assert won[["watched_30", "watched_60", "watched_90", "watched_365"]].tolist() == [90, 50, 45, 45]
    assert plain(model.title) == "Of all leads 10.0% are won by day 30, 19.0% by day 365"


def test_lost_leads_can_win_no_more():
    # 40 of 100 are lost on day 10, 30 of the other 60 win on day 20: 30% of all, or half of those not lost.
    model = page(leads("Webinar", 40, "lost", 10), leads("Webinar", 30, "won", 20), leads("Webinar", 30, None))
    assert row(model, words.ALL)["share_30"] == pytest.approx(0.3)
    assert row(model, words.AS_IF_OPEN)["share_30"] == pytest.approx(0.5)
    assert plain(card(model, "ways-to-end").title) == "By day 365 30% of leads are still open"


def test_without_losses_there_is_one_curve():
    model = page(leads("Webinar", 30, "won", 20), leads("Webinar", 30, None))
    assert words.AS_IF_OPEN not in set(card(model, "conversion-at-fixed-ages").numbers["name"])


def test_ages_that_nobody_was_watched_for_are_missing():
    model = page(leads("Webinar", 5, "won", 20), leads("Webinar", 15, None), as_of=70)
    won = row(model, "Webinar")
    assert won["share_60"] == pytest.approx(0.25)
    assert won[["share_90", "share_180", "share_365"]].isna().all()
    assert plain(model.title) == "Of all leads 25% are won by day 30, 25% by day 60"


def test_mature_through_is_the_last_day_whose_leads_are_old_enough():
    # 400 days after 1 January 2026 is 5 February 2027; 180 days before that is 9 August 2026.
    model = page(leads("Webinar", 5, "won", 20), leads("Webinar", 15, None))
    assert "old enough through 9 Aug 2026 (180 days)" in plain(model.facts)
    young = page(leads("Webinar", 5, "won", 20), leads("Webinar", 15, None), as_of=100)
    # Wins take 20 days: 30 hold them, and 180 would leave out all leads. 30 days before 11 April is 12 March.
    assert "old enough through 12 Mar 2026 (30 days)" in plain(young.facts)


def test_group_is_ahead_only_beyond_chance():
    def two(first: int, second: int) -> PageModel:
        return page(
            leads("A", first, "won", 20),
            leads("A", 200 - first, None),
            leads("B", second, "won", 20),
            leads("B", 200 - second, None),
        )

    assert plain(card(two(80, 20), "curves").title).startswith("A is ahead by day 180: 40% are won by then")
    assert card(two(22, 20), "curves").title == "No source is clearly ahead by day 180"


def test_few_wins_have_no_curve_but_a_row():
    model = page(leads("Lucky", 2, "won", 20), leads("Webinar", 30, "won", 20), leads("Webinar", 100, None))
    assert plain(card(model, "curves").note) == "1 source with fewer than 5 wins not drawn."
    assert set(card(model, "curves").numbers["label"]) == {"Webinar"}
    assert row(model, "Lucky")["leads"] == 2


def test_quarters_stand_in_their_order():
    model = page(leads("A", 20, "won", 20, day=100), leads("A", 20, "won", 20), leads("A", 9, None), by="quarter")
    names = card(model, "conversion-at-fixed-ages").numbers["name"].tolist()
    assert names == [words.ALL, "Q1 2026", "Q2 2026"]
    assert row(model, "Q1 2026")["leads"] == 29
    assert "months" not in card(model, "conversion-at-fixed-ages").columns
    assert "fiscal" not in card(model, "curves").note


def test_quarters_of_a_fiscal_year_are_named_with_their_months():
    journeys = chain(leads("A", 20, "won", 20, day=100), leads("A", 20, "won", 20), leads("A", 9, None))
    model = maturity.build(warehouse_of(journeys, as_of=400, toml=year_from(2)), Scope(), breakdown="quarter")
    table = card(model, "conversion-at-fixed-ages")
    assert table.numbers[["name", "months"]].to_numpy().tolist() == [
        [words.ALL, ""],
        ["Q4 FY26", "Nov 2025 to Jan 2026"],
        ["Q1 FY27", "Feb to Apr 2026"],
    ]
    assert table.columns["months"].label == "Months"
    assert row(model, "Q4 FY26")["leads"] == 29
    said = plain(card(model, "curves").note)
    assert said == "Quarters are those of the fiscal year: Q1 FY27 is Feb to Apr 2026."


def test_closings_that_cannot_be_placed_are_counted():
    model = page(leads("A", 20, "won", 20), leads("A", 3, "won"), leads("A", 2, "lost", -5, day=50))
    # 20 won on day 20; the 2 that were lost before their creation had been lost by age 0.
    assert row(model, "A")["leads"] == 22
    assert plain(card(model, "ways-to-end").note) == "Left out: 3 closed leads without a day of closing."


def test_nothing_to_draw_gives_a_sentence():
    assert page(leads("A", 5, None), scope=Scope(channel=())).title == words.NO_CURVE


def test_hostile_names_are_literal():
    name = "*Paid* $1"
    model = page(leads(name, 80, "won", 20), leads(name, 100, None), leads("B", 10, "won", 20), leads("B", 200, None))
    assert labels.literal(name) in card(model, "curves").title


def test_beyond_25_groups_the_smaller_ones_count_under_all_leads_only():
    model = page(*(leads(f"Source {number:02}", 2 + number, "won", 20) for number in range(30)))
    table = card(model, "conversion-at-fixed-ages")
    assert len(table.numbers) == 26
    assert "Source 00" not in set(table.numbers["name"])
    assert row(model, words.ALL)["leads"] == sum(range(2, 32))
    assert plain(table.note) == "5 smaller sources counted under all leads only."


def test_olist_converts_as_published(real_data, tmp_path):
    load_files(sorted((real_data / "olist").glob("*.csv")), home=tmp_path)
    generation = Store(tmp_path).current()
    assert generation is not None
    warehouse = Warehouse.open(generation, tmp_path)
    model = maturity.build(warehouse, Scope())
    everyone = Curve.of(words.ALL, warehouse.ask("maturity"))
    warehouse.close()
    rates = [100 * everyone.at(age).estimate for age in (30, 60, 90, 180, 365)]
    assert [round(rate, 2) for rate in rates] == [6.94, 8.09, 8.65, 9.69, 11.35]
    assert "Wins are recorded only since" in plain(model.findings[0].sentence)


def test_the_table_says_when_the_wins_come():
    # Of 100 leads 10 win on day 20, 10 on day 50 and 20 on day 170, so 40 by day 365: 50% of them by day 90.
    groups = [leads("Webinar", 10, "won", 20), leads("Webinar", 10, "won", 50), leads("Webinar", 20, "won", 170)]
    model = page(*groups, leads("Webinar", 60, None))
    assert (
        plain(card(model, "conversion-at-fixed-ages").title)
        == "50% of the wins by day 365 come by day 90, 100% by day 180"
    )
    young = page(leads("Webinar", 10, "won", 20), leads("Webinar", 90, None), as_of=40)
    assert plain(card(young, "conversion-at-fixed-ages").title) == (
        "By day 30 10.0% are won; no lead has been watched for longer"
    )
    assert card(page(leads("Webinar", 9, None)), "conversion-at-fixed-ages").title == "No lead is won by day 365"
