"""Leads that replace what is lost: by simple algebra, and the laws."""

from dataclasses import replace

import numpy as np
import pytest

from analysis.statistics.pipe import Amounts, Group, Stock
from analysis.statistics.replacement import MONTH, YEAR, lead_value, replacement
from tests.analysis.statistics.curves import curve_of

NO_STOCK = Stock(0.0, np.zeros((3, 1)), np.zeros((3, 1)))


def group(name, won, dropped, recent, amount, age=10):
    curve = curve_of([(age, won, dropped, 0)])
    return Group(name, "inbound", "rest", curve, NO_STOCK, recent, 0.0, 0.0, 0.0, True, Amounts(amount, 0.5, 20))


def at_once(name, won, dropped, recent, amount):
    """Leads that all close on the day on which they come."""
    return group(name, won, dropped, recent, amount, age=0)


def test_a_lead_is_worth_its_chance_times_its_amount():
    # 200 of 1,000 won; of 20 amounts a squared variation of 0.5
    own = at_once("A", 200, 800, 90.0, 50.0)
    assert lead_value(own, by_amount=False) == (pytest.approx(0.2), pytest.approx(0.2**2 / 200))
    assert lead_value(own, by_amount=True) == (pytest.approx(10), pytest.approx(10**2 * (1 / 200 + 0.5 / 20)))


def test_a_part_is_worth_as_much_more_as_it_wins_more_than_its_channel():
    # (30 + 10) / (15 + 10) times
    part = replace(at_once("A", 200, 800, 90.0, 50.0), won=30.0, expected_won=15.0, is_whole=False)
    assert lead_value(part, by_amount=False) == (
        pytest.approx(0.2 * 1.6),
        pytest.approx((0.2 * 1.6) ** 2 * (1 / 200 + 1 / 40)),
    )


def test_only_what_is_won_within_a_year_counts():
    # 36 leads were there on each of the last 36 days, which share a stretch, and all won on the last one.
    late = group("A", 36, 0, 90.0, 50.0, age=400)
    assert late.curve.hazard[-3] == pytest.approx(1 / 36), "days 365 to 400"
    assert lead_value(late, by_amount=False).mean == pytest.approx(1 / 36), f"on day {YEAR} only"
    assert lead_value(group("A", 0, 5, 90.0, 50.0), by_amount=True) == (0, 0)


def test_needed_leads_by_hand():
    # 90 leads in 90 days that win 20% of 50: a month's are worth 30.4 x 10; a lead of B is worth 10% of 200 = 20
    lost = [at_once("A", 200, 800, 90.0, 50.0)]
    others = [at_once("B", 100, 900, 30.0, 200.0), at_once("C", 0, 100, 30.0, 50.0)]
    rows = replacement(lost, others, regained=0.0, by_amount=True, level=0.9).set_index("label")
    assert rows.loc["B", "needed"] == pytest.approx(MONTH * 10 / 20)
    assert rows.loc["B", "present"] == pytest.approx(MONTH / 3)
    # Squared relative errors add up: of A 1/200 + 0.025, of B 1/100 + 0.025
    times = np.exp(1.644854 * np.sqrt(1 / 200 + 0.025 + 1 / 100 + 0.025))
    assert rows.loc["B", "low"] == pytest.approx(MONTH * 10 / 20 / times, rel=1e-5)
    assert rows.loc["B", "high"] == pytest.approx(MONTH * 10 / 20 * times, rel=1e-5)
    assert rows.loc["C", ["needed", "low", "high"]].isna().all(), "leads that bring nothing replace nothing"
    by_wins = replacement(lost, others, regained=0.0, by_amount=False, level=0.9).set_index("label")
    assert by_wins.loc["B", "needed"] == pytest.approx(MONTH * 0.2 / 0.1)


def test_what_several_groups_lose_adds_up():
    one, two = at_once("A", 200, 800, 90.0, 50.0), at_once("D", 50, 50, 9.0, 10.0)
    (needed,) = replacement([one, two], [one], regained=0.0, by_amount=True, level=0.9)["needed"]
    assert needed == pytest.approx(MONTH * (1 * 10 + 0.1 * 5) / 10)
    alone = replacement([one], [one], regained=0.0, by_amount=True, level=0.9)
    assert alone["needed"][0] == pytest.approx(alone["present"][0]), "as many as it has"


def test_what_is_regained_need_not_be_replaced():
    lost, others = [at_once("A", 200, 800, 90.0, 50.0)], [at_once("B", 100, 900, 30.0, 200.0)]
    none, half, whole = (
        replacement(lost, others, regained=share, by_amount=True, level=0.9).loc[0, ["needed", "low", "high"]].tolist()
        for share in (0.0, 0.5, 1.0)
    )
    assert half == pytest.approx([each / 2 for each in none])
    assert whole == [0, 0, 0]


def test_a_larger_coverage_is_wider():
    lost, others = [at_once("A", 200, 800, 90.0, 50.0)], [at_once("B", 100, 900, 30.0, 200.0)]
    narrow, wide = (
        replacement(lost, others, regained=0.0, by_amount=True, level=level).loc[0] for level in (0.5, 0.95)
    )
    assert wide["low"] < narrow["low"] < narrow["needed"] < narrow["high"] < wide["high"]
    assert replacement(lost, [], regained=0.0, by_amount=True, level=0.9).empty
