"""Leads that replace what is lost: by hand, and the laws."""

import numpy as np
import pandas as pd
import pytest

from analysis.statistics.pipe import Amounts, Group
from analysis.statistics.replacement import MONTH, lead_values, replacement
from tests.analysis.statistics.curves import curve_of

AGES = 500


def group(name, won, lost, recent, amount, age=10):
    counts = pd.DataFrame({"days": [age], "won": [won], "lost": [lost], "disqualified": [0], "censored": [0]})
    stock = np.zeros(AGES)
    return Group(name, "rest", curve_of(counts, AGES), stock, recent, 0.0, 0.0, 0.0, True, Amounts(amount, 0.5, 20))


def test_a_lead_is_worth_its_chance_times_its_amount():
    value, drawn = lead_values(group("A", 200, 800, 90.0, 50.0), by_amount=True)
    assert value == pytest.approx(10)
    assert drawn.mean() == pytest.approx(10, rel=0.03)
    assert lead_values(group("A", 200, 800, 90.0, 50.0), by_amount=False)[0] == pytest.approx(0.2)
    late = group("A", 200, 800, 90.0, 50.0, age=366)
    assert lead_values(late, by_amount=False)[0] == 0, "won after more than a year"


def test_needed_leads_by_hand():
    # 90 leads in 90 days that win 20 % of 50: a month's are worth 30.4 x 10; a lead of B is worth 10 % of 200 = 20
    lost = [group("A", 200, 800, 90.0, 50.0)]
    others = [group("B", 100, 900, 30.0, 200.0), group("C", 0, 100, 30.0, 50.0)]
    rows = replacement(lost, others, regained=0.0, by_amount=True, level=0.9).set_index("label")
    assert rows.loc["B", "needed"] == pytest.approx(MONTH * 10 / 20)
    assert rows.loc["B", "present"] == pytest.approx(MONTH / 3)
    assert rows.loc["B", "low"] < rows.loc["B", "needed"] < rows.loc["B", "high"]
    assert rows.loc["C", ["needed", "low", "high"]].isna().all(), "leads that bring nothing replace nothing"
    by_wins = replacement(lost, others, regained=0.0, by_amount=False, level=0.9).set_index("label")
    assert by_wins.loc["B", "needed"] == pytest.approx(MONTH * 0.2 / 0.1)


def test_what_is_regained_need_not_be_replaced():
    lost, others = [group("A", 200, 800, 90.0, 50.0)], [group("B", 100, 900, 30.0, 200.0)]
    none, half, whole = (
        replacement(lost, others, regained=share, by_amount=True, level=0.9)["needed"][0] for share in (0.0, 0.5, 1.0)
    )
    assert half == pytest.approx(none / 2)
    assert whole == 0
