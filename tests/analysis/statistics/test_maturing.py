"""Curves of winning by age: against Aalen-Johansen, and drawn to a larger group as a little or as much as was asked."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.statistics.survival import aalen_johansen, kaplan_meier
from tests.analysis.statistics.curves import curve_of, incidence

AGES = 12
rows = st.tuples(st.integers(0, 8), *[st.integers(0, 4)] * 4)


def frame(listed):
    return pd.DataFrame(listed, columns=["days", "won", "lost", "disqualified", "censored"])


@settings(max_examples=12)
@given(st.lists(rows, min_size=1, max_size=9))
def test_a_curve_of_its_own_is_aalen_johansens(listed):
    counts = frame(listed)
    curve = curve_of(counts, AGES)
    reference = aalen_johansen(counts)
    if reference.empty:
        assert incidence(curve).max() == 0
        return
    known = reference.loc["won", "incidence"]
    assert incidence(curve)[known.index] == pytest.approx(known.to_numpy())
    exited = counts.assign(exited=counts[["won", "lost", "disqualified"]].sum(axis=1))
    survival = kaplan_meier(exited[["days", "exited", "censored"]])["survival"]
    assert curve.still_open[survival.index] == pytest.approx(survival.to_numpy())


def test_a_curve_without_leads_is_the_larger_groups():
    larger = curve_of(frame([(0, 1, 2, 0, 0), (3, 2, 1, 1, 3), (8, 0, 0, 0, 5)]), AGES)
    own = curve_of(frame([(0, 0, 0, 0, 0)]), AGES, larger)
    assert incidence(own) == pytest.approx(incidence(larger))
    assert own.still_open == pytest.approx(larger.still_open)


def test_borrowed_leads_weigh_as_much_as_own_ones():
    # 100 own leads of which 50 won on day 1, 100 borrowed of which 10 did: 60 of 200
    larger = curve_of(frame([(1, 1, 0, 0, 9)]), AGES)
    own = curve_of(frame([(1, 50, 0, 0, 50)]), AGES, larger, borrowed=100)
    assert own.hazard[1] == pytest.approx(0.3)
    assert own.at_risk[1] == pytest.approx(200)
    # Nobody of the larger group was watched at age 5: nothing is borrowed there.
    longer = curve_of(frame([(5, 50, 0, 0, 50)]), AGES, larger, borrowed=100)
    assert longer.hazard[5] == pytest.approx(0.5)


@settings(max_examples=20)
@given(st.lists(rows, min_size=1, max_size=9), st.lists(rows, min_size=1, max_size=9), st.floats(0, 200))
def test_curves_keep_their_bounds(own, other, borrowed):
    curve = curve_of(frame(own), AGES, curve_of(frame(other), AGES), borrowed)
    assert (np.diff(incidence(curve)) >= -1e-12).all()
    assert (np.diff(curve.still_open) <= 1e-12).all()
    assert ((curve.hazard >= 0) & (curve.hazard <= 1 + 1e-12)).all()
    assert (incidence(curve) + curve.still_open <= 1 + 1e-9).all()


def test_an_age_beyond_the_curve_is_refused():
    with pytest.raises(ValueError, match="Every age"):
        curve_of(frame([(AGES, 1, 0, 0, 0)]), AGES)
