"""The forecast against a slow twin that walks lead by lead and day by day, and the laws it must obey."""

from dataclasses import replace
from datetime import date

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.statistics.exposures import Stop, months_ahead
from analysis.statistics.forecast import FLOWS, bands, forecast
from analysis.statistics.forecast_check import Spread
from analysis.statistics.pipe import Amounts, Group, amounts_of, groups_of, rate_variation
from tests.analysis.statistics.curves import curve_of, incidence

MONTHS = months_ahead(date(2026, 3, 30), 2)  # April and May: days 2 to 31 and 32 to 62
AGES = 50 + 62 + 2
COUNTS = st.lists(
    st.tuples(st.sampled_from([0, 1, 2, 3, 11, 32, 33, 34, 35]), *[st.integers(0, 4)] * 4), min_size=1, max_size=8
)


def aged(listed, channel="Webinar", motion="inbound"):
    frame = pd.DataFrame(listed, columns=["days", "won", "lost", "disqualified", "censored"])
    return frame.assign(breakdown=channel, motion=motion)


def group(listed, *, part="stops", recent=0.0, **more):
    counts = aged(listed)
    stock = np.bincount(counts["days"], counts["censored"], minlength=AGES).astype(float)
    own = {"variation": 0.0, "won": 0.0, "expected_won": 0.0, "is_whole": True, "amounts": Amounts(100.0, 0.5, 20.0)}
    return Group("Webinar", part, curve_of(counts, AGES), stock, recent, **(own | more))


def twin(own, stop):
    """Expected wins by flow and month: each lead by itself, each day the chance that it is won just then."""
    hazard, still_open = own.curve.hazard, own.curve.still_open
    flows = {flow: [0.0] * len(MONTHS.windows) for flow in FLOWS}

    def follow(leads, age, created):
        """Leads open at the end of an age on day 0, or created on a later day with no age yet (age -1 before)."""
        start = 0 if created is None else created - 1
        for place, (first, last) in enumerate(MONTHS.windows):
            for day in range(first, last + 1):
                then = age + day - start
                if day <= start or then >= AGES:
                    continue
                still = (1.0 if then == 0 else still_open[then - 1]) / (1.0 if age < 0 else still_open[age])
                is_lost = day >= stop.day if stop.takes_open else created is not None and created >= stop.day
                flow = "rest" if own.part != stop.part else "lost" if is_lost else "carried"
                flows[flow][place] += leads * still * hazard[then]

    for age, leads in enumerate(own.stock):
        if leads:
            follow(leads, age, None)
    for created in range(1, MONTHS.windows[-1][1] + 1):
        if own.rate:
            follow(own.rate, -1, created)
    return flows


@settings(max_examples=25)
@given(
    COUNTS,
    st.sampled_from([0.0, 90.0]),
    st.sampled_from(["stops", "rest"]),
    st.builds(Stop, st.just("stops"), st.integers(1, 80), st.booleans()),
)
def test_it_agrees_with_a_walk_over_leads_and_days(listed, recent, part, stop):
    own = group(listed, part=part, recent=recent)
    made, expected = forecast([own], MONTHS, stop, draws=2), twin(own, stop)
    for flow in FLOWS:
        assert made.won[flow] == pytest.approx(expected[flow], abs=1e-9), flow
        assert made.amount[flow] == pytest.approx(np.multiply(expected[flow], 100.0), abs=1e-7)


def test_an_open_lead_wins_in_a_month_as_its_curve_says():
    # P(won in month) = (CIF(a + h2) - CIF(a + h1)) / S(a), here for one lead of age 3
    counts = [(age, 1, 1, age % 2, 3) for age in range(50)]
    own = group(counts)
    own.stock[:] = 0
    own.stock[3] = 1
    won = incidence(own.curve)
    expected = [(won[3 + last] - won[3 + first - 1]) / own.curve.still_open[3] for first, last in MONTHS.windows]
    assert min(expected) > 0
    assert forecast([own], MONTHS, draws=1).won["rest"] == pytest.approx(expected)


def test_months_are_the_whole_ones_after_the_last_day():
    months = months_ahead(date(2026, 10, 31))
    assert months.starts == tuple(date(2026 + (month > 12), (month - 1) % 12 + 1, 1) for month in range(11, 17))
    assert months.windows[0] == (1, 30)
    assert months.windows[1] == (31, 61)
    assert MONTHS.windows == ((2, 31), (32, 62))


LISTED = [(0, 1, 4, 0, 6), (5, 3, 6, 1, 9), (11, 2, 2, 0, 12), (40, 2, 1, 0, 9)]


@pytest.mark.parametrize("takes_open", [False, True])
def test_regaining_everything_loses_nothing_and_regaining_nothing_loses_all_it_would_have_brought(takes_open):
    own = group(LISTED, recent=90.0)
    stop = Stop("stops", 1, takes_open)
    whole, none = (forecast([own], MONTHS, stop, regained=share, draws=50) for share in (1.0, 0.0))
    goes_on = forecast([own], MONTHS, draws=1).won["rest"]
    assert whole.won["lost"] == pytest.approx(0)
    assert (whole.drawn_won["lost"] == 0).all()
    assert whole.won["carried"] + whole.won["regained"] == pytest.approx(goes_on)
    without_new = forecast([replace(own, recent=0.0)], MONTHS, draws=1).won["rest"]
    assert none.won["lost"] == pytest.approx(goes_on if takes_open else goes_on - without_new)
    assert none.won["lost"].min() > 0
    assert (none.won["regained"] == 0).all()


@given(st.floats(0, 1), st.integers(1, 80), st.booleans())
@settings(max_examples=20)
def test_flows_add_up_to_what_goes_on_and_nothing_is_negative(regained, day, takes_open):
    groups = [group(LISTED, recent=30.0), group(LISTED, part="rest", recent=60.0)]
    spread = Spread(0.02, 0.5, 6)
    made = forecast(groups, MONTHS, Stop("stops", day, takes_open), regained=regained, spread=spread, draws=20)
    total = sum(made.won[flow] for flow in FLOWS)
    assert total == pytest.approx(forecast(groups, MONTHS, draws=1).won["rest"])
    for values in (made.won, made.amount, made.drawn_won, made.drawn_amount):
        assert min(each.min() for each in values.values()) >= 0


def test_closed_deals_carry_nothing_over():
    own = group([(3, 5, 5, 2, 0), (9, 4, 0, 0, 0)])
    made = forecast([own], MONTHS, Stop("stops", 1, takes_open=False), draws=10)
    assert all((values == 0).all() for values in (*made.won.values(), *made.drawn_won.values()))


def test_draws_spread_around_what_is_expected_and_repeat():
    own = group(LISTED, recent=900.0, variation=0.01)
    spread = Spread(0.04, 1.0, 6)
    made = forecast([own], MONTHS, spread=spread, draws=4_000)
    assert made.drawn_won["rest"].mean(axis=0) == pytest.approx(made.won["rest"], rel=0.04)
    assert made.drawn_amount["rest"].mean(axis=0) == pytest.approx(made.amount["rest"], rel=0.06)
    again = forecast([own], MONTHS, spread=spread, draws=4_000)
    assert (again.drawn_amount["rest"] == made.drawn_amount["rest"]).all()
    # Poisson alone, a known curve and rate: the variance is the mean; with a common factor more, with calm months less.
    many = group([(day, 40_000, 0, 0, 1_000_000) for day in range(80)][:60], recent=0.0)
    many.stock[:] = 0
    many.stock[0] = 9_000
    only = forecast([many], MONTHS, draws=4_000)
    assert only.drawn_won["rest"][:, 0].var() / only.won["rest"][0] == pytest.approx(1, abs=0.1)
    calm = forecast([many], MONTHS, spread=Spread(0.0, 0.25, 6), draws=4_000)
    assert calm.drawn_won["rest"][:, 0].var() / calm.won["rest"][0] == pytest.approx(0.25, abs=0.05)
    wide = forecast([many], MONTHS, spread=spread, draws=4_000)
    more = (wide.drawn_won["rest"][:, 0].var() - wide.won["rest"][0]) / wide.won["rest"][0] ** 2
    assert more == pytest.approx(0.04, rel=0.2)


def test_bands_hold_their_share_and_add_up_before_they_are_taken():
    drawn = {"a": np.arange(101.0)[:, None] * [1.0, 2.0], "b": np.zeros((101, 2))}
    assert bands(drawn, ["a", "b"], 0.9) == pytest.approx(np.array([[5, 10], [95, 190]]))
    assert bands(drawn, ["a"], 0.9, cumulated=True) == pytest.approx(np.array([[5, 15], [95, 285]]))


def test_a_share_beyond_all_is_refused():
    with pytest.raises(ValueError, match="between 0 and 1"):
        forecast([group(LISTED)], MONTHS, regained=1.5)


def answers(channel, listed, leads, wins):
    arrivals = pd.DataFrame({"breakdown": channel, "stretch": range(len(leads)), "leads": leads})
    sums = {"won": [wins], "won_amount": [wins * 50.0], "won_amount_squares": [wins * 3000.0]}
    month = pd.DataFrame({"breakdown": channel, "month": [date(2026, 1, 1)], **sums})
    return {"maturity": aged(listed, channel), "arrivals": arrivals, "win_months": month}


def joined(*parts):
    return {name: pd.concat([part[name] for part in parts], ignore_index=True) for name in parts[0]}


def test_totals_add_up_over_channels_however_they_are_split():
    one = answers("Webinar", LISTED, [30, 20, 10, 5], 8)
    two = answers("Referral", LISTED[1:], [9, 9, 9, 9], 7)
    together = groups_of({"rest": joined(one, two)}, 72)
    apart = groups_of({"rest": two, "stops": one}, 72)
    assert [(each.name, each.part) for each in apart] == [("Referral", "rest"), ("Webinar", "stops")]
    made = forecast(apart, MONTHS, Stop("stops", 1, takes_open=False), draws=1)
    total = sum(made.won[flow] for flow in FLOWS)
    assert total == pytest.approx(forecast(together, MONTHS, draws=1).won["rest"])
    assert apart[1].recent == 60
    assert apart[1].rate == pytest.approx(60 / 90)


def test_a_part_that_wins_more_than_its_channel_is_followed_part_of_the_way():
    good = answers("Webinar", [(5, 60, 40, 0, 0)], [10, 10, 10, 10], 60)
    poor = answers("Webinar", [(5, 20, 80, 0, 0)], [10, 10, 10, 10], 20)
    high, low = groups_of({"good": good, "poor": poor}, 72)
    # 60 and 20 wins where 40 were expected of each: (60 + 10) / (40 + 10), (20 + 10) / (40 + 10)
    assert high.expected_won == pytest.approx(40, rel=1e-6)
    assert high.relative == pytest.approx(1.4)
    assert low.relative == pytest.approx(0.6)


def test_amounts_are_drawn_to_the_larger_group():
    own = pd.DataFrame({"won": [10], "won_amount": [1_000.0], "won_amount_squares": [150_000.0]})
    assert amounts_of(own) == Amounts(100.0, pytest.approx(0.5), 10.0)
    larger = Amounts(300.0, 0.5, 99.0)
    assert amounts_of(own, larger, borrowed=10).mean == pytest.approx(200)
    assert amounts_of(own.head(0), larger) == Amounts(300.0, pytest.approx(0.5), 10.0)
    assert amounts_of(own.assign(won_amount=0.0, won_amount_squares=0.0)).mean == 0


def test_the_rate_varies_as_stretches_do_and_at_least_as_chance():
    assert rate_variation(np.array([10.0, 10.0, 10.0, 10.0, 3.0])) == pytest.approx(3 / 30), "even months: Poisson"
    # 20, 0, 10, 10 of mean 10: variance 66.7, 6.67 times Poisson's
    assert rate_variation(np.array([20.0, 0.0, 10.0, 10.0, 99.0])) == pytest.approx(66.667 / 10 * 3 / 30, rel=1e-3)
    assert rate_variation(np.array([0.0, 0.0, 0.0, 9.0])) == 0
