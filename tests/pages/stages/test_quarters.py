"""How a step changes over the quarters, on small worlds with the arithmetic beside."""

from datetime import date

from analysis.recording import LateRecording
from analysis.scope import Scope
from pages.parts import labels
from pages.sales.stages import funnel, quarters
from tests.worlds import Journey, on, warehouse_of, year_from


def card(model, name):
    return next(each for each in model.cards if each.name == name)


def cohort(day, stops, advances):
    """Leads created on a day: so many lost at contacted after a day, so many that went on to engaged and were lost."""
    stopped = Journey("seo", {"lead": day, "contacted": day + 1}, "lost", day + 2)
    gone_on = Journey("seo", {"lead": day, "contacted": day + 1, "engaged": day + 2}, "lost", day + 3)
    return [*[stopped] * stops, *[gone_on] * advances]


def test_the_trend_compares_the_first_complete_quarter_with_the_last():
    # first quarter 80 of 100, second 40 of 100; in the third all 30 are still there and young
    young = [Journey("seo", {"lead": 199, "contacted": 199})] * 30
    model = funnel.build(
        warehouse_of([*cohort(0, 20, 80), *cohort(100, 60, 40), *young], as_of=200),
        Scope(),
        earlier=None,
        stage="contacted",
    )
    shown = card(model, "by quarter")
    assert labels.without_markdown(shown.title) == "Contacted → engaged fell from 80% to 40% for inbound"
    assert shown.numbers["reached"].tolist() == [100, 100, 30]
    assert shown.numbers["young"].tolist() == [0, 0, 30]


def test_quarters_from_before_the_recording_of_wins_are_not_compared(monkeypatch):
    def won(day, number):
        return [Journey("seo", {"lead": day}, "won" if place < number else None, day + 3) for place in range(100)]

    world = warehouse_of([*won(0, 2), *won(100, 40), *won(200, 40)], as_of=400)
    rose = card(funnel.build(world, Scope(), earlier=None, stage="lead"), "by quarter")
    assert labels.without_markdown(rose.title) == "Lead → won rose from 2.0% to 40% for inbound"
    monkeypatch.setattr(quarters, "late_recording", lambda _: LateRecording(on(50), 100))
    late = card(funnel.build(world, Scope(), earlier=None, stage="lead"), "by quarter")
    assert late.title == "No clear change over the quarters at lead → won"
    assert "Wins are recorded only since" in late.note
    assert late.numbers["reached"].tolist() == [100, 100, 100]


def test_quarters_that_do_the_same_show_no_clear_change():
    model = funnel.build(
        warehouse_of([*cohort(0, 20, 80), *cohort(100, 21, 79)]), Scope(), earlier=None, stage="contacted"
    )
    assert card(model, "by quarter").title == "No clear change over the quarters at contacted → engaged"


def by_quarter(year_starts, scope=None):
    """Leads of 31 January, 1 February and 1 May: the first two are together in a calendar year alone."""
    journeys = [*cohort(30, 20, 80), *cohort(31, 60, 40), *cohort(120, 60, 40)]
    world = warehouse_of(journeys, as_of=300, toml=year_from(year_starts))
    return card(funnel.build(world, scope or Scope(), earlier=None, stage="contacted"), "by quarter")


def test_quarters_of_a_calendar_year_are_called_as_ever():
    shown = by_quarter(1)
    assert shown.numbers["quarter"].tolist() == ["Q1 2026", "Q2 2026"]
    assert shown.numbers["reached"].tolist() == [200, 100]
    assert "fiscal" not in shown.definition
    assert shown.figure.layout.xaxis.ticktext == ("Q1<br>2026", "Q2<br>2026")


def test_quarters_of_a_fiscal_year_say_so_and_open_their_own_leads():
    shown = by_quarter(2)
    assert shown.numbers["quarter"].tolist() == ["Q4 FY26", "Q1 FY27", "Q2 FY27"]
    assert shown.numbers["since"].tolist() == [date(2025, 11, 1), date(2026, 2, 1), date(2026, 5, 1)]
    assert shown.numbers["reached"].tolist() == [100, 100, 100]
    assert shown.definition.endswith("Quarters are those of the fiscal year: Q2 FY27 is May to Jul 2026.")
    opened = shown.opens["inbound | 2025-11"]
    assert (opened["from"], opened["through"]) == ("2025-11-01", "2026-01-31")
    assert shown.figure.layout.xaxis.ticktext == ("Q4<br>FY26", "Q1<br>FY27", "Q2<br>FY27")
    assert "Lines by quarter, Q4 FY26 to Q2 FY27; last complete quarter: inbound 40" in shown.description
    assert any("Q1 FY27" in text for trace in shown.figure.data for text in trace.hovertext or ())


def test_a_quarter_opens_no_lead_from_beyond_the_period():
    opened = by_quarter(2, Scope(since=on(30), until=on(121))).opens
    assert {(each["from"], each["through"]) for each in opened.values()} == {
        ("2026-01-31", "2026-01-31"),
        ("2026-02-01", "2026-04-30"),
        ("2026-05-01", "2026-05-01"),
    }
