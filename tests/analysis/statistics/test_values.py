"""What is won of a lead or of a touch."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.statistics.effort import per_success
from analysis.statistics.values import against_the_mix, rank_values, value_per


def group(worths: list[float], base: list[float] | None = None) -> dict[str, float]:
    """Sums over the leads of one group."""
    of = np.array([1.0] * len(worths) if base is None else base)
    amounts = np.array(worths, dtype=float)
    return {
        "counted": len(worths),
        "amount": amounts.sum(),
        "amount_squares": (amounts**2).sum(),
        "base": of.sum(),
        "base_squares": (of**2).sum(),
        "base_amount": (of * amounts).sum(),
    }


def groups(**named: dict[str, float]) -> pd.DataFrame:
    return pd.DataFrame.from_dict(named, orient="index").astype({"counted": int})


def test_value_per_lead_has_the_interval_of_a_mean_on_the_log_scale():
    # Mean 30 / 4 and the standard error of a mean: sqrt(275 / 3 / 4) = 4.787; over the mean 0.6383.
    row = value_per(groups(a=group([0, 0, 10, 20]))).iloc[0]
    assert row["value"] == 7.5
    assert row["error"] == pytest.approx(np.std([0, 0, 10, 20], ddof=1) / 2 / 7.5)
    assert row["high"] == pytest.approx(7.5 * np.exp(1.959964 * row["error"]))


def test_it_is_the_inverse_of_what_a_success_takes():
    # With an amount of 1 for each win, touches per success is one over value per touch (Cochran's ratio both times).
    touches, won = [3, 1, 4, 2, 6], [1, 0, 1, 0, 1]
    taken = per_success(
        pd.DataFrame([{"leads": 5, "successes": 3, "touches": 16, "squares": sum(t**2 for t in touches), "shared": 13}])
    ).iloc[0]
    row = value_per(groups(a=group(won, touches))).iloc[0]
    assert [1 / row["value"], 1 / row["high"], 1 / row["low"]] == pytest.approx(taken.tolist())


@given(st.lists(st.floats(0, 1e5).map(round), min_size=3, max_size=12), st.sampled_from([0.01, 7.0, 1000.0]))
def test_the_currency_does_not_matter(worths, factor):
    once, other = (value_per(groups(a=group([each * by for each in worths]))).iloc[0] for by in (1, factor))
    assert other["value"] == pytest.approx(once["value"] * factor)
    assert other["error"] == pytest.approx(once["error"], nan_ok=True, rel=1e-6, abs=1e-9)


def test_one_win_or_none_has_no_interval_and_no_rank():
    rows = value_per(groups(one=group([0, 0, 9]), none=group([0, 0]), nobody=group([]), two=group([0, 5, 9])))
    assert rows["value"].tolist()[:2] == [3, 0]
    assert np.isnan(rows.loc["nobody", "value"])
    assert rows["low"].notna().tolist() == [False, False, False, True]
    assert rank_values(rows).to_dict()["two"] == 1
    assert rank_values(rows)[["one", "none", "nobody"]].isna().all()


def test_groups_are_told_apart_only_beyond_chance():
    low, high = [0.0] * 80 + [10.0] * 20, [0.0] * 80 + [100.0] * 20
    ranks = rank_values(value_per(groups(low=group(low), high=group(high), same=group([*high, 0.0]))))
    assert ranks.to_dict() == {"high": 1, "same": 1, "low": 2}


def test_on_noise_ranks_are_told_apart_no_more_often_than_said():
    """Eight channels whose leads are worth the same, 300 times: false ranks in no more than 5 of 100."""
    random, false, repeats = np.random.default_rng(3), 0, 300
    for _ in range(repeats):
        drawn = {}
        for number, leads in enumerate(random.integers(200, 2000, 8)):
            deals = random.lognormal(0, 0.5, random.binomial(leads, 0.06))
            drawn[f"c{number}"] = {
                "counted": leads, "amount": deals.sum(), "amount_squares": (deals**2).sum(),
                "base": leads, "base_squares": leads, "base_amount": deals.sum(),
            }  # fmt: skip
        false += rank_values(value_per(groups(**drawn))).max() > 1
    assert false / repeats <= 0.05 + 2.5 * np.sqrt(0.05 * 0.95 / repeats)


def test_like_for_like_takes_the_mix_out():
    # Both groups are worth 10 in easy segments and 2 in hard ones; only the mix differs.
    def cell(name, stratum, leads, worth):
        return {"group": name, "stratum": stratum, **group([0.0, 2 * worth] * (leads // 2))}

    cells = pd.DataFrame(
        [cell("a", "easy", 80, 10), cell("a", "hard", 20, 2), cell("b", "easy", 20, 10), cell("b", "hard", 80, 2)]
    )
    found = against_the_mix(cells)
    # 8.4 and 3.6 a lead, 6 for all.
    assert found["raw"].tolist() == pytest.approx([1.4, 0.6])
    assert found["ratio"].tolist() == pytest.approx([1, 1])
    assert (found["low"] < 1).all()
    assert (found["high"] > 1).all()
