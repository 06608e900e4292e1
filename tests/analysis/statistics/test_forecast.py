"""The forecast against a slow twin that walks lead by lead and day by day, the laws it must obey, simulated wins."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from analysis.statistics import waiting
from analysis.statistics.forecast import FLOWS, ONLY_CHANCE, Ahead, Forecast, Outcome, Stop, Stream, forecast
from analysis.statistics.forecast_check import Spread
from analysis.statistics.horizon import months_ahead
from analysis.statistics.pipe import Amounts, groups_of
from analysis.statistics.waiting import EDGES, Hazards
from tests.analysis.statistics.test_pipe import LISTED, MOTIONS, STAGES, answers, joined, open_leads

WINDOWS = months_ahead(date(2026, 3, 30), 2).windows  # April and May: days 2 to 31 and 32 to 62
LAST = WINDOWS[-1][1]
OPEN = [(1, 0, 1.0, 90.0), (2, 4, 2.0, 10.0), (3, 33, 0.5, 300.0), (3, 800, 1.0, 0.0)]
SPREAD = Spread(0.02, 0.5, 6)
stops = st.builds(Stop, st.just("stops"), st.integers(1, LAST + 1), st.booleans())


def hazards():
    ways = np.random.default_rng(7).random((len(MOTIONS), STAGES - 1, STAGES + 1, len(EDGES))) / 60
    for place in range(STAGES - 1):
        ways[:, place, 1 : place + 2] = 0
    return Hazards(MOTIONS, ways)


DAILY = np.concatenate(
    [np.zeros((1, len(MOTIONS), STAGES - 1, len(EDGES))), waiting.chances(hazards(), range(1, LAST + 1))]
)
AHEAD = Ahead(tuple(range(LAST + 1)), DAILY)


def group_of(leads=OPEN, *, part="stops", recent=0.0, ages=LISTED, **own):
    (made,) = groups_of({part: answers(ages=ages, leads=leads, wins=[50.0, 150.0])}, MOTIONS, STAGES)
    return replace(made, recent=recent, **own)


def twin(own, leads, stop):
    """Expected wins and amounts by flow and day: each lead by itself, each day the chance that it is won just then."""
    flows = {flow: np.zeros((2, LAST + 1)) for flow in FLOWS}
    chance = [waiting.by_day(told)[0] for told in DAILY]

    def add(day, created, wins, amount):
        is_lost = day >= stop.day if stop.takes_open else created is not None and created >= stop.day
        flow = "rest" if own.part != stop.part else "lost" if is_lost else "carried"
        flows[flow][:, day] += [wins, wins * amount]

    for position, days, factor, amount in leads:
        place = (position - 1, min(days, EDGES[-1]))
        for day in range(1, LAST + 1):
            add(day, None, (chance[day][place] - chance[day - 1][place]) * factor, amount)
    for created in range(1, LAST + 1):
        still = own.rate * own.relative
        for day in range(created, LAST + 1):
            stretch = max(place for place, edge in enumerate(EDGES) if edge <= day - created)
            add(day, created, still * own.curve.hazard[stretch], own.amounts.mean)
            still *= 1 - own.curve.leaving[stretch]
    return flows


@settings(max_examples=20)
@given(open_leads, st.sampled_from([0.0, 90.0]), st.sampled_from(["stops", "rest"]), stops, st.booleans())
def test_it_agrees_with_a_walk_over_leads_and_days(leads, recent, part, stop, is_whole):
    own = group_of(leads, part=part, recent=recent, is_whole=is_whole, won=9.0, expected_won=4.0)
    made, slow = forecast([own], AHEAD, stop), twin(own, leads, stop)
    for flow in FLOWS:
        for first, last in (*WINDOWS, (1, 1), (1, LAST)):
            expected = slow[flow][:, first : last + 1].sum(axis=1)
            for by_amount in (False, True):
                found = made.outcome(first, last, flows=[flow], by_amount=by_amount).mean
                assert found == pytest.approx(expected[int(by_amount)], abs=1e-7), (flow, first, last)


def test_only_the_days_that_are_asked_for_need_to_be_known():
    own, stop = group_of(recent=90.0), Stop("stops", 20, takes_open=True)
    days = (0, 1, 19, 31, LAST)
    few = forecast([own], Ahead(days, DAILY[list(days)]), stop)
    whole = forecast([own], AHEAD, stop)
    for flow in FLOWS:
        for window in WINDOWS:
            outcomes = [made.outcome(*window, flows=[flow], by_amount=True) for made in (few, whole)]
            assert outcomes[0] == pytest.approx(outcomes[1]), flow


def means(made, flow, *, by_amount=False):
    return np.array([made.outcome(*window, flows=[flow], by_amount=by_amount).mean for window in WINDOWS])


@pytest.mark.parametrize("takes_open", [False, True])
def test_regaining_everything_loses_nothing_and_regaining_nothing_loses_all_it_would_have_brought(takes_open):
    own, stop = group_of(recent=90.0), Stop("stops", 1, takes_open)
    whole, none = (forecast([own], AHEAD, stop, regained=share) for share in (1.0, 0.0))
    goes_on = means(forecast([own], AHEAD), "rest")
    assert (means(whole, "lost") == 0).all()
    assert means(whole, "carried") + means(whole, "regained") == pytest.approx(goes_on)
    without_new = means(forecast([replace(own, recent=0.0)], AHEAD), "rest")
    assert means(none, "lost") == pytest.approx(goes_on if takes_open else goes_on - without_new)
    assert means(none, "lost").min() > 0
    assert (means(none, "regained") == 0).all()


@given(st.floats(0, 1), stops, st.booleans())
@settings(max_examples=20)
def test_flows_add_up_to_what_goes_on_and_nothing_is_negative(regained, stop, by_amount):
    groups = [group_of(recent=30.0), group_of(OPEN[:2], part="rest", recent=60.0)]
    made = forecast(groups, AHEAD, stop, regained=regained, spread=SPREAD)
    flows = [means(made, flow, by_amount=by_amount) for flow in FLOWS]
    assert sum(flows) == pytest.approx(means(forecast(groups, AHEAD), "rest", by_amount=by_amount))
    assert np.min(flows) >= -1e-12
    whole = [made.outcome(*window, by_amount=by_amount).mean for window in WINDOWS]
    assert whole == pytest.approx(sum(flows)), "all flows together unless said"


def test_twice_as_many_leads_bring_twice_as_much_and_motions_are_told_apart():
    own = group_of(recent=30.0)
    twice = replace(
        own, recent=60.0, stock=own.stock._replace(at_edge=own.stock.at_edge * 2, beyond=own.stock.beyond * 2)
    )
    assert means(forecast([twice], AHEAD), "rest", by_amount=True) == pytest.approx(
        2 * means(forecast([own], AHEAD), "rest", by_amount=True)
    )
    both = forecast([own, replace(twice, motion="outbound")], AHEAD)
    found = [both.outcome(1, LAST, by_amount=False, motions=[motion]).mean for motion in MOTIONS]
    assert found[1] == pytest.approx(2 * found[0])
    assert both.outcome(1, LAST, by_amount=False).mean == pytest.approx(sum(found))
    assert both.outcome(1, LAST, by_amount=False, motions=[]) == (0, 0)


def test_a_group_without_open_leads_or_new_ones_brings_nothing():
    made = forecast([group_of([])], AHEAD, Stop("stops", 1, takes_open=False))
    assert all((means(made, flow) == 0).all() for flow in FLOWS)
    assert made.outcome(*WINDOWS[0], by_amount=True).interval(0.9) == (0, 0, 0)


def test_totals_add_up_over_channels_however_they_are_split():
    one = answers("Webinar", LISTED, [30, 20, 10, 5], [50.0] * 8, OPEN)
    two = answers("Referral", LISTED[1:], [9, 9, 9, 9], [60.0] * 7, OPEN[:2])
    together = forecast(groups_of({"rest": joined(one, two)}, MOTIONS, STAGES), AHEAD)
    apart = forecast(groups_of({"rest": two, "stops": one}, MOTIONS, STAGES), AHEAD, Stop("stops", 1, takes_open=False))
    for by_amount in (False, True):
        total = sum(means(apart, flow, by_amount=by_amount) for flow in FLOWS)
        assert total == pytest.approx(means(together, "rest", by_amount=by_amount))


def stream(wins, amounts, squares, wins_error, amounts_error):
    """What comes on one day."""
    values = (np.array([0.0, value]) for value in (wins, amounts, squares))
    return Stream(group_of([]), True, *values, wins_error, amounts_error, (0, 1))


def test_the_variance_by_hand():
    # 20 wins of 100 (squares 150 percent of 100 x 100) with errors of 10% and 20%, and 5 wins of 40 with none
    flows = {"rest": [stream(20, 2_000, 300_000, 0.01, 0.04)], "lost": [stream(5, 200, 9_000, 0, 0)]}
    made = Forecast({flow: flows.get(flow, []) for flow in FLOWS}, Spread(0.09, 0.5, 6), (0, 1))
    wins, amounts = (made.outcome(1, 1, by_amount=by_amount) for by_amount in (False, True))
    assert wins == (25, pytest.approx(0.5 * 25 + 0.01 * 20**2 + 0.09 * 25**2))
    assert amounts == (2_200, pytest.approx(0.5 * 309_000 + 0.04 * 2_000**2 + 0.09 * 2_200**2))
    only = made.outcome(1, 1, flows=["lost"], by_amount=False)
    assert only == (5, pytest.approx(0.5 * 5 + 0.09 * 5**2))


def test_errors_of_streams_by_hand():
    own = group_of(recent=90.0, variation=0.02, won=15.0, is_whole=False, amounts=Amounts(100.0, 0.5, 25.0))
    old, new = forecast([own], AHEAD).flows["rest"]
    assert (old.is_new, new.is_new) == (False, True)
    assert old.wins_error == pytest.approx(1 / 25), "15 wins and 10 borrowed ones"
    assert old.amounts_error == pytest.approx(1 / 25 + 0.5 / 25)
    behind = own.curve.won.sum()
    assert new.wins_error == pytest.approx(0.02 + 1 / behind + 1 / 25)
    assert new.amounts_error == pytest.approx(new.wins_error + 0.5 / 25)
    (_, whole) = forecast([replace(own, is_whole=True)], AHEAD).flows["rest"]
    assert whole.wins_error == pytest.approx(0.02 + 1 / behind), "a whole channel is compared with nothing"
    # Squares of single amounts: of open leads each its own typical amount, of new ones the mean.
    expected = sum(
        waiting.by_day(DAILY[LAST])[0, position - 1, min(days, EDGES[-1])] * factor * amount**2 * 1.5
        for position, days, factor, amount in OPEN
    )
    assert old.squares[LAST] == pytest.approx(expected)
    assert new.squares[LAST] == pytest.approx(new.wins[LAST] * 100.0**2 * 1.5)


def test_simulated_months_have_the_mean_the_variance_and_the_band_that_it_says():
    # Wins as chance has it, each of an amount of its own (squared variation 0.5), an error per stream and one of all.
    random, draws, variation, spread = np.random.default_rng(11), 40_000, 0.5, Spread(0.03, 1.0, 9)
    expected = [(30.0, 100.0, 0.02), (12.0, 400.0, 0.05)]
    common = random.gamma(1 / spread.level, spread.level, draws)
    wins, amounts = np.zeros(draws), np.zeros(draws)
    for mean, worth, error in expected:
        count = random.poisson(mean * common * random.gamma(1 / error, error, draws))
        wins += count
        amounts += random.gamma(np.maximum(count, 1e-9) / variation, worth * variation)
    streams = [
        stream(mean, mean * worth, mean * worth**2 * (1 + variation), error, error) for mean, worth, error in expected
    ]
    made = Forecast({flow: streams if flow == "rest" else [] for flow in FLOWS}, spread, (0, 1))
    for drawn, by_amount in ((wins, False), (amounts, True)):
        told = made.outcome(1, 1, by_amount=by_amount)
        assert told.mean == pytest.approx(drawn.mean(), rel=0.01)
        assert told.variance == pytest.approx(drawn.var(), rel=0.03)
        band = told.interval(0.8)
        assert np.mean((drawn >= band.low) & (drawn <= band.high)) == pytest.approx(0.8, abs=0.02)
        assert told.chance_of(told.mean * 1.2) == pytest.approx(np.mean(drawn >= told.mean * 1.2), abs=0.025)


@given(st.floats(0.5, 1e5), st.floats(0.5, 1e9), st.floats(0.02, 0.98))
@settings(max_examples=30)
def test_an_outcome_is_distributed_as_scipys_gamma(mean, variance, share):
    outcome, gamma = Outcome(mean, variance), stats.gamma(mean**2 / variance, scale=variance / mean)
    assert outcome.quantile(share) == pytest.approx(gamma.ppf(share), rel=1e-6)
    assert outcome.interval(0.8) == (mean, pytest.approx(gamma.ppf(0.1)), pytest.approx(gamma.ppf(0.9)))
    assert outcome.chance_of(mean) == pytest.approx(gamma.sf(mean), abs=1e-9)


def test_where_nothing_varies_or_nothing_comes_there_is_no_width():
    assert Outcome(5, 0).interval(0.9) == (5, 5, 5)
    assert Outcome(0, 3).interval(0.9) == (0, 0, 0)
    assert [Outcome(5, 0).chance_of(value) for value in (-1, 0, 5, 6)] == [1, 1, 1, 0]
    assert Outcome(5, 0).quantile(0.3) == 5
    assert Outcome(0, 0).chance_of(1) == 0
    with pytest.raises(ValueError, match="strictly between"):
        Outcome(5, 1).interval(1.0)


def test_chance_alone_is_poissons_variance():
    made = forecast([group_of(OPEN, won=1e12)], AHEAD, spread=ONLY_CHANCE).outcome(1, LAST, by_amount=False)
    assert made.variance == pytest.approx(made.mean)


@pytest.mark.parametrize("share", [1.5, -0.1])
def test_a_share_beyond_all_is_refused(share):
    with pytest.raises(ValueError, match="between 0 and 1"):
        forecast([group_of()], AHEAD, regained=share)
