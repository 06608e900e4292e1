"""Value: what is won of a lead or of a touch, and which groups can be told apart."""

from itertools import chain

from analysis.scope import Scope
from pages.marketing.sources import ranking
from pages.marketing.sources.words import value as words
from pages.parts import labels
from pages.parts.page import PageModel
from tests.worlds import Journey, warehouse_of


def leads(source: str | None, number: int, won: int, amount: float, *, touches: int = 0, segment: str = "SaaS") -> list:
    """So many leads of one source; the first are won after 20 days for about the same amount."""
    touched = tuple((0.5 + hour / 24, "outbound", "call") for hour in range(touches))
    return [
        Journey(
            source,
            {"lead": 0},
            "won" if place < won else None,
            20 if place < won else None,
            amount * (0.9 if place % 2 else 1.1),
            touches=touched,
            lead={"segment": segment},
        )
        for place in range(number)
    ]


def page(*groups: list, measure: str = "amount", breakdown: str = "source", gate: str = "lead") -> PageModel:
    return ranking.build(warehouse_of(chain(*groups)), Scope(), breakdown=breakdown, measure=measure, gate=gate)


def plain(text: str) -> str:
    return labels.without_markdown(text).replace(labels.NO_BREAK, " ")


def numbers(model: PageModel, name: str):
    return next(card for card in model.cards if card.name == name).numbers


def test_the_source_whose_leads_are_worth_most_gives_the_title():
    # 40 wins of 500 on 200 leads: 100 a lead. 40 of 100 on 200: 20.
    model = page(leads("Referral", 200, 40, 500), leads("Webinar", 200, 40, 100))
    assert plain(model.title).startswith("Referral is worth most: $100 per lead")
    assert numbers(model, "ranking")["value"].round(6).to_dict() == {"Referral": 100, "Webinar": 20}
    assert numbers(model, "ranking")["rank_group"].to_dict() == {"Referral": 1, "Webinar": 2}


def test_few_wins_and_placeholders_are_never_best():
    model = page(leads("Lucky", 4, 4, 900), leads(None, 200, 60, 900), leads("Webinar", 200, 40, 100))
    assert plain(model.title) == "Which sources are worth most per lead cannot be told yet"
    table = numbers(model, "ranking")
    assert table.index[-1] == "(not recorded)"
    assert table["rank_group"].isna().tolist() == [False, False, True]


def test_a_touch_is_worth_less_where_it_takes_more_of_them():
    model = page(
        leads("Referral", 200, 40, 100, touches=1),
        leads("Cold calls", 200, 40, 100, touches=5),
        measure="amount per touch",
    )
    assert numbers(model, "ranking")["value"].round(6).to_dict() == {"Referral": 20, "Cold calls": 4}
    assert "per touch" in model.title


def test_three_shares_make_one_sentence_where_the_amount_turns():
    # Cold calls: 200 of 1,000 leads, 20 of 180 wins, 20,000 of 36,000.
    model = page(leads("Cold calls", 200, 20, 1_000), leads("Webinar", 800, 160, 100))
    assert plain(model.findings[0].sentence) == (
        "Cold calls: 20% of the leads, 11.1% of the wins, 56% of the amount: its deals are clearly larger than "
        "those of the others."
    )
    assert page(leads("Cold calls", 200, 40, 100), leads("Webinar", 800, 160, 100)).findings == ()


def test_like_for_like_is_against_leads_of_the_same_segments():
    # Both win 100 a lead in SaaS and 10 in Retail; Referral has more of SaaS.
    model = page(
        *(leads("Referral", 80, 16, 500), leads("Referral", 20, 4, 50, segment="Retail")),
        *(leads("Webinar", 20, 4, 500), leads("Webinar", 80, 16, 50, segment="Retail")),
    )
    mix = numbers(model, "same-mix")
    assert mix["ratio"].round(6).tolist() == [1, 1]
    assert mix.loc["Referral", "raw"] > 1.4 > mix.loc["Webinar", "raw"]


def test_wins_without_an_amount_are_left_out_and_not_worth_nothing():
    unpriced = [Journey("Webinar", {"lead": 0}, "won", 20) for _ in range(10)]
    rows = numbers(page(leads("Webinar", 90, 10, 100), unpriced), "ranking")
    # 10 wins of 100 on the 90 leads whose worth is known.
    assert rows.loc["Webinar", ["counted", "mature_won", "amount"]].tolist() == [90, 20, 1000]


def test_without_amounts_it_says_what_is_missing():
    assert page(leads("Webinar", 20, 0, 100)).empty == words.LOAD


def test_from_a_later_gate_the_value_is_that_of_those_who_reached_it():
    journeys = [
        Journey("Webinar", {"lead": 0, "opportunity": 5}, "won" if n < 10 else None, 20 if n < 10 else None, 90 + n)
        for n in range(20)
    ]
    model = page(journeys, leads("Webinar", 80, 0, 100), gate="opportunity")
    # 90 + 91 + ... + 99 over 20 opportunities; the leads that are none do not count.
    assert numbers(model, "ranking").loc["Webinar", "value"] == sum(range(90, 100)) / 20
    assert model.cards[0].subtitle.startswith("Won amount per opportunity")
