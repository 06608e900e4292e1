"""What is in the pipe: groups from the answers' frames by hand, and what a stock is worth lead by lead."""

from datetime import date

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.statistics import waiting
from analysis.statistics.pipe import Amounts, amounts_of, groups_of, rate_variation
from analysis.statistics.waiting import EDGES
from tests.analysis.statistics.curves import ages_of, curve_of

MOTIONS = ("inbound", "outbound")
STAGES = 4
LISTED = [(0, 1, 4, 6), (5, 3, 7, 9), (11, 2, 2, 12), (40, 2, 1, 9)]


def waiting_of(leads):
    """Open leads, each (position, days there, factor, amount), as the question ``waiting`` sums them up."""
    sums = {}
    for position, days, factor, amount in leads:
        days = min(days, EDGES[-1])
        edge = max(edge for edge in EDGES if edge <= days)
        row = sums.setdefault((position, edge), np.zeros(7))
        values = np.array([factor, factor * amount, factor * amount**2])
        row += np.concatenate([[1], values, values * (days - edge)])
    names = [f"{of}{name}" for of in ("", "beyond_") for name in ("factors", "amounts", "squares")]
    rows = [(*key, *row) for key, row in sums.items()]
    frame = pd.DataFrame(rows, columns=["position", "stretch_days", "leads", *names], dtype=float)
    return frame.astype(dict.fromkeys(("position", "stretch_days", "leads"), int))


def answers(channel="Webinar", ages=LISTED, arrived=(30, 20, 10, 5), wins=(), leads=(), motion="inbound"):
    """What is known of one channel and motion: ages, new leads by stretch, amounts won, open leads."""
    amounts = np.array(wins, dtype=float)
    won = pd.DataFrame({"day": date(2026, 1, 1), "won": 1, "won_amount": amounts, "won_amount_squares": amounts**2})
    stretches = pd.DataFrame({"stretch": range(len(arrived)), "leads": arrived})
    frames = {
        "lead_ages": ages_of(ages),
        "arrivals": stretches,
        "win_days": won,
        "waiting": waiting_of(leads),
    }
    return {name: frame.assign(breakdown=channel, motion=motion) for name, frame in frames.items()}


def joined(*parts):
    return {name: pd.concat([part[name] for part in parts], ignore_index=True) for name in parts[0]}


def made(**parts):
    return {(group.name, group.motion, group.part): group for group in groups_of(parts, MOTIONS, STAGES)}


open_leads = st.lists(
    st.tuples(
        st.integers(1, STAGES - 1),
        st.sampled_from([0, 1, 3, 4, 9, 33, 40, 700, 730, 900]),
        st.sampled_from([0.5, 1.0, 2.0]),
        st.sampled_from([0.0, 10.0, 300.0]),
    ),
    max_size=8,
)


@given(open_leads, st.integers(0, 2**32))
@settings(max_examples=20)
def test_a_stock_is_worth_what_its_leads_are_one_by_one(leads, seed):
    chances = np.random.default_rng(seed).random((3, len(MOTIONS), STAGES - 1, len(EDGES)))
    (group,) = made(rest=answers(leads=leads, motion="outbound")).values()
    expected = np.zeros((3, 3))
    for place, told in enumerate(waiting.by_day(chances)):
        for position, days, factor, amount in leads:
            chance = told[1, position - 1, min(days, EDGES[-1])] * factor
            expected[:, place] += [chance, chance * amount, chance * amount**2]
    assert group.stock.leads == len(leads)
    assert group.stock.worth(chances) == pytest.approx(expected)


def test_leads_of_each_channel_motion_and_part_make_a_group_of_their_own():
    one = answers("Webinar", LISTED, (30, 20, 10, 5), [50.0] * 8, [(1, 0, 1.0, 9.0)])
    two = answers("Referral", LISTED[1:], (9, 8, 7, 99), [70.0] * 7, [(2, 5, 1.0, 9.0)] * 2)
    cold = answers("Referral", LISTED[2:], (3, 0, 0), [], [(3, 5, 1.0, 9.0)] * 3, motion="outbound")
    found = made(stops=one, rest=joined(two, cold))
    assert sorted(found) == [
        ("Referral", "inbound", "rest"),
        ("Referral", "outbound", "rest"),
        ("Webinar", "inbound", "stops"),
    ]
    counted = {key[:2]: (each.recent, each.rate, each.won, each.stock.leads) for key, each in found.items()}
    assert counted == {
        ("Webinar", "inbound"): (60, pytest.approx(60 / 90), 8, 1),
        ("Referral", "inbound"): (24, pytest.approx(24 / 90), 7, 2),
        ("Referral", "outbound"): (3, pytest.approx(3 / 90), 4, 3),
    }
    assert all(each.is_whole and each.relative == 1 for each in found.values())
    assert found["Referral", "outbound", "rest"].variation == 1, "three came: Poisson"
    assert found["Webinar", "inbound", "stops"].variation == rate_variation(np.array([30.0, 20.0, 10.0, 5.0])) > 3 / 60


def test_a_channel_borrows_from_its_motion_and_that_from_all():
    webinar, referral = answers("Webinar", LISTED), answers("Referral", [(3, 50, 50, 0)])
    call = answers("Call", [(9, 0, 80, 20)], motion="outbound")
    found = made(rest=joined(webinar, referral, call))
    everyone = curve_of([*LISTED, (3, 50, 50, 0), (9, 0, 80, 20)])
    inbound = curve_of([*LISTED, (3, 50, 50, 0)], everyone)
    for channel, listed in (("Webinar", LISTED), ("Referral", [(3, 50, 50, 0)])):
        expected = curve_of(listed, inbound)
        for seen, other in zip(found[channel, "inbound", "rest"].curve, expected, strict=True):
            assert seen == pytest.approx(other)
    # 200 leads lent in two steps to one that never won.
    own = found["Call", "outbound", "rest"].curve
    for seen, other in zip(own, curve_of([(9, 0, 80, 20)], curve_of([(9, 0, 80, 20)], everyone)), strict=True):
        assert seen == pytest.approx(other)
    assert 0 < own.won_by(30)[-1] < everyone.won_by(30)[-1]


def test_amounts_borrow_likewise():
    webinar, call = answers("Webinar", wins=[100.0] * 10), answers("Call", wins=[400.0] * 20, motion="outbound")
    found = made(rest=joined(webinar, call))
    # All: (10 x 100 + 20 x 400) / 30 = 300; inbound (10 x 100 + 10 x 300) / 20 = 200; webinars (1000 + 2000) / 20
    assert found["Webinar", "inbound", "rest"].amounts.mean == pytest.approx(150)
    assert found["Webinar", "inbound", "rest"].amounts.wins == 20


def test_a_part_that_wins_more_than_its_channel_is_followed_part_of_the_way():
    good = answers(ages=[(5, 60, 40, 0)], wins=[90.0] * 60)
    poor = answers(ages=[(5, 20, 80, 0)], wins=[30.0] * 20)
    found = made(good=good, poor=poor)
    high, low = found["Webinar", "inbound", "good"], found["Webinar", "inbound", "poor"]
    # 60 and 20 wins where 40 were expected of each: (60 + 10) / (40 + 10), (20 + 10) / (40 + 10)
    assert high.expected_won == pytest.approx(40, rel=1e-6)
    assert high.relative == pytest.approx(1.4)
    assert low.relative == pytest.approx(0.6)
    assert not high.is_whole
    # The channel: (60 x 90 + 20 x 30) / 80 = 75; the part (20 x 30 + 10 x 75) / 30
    assert low.amounts.mean == pytest.approx(45)


def test_nothing_known_is_no_group():
    empty = {name: frame.head(0) for name, frame in answers().items()}
    assert groups_of({"rest": empty}, MOTIONS, STAGES) == []
    assert list(made(rest=answers(), stops=empty)) == [("Webinar", "inbound", "rest")]


def test_amounts_are_drawn_to_the_larger_group():
    own = pd.DataFrame({"won": [10], "won_amount": [1_000.0], "won_amount_squares": [150_000.0]})
    assert amounts_of(own) == Amounts(100.0, pytest.approx(0.5), 10.0)
    assert amounts_of(own).error == pytest.approx(0.05)
    larger = Amounts(300.0, 0.5, 99.0)
    assert amounts_of(own, larger, borrowed=10).mean == pytest.approx(200)
    assert amounts_of(own.head(0), larger) == Amounts(300.0, pytest.approx(0.5), 10.0)
    assert amounts_of(own.assign(won_amount=0.0, won_amount_squares=0.0)).mean == 0
    assert amounts_of(own.head(0)).error == 0


def test_the_rate_varies_as_stretches_do_and_at_least_as_chance():
    assert rate_variation(np.array([10.0, 10.0, 10.0, 10.0, 3.0])) == pytest.approx(3 / 30), "even months: Poisson"
    # 20, 0, 10, 10 of mean 10: variance 66.7, 6.67 times Poisson's
    assert rate_variation(np.array([20.0, 0.0, 10.0, 10.0, 99.0])) == pytest.approx(66.667 / 10 * 3 / 30, rel=1e-3)
    assert rate_variation(np.array([0.0, 0.0, 0.0, 9.0])) == 0
