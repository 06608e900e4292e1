"""Ratios of typical deals, and the segment that stands apart."""

import numpy as np
import pandas as pd
import pytest
import statsmodels.formula.api as smf

from analysis.statistics.typical_ratio import furthest_apart


def side(**strata: list[float]) -> pd.DataFrame:
    logs = {name: np.log(deals) for name, deals in strata.items()}
    rows = [(len(each), each.sum(), (each**2).sum()) for each in logs.values()]
    columns = ["deals", "log_amount", "log_amount_squares"]
    return pd.DataFrame(rows, index=list(logs), columns=columns).astype({"deals": int})


def drawn(random, sizes: dict[str, float], number: int = 20) -> dict[str, list[float]]:
    return {name: (size * random.lognormal(0, 0.5, number)).tolist() for name, size in sizes.items()}


def test_two_segments_are_the_interaction_of_a_regression():
    random = np.random.default_rng(2)
    a, b = drawn(random, {"x": 3, "y": 1.5}, 12), drawn(random, {"x": 1, "y": 1}, 9)
    found = furthest_apart(side(**a), side(**b), 5)
    rows = [(np.log(deal), s, name) for s, deals in (("a", a), ("b", b)) for name, own in deals.items() for deal in own]
    fit = smf.ols("log ~ C(side) * C(name)", pd.DataFrame(rows, columns=["log", "side", "name"])).fit()
    # With two segments each is the other of the other; Bonferroni doubles the p-value of the interaction.
    assert found.p_value == pytest.approx(2 * fit.pvalues.iloc[-1])
    assert abs(np.log(found.ratio.estimate / found.others.estimate)) == pytest.approx(abs(fit.params.iloc[-1]))


def test_the_segment_that_differs_is_named():
    random = np.random.default_rng(3)
    names = ["one", "two", "three", "four"]
    found = furthest_apart(
        side(**drawn(random, dict.fromkeys(names, 1.6) | {"three": 4})),
        side(**drawn(random, dict.fromkeys(names, 1))),
        5,
    )
    assert found.stratum == "three"
    assert found.p_value < 0.05
    assert found.others.low < 1.6 < found.others.high


def test_on_noise_no_more_than_5_of_100_worlds_have_one():
    random, names, repeats = np.random.default_rng(5), [f"s{n}" for n in range(6)], 300
    false = sum(
        furthest_apart(
            side(**drawn(random, dict.fromkeys(names, 1.6), 8)), side(**drawn(random, dict.fromkeys(names, 1), 30)), 5
        ).p_value
        < 0.05
        for _ in range(repeats)
    )
    assert false / repeats <= 0.05 + 2.5 * np.sqrt(0.05 * 0.95 / repeats)


def test_too_few_deals_or_one_segment_say_nothing():
    few, many = [1.0, 2.0], [1.0, 2.0, 3.0, 4.0, 5.0]
    assert furthest_apart(side(x=many, y=few), side(x=many, y=many), 5) is None
    assert furthest_apart(side(x=[1.0] * 5, y=[1.0] * 5), side(x=[1.0] * 5, y=[1.0] * 5), 5) is None
