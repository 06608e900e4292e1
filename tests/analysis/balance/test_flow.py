"""Velocity agrees with what was won a day, on the sample as of earlier days; the textbook formula does not."""

from datetime import timedelta

import pytest

from analysis.balance.flow import BOTH, Flow, textbook
from analysis.question import AskError
from analysis.scope import Scope
from data.names import MOTIONS
from tests.worlds import Journey, on, warehouse_of


def ratios(warehouse, days_back, say):
    """What is said over what was won a day in the year before a day: by motion and together."""
    last = warehouse.as_of - timedelta(days=days_back)
    scope = Scope(since=last - timedelta(days=364), until=last + timedelta(days=1), as_of=last)
    flow = Flow.of(warehouse, scope)
    said = say(warehouse, scope, flow)
    won = flow.counts["won_a_day"]
    return [*(said[motion] / won[motion] for motion in MOTIONS), said.sum() / won[BOTH]]


def velocity(_warehouse, _scope, flow):
    return flow.components["velocity"]


def by_the_textbook(warehouse, scope, _flow):
    return textbook(warehouse.ask("engines", scope, breakdown="motion"))["textbook"]


YEARS_UNTIL = (0, 91, 182, 365, 547)  # days before the end of the data


@pytest.mark.parametrize("days_back", YEARS_UNTIL)
def test_over_a_past_year_velocity_is_what_was_won_a_day(sampled, days_back):
    for ratio in ratios(sampled, days_back, velocity):
        assert 0.9 < ratio < 1.1


@pytest.mark.parametrize("days_back", YEARS_UNTIL)
def test_the_textbook_formula_is_not(sampled, days_back):
    for ratio in ratios(sampled, days_back, by_the_textbook):
        assert ratio > 1.3


def test_a_period_of_what_happened_counts_leads_of_any_day():
    won = [Journey("google ads", {"lead": 0, "opportunity": 5}, "won", 40 + day, 10) for day in range(10)]
    lost = [Journey("google ads", {"lead": 0, "opportunity": 35}, "lost", 45) for _ in range(10)]
    later = [Journey("google ads", {"lead": 31, "opportunity": 60}, "won", 70, 10)]
    flow = Flow.of(warehouse_of([*won, *lost, *later], as_of=80), Scope(since=on(30), until=on(50)))
    assert flow.days == 20
    assert flow.counts.loc["inbound", ["opened", "won", "dropped", "won_a_day"]].tolist() == [10, 10, 10, 100 / 20]
    assert flow.components["opened"]["inbound"] == 10 / 20


def test_wins_that_never_opened_are_counted_apart():
    early = Journey("google ads", {"lead": 3, "opportunity": 1}, "won", 9, 10)
    flow = Flow.of(warehouse_of([early], as_of=20), Scope())
    assert flow.undated == 1
    assert flow.counts["won"][BOTH] == 1
    assert flow.components["velocity"].isna().all()


def test_of_an_empty_generation_nothing_is_told():
    flow = Flow.of(warehouse_of([]), Scope())
    assert flow.days == 0
    assert flow.counts["opened"][BOTH] == 0


def test_a_day_that_is_none_is_refused():
    with pytest.raises(AskError, match="first_day: 3 is not a day"):
        warehouse_of([]).ask("opportunity_ages", first_day=3)
