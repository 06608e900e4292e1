"""Pipeline health says what its small worlds hold, and finds what the sample hides."""

import re
import tomllib
from datetime import timedelta
from itertools import chain

import pytest
from streamlit.testing.v1 import AppTest

from analysis.scope import Scope
from data.store import PROJECT
from pages.leadership.dependence import shares as dependence
from pages.leadership.health import model as health
from pages.leadership.health import words
from pages.parts import addresses, labels
from pages.parts.page import PageModel
from pages.parts.words import common
from tests.worlds import Journey, warehouse_of

INBOUND, OUTBOUND = "Webinar", "Cold call"
TRUTHS = tomllib.loads((PROJECT / "data" / "sample" / "truths.toml").read_text(encoding="utf-8"))


def leads(
    source: str, number: int, won: int, *, segment: str = "SMB", amount: float | None = 100, day: float = 0
) -> list:
    """So many leads of one source on one day; the first of them are won after 20 days, the rest are lost after 40."""
    return [
        Journey(
            source,
            {"lead": day},
            "won" if place < won else "lost",
            day + (20 if place < won else 40),
            None if amount is None else amount + place % 7,
            lead={"segment": segment},
        )
        for place in range(number)
    ]


def page(*groups: list, scope: Scope | None = None, earlier: Scope | None = None) -> PageModel:
    return health.build(warehouse_of(chain(*groups)), scope or Scope(), earlier=earlier)


def plain(text: str) -> str:
    return labels.without_markdown(text).replace(labels.NO_BREAK, " ")


def card(model: PageModel, name: str):
    return next(card for card in model.cards if card.name == name)


def test_title_gives_both_ratios_when_the_intervals_allow():
    # 60 of 300 against 20 of 300: 3 times as often. Deals: 100 to 106 against 200 to 206, so about twice as large.
    model = page(leads(INBOUND, 300, 60), leads(OUTBOUND, 300, 20, amount=200))
    assert plain(model.title) == "Inbound wins 3.0× as often; outbound deals are 2.0× as large"
    assert [kpi.value for kpi in model.kpis[2:]] == [labels.share(60 / 300), labels.share(20 / 300)]


def test_amounts_of_the_row_are_sums_of_the_won_deals():
    # 10 won deals: seven of 100 to 106, then 100, 101, 102 = 721 + 303 = 1,024.
    model = page(leads(INBOUND, 50, 10), leads(OUTBOUND, 50, 0))
    assert [kpi.value for kpi in model.kpis[:2]] == ["$1K", "$0"]
    assert {kpi.motion for kpi in model.kpis} == {"inbound", "outbound"}


def test_title_does_not_name_a_winner_when_the_interval_spans_nothing():
    model = page(leads(INBOUND, 100, 10), leads(OUTBOUND, 100, 9))
    assert model.title == words.UNKNOWN_APART
    assert "cannot tell yet" in [finding.surely for finding in model.findings]


def test_few_wins_never_give_a_winner():
    # 40 of 200 against 2 of 200: two wins are too few to speak of outbound, as on Sources
    model = page(leads(INBOUND, 200, 40, amount=None), leads(OUTBOUND, 200, 2, amount=None))
    assert model.title == words.UNKNOWN_APART
    assert model.kpis[0].value == "40", "without amounts the row counts wins"


def test_reversal_within_segments_reaches_title_finding_and_card():
    # Easy: 20% against 30%; hard: 2% against 5%. Inbound works the easy segment, so overall it is ahead.
    model = page(
        leads(INBOUND, 900, 180, segment="Easy"),
        leads(OUTBOUND, 100, 30, segment="Easy"),
        leads(INBOUND, 100, 2, segment="Hard"),
        leads(OUTBOUND, 900, 45, segment="Hard"),
    )
    assert "overall, outbound more often in the same segments" in model.title
    (finding,) = [each for each in model.findings if "same mix" in each.sentence]
    assert (finding.asks, finding.surely) == ("watch", "clear")
    assert "at the same mix of segments and regions outbound is ahead" in finding.sentence
    rows = card(model, "conversion-by-segment").numbers.set_index(["label", "motion"])
    # Both segments hold 1,000 of the 2,000 leads: (20% + 2%) / 2 = 11%, (30% + 5%) / 2 = 17.5%.
    assert rows.loc[("Same mix", "inbound"), "rate"] == pytest.approx(0.11)
    assert rows.loc[("Same mix", "outbound"), "rate"] == pytest.approx(0.175)
    assert rows.loc[("All leads", "inbound"), "rate"] == pytest.approx(182 / 1000)


def test_one_motion_is_said_to_be_the_only_one():
    model = page(leads(INBOUND, 100, 10))
    assert model.title.startswith("Only inbound leads here")
    assert len(model.kpis) == 4
    assert [card.name for card in model.cards] == ["motions-side-by-side", "conversion-by-month"]


def test_what_is_not_recorded_is_said_and_not_shown_as_zero():
    # Every closed lead is a win because no loss is recorded: 100% would say nothing.
    won_only = [journey for journey in leads(INBOUND, 50, 10, amount=None) if journey.outcome == "won"]
    card_of_both = card(page(won_only, leads(INBOUND, 5, 5, amount=None)), "motions-side-by-side")
    assert "Win rate of closed leads" not in card_of_both.numbers["measure"].tolist()
    assert "Won amount" not in card_of_both.numbers["measure"].tolist()
    assert "No won lead has an amount" in card_of_both.note
    assert "No lost lead is recorded" in card_of_both.note


def test_leads_without_a_known_motion_are_counted_and_explained():
    model = page(leads("Who knows", 10, 1))
    assert plain(model.title).endswith("of all leads win within 180 days; inbound and outbound cannot be compared")
    assert plain(model.findings[0].sentence) == "10 leads (100%) come from sources that map to no channel."
    assert "10 of unknown motion" in plain(model.facts)


def test_no_lead_gives_one_sentence():
    model = page(leads(INBOUND, 10, 1), scope=Scope(segment=()))
    assert model.title == common.NO_LEADS
    assert model.empty
    assert not model.kpis
    assert not model.cards


def test_channel_above_the_threshold_is_a_finding():
    model = page(leads(INBOUND, 150, 15), leads("Paid search", 50, 5), leads(OUTBOUND, 50, 5))
    sentences = [plain(finding.sentence) for finding in model.findings]
    assert any(sentence.startswith("Webinar brings 60%") for sentence in sentences)


def test_no_channel_is_a_finding_when_all_are_alike():
    groups = [leads(source, 100, 10) for source in (INBOUND, OUTBOUND, "Paid search", "Cold email")]
    assert not any("threshold" in finding.sentence for finding in page(*groups).findings)


def test_short_period_is_counted_within_a_window_that_fits():
    # The last 90 days: half of them are at least 45 days old, and 30 is the longest window below that.
    warehouse = warehouse_of(leads(INBOUND, 50, 10, day=300) + leads(OUTBOUND, 50, 10, day=300))
    assert warehouse.as_of is not None
    scope = Scope(since=warehouse.as_of - timedelta(days=89), until=warehouse.as_of + timedelta(days=1))
    model = health.build(warehouse, scope, earlier=None)
    assert "within 30 days" in model.facts
    assert model.kpis[2].value == labels.share(0.2)


def test_conversion_moves_only_when_its_trend_is_clear():
    # Inbound wins 10, 15, 20, ... of 100 a month, outbound always 10; all were watched for 180 days
    months = [
        each
        for place in range(8)
        for each in (
            *leads(INBOUND, 100, 10 + 5 * place, day=30 * place + 5),
            *leads(OUTBOUND, 100, 10, day=30 * place + 5),
        )
    ]
    model = health.build(warehouse_of(months, as_of=420), Scope(), earlier=None)
    assert re.fullmatch(r"\+(5\d|6\d) points a year", model.kpis[2].slope.replace("\xa0", " ")), (
        "5 of 100 a month are 60 a year"
    )
    assert model.kpis[3].slope == "no clear trend"
    assert card(model, "conversion-by-month").title.startswith("Inbound conversion rises by")


def test_names_from_data_are_literal():
    hostile = "*Paid* [x](http://evil) $1 `"
    model = page(leads(INBOUND, 50, 10), leads(hostile, 100, 10), leads(OUTBOUND, 50, 10, segment="<i>SMB</i>"))
    texts = [model.title, *(finding.sentence for finding in model.findings)]
    assert not any("[x](" in text or "*Paid*" in text.replace("\\*", "") for text in texts)
    figure = card(model, "conversion-by-segment").figure
    ticks = str(figure.layout.yaxis.ticktext)
    assert "&lt;i&gt;SMB" in ticks
    assert "<i>" not in ticks


def test_sample_shows_the_planted_reversal_and_the_larger_deals(sampled):
    model = health.build(sampled, Scope(), earlier=None)
    assert "Inbound wins" in model.title
    assert "outbound more often in the same segments" in model.title
    assert any("outbound is ahead" in finding.sentence for finding in model.findings if finding.surely == "clear")
    planted = TRUTHS["larger_outbound_deals"]["segment"]
    assert any(f"In {planted} a typical outbound deal is" in plain(finding.sentence) for finding in model.findings)


def test_sample_shows_the_planted_dependence_in_the_last_twelve_months(sampled):
    last = sampled.as_of
    model = health.build(sampled, Scope(since=last - timedelta(days=364), until=last + timedelta(days=1)), earlier=None)
    channel = TRUTHS["paid_search_dependence"]["channel"]
    assert any(plain(finding.sentence).startswith(f"{channel} brings") for finding in model.findings)


def test_page_draws_through_the_frame(sample_home, monkeypatch):
    monkeypatch.setenv("PIPELINE_HOME", str(sample_home))
    app = AppTest.from_file(str(PROJECT / "dashboard.py"), default_timeout=30).run()
    assert not app.exception
    assert not app.error
    assert "outbound more often in the same segments" in app.title[0].value
    assert len(app.metric) == 4


def test_the_recommendation_stands_last_and_leads_to_balance():
    # 120 leads of Webinar won or lost, 60 of Cold call: one channel brings too much; its page says what to do.
    model = page(leads(INBOUND, 120, 90), leads(OUTBOUND, 60, 40))
    first = model.findings[0]
    assert (plain(first.sentence), first.asks) == ("Build a second engine before buying more Webinar.", "act")
    assert first.link == "pages/leadership/balance/page.py"
    assert not any(finding.link.endswith("balance.py") for finding in page(leads(INBOUND, 5, 1)).findings)


def test_a_finding_leads_to_the_view_that_says_the_same():
    # Of 300 leads 200 came by Webinar, and of the 30 wins 20: 67% of both, above 40%.
    model = page(leads(INBOUND, 200, 20), leads(OUTBOUND, 100, 10))
    finding = next(each for each in model.findings if "Webinar brings" in plain(each.sentence))
    assert finding.link == addresses.DEPENDENCE
    world = warehouse_of(chain(leads(INBOUND, 200, 20), leads(OUTBOUND, 100, 10)))
    assert finding.sentence in [each.sentence for each in dependence.build(world, Scope(), measure="leads").findings]


@pytest.mark.parametrize("page_of", ["pages/leadership/dependence/page.py", "pages/marketing/sources/page.py"])
def test_the_address_of_a_finding_is_one_that_its_page_knows(sample_home, sampled, monkeypatch, page_of):
    monkeypatch.setenv("PIPELINE_HOME", str(sample_home))
    last = sampled.as_of
    model = health.build(sampled, Scope(since=last - timedelta(days=364), until=last + timedelta(days=1)), earlier=None)
    chosen = [finding.choice for finding in model.findings if finding.link == page_of and finding.choice]
    assert chosen
    for choice in chosen:
        app = AppTest.from_file(str(PROJECT / "dashboard.py"), default_timeout=30).run()
        app.query_params.update(choice)
        app.switch_page(page_of).run()
        assert not app.exception
        assert {name: app.session_state[name] for name in choice} == choice
