"""Segments in which the motions work past each other."""

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from analysis.claims.segments import compare

COLUMNS = ["leads", "mature", "mature_won"]


def table(rows):
    """Rows of segment, motion, leads, wins; all leads are old enough."""
    index = pd.MultiIndex.from_tuples([row[:2] for row in rows])
    return pd.DataFrame([(leads, leads, won) for *_, leads, won in rows], index=index, columns=COLUMNS)


PAST_EACH_OTHER = table(
    [
        ("A", "inbound", 100, 10),
        ("A", "outbound", 400, 80),
        ("B", "inbound", 900, 180),
        ("B", "outbound", 100, 5),
        ("C", "inbound", 500, 50),
        ("C", "outbound", 300, 15),
    ]
)


def test_each_side_is_told_where_the_other_one_wins():
    found = compare(PAST_EACH_OTHER, 5)
    # A converts 20 % outbound, elsewhere 20 / 400 = 5%; 100 of its 500 leads are inbound, elsewhere 1,400 of 1,800.
    assert found.loc["A", "advice"] == "marketing"
    assert found.loc["A", ["outbound_rate", "outbound_rest", "share"]].tolist() == pytest.approx([0.2, 0.05, 0.2])
    assert found.loc["A", "share_rest"] == pytest.approx(1400 / 1800)
    assert found.loc["B", "advice"] == "sales"
    assert found.loc["C", "advice"] == ""
    assert found.index.tolist() == ["B", "C", "A"], "most leads first"


def test_p_values_are_corrected_over_all_comparisons():
    found = compare(PAST_EACH_OTHER, 5)
    raw = []
    for part, whole in (
        ([100, 900, 500], [500, 1000, 800]),
        ([10, 180, 50], [100, 900, 500]),
        ([80, 5, 15], [400, 100, 300]),
    ):
        for place in range(3):
            x, n = part[place], whole[place]
            rest_x, rest_n = sum(part) - x, sum(whole) - n
            raw.append(stats.chi2_contingency([[x, n - x], [rest_x, rest_n - rest_x]], correction=False).pvalue)
    expected = stats.false_discovery_control(raw)
    columns = ["adjusted_p_share", "adjusted_p_inbound", "adjusted_p_outbound"]
    found_p = np.concatenate([found.loc[["A", "B", "C"], name] for name in columns])
    assert found_p == pytest.approx(expected, rel=1e-6)


def test_too_few_wins_cannot_be_told():
    few = PAST_EACH_OTHER.copy()
    few.loc[("A", "outbound"), "mature_won"] = 4
    assert compare(few, 5).loc["A", "advice"] == "cannot tell yet"


def test_segments_alike_give_no_advice():
    rows = [(name, motion, 300, 30) for name in "ABCDE" for motion in ("inbound", "outbound")]
    assert compare(table(rows), 5)["advice"].tolist() == [""] * 5


def test_random_segments_seldom_give_advice():
    random, advised = np.random.default_rng(2), 0
    for _ in range(40):
        rows = [
            (name, motion, leads := int(random.binomial(400, 0.5)), int(random.binomial(leads, 0.1)))
            for name in "ABCD"
            for motion in ("inbound", "outbound")
        ]
        advised += compare(table(rows), 5)["advice"].isin(["marketing", "sales"]).any()
    assert advised <= 2


def test_a_motion_without_leads_in_a_segment_is_worked_little():
    rows = [("A", "inbound", 500, 100), ("B", "inbound", 500, 25), ("B", "outbound", 500, 25)]
    found = compare(table(rows), 5)
    assert found.loc["A", "share"] == 1
    assert found.loc["A", "advice"] == "sales"
