"""Sources ranks what can be told apart, and nothing else."""

import tomllib
from itertools import chain

import pytest
from streamlit.testing.v1 import AppTest

from analysis.scope import Scope
from data.store import PROJECT
from pages.marketing.sources import ranking
from pages.marketing.sources.words import ranking as words
from pages.parts import labels
from pages.parts.page import PageModel
from pages.parts.words import common
from tests.worlds import Journey, warehouse_of

TRUTHS = tomllib.loads((PROJECT / "data" / "sample" / "truths.toml").read_text(encoding="utf-8"))


def leads(source: str | None, number: int, won: int, *, day: float = 0, lost: int | None = None) -> list:
    """So many leads of one source; the first are won after 20 days, the next lost after 40, the rest stay open."""
    lost = number - won if lost is None else lost
    outcomes = ["won"] * won + ["lost"] * lost + [None] * (number - won - lost)
    closed = {"won": 20, "lost": 40, None: None}
    return [
        Journey(source, {"lead": day}, outcome, None if outcome is None else day + closed[outcome], 100)
        for outcome in outcomes
    ]


def page(*groups: list, breakdown: str = "source", measure: str = "won", scope: Scope | None = None) -> PageModel:
    return ranking.build(warehouse_of(chain(*groups)), scope or Scope(), breakdown=breakdown, measure=measure)


def plain(text: str) -> str:
    return labels.without_markdown(text).replace(labels.NO_BREAK, " ")


def numbers(model: PageModel, name: str):
    return next(card for card in model.cards if card.name == name).numbers


def test_best_source_stands_alone_and_gives_the_title():
    # 60 of 200 against 10 of 200 twice; Wilson's interval of 60 / 200 is 24.1 to 36.7%.
    model = page(leads("Referral", 200, 60), leads("Webinar", 200, 10), leads("Cold call", 200, 10))
    assert plain(model.title) == "Referral converts best: 30% win within 180 days"
    table = numbers(model, "ranking")
    assert table["rank_group"].tolist() == [1, 2, 2]
    assert table.loc["Referral", ["trials", "successes"]].tolist() == [200, 60]


def test_young_leads_and_undated_wins_are_left_out_and_counted():
    undated = [Journey("Webinar", {"lead": 0}, "won", None, 100)]
    model = page(leads("Webinar", 10, 2), undated, leads("Webinar", 5, 0, day=300))
    note = plain(model.cards[0].note)
    assert note == (
        "Left out: 5 leads younger than 180 days and 1 win without a usable date. "
        "1 source has fewer than 5 wins: it is marked, and never called the best."
    )
    assert numbers(model, "ranking").loc["Webinar", ["leads", "trials", "successes"]].tolist() == [16, 10, 2]


def test_so_far_counts_every_lead():
    model = page(leads("Webinar", 10, 2), leads("Webinar", 5, 1, day=300), measure="so far")
    assert numbers(model, "ranking").loc["Webinar", ["trials", "successes"]].tolist() == [15, 3]
    assert "Left out" not in model.cards[0].note


def test_ranking_starts_at_the_gate():
    # Of A 60 of 300 leads win but 60 of its 200 opportunities; of B 20 of 300, and 20 of 25; B's late one is too young.
    def opened(source: str, number: int, opportunities: int, won: int, *, day: float = 0) -> list[Journey]:
        ends = [("won", day + 25) if place < won else (None, None) for place in range(number)]
        made = []
        for place, (outcome, closed) in enumerate(ends):
            stages = {"lead": day, "opportunity": day + 5} if place < opportunities else {"lead": day}
            made.append(Journey(source, stages, outcome, closed, 100))
        return made

    warehouse = warehouse_of([*opened("A", 300, 200, 60), *opened("B", 300, 25, 20), *opened("B", 1, 1, 0, day=182)])
    from_creation = ranking.build(warehouse, Scope(), breakdown="source")
    model = ranking.build(warehouse, Scope(), breakdown="source", gate="opportunity")
    assert plain(from_creation.title).startswith("A converts best: 20% win within 180 days")
    assert plain(model.title).startswith("B converts best: 80% win within 180 days from opportunity")
    assert plain(model.facts) == "226 leads that reached opportunity in 2 sources"
    assert numbers(model, "ranking").loc["B", ["leads", "trials", "successes"]].tolist() == [26, 25, 20]
    assert "1 lead watched for less than 180 days from opportunity" in plain(model.cards[0].note)
    # Won on day 25, 20 days after the gate; the scorecard leaves out the stages before the gate.
    scorecard = next(card for card in model.cards if card.name == "scorecard")
    assert scorecard.numbers.loc["B", "median_days_to_won"] == 20
    assert "prospects" not in scorecard.columns
    assert ranking.build(warehouse, Scope(channel=()), gate="prospect").title == words.none_at("prospect")


def test_leads_alike_yield_no_winner():
    model = page(*(leads(source, 100, 10 + place) for place, source in enumerate(["A", "B", "C", "D"])))
    assert model.title == "No source can be told apart yet"
    assert model.findings == ()


def test_few_wins_never_give_a_winner():
    model = page(leads("Lucky", 4, 4), leads("Webinar", 200, 6), leads("Cold call", 200, 6))
    assert "Lucky" not in model.title


def test_missing_and_unmapped_sources_stay_visible():
    model = page(leads(None, 20, 2), leads("Skywriting", 20, 2), leads("Webinar", 20, 2), breakdown="channel")
    assert set(numbers(model, "ranking").index) == {"(not recorded)", "(unmapped: Skywriting)", "Webinar"}


def test_no_recorded_segment_is_said_in_words():
    model = page(leads("Webinar", 100, 20), breakdown="segment")
    assert model.title.startswith("No segment is recorded")


def test_beyond_25_groups_the_figure_stops_and_the_numbers_go_on():
    model = page(*(leads(f"Source {number:02}", 5 + number // 2, 1) for number in range(30)))
    card = model.cards[0]
    assert len(card.numbers) == 30
    assert len(card.figure.layout.yaxis.ticktext) == 25
    assert "5 smaller sources more in the numbers" in plain(card.note)


def test_source_of_young_leads_with_fast_wins_looks_better_than_it_is():
    # Fast: 12 of 13 closed leads are won, but of its 60 leads old enough 3 are, as in the others.
    fast = leads("Fast", 60, 3, lost=0) + leads("Fast", 100, 9, day=320, lost=1)
    model = page(fast, leads("Webinar", 200, 12), leads("Cold call", 200, 12))
    assert plain(model.findings[0].sentence).startswith("Fast looks better than it is: 92%")
    assert "Fast" not in model.title
    looks = numbers(model, "closed-and-fixed-age")
    assert looks.index[0] == "Fast"
    assert looks.loc["Fast", ["closed", "won", "mature", "mature_won"]].tolist() == [13, 12, 60, 3]


def test_young_source_that_converts_as_well_at_a_fixed_age_is_no_impostor():
    honest = leads("Fast", 60, 40, lost=0) + leads("Fast", 100, 70, day=320, lost=5)
    model = page(honest, leads("Webinar", 200, 12), leads("Cold call", 200, 12))
    assert not any("looks better" in finding.sentence for finding in model.findings)


def test_volume_without_quality_is_told():
    model = page(leads("Webinar", 400, 4), leads("Referral", 100, 20))
    # 400 of 500 leads, 4 of 24 wins.
    assert any(
        "brings 80% of the leads old enough but only 16.7% of the wins among them" in plain(f.sentence)
        for f in model.findings
    )


@pytest.mark.parametrize("name", ["*Paid* [x](http://evil)", "$5 $6", ":red[x]", "<script>alert(1)</script>", "# a"])
def test_hostile_names_are_literal(name):
    model = page(leads(name, 60, 40), leads("Webinar", 60, 5))
    assert name in plain(model.title)
    assert labels.literal(name) in model.title
    assert "<script>" not in model.cards[0].figure.to_json()


def test_no_lead_gives_one_sentence():
    model = page(leads("Webinar", 5, 1), scope=Scope(channel=()))
    assert model.title == common.NO_LEADS
    assert model.empty
    assert not model.cards


def test_sample_ranks_the_small_champion_alone_on_top(sampled):
    model = ranking.build(sampled, Scope())
    champion = TRUTHS["small_champion"]["channel"]
    assert plain(model.title).startswith(f"{champion} converts best")
    ranks = numbers(model, "ranking")["rank_group"]
    assert ranks[ranks == 1].index.tolist() == [champion]


def test_sample_does_not_fall_for_the_young_impostor(sampled):
    model = ranking.build(sampled, Scope())
    impostor = TRUTHS["young_impostor"]["channel"]
    table = numbers(model, "ranking")
    assert table["closed_rate"].idxmax() == impostor
    assert table.loc[impostor, "rank_group"] > 2
    assert plain(model.findings[0].sentence).startswith(f"{impostor} looks better than it is")


def test_sample_shows_that_warmed_outbound_leads_convert_more_often(sampled):
    table = numbers(ranking.build(sampled, Scope(), breakdown="journey_order"), "ranking")
    assert table.loc["Outbound first", "low"] > table.loc["Outbound only", "high"]


@pytest.mark.parametrize(
    "address",
    [
        {"by": "Channel"},
        {"by": "Who moved first"},
        {"by": "Owner"},
        {"gate": "From opportunity"},
        {"view": "Starting stage", "by": "Motion"},
        {"view": "By age", "by": "Quarter"},
        {"view": "Combinations", "by": "Campaign", "across": "Region"},
        {"view": "Like for like"},
        {"view": "Cost", "by": "Source"},
        {"view": "Change", "by": "Segment"},
    ],
    ids=lambda address: " ".join(address.values()),
)
def test_page_draws_through_the_frame(sample_home, monkeypatch, address):
    monkeypatch.setenv("PIPELINE_HOME", str(sample_home))
    app = AppTest.from_file(str(PROJECT / "dashboard.py"), default_timeout=30).run()
    app.switch_page("pages/marketing/sources/page.py")
    for name, value in address.items():
        app.query_params[name] = value
    app.run()
    assert not app.exception
    assert not app.error
    assert {name: app.session_state[name] for name in address} == address
    assert len(app.title) == 1
    assert app.get("plotly_chart")


def test_the_measure_stays_when_its_window_changes(sample_home, monkeypatch):
    monkeypatch.setenv("PIPELINE_HOME", str(sample_home))
    app = AppTest.from_file(str(PROJECT / "dashboard.py"), default_timeout=30).run()
    app.switch_page("pages/marketing/sources/page.py")
    app.query_params["measure"] = chosen = "Opportunity within the window"
    assert app.run().session_state["measure"] == chosen
    app.selectbox(key="period").select("90 days").run()
    assert not app.exception
    assert app.session_state["measure"] == chosen


def test_the_scorecard_names_the_group_with_most_wins():
    titles = [
        plain(next(card for card in page(*groups).cards if card.name == "scorecard").title)
        for groups in (
            (leads("Webinar", 10, 2), leads("Referral", 10, 5)),
            (leads("Webinar", 10, 2), leads("Referral", 10, 2)),
            (leads("Webinar", 10, 0), leads(None, 10, 0)),
            (leads("Webinar", 10, 2), leads(None, 10, 5)),
        )
    ]
    assert titles == [
        "Referral has most wins so far: 5 of 7",
        "2 sources have most wins so far: 2 each",
        "No win so far in 1 source",
        "Webinar has most wins so far: 2 of 7, 5 without a recorded source",
    ]
