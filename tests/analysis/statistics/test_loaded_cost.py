"""What people cost goes to those whom they worked for, and not a cent is lost on the way."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.statistics.loaded_cost import team_by_touches


def whole_of(rows: pd.DataFrame) -> pd.DataFrame:
    return rows.groupby("month")[["team", "touches"]].sum()


def frame(*rows) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["month", "team", "touches"])


def test_each_touch_bears_as_much_as_another():
    # 100 for 3 + 1 touches in the first month; nothing was touched in the second, so its 8 stay where they are.
    rows = frame((1, 100.0, 1), (1, 0.0, 3), (2, 8.0, 0), (2, 0.0, 0))
    assert team_by_touches(rows, whole_of(rows)).tolist() == [25, 75, 8, 0]


def test_a_part_of_the_leads_bears_a_part_of_the_cost():
    rows = frame((1, 100.0, 1), (1, 0.0, 3))
    assert team_by_touches(rows.iloc[1:], whole_of(rows)).tolist() == [75]


@given(
    st.lists(
        st.tuples(st.integers(1, 4), st.floats(0, 1e7).map(lambda x: round(x, 2)), st.integers(0, 500)), max_size=30
    )
)
def test_the_sum_of_every_month_stays_the_same(rows):
    table = frame(*rows).astype({"team": float, "touches": int})
    shared = team_by_touches(table, whole_of(table))
    by_month = shared.groupby(table["month"]).sum()
    assert by_month.tolist() == pytest.approx(whole_of(table)["team"].tolist(), rel=1e-12, abs=1e-9)


def test_a_month_that_is_not_in_the_whole_is_refused():
    rows = frame((1, 100.0, 1))
    with pytest.raises(ValueError, match="Every month"):
        team_by_touches(rows, whole_of(rows).iloc[:0])
