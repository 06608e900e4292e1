"""Pipes: what is asked at once for many days is what each says, parts add up, and forecasts hold what they promise."""

from dataclasses import replace
from datetime import date, timedelta

import pandas as pd
import pytest

from analysis import valuing
from analysis.forecasting import RESTS, STOPS, Pipes
from analysis.recording import late_recording
from analysis.scope import Scope
from analysis.statistics.forecast import FLOWS, Stop
from analysis.statistics.horizon import months_ahead
from tests.analysis import business
from tests.analysis.reading import truncated
from tests.worlds import Journey, on, warehouse_of

DAYS = [date(2025, 6, 30), date(2026, 3, 15), date(2026, 10, 31)]
WINDOWS = [(1, 30), (5, 12), (31, 75), (1, 90)]
LAST = 700  # of the small business


@pytest.fixture(scope="module")
def pipes(sampled):
    return Pipes(sampled, Scope(), DAYS)


@pytest.fixture(scope="module")
def small():
    warehouse = warehouse_of(business.journeys(LAST), as_of=LAST)
    yield warehouse
    warehouse.close()


def told(made, **more):
    """All that a forecast says: outcomes of each stretch of days, by flow, as wins and as amounts."""
    return {
        (flow, window, by_amount): made.outcome(*window, flows=[flow], by_amount=by_amount, **more)
        for flow in FLOWS
        for window in WINDOWS
        for by_amount in (False, True)
    }


def demand_equal(first, second):
    assert first.keys() == second.keys()
    for asked, outcome in first.items():
        assert outcome == pytest.approx(second[asked], rel=1e-9, abs=1e-9), asked


def test_several_days_at_once_say_what_each_day_alone_says(sampled, pipes):
    for day in DAYS:
        alone = Pipes(sampled, Scope(), [day])
        assert alone.spread_on(day) == pytest.approx(pipes.spread_on(day))
        demand_equal(told(pipes.forecast(day, WINDOWS)), told(alone.forecast(day, WINDOWS)))


def test_days_that_are_looked_ahead_from_together_say_what_each_says(sampled, monkeypatch):
    sampled.forget_answers()
    together = Pipes(sampled, Scope(), DAYS)
    together.look_ahead(dict.fromkeys(DAYS, WINDOWS))
    with monkeypatch.context() as patch:
        patch.setattr(valuing, "reckon", lambda *_: pytest.fail("It was not reckoned together."))
        found = {day: together.forecast(day, WINDOWS) for day in DAYS}
    sampled.forget_answers()
    apart = Pipes(sampled, Scope(), DAYS)
    for day, made in found.items():
        demand_equal(told(made), told(apart.forecast(day, WINDOWS)))
        assert made.spread == pytest.approx(apart.spread_on(day))


@pytest.mark.parametrize("motion", [None, "inbound", "outbound"])
def test_open_leads_bring_what_they_are_worth(sampled, pipes, motion):
    # Said twice: by the pipe in sums over stretches, and by `expected_value` lead by lead.
    for day, within in zip(DAYS, (30, 75, 90), strict=True):
        scope = Scope(as_of=day, motion=None if motion is None else (motion,))
        worth = valuing.learn(sampled, scope).arguments(within)
        expected = sampled.ask("expected_value", scope, **worth)[["expected_wins", "expected_amount"]].sum()
        made = pipes.forecast(day, WINDOWS)
        streams = [
            stream for stream in made.flows["rest"] if not stream.is_new and motion in (None, stream.group.motion)
        ]
        place = made.days.index(within)
        assert sum(stream.wins[place] for stream in streams) == pytest.approx(expected["expected_wins"])
        assert sum(stream.amounts[place] for stream in streams) == pytest.approx(expected["expected_amount"])
        leads = sampled.ask("expected_value", scope, **worth)["open"].sum()
        assert sum(stream.group.stock.leads for stream in streams) == leads


@pytest.mark.parametrize(
    ("kind", "values"),
    [("channel", ("Paid search",)), ("owner", ("Ann",)), ("account_id", ("account-3", "account-4"))],
)
def test_what_stops_and_the_rest_are_all(small, kind, values):
    day = on(LAST)
    whole = Pipes(small, Scope(), [day])
    parts = Pipes(small, Scope(), [day], (kind, values))
    alone = Pipes(small, Scope(**{kind: values}), [day])
    won, own = whole.won_by_month(), alone.won_by_month()
    assert parts.won_by_month(STOPS).to_dict() == own.to_dict()
    assert parts.won_by_month(RESTS).add(own, fill_value=0).to_dict() == won.to_dict()
    stops = [group for group in parts.on(day) if group.part == STOPS]
    rest = [group for group in parts.on(day) if group.part == RESTS]
    everyone = whole.on(day)
    for counted in (
        lambda group: group.recent,
        lambda group: group.won,
        lambda group: group.stock.leads,
        lambda group: group.stock.at_edge[1].sum(),
        lambda group: group.stock.beyond[2].sum(),
    ):
        assert sum(map(counted, stops)) + sum(map(counted, rest)) == pytest.approx(sum(map(counted, everyone)))
        assert sum(map(counted, stops)) > 0
        assert sum(map(counted, stops)) == pytest.approx(sum(map(counted, alone.on(day))))
    assert all(group.is_whole for group in everyone)
    assert {group.name for group in stops if group.is_whole} == (set(values) if kind == "channel" else set())
    # A stop that never comes changes nothing of what open leads bring.
    flows = parts.forecast(day, WINDOWS, Stop(STOPS, 1, takes_open=False)).flows
    split_wins = sum(s.wins[-1] for flow in flows.values() for s in flow if not s.is_new)
    assert split_wins == pytest.approx(
        sum(s.wins[-1] for s in whole.forecast(day, WINDOWS).flows["rest"] if not s.is_new)
    )


def test_what_is_not_in_the_scope_cannot_stop(small):
    parts = Pipes(small, Scope(channel=("Cold call",)), [on(LAST)], ("channel", ("Paid search",)))
    assert {group.part for group in parts.on(on(LAST))} == {RESTS}
    parts = Pipes(small, Scope(owner=("Ben",)), [on(LAST)], ("owner", ("Ann", "Ben")))
    assert {group.part for group in parts.on(on(LAST))} == {STOPS}
    bens = small.ask("conversion", Scope(owner=("Ben",)))["open"].item()
    assert sum(group.stock.leads for group in parts.on(on(LAST))) == bens


def test_nothing_that_comes_later_is_known():
    last = 500
    world = business.journeys(LAST)
    whole, cut = warehouse_of(world, as_of=LAST), warehouse_of(truncated(world, on(last)), as_of=last)
    pipes = [Pipes(warehouse, Scope(), [on(last)], ("owner", ("Ann",))) for warehouse in (whole, cut)]
    assert all(each.can_be_on(on(last)) for each in pipes)
    made = [each.forecast(on(last), WINDOWS, Stop(STOPS, 40, takes_open=True)) for each in pipes]
    assert made[0].spread == pytest.approx(made[1].spread)
    assert made[0].spread.months > 0
    demand_equal(*map(told, made))
    assert made[0].outcome(1, 90, by_amount=True).mean > 0


def test_leads_from_before_wins_were_recorded_do_not_say_how_leads_mature():
    # Of the wins before day 300 nothing is known: their leads look open.
    late = [
        replace(each, outcome=None, closed=None) if each.outcome == "won" and each.closed < 300 else each
        for each in business.journeys(LAST)
    ]
    warehouse, day = warehouse_of(late, as_of=LAST), on(LAST)
    since = late_recording(warehouse).since
    everyone, seen = (Pipes(warehouse, scope, [day]).on(day) for scope in (Scope(), Scope(since=since)))
    for one, other in zip(everyone, seen, strict=True):
        assert all((counts == others).all() for counts, others in zip(one.curve, other.curve, strict=True))
    assert sum(group.stock.leads for group in everyone) > sum(group.stock.leads for group in seen)
    # A period that begins later than that is kept.
    few = Pipes(warehouse, Scope(since=on(600)), [day]).on(day)
    known = warehouse.ask("conversion", Scope(since=on(600))).iloc[0]
    assert sum(group.won for group in few) == known["won"]
    warehouse.close()


def test_the_period_and_the_filters_of_a_scope_count(small):
    day = on(LAST)
    few = Pipes(small, Scope(since=on(400), channel=("Cold call",)), [day])
    assert {group.name for group in few.on(day)} == {"Cold call"}
    known = small.ask("conversion", Scope(since=on(400), channel=("Cold call",))).iloc[0]
    (group,) = few.on(day)
    assert (group.won, group.stock.leads) == (known["won"], known["open"])


def test_wins_by_month_are_those_of_the_win_months(sampled, pipes):
    months = sampled.ask("win_months").dropna(subset=["month"]).set_index("month")
    won = pipes.won_by_month()
    assert won["won"].tolist() == months["won"].tolist()
    assert won["won_amount"].tolist() == pytest.approx(months["won_amount"].tolist())
    assert won.index.tolist() == [month.date() for month in pd.to_datetime(months.index)]


def test_how_far_a_forecast_may_be_off_is_told_by_earlier_ones(sampled, pipes):
    # By the end of March the forecasts of December, September and March before say 3, 6 and 6 months.
    day = date(2026, 3, 31)
    assert Pipes(sampled, Scope(), [day]).spread_on(day).months == 15
    whole = date(2026, 2, 28)
    assert pipes.spread_on(date(2026, 3, 15)) == pytest.approx(Pipes(sampled, Scope(), [whole]).spread_on(whole))


def test_there_must_be_days_and_wins_to_forecast_from(small):
    days = [on(number) for number in (-5, 100, LAST)]
    pipes = Pipes(small, Scope(), days)
    assert [pipes.can_be_on(day) for day in days] == [False, False, True]
    quick = warehouse_of([Journey("google ads", {"lead": day}, "won", day + 1) for day in range(10)], as_of=300)
    pipes = Pipes(quick, Scope(), [on(83), on(84)])
    assert [pipes.can_be_on(day) for day in (on(83), on(84))] == [False, True], "twelve weeks after the first lead"
    lost = warehouse_of([Journey("google ads", {"lead": day}, "lost", day + 1) for day in range(300)], as_of=300)
    assert not Pipes(lost, Scope(), [on(300)]).can_be_on(on(300)), "no wins"


def test_forecasts_of_past_quarters_held_what_they_promised(sampled):
    first = sampled.rows("select min(created_on) from marts.journeys")[0][0]
    quarters = pd.period_range(first, sampled.as_of, freq="Q")[2:]
    starts = [each.start_time.date() - timedelta(days=1) for each in quarters if each.end_time.date() <= sampled.as_of]
    pipes = Pipes(sampled, Scope(), starts)
    held, expected, actual = [], 0.0, 0.0
    for day in starts:
        windows = months_ahead(day, 3).windows
        windows = [*windows, (1, windows[-1][1])]
        made = pipes.forecast(day, windows)
        for place, (start, end) in enumerate(windows):
            after = (pipes.wins["day"] - day).map(lambda since: since.days)
            won = pipes.wins[after.between(start, end)][["won", "won_amount"]].sum()
            for column, by_amount in (("won", False), ("won_amount", True)):
                outcome = made.outcome(start, end, by_amount=by_amount)
                band = outcome.interval(0.8)
                held.append(band.low <= won[column] <= band.high)
                if by_amount and place == 3:
                    expected, actual = expected + outcome.mean, actual + won[column]
    assert len(held) >= 60
    assert 0.65 <= sum(held) / len(held) <= 0.95
    assert expected / actual == pytest.approx(1, abs=0.15)
