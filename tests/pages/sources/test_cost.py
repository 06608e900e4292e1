"""Cost sets spend beside what came of it, and says what does not match."""

import pytest

from analysis.scope import Scope
from analysis.statistics.checks import UNKNOWN, Interval
from data import definitions
from pages.marketing.sources import cost, cost_by_month
from pages.marketing.sources.words import cost as words
from pages.parts import labels
from pages.parts.page import PageModel
from tests.worlds import Journey, Spend, on, warehouse_of


def leads(source: str, number: int, won: int, *, day: float = 0) -> list[Journey]:
    """So many leads of one source; the first are won after 20 days at 100."""
    return [
        Journey(source, {"lead": day}, "won" if place < won else None, day + 20 if place < won else None, 100)
        for place in range(number)
    ]


def page(journeys: list, spend=(), *, breakdown="source", scope=None, rows=None) -> PageModel:
    warehouse = warehouse_of(journeys, spend=spend, rows=rows)
    return cost.build(warehouse, scope or Scope(), breakdown=breakdown)


def plain(text: str) -> str:
    return labels.without_markdown(text).replace(labels.NO_BREAK, " ")


def card(model: PageModel, name: str):
    return next(card for card in model.cards if card.name == name)


def team(source: str, day: float, amount: float, cost_type: str = "team") -> dict:
    return {"spend_id": f"{source}-{day}", "date": on(day), "source": source, "amount": amount, "cost_type": cost_type}


def test_costs_are_spend_over_what_came_of_it():
    model = page(leads("Webinar", 100, 20) + leads("Cold call", 100, 20), [Spend("Webinar", 3, 1000)])
    table = card(model, "costs").numbers
    # 1,000 over 100 leads and 20 wins; 20 wins of 100 each are 2,000.
    assert table.loc["Webinar", ["cost_per_lead", "cost_per_win", "return_on_spend"]].tolist() == [10, 50, 2]
    # Wilson's interval of 20 / 100 is 13.3 to 28.9%: 10 over each bound.
    assert table.loc["Webinar", ["low", "high"]].tolist() == pytest.approx([10 / 0.28884, 10 / 0.13337], rel=1e-3)
    assert table.loc["Cold call", ["cost_per_lead", "cost_per_win", "return_on_spend"]].isna().all()


def running(source: str, amount: float, campaign: str | None = None) -> list[Spend]:
    """The same spend in January, whose leads are old enough, and in the last month."""
    return [Spend(source, day, amount, campaign=campaign) for day in (3, 360)]


def test_the_title_says_where_money_should_go():
    # Wins are worth 100. Webinar: 5,000 for 1,000; Referral: 5,000 for 10,000.
    journeys = leads("Webinar", 200, 50) + leads("Referral", 200, 50)
    model = page(journeys, running("Webinar", 1_000) + running("Referral", 10_000))
    assert model.title == "Raise Webinar, cut Referral"
    assert model.cards[0].name == "where-money-should-go"
    assert plain(model.cards[0].title) == "Of 2 running sources: raise 1, cut 1"
    raised, cut = model.findings[:2]
    assert plain(raised.sentence).startswith(
        "Raise Webinar (5.0× its spend came back, 3.7 to 6.6×, $20 a win): more comes back"
    )
    assert plain(cut.sentence).startswith(
        "Cut Referral (0.5× its spend came back, 0.4 to 0.7×, $200 a win): less comes back"
    )
    assert (plain(raised.worth), raised.who) == ("$1K in the latest three months", "marketing")
    near = page(journeys, running("Webinar", 1_000) + running("Referral", 1_050))
    assert near.title == "Keep Referral and Webinar"


def test_what_cannot_be_told_of_money_is_said():
    few = page(leads("Webinar", 200, 50) + leads("Lucky", 4, 4), running("Webinar", 1_000) + running("Lucky", 1))
    assert few.title == "Keep Webinar; 1 cannot be told yet"
    young = page(leads("Webinar", 200, 50), [Spend("Webinar", 360, 5)])
    assert young.title == "Where money should go cannot be told yet for any source"
    stopped = page(leads("Webinar", 200, 50), [Spend("Webinar", 3, 5)])
    assert stopped.title == "Where money should go cannot be said: no source had spend in the latest three months"
    assert stopped.cards[0].numbers.empty


def test_wins_count_through_the_last_day_of_the_window_and_where_their_day_is_unknown():
    closed = [20, 180, 181, None]
    journeys = [Journey("Webinar", {"lead": 0}, "won", day, 100) for day in closed * 5]
    rows = page(journeys, running("Webinar", 100)).cards[0].numbers
    assert rows.loc["Webinar", ["won", "return"]].tolist() == [15, 15]


def test_campaigns_of_each_quarter_are_judged_as_one_and_spend_without_one_comes_last():
    journeys = [
        Journey("Webinar", {"lead": 0}, "won", 20, 100, lead={"campaign": f"demo-2026-q{1 + place % 2}"})
        for place in range(40)
    ]
    spend = [*running("Webinar", 500, "demo-2026-q1"), *running("Webinar", 500, "demo-2026-q2")]
    model = page(journeys, [*spend, *running("Webinar", 9_000)], breakdown="campaign")
    rows = model.cards[0].numbers
    assert rows["said"].to_dict() == {"demo": "Keep", "(not recorded)": "Map it"}
    assert rows.loc["demo", ["members", "spend", "won"]].tolist() == [2, 1_000, 40]
    nameless = next(plain(each.sentence) for each in model.findings if each.who == "whoever loads the data")
    assert nameless.startswith("$9K of the latest three months (90%) stands under no name that could be judged")


def test_people_are_shared_out_by_touches():
    touched = tuple((1.0 + hour / 24, "outbound", "call") for hour in range(3))
    journeys = [Journey("Webinar", {"lead": 0}, "won", 20, 100, touches=touched) for _ in range(10)]
    journeys += [Journey("Cold call", {"lead": 0}, "won", 20, 100, touches=touched[:1]) for _ in range(10)]
    people = {"spend": [team("Cold call", 3, 800)]}
    model = page(journeys, [Spend("Webinar", 3, 100)], rows=people, breakdown="channel")
    table = card(model, "costs").numbers
    # 30 of 40 touches were on inbound leads: 600 of 800, and 700 for 10 wins.
    assert table.loc["Webinar", ["direct", "team_by_touches", "loaded_per_win"]].tolist() == [100, 600, 70]
    assert table.loc["Cold call", ["direct", "team_by_touches", "cost_per_win", "loaded_per_win"]].tolist() == [
        0,
        200,
        80,
        20,
    ]
    loaded = card(model, "loaded-cost")
    assert plain(loaded.title) == "People cost $800: 0% of it is recorded under inbound, by touches 75% belongs there"
    assert loaded.numbers["team_by_touches"].sum() == loaded.numbers["team"].sum() == 800
    assert card(page(journeys, [Spend("Webinar", 3, 100)]), "loaded-cost").empty == words.NO_PEOPLE


def test_spend_without_leads_and_leads_without_spend_are_counted_and_listed():
    spend = [Spend("Webinar", 3, 600), Spend("Billboard", 3, 300), Spend("Radio", 4, 100)]
    model = page(leads("Webinar", 60, 10) + leads("Referral", 40, 10), spend)
    sentences = [plain(finding.sentence) for finding in model.findings]
    assert sentences == [
        # 400 of 1,000.
        "$400 (40% of the spend) matches no lead of the period: Billboard and Radio.",
        "40 leads (40%) have no recorded spend: Referral.",
    ]
    unmatched = card(model, "unmatched").numbers
    assert unmatched.index.tolist() == ["Billboard", "Radio", "Referral"]
    assert unmatched["what"].tolist() == ["Spend without a lead", "Spend without a lead", "Leads without spend"]


def test_team_cost_counts_and_its_absence_is_told():
    journeys = leads("Cold call", 100, 20) + leads("Webinar", 100, 20)
    media = [Spend("Webinar", 3, 500)]
    with_team = page(journeys, media, rows={"spend": [team("Cold call", 3, 900), team("Cold call", 4, 100, "tool")]})
    assert card(with_team, "costs").numbers.loc["Cold call", "cost_per_win"] == 1000 / 20
    assert plain(card(with_team, "types-of-cost").title) == "People are 90% of the outbound spend"
    assert words.NO_TEAM not in [finding.sentence for finding in with_team.findings]
    without = page(journeys, media, rows={"spend": [team("Cold call", 4, 100, "tool")]})
    assert words.NO_TEAM in [finding.sentence for finding in without.findings]


def test_cost_by_month_and_what_is_complete():
    # Leads of January, July and the last, cut, month of the data; 31 days of January, day 181 is 1 July.
    journeys = leads("Webinar", 10, 5) + leads("Webinar", 20, 5, day=181) + leads("Webinar", 5, 1, day=340)
    spend = [Spend("Webinar", 5, 100), Spend("Webinar", 190, 400), Spend("Webinar", 341, 50)]
    warehouse = warehouse_of(journeys, spend=spend, as_of=360)
    months = cost_by_month.count(warehouse, Scope(), 180, "source").set_index("month")
    assert months["per_lead"].tolist() == [10, 20, 10]
    assert months["per_win"].tolist() == [20, 80, 50]
    assert months["is_whole"].tolist() == [True, True, False]
    # The leads of July are watched for 180 days on 27 January.
    assert months["is_mature"].tolist() == [True, False, False]
    note = card(cost.build(warehouse, Scope(), breakdown="source"), "cost-per-win").note
    # The page counts within 30 days: 180 would leave out 25 of the 35 leads, and wins take 20 days.
    assert plain(note).startswith("1 month not wholly in the period or with leads younger than 30 days")


def test_payback_counts_the_wins_of_a_months_leads_against_its_spend():
    # 10 wins of 100 each from January's leads, in January, and 5 from March's: 1,000 spent in January is back at once,
    # 1,000 in March is not. With a margin of 50%, half of January's spend is back.
    journeys = leads("Webinar", 20, 10) + leads("Webinar", 20, 5, day=60)
    spend = [Spend("Webinar", 3, 1000), Spend("Webinar", 61, 1000)]
    shown = card(page(journeys, spend), "payback")
    row = shown.numbers.iloc[0]
    # The mean over both months of spend is (1,000 + 500) of 2,000 in the month of the spend; nothing comes later.
    assert (row["recovered"], row["won"], row["observed"]) == (0.75, 15, 11)
    assert row["said"] == "not paid back yet by month 11"
    assert plain(shown.title) == "No spend has been paid back yet"
    assert "because no gross margin is defined" in shown.definition
    own = definitions.text().replace("# gross_margin = 0.70 ", "gross_margin = 0.5 ")
    warehouse = warehouse_of(leads("Webinar", 20, 10), spend=spend[:1], toml=own)
    with_margin = card(cost.build(warehouse, Scope(), breakdown="source"), "payback")
    assert with_margin.numbers.iloc[0]["recovered"] == 0.5
    assert "gross margin (50% of won amount)" in plain(with_margin.subtitle)
    # 12 wins of 100 are more than 1,000, but 1,000 is within their interval; it is below that of 100 wins.
    unsure = card(page(leads("Webinar", 20, 12), spend[:1]), "payback")
    assert unsure.numbers.iloc[0]["said"] == "in the month of the spend (0 to later than 11)"
    assert plain(unsure.title) == "Whether any spend has paid back cannot be told yet"
    assert "? is not sure" in unsure.note
    sure = leads("Webinar", 200, 100)
    assert (
        plain(card(page(sure, spend[:1]), "payback").title) == "All spend pays back in the month in which it is spent"
    )
    # Referral: 12 wins of its own 1,000; Cold call: 5 wins cover half of 1,000.
    other = [*spend[:1], Spend("Referral", 3, 1_000)]
    mixed = card(page([*sure, *leads("Referral", 20, 12)], other), "payback")
    assert plain(mixed.title).endswith(
        "1 of 2 surely pay back within the time observed; of Referral it cannot be told yet"
    )
    short = [*spend[:1], Spend("Referral", 3, 10_000)]
    missed = card(page([*sure, *leads("Referral", 20, 12)], short), "payback")
    assert plain(missed.title).endswith("; Referral has not yet")


def test_small_charts_show_the_largest_spenders():
    names = [f"Source {number}" for number in range(8)]
    journeys = [lead for name in names for lead in leads(name, 10, 5)]
    spend = [Spend(name, 3, 100 * (number + 1)) for number, name in enumerate(names)]
    shown = card(page(journeys, spend), "cost-per-opportunity")
    assert len(shown.numbers) == 8
    drawn = {trace["customdata"][0] for trace in shown.figure.data}
    assert drawn == {f"{name} | 2026-01" for name in names[2:]}
    assert plain(shown.note).endswith("The 6 of 8 sources with most spend; the numbers have all.")


def test_month_is_mature_from_the_day_its_last_lead_is():
    journeys, spend = leads("Webinar", 10, 5), [Spend("Webinar", 5, 100)]
    # 31 January is day 30; 180 days later is day 210.
    for as_of, is_mature in ((209, False), (210, True)):
        months = cost_by_month.count(warehouse_of(journeys, spend=spend, as_of=as_of), Scope(), 180, "source")
        assert months["is_mature"].tolist() == [is_mature]


def test_costs_are_refused_where_spend_is_not_known():
    model = page(leads("Webinar", 20, 2), breakdown="segment")
    assert model.empty == words.no_costs(("segment",))
    filtered = page(leads("Webinar", 20, 2), scope=Scope(segment=("(not recorded)",)))
    assert "not known by segment" in filtered.empty


def test_no_recorded_spend_is_said_in_words():
    assert page(leads("Webinar", 20, 2)).empty == words.NO_SPEND


def test_foreign_spend_is_left_out_and_counted():
    spend = [Spend("Webinar", 3, 600), Spend("Webinar", 4, 999, currency="CHF")]
    model = page(leads("Webinar", 60, 10), spend)
    assert card(model, "costs").numbers.loc["Webinar", "spend"] == 600
    assert "1 line of spend in another currency left out" in plain(card(model, "costs").note)


def test_types_of_cost_are_summed_by_motion():
    warehouse = warehouse_of(
        leads("Cold call", 1, 0),
        spend=[Spend("Webinar", 3, 5), Spend("Webinar", 4, 7), Spend("Webinar", 4, 9, currency="CHF")],
        rows={"spend": [team("Cold call", 3, 11)]},
    )
    found = warehouse.ask("spend_types", Scope(), breakdown="motion")
    assert found.to_dict("records") == [
        {"breakdown": "inbound", "cost_type": "media", "spend": 12.0, "foreign_spend": 1},
        {"breakdown": "outbound", "cost_type": "team", "spend": 11.0, "foreign_spend": 0},
    ]


@pytest.mark.parametrize("name", ["*Paid* [x](http://evil)", "$5 $6"])
def test_hostile_names_are_literal(name):
    spend = running(name, 100) + running("Webinar", 10_000)
    model = page(leads(name, 200, 50) + leads("Webinar", 200, 50), spend)
    assert labels.literal(name) in model.title


def test_the_table_sets_the_largest_spend_beside_its_wins():
    spend = [Spend("Webinar", 3, 3_000), Spend("Referral", 3, 1_000)]
    model = page(leads("Webinar", 100, 10) + leads("Referral", 100, 30), spend)
    assert plain(card(model, "costs").title) == "Webinar takes 75% of the spend and brings 25% of the wins so far"
    model = page(leads("Webinar", 100, 0), [Spend("Webinar", 3, 3_000)])
    assert plain(card(model, "costs").title) == "Webinar takes 100% of the spend; nothing is won yet"


@pytest.mark.parametrize(
    ("first", "last", "title"),
    [
        (Interval(9.2, 9.2, 9.2), Interval(8.9, 8.9, 8.9), "Cost per lead, Webinar: $9 as before"),
        (Interval(9, 9, 9), Interval(5, 5, 5), "Cost per lead, Webinar: from $9 to $5"),
        (UNKNOWN, UNKNOWN, "Too few complete months to say how the cost per lead changes"),
    ],
)
def test_months_say_how_a_cost_changes(first, last, title):
    assert plain(words.months_title("lead", "Webinar", first, last, "USD")) == title
