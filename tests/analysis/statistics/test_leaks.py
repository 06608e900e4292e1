import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.statistics.leaks import leak_worth


def cells(*rows, motion="inbound", stage="contacted"):
    """Rows of decided, advanced, won and the amount of each win."""
    frame = pd.DataFrame(
        [(decided, advanced, won, won * each, won * each**2, won) for decided, advanced, won, each in rows],
        columns=["decided", "advanced", "won", "won_amount", "won_amount_squares", "won_with_amount"],
    )
    return frame.assign(motion=motion, stage=stage)


def test_worth_worked_by_hand():
    # 400 of 1,000 decided advanced, 40%; the first group only 100 of 400, 25%: 60 leads short of the average.
    # Its 20 wins of 5,000 over 100 advanced leads make 1,000 a lead: 60,000.
    worth = leak_worth(cells((400, 100, 20, 5_000), (600, 300, 50, 8_000)))
    first = worth.loc[0]
    assert (first["rate"], first["average"], first["gap"]) == pytest.approx((0.25, 0.4, 0.15))
    assert (first["more_leads"], first["lead_amount"], first["worth"]) == pytest.approx((60, 1_000, 60_000))
    assert 0 < first["low"] < 60_000 < first["high"]
    assert worth.loc[1, "worth"] < 0


def test_what_one_group_lacks_the_others_have_too_much():
    worth = leak_worth(cells((400, 100, 20, 5_000), (600, 300, 50, 8_000)))
    assert worth["more_leads"].sum() == pytest.approx(0)


def test_interval_worked_by_the_delta_method():
    # gap = 0.6 (p2 - p1) with p1 = 0.25 of 400, p2 = 0.5 of 600; amount per lead 1,000 with relative variance 1 / 20
    worth = leak_worth(cells((400, 100, 20, 5_000), (600, 300, 50, 8_000)), draws=40_000).loc[0]
    variance_of_gap = 0.36 * (0.25 * 0.75 / 400 + 0.25 / 600)
    error = 60_000 * np.sqrt(variance_of_gap / 0.15**2 + 1 / 20)
    assert worth["high"] - worth["low"] == pytest.approx(2 * 1.96 * error, rel=0.03)


def test_a_group_of_few_wins_takes_the_amount_of_its_motion():
    worth = leak_worth(cells((40, 10, 1, 90_000), (600, 300, 50, 8_000)))
    assert worth["is_own_amount"].tolist() == [False, True]
    assert worth.loc[0, "lead_amount"] == pytest.approx((90_000 + 400_000) / 310)


def test_wins_without_an_amount_count_as_large_as_the_others():
    frame = cells((400, 100, 20, 5_000), (600, 300, 50, 8_000))
    frame.loc[0, ["won_amount", "won_amount_squares", "won_with_amount"]] = [50_000, 250_000_000, 10]
    assert leak_worth(frame).loc[0, "lead_amount"] == pytest.approx(1_000)


def test_motions_and_stages_have_averages_of_their_own():
    one = cells((400, 100, 20, 5_000), (600, 300, 50, 8_000))
    other = cells((400, 40, 20, 5_000), (600, 30, 50, 8_000), motion="outbound")
    both = leak_worth(pd.concat([one, other], ignore_index=True))
    assert both["average"].tolist() == pytest.approx([0.4, 0.4, 0.07, 0.07])


def test_same_seed_same_intervals():
    frame = cells((400, 100, 20, 5_000), (600, 300, 50, 8_000))
    pd.testing.assert_frame_equal(leak_worth(frame), leak_worth(frame))


def test_nothing_decided_and_no_amount_known_are_missing():
    worth = leak_worth(cells((0, 0, 0, 0), (10, 5, 0, 0)))
    assert worth[["worth", "low", "high"]].isna().all().all()
    assert leak_worth(cells()).empty


group = st.integers(0, 8).flatmap(
    lambda decided: st.integers(0, decided).flatmap(
        lambda advanced: st.tuples(st.just(decided), st.just(advanced), st.integers(0, advanced), st.integers(1, 9))
    )
)


@given(st.lists(group, min_size=1, max_size=4))
def test_bounds_hold_the_worth_and_what_is_alone_has_none(rows):
    worth = leak_worth(cells(*rows), draws=100)
    known = worth.dropna(subset=["low"])
    assert (known["low"] <= known["worth"]).all()
    assert (known["worth"] <= known["high"]).all()
    if sum(decided > 0 for decided, *_ in rows) == 1:
        assert known["worth"].tolist() == pytest.approx([0.0] * len(known))


def test_bad_input_is_refused():
    with pytest.raises(ValueError, match="draws"):
        leak_worth(cells((4, 1, 1, 5)), draws=10)
    with pytest.raises(ValueError, match="too small"):
        leak_worth(cells((4, 1, 1, 5)).assign(won_amount_squares=1))
