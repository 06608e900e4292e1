"""Columns of a table end where its room ends, on a phone and on a wide screen."""

from itertools import accumulate

from hypothesis import given
from hypothesis import strategies as st

from pages.parts import widths

columns = st.lists(st.integers(widths.LEAST, 300), min_size=1, max_size=20)


@given(columns, st.integers(0, 2), st.sampled_from([widths.HALF, widths.WHOLE, widths.IN_PANEL]))
def test_columns_are_fitted_without_losing_text_or_room(natural, frozen, rooms):
    found = widths.fitted(natural, rooms, min(frozen, len(natural)))
    assert len(found) == len(natural)
    assert all(width >= (1 - widths.NARROWED) ** 2 * least - 2 for width, least in zip(found, natural, strict=True))
    if sum(natural) <= rooms[0]:
        assert found == natural
    if sum(natural) <= rooms[1]:
        assert sum(found) <= rooms[1], "what fits still does"


def test_a_column_ends_where_each_room_ends():
    found = widths.fitted([100] * 20, (328, 1258), 1)
    assert {328, 1258} <= set(accumulate(found))
    assert found[0] == 100, "what is frozen keeps its width"
    assert set(accumulate(widths.fitted([60, 130, 150, 90, 90], (321, 713), 2))) >= {321}, "a little is narrowed away"


def test_frozen_columns_are_narrowed_a_little_to_stay_frozen_but_never_cut_short():
    assert sum(widths.fitted([60, 145, 150, 300], (321, 713), 2)[:2]) == int(0.6 * 321)
    assert widths.fitted([60, 300, 150, 300], (321, 713), 2)[:2] == [60, 300]


def test_columns_out_of_sight_are_counted():
    assert widths.beyond([100, 100, 100], 300) == 0
    assert widths.beyond([100, 100, 100, 100], 300) == 1
    assert widths.beyond([100, 100, 105], 300) == 0, "a few pixels hide no column"
