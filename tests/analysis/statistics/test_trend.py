import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from analysis.statistics.trend import hhi_slope, trend_slope, yearly_factor


def months(*labels):
    return pd.PeriodIndex(labels, freq="M")


YEAR = pd.period_range("2024-01", periods=12, freq="M")


def test_a_share_that_gains_one_point_a_month_gains_twelve_a_year():
    whole = pd.Series(1000, index=YEAR)
    slope = trend_slope(pd.Series(range(100, 220, 10), index=YEAR), whole)
    assert slope.estimate == pytest.approx(0.12)
    assert 0 < slope.low < 0.12 < slope.high


def test_weighted_line_agrees_with_polyfit_and_statsmodels():
    random = np.random.default_rng(3)
    whole = pd.Series(random.integers(20, 200, 12), index=YEAR)
    part = pd.Series(random.binomial(whole, 0.3 + 0.25 * np.sin(np.arange(12))), index=YEAR)
    slope = trend_slope(part, whole)
    # polyfit weighs residuals, so the square root of the leads; per month, hence times twelve
    assert slope.estimate == pytest.approx(12 * np.polyfit(np.arange(12), part / whole, 1, w=np.sqrt(whole))[0])
    # far more scatter than counting leads gives: the interval is that of weighted least squares
    years = sm.add_constant(np.arange(12) / 12)
    line = sm.WLS((part / whole).to_numpy(), years, weights=whole.to_numpy()).fit()
    assert slope == pytest.approx((line.params[1], *line.conf_int()[1]), abs=1e-12)


def by_statsmodels(values, variance, level):
    """Slope per year, its bounds, and whether the scatter is more than nine in ten samples would show."""
    line = sm.WLS(values, sm.add_constant(np.arange(len(values)) / 12), weights=1 / variance).fit()
    more = line.ssr > stats.chi2.ppf(0.9, line.df_resid)
    error = line.bse[1] if more else line.bse[1] / np.sqrt(line.scale)
    quantile = stats.t.ppf(0.5 + level / 2, line.df_resid) if more else stats.norm.ppf(0.5 + level / 2)
    return (line.params[1], line.params[1] - quantile * error, line.params[1] + quantile * error), more


def test_slopes_of_shares_agree_with_statsmodels_whatever_the_scatter():
    random, scattered = np.random.default_rng(4), 0
    for _ in range(60):
        whole = random.integers(20, 200, 12)
        part = random.binomial(whole, random.normal(0.3, 0.03, 12).clip(0, 1))
        pooled = (part.sum() + 0.5) / (whole.sum() + 1)
        expected, more = by_statsmodels(part / whole, pooled * (1 - pooled) / whole, 0.9)
        assert trend_slope(pd.Series(part), pd.Series(whole), level=0.9) == pytest.approx(expected, abs=1e-12)
        scattered += more
    assert 10 < scattered < 50


def test_slopes_of_concentration_agree_with_statsmodels_whatever_the_scatter():
    random, scattered = np.random.default_rng(6), 0
    for _ in range(60):
        cases = random.integers(10, 60, 9)
        counts = np.array([random.multinomial(n, random.dirichlet([4, 8, 12])) for n in cases])
        index = (counts * (counts - 1)).sum(axis=1) / (cases * (cases - 1))
        shares = (counts.sum(axis=0) + 1 / 3) / (counts.sum() + 1)
        squares, cubes, n = (shares**2).sum(), (shares**3).sum(), cases / 1.5
        # Simpson (1949), Nature 163, 688
        simpson = 4 * n * (n - 1) * (n - 2) * cubes + 2 * n * (n - 1) * squares
        simpson -= 2 * n * (n - 1) * (2 * n - 3) * squares**2
        expected, more = by_statsmodels(index, simpson / (n * (n - 1)) ** 2, 0.95)
        assert hhi_slope(pd.DataFrame(counts), cases_per_case=1.5) == pytest.approx(expected, abs=1e-12)
        scattered += more
    assert 10 < scattered < 50


def test_months_that_happen_to_lie_on_a_line_are_not_certain():
    slope = trend_slope(pd.Series([2] * 6, index=range(6)), pd.Series([4] * 6, index=range(6)))
    assert slope.estimate == pytest.approx(0, abs=1e-12)
    # binomial error of the slope: sqrt(0.25 / (4 x 17.5 / 144)) = 0.717 a year, times 1.96
    assert slope.high == pytest.approx(1.96 * 0.7171, abs=0.01)


def test_a_gap_counts_as_time_and_the_order_of_rows_does_not():
    with_gap = months("2024-01", "2024-02", "2024-03", "2024-07", "2024-08", "2024-09")
    part = pd.Series([10, 11, 12, 16, 17, 18], index=with_gap)
    whole = pd.Series(100, index=with_gap)
    assert trend_slope(part, whole).estimate == pytest.approx(0.12)
    assert trend_slope(part[::-1], whole[::-1]) == pytest.approx(trend_slope(part, whole))
    dates = with_gap.to_timestamp()
    assert trend_slope(part.set_axis(dates), whole.set_axis(dates)) == pytest.approx(trend_slope(part, whole))


def test_fewer_than_six_months_with_leads_cannot_tell():
    whole = pd.Series([9, 9, 9, 0, 9, 9], index=range(6))
    assert np.isnan(trend_slope(whole // 3, whole)).all()
    assert trend_slope(pd.Series([3] * 6), pd.Series([9] * 6)).estimate == pytest.approx(0, abs=1e-12)


def test_covers_the_truth_about_as_often_as_it_says():
    random = np.random.default_rng(5)
    true_slope, covered = 0.1, 0
    for _ in range(300):
        whole = random.integers(30, 150, 12)
        part = random.binomial(whole, 0.2 + true_slope * np.arange(12) / 12)
        slope = trend_slope(pd.Series(part), pd.Series(whole))
        covered += slope.low <= true_slope <= slope.high
    assert 0.93 <= covered / 300 <= 0.995


@pytest.mark.parametrize("index", [[1, 1, 2, 3, 4, 5], ["a", "b", "c", "d", "e", "f"]])
def test_what_is_not_a_month_is_refused(index):
    with pytest.raises(ValueError, match=r"[Mm]onth"):
        trend_slope(pd.Series([1] * 6, index=index), pd.Series([2] * 6, index=index))


MONTHS = pd.date_range("2025-01-01", periods=12, freq="MS")


def mix(first, last):
    """Counts of a year whose first channel goes from one share to another, the rest even over four."""
    share = np.linspace(first, last, 12)
    table = np.column_stack([share, *[(1 - share) / 4] * 4]) * 400
    return pd.DataFrame(table.round(), index=MONTHS)


def test_a_rising_share_of_the_largest_is_a_rising_concentration():
    slope = hhi_slope(mix(0.2, 0.6))
    # HHI 0.2 at the start, 0.36 + 4 x 0.01 = 0.4 at the end, 11 / 12 of a year later: about 0.2 / 0.917 a year
    assert slope.estimate == pytest.approx(0.218, abs=0.02)
    assert slope.low > 0
    mirrored = hhi_slope(mix(0.6, 0.2))
    assert mirrored.estimate == pytest.approx(-slope.estimate, abs=1e-3)


def test_a_design_effect_widens_the_slope_and_leaves_it_where_it_is():
    counts = pd.DataFrame(np.random.default_rng(2).multinomial(60, [0.4, 0.3, 0.3], 12), index=MONTHS)
    one, four = hhi_slope(counts), hhi_slope(counts, cases_per_case=4)
    assert four.estimate == pytest.approx(one.estimate, abs=0.01)
    assert four.high - four.low > 1.5 * (one.high - one.low)


def test_five_months_with_two_cases_are_no_trend():
    counts = pd.DataFrame([[3, 2]] * 5 + [[1, 0]] * 4, index=MONTHS[:9])
    assert hhi_slope(counts).is_missing
    with pytest.raises(ValueError, match="at least 1"):
        hhi_slope(counts, cases_per_case=0.5)


def test_even_channels_do_not_look_as_if_they_became_fewer():
    random, wrong = np.random.default_rng(5), 0
    for _ in range(200):
        counts = pd.DataFrame(random.multinomial(30, [1 / 6] * 6, 12), index=MONTHS)
        wrong += hhi_slope(counts).excludes(0)
    assert wrong / 200 <= 0.09


def test_a_number_that_falls_by_a_fifth_a_year_is_four_fifths_a_year_later():
    counts = pd.Series((1000 * 0.8 ** (np.arange(25) / 12)).round().astype(int))
    found = yearly_factor(counts)
    assert found.estimate == pytest.approx(0.8, rel=1e-3)
    assert found.low < 0.8 < found.high


@pytest.mark.parametrize("scatter", [1, 30])
def test_the_trend_of_counts_is_the_poisson_regression_of_statsmodels(scatter):
    random = np.random.default_rng(5)
    expected = 40 * np.exp(-0.02 * np.arange(24))
    counts = pd.Series(scatter * random.poisson(expected / scatter))
    found = yearly_factor(counts, periods_per_year=10)
    fitted = sm.GLM(counts, sm.add_constant(np.arange(24) / 10), family=sm.families.Poisson()).fit(scale="X2")
    scale = max(fitted.scale, 1)
    margin = stats.t.ppf(0.975, 22) * fitted.bse.iloc[1] * np.sqrt(scale / fitted.scale)
    slope = fitted.params.iloc[1]
    assert found == pytest.approx(np.exp([slope, slope - margin, slope + margin]), rel=1e-6)


def test_empty_periods_count_and_too_few_cannot_be_told():
    assert yearly_factor(pd.Series([9, 0, 4, 0, 0, 1])).estimate < 1
    assert yearly_factor(pd.Series([9, 8, 7, 6, 5])).is_missing
    assert yearly_factor(pd.Series([0] * 24)).is_missing


def test_a_number_without_a_trend_is_seldom_called_one():
    random = np.random.default_rng(8)
    found = [yearly_factor(pd.Series(random.poisson(120, 24))) for _ in range(400)]
    assert np.mean([each.excludes(1) for each in found]) < 0.07
    # Two whole years of a season that begins high look like a fall of a few per cent, no more.
    seasons = 1 + 0.08 * np.sin(np.arange(24) * np.pi / 6)
    assert yearly_factor(pd.Series((10_000 * seasons).round())).estimate == pytest.approx(0.96, abs=0.01)


@given(st.lists(st.integers(0, 50), min_size=6, max_size=24).filter(any))
def test_a_trend_backwards_is_its_inverse(numbers):
    there, back = yearly_factor(pd.Series(numbers)), yearly_factor(pd.Series(numbers[::-1]))
    if not there.is_missing and np.isfinite(there).all() and 1e-6 < there.estimate < 1e6:
        assert there.estimate * back.estimate == pytest.approx(1, rel=1e-4)
