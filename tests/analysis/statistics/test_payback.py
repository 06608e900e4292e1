"""Payback: what has come back of a spend, where some months are too young to tell."""

import lifelines
import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.statistics.payback import payback, recovery_curve


def cohorts(*rows):
    return pd.DataFrame(rows, columns=["spend", "observed"])


def returns(*rows):
    frame = pd.DataFrame(rows, columns=["cohort", "age", "amount"])
    return frame.assign(squares=frame["amount"] ** 2)


def test_young_cohorts_count_only_as_far_as_they_were_observed():
    # 100 was spent twice; the second was observed for two months only. By age 0: 60 of 200; by 1: + 40 of 200; by 2
    # only the first counts: + 50 of 100. The 999 lies beyond what was observed.
    curve = recovery_curve(
        cohorts((100, 2), (100, 1)), returns((0, 0, 20), (1, 0, 40), (0, 1, 40), (0, 2, 50), (1, 2, 999))
    )
    assert curve["recovered"].tolist() == pytest.approx([0.3, 0.5, 1.0])
    assert curve["spend"].tolist() == [200, 200, 100]
    assert payback(curve).months == 2
    assert np.isnan(payback(curve, 0.99).months), "with a margin of 99% it is not covered yet"


def test_with_single_returns_of_one_it_is_the_nelson_aalen_estimate():
    # Each cohort spends 1 and gets 1 back at most once, at its end: the mean number of returns is the cumulative hazard
    # where a cohort leaves after its return.
    ages, returned = [0, 1, 1, 2, 3, 4, 5], [1, 1, 0, 1, 0, 1, 0]
    curve = recovery_curve(
        cohorts(*((1, age) for age in ages)),
        returns(*((place, age, 1) for place, (age, came) in enumerate(zip(ages, returned, strict=True)) if came)),
    )
    fitted = lifelines.NelsonAalenFitter(nelson_aalen_smoothing=False).fit(np.array(ages) + 1, returned)
    expected = fitted.cumulative_hazard_.iloc[:, 0].reindex(np.arange(1, 7)).tolist()
    assert curve["recovered"].tolist() == pytest.approx(expected)


spends = st.lists(st.tuples(st.integers(1, 9), st.integers(-1, 4)), min_size=1, max_size=5)
amounts = st.lists(st.tuples(st.integers(0, 4), st.integers(0, 5), st.integers(1, 9)), max_size=8)


@given(spend=spends, came=amounts)
def test_the_curve_obeys_its_laws(spend, came):
    frame = cohorts(*spend)
    listed = [each for each in came if each[0] < len(spend)]
    curve = recovery_curve(frame, returns(*listed))
    assert len(curve) == max(observed for _, observed in spend) + 1
    assert (curve["recovered"].diff().dropna() >= 0).all(), "what has come back has come back"
    known = curve[curve["recovered"] > 0]
    assert ((known["low"] <= known["recovered"]) & (known["recovered"] <= known["high"])).all()
    slow = [
        sum(
            sum(amount for cohort, at, amount in listed if at == then and spend[cohort][1] >= then)
            / sum(money for money, observed in spend if observed >= then)
            for then in range(age + 1)
        )
        for age in curve.index
    ]
    assert curve["recovered"].tolist() == pytest.approx(slow)
    found = payback(curve)
    if not np.isnan(found.months):
        assert curve.loc[found.months, "recovered"] >= 1 > curve["recovered"].shift(1, fill_value=0)[found.months]
        assert found.earliest <= found.months
        assert np.isnan(found.latest) or found.months <= found.latest


def test_all_observed_it_ends_at_the_ratio_of_the_totals():
    curve = recovery_curve(cohorts((10, 3), (30, 3)), returns((0, 0, 5), (1, 3, 25)))
    assert curve["recovered"].iloc[-1] == pytest.approx(30 / 40)


def test_a_spend_must_be_positive():
    with pytest.raises(ValueError, match="positive spend"):
        recovery_curve(cohorts((0, 1)), returns())
