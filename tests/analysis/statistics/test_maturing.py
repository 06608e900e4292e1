"""Curves of winning by age: against a slow twin and Aalen-Johansen, and drawn to a larger group as was asked."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.statistics.maturing import Curve, counted, drawn_to
from analysis.statistics.survival import aalen_johansen, kaplan_meier
from analysis.statistics.waiting import EDGES, EVER
from tests.analysis.statistics.curves import ages_of, curve_of, stretches

DAYS = 60
# Age, and how many were won, dropped or last seen open there.
rows = st.tuples(st.sampled_from([0, 1, 4, 5, 6, 9, 29, 33, 59, 800]), *[st.integers(0, 3)] * 3)
listings = st.lists(rows, min_size=1, max_size=9)


def twin(listed):
    """Leads followed one by one and day by day: wins, exits and days watched by stretch."""
    won, left, watched = np.zeros((3, len(EDGES)))
    for age, *counts in listed:
        stretch = [max(place for place, edge in enumerate(EDGES) if edge <= day) for day in range(age + 1)]
        for how, count in zip(("won", "dropped", "open"), counts, strict=True):
            won[stretch[-1]] += count if how == "won" else 0
            left[stretch[-1]] += count if how != "open" else 0
            for each in stretch:
                watched[each] += count
    return won, left, watched


@settings(max_examples=20)
@given(listings)
def test_a_curve_counts_what_following_each_lead_day_by_day_gives(listed):
    won, left, watched = twin(listed)
    curve = curve_of(listed)
    for seen, expected in zip(curve, (won, left, watched), strict=True):
        assert (seen == expected).all()
    still, share = 1.0, 0.0
    open_before, won_by = curve.open_before(DAYS), curve.won_by(DAYS)
    for day in range(DAYS):
        stretch = max(place for place, edge in enumerate(EDGES) if edge <= day)
        assert open_before[day] == pytest.approx(still)
        if watched[stretch]:
            share += still * won[stretch] / watched[stretch]
            still *= 1 - left[stretch] / watched[stretch]
        assert won_by[day] == pytest.approx(share)


@settings(max_examples=12)
@given(st.lists(st.tuples(st.integers(0, 8), *[st.integers(0, 4)] * 3), min_size=1, max_size=9))
def test_with_a_stretch_for_each_day_it_is_aalen_johansens(listed):
    counts = pd.DataFrame(listed, columns=["days", "won", "dropped", "censored"])
    with stretches(*range(10)):
        curve = curve_of(listed)
        won_by, open_before = curve.won_by(9), curve.open_before(10)
    reference = aalen_johansen(counts)
    if reference.empty:
        assert won_by.max() == 0
        return
    known = reference.loc["won", "incidence"]
    assert won_by[known.index] == pytest.approx(known.to_numpy())
    exited = counts.assign(exited=counts[["won", "dropped"]].sum(axis=1))
    survival = kaplan_meier(exited[["days", "exited", "censored"]])["survival"]
    assert open_before[survival.index + 1] == pytest.approx(survival.to_numpy())


def test_groups_are_counted_apart_and_rows_of_a_stretch_add_up():
    one, two = [(3, 1, 0, 0), (4, 0, 1, 2)], [(3, 0, 0, 5)]
    both = counted(ages_of([*one, *two, *one]), np.array([0, 0, 1, 0, 0]), 3)
    for place, own in enumerate(([*one, *one], two, [])):
        expected = curve_of(own) if own else Curve(*np.zeros((3, len(EDGES))))
        assert all((seen == other).all() for seen, other in zip(both.of(place), expected, strict=True))
    assert all((seen == other).all() for seen, other in zip(both.summed(), curve_of([*one, *one, *two]), strict=True))


def test_a_curve_without_leads_is_the_larger_groups():
    larger = curve_of([(0, 1, 2, 0), (3, 2, 2, 3), (40, 0, 0, 5)])
    own = curve_of([(0, 0, 0, 0)], larger)
    assert own.won_by(DAYS) == pytest.approx(larger.won_by(DAYS))
    assert own.open_before(DAYS) == pytest.approx(larger.open_before(DAYS))


def test_borrowed_leads_weigh_as_much_as_own_ones():
    # 100 own leads of which 50 won on day 1, 100 borrowed of which 10 did: 60 of 200
    larger = curve_of([(1, 1, 0, 9)])
    own = curve_of([(1, 50, 0, 50)], larger, borrowed=100)
    assert own.hazard[1] == pytest.approx(0.3)
    assert own.at_risk[1] == pytest.approx(200)
    # Nobody of the larger group was watched at age 5: nothing is borrowed there.
    longer = curve_of([(5, 50, 0, 50)], larger, borrowed=100)
    assert longer.hazard[EDGES.index(5)] == pytest.approx(0.5)


def test_whoever_is_borrowed_leaves_as_the_larger_group_does():
    # Of 10 leads 4 left on day 0, so 60 of 100 borrowed ones are there on day 1, and on day 2.
    larger = curve_of([(0, 1, 3, 0), (3, 0, 0, 6)])
    lent = curve_of([(0, 0, 0, 0)], larger, borrowed=100)
    assert lent.at_risk[:4] == pytest.approx([100, 60, 60, 120]), "from day 3 on it is a stretch of two days"
    assert lent.left[:4] == pytest.approx([40, 0, 0, 0])
    assert lent.won[:4] == pytest.approx([10, 0, 0, 0])
    old = curve_of([(800, 1, 0, 1)])
    assert drawn_to(old, old, borrowed=1).at_risk[-1] == pytest.approx(
        old.at_risk[-1] + old.open_before(EDGES[-1] + EVER)[EDGES[-1] :].sum()
    ), "the last stretch ends after three years"


@settings(max_examples=15)
@given(listings, listings, st.floats(0, 200))
def test_curves_keep_their_bounds_and_lie_between_own_and_larger(own, other, borrowed):
    alone, larger = curve_of(own), curve_of(other)
    curve = drawn_to(alone, larger, borrowed)
    won_by, open_before = curve.won_by(900), curve.open_before(900)
    assert (np.diff(won_by) >= -1e-12).all()
    assert (np.diff(open_before) <= 1e-12).all()
    assert (won_by[:-1] + open_before[1:] <= 1 + 1e-9).all()
    both = (alone.at_risk > 0) & (larger.at_risk > 0)
    low, high = np.minimum(alone.hazard, larger.hazard), np.maximum(alone.hazard, larger.hazard)
    assert ((curve.hazard >= low - 1e-12) & (curve.hazard <= high + 1e-12))[both].all()


@pytest.mark.parametrize(("column", "wrong"), [("won", -1), ("dropped", 0.5), ("open", np.nan), ("beyond_days", -2)])
def test_what_is_no_count_is_refused(column, wrong):
    with pytest.raises(ValueError, match=r"whole|negative|missing"):
        counted(ages_of([(3, 1, 1, 1)]).assign(**{column: wrong}), np.zeros(1, dtype=np.int64), 1)
