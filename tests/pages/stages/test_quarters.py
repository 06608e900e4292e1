"""How a step changes over the quarters, on small worlds with the arithmetic beside."""

from analysis.scope import Scope
from pages.parts import labels
from pages.parts.recording import LateRecording
from pages.sales.stages import funnel, quarters
from tests.worlds import Journey, on, warehouse_of


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
    assert labels.without_markdown(shown.title) == "Contacted → engaged fell from 80\xa0% to 40\xa0% for inbound"
    assert shown.numbers["reached"].tolist() == [100, 100, 30]
    assert shown.numbers["young"].tolist() == [0, 0, 30]


def test_quarters_from_before_the_recording_of_wins_are_not_compared(monkeypatch):
    def won(day, number):
        return [Journey("seo", {"lead": day}, "won" if place < number else None, day + 3) for place in range(100)]

    world = warehouse_of([*won(0, 2), *won(100, 40), *won(200, 40)], as_of=400)
    rose = card(funnel.build(world, Scope(), earlier=None, stage="lead"), "by quarter")
    assert labels.without_markdown(rose.title) == "Lead → won rose from 2.0\xa0% to 40\xa0% for inbound"
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
