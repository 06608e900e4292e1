"""Cards that stand beside each other end together."""

import pandas as pd
import plotly.graph_objects as go
import pytest

from pages.parts import rows
from pages.parts.cards import Card


def drawn(height):
    return Card(name="a", title="", numbers=pd.DataFrame(), definition="", figure=go.Figure(layout={"height": height}))


def listed(length):
    return Card(name="b", title="", numbers=pd.DataFrame({"n": range(length)}), definition="", is_table=True)


SAID = Card(name="c", title="", numbers=pd.DataFrame(), definition="")


@pytest.mark.parametrize(
    ("first", "second", "is_beside"),
    [
        (drawn(300), drawn(300), True),
        (drawn(150), drawn(320), True),  # the lower figure grows
        (drawn(100), drawn(320), False),  # to three times its height, its bars would be blocks
        (drawn(120), listed(6), True),  # 245 pixels of table beside a figure that grows to twice its height
        (listed(3), drawn(210), True),  # 140 pixels of table leave 70 free
        (listed(3), drawn(230), False),
        (listed(40), drawn(460), True),  # ten rows are shown, 385 pixels
        (listed(40), drawn(470), False),
        (SAID, drawn(300), False),
        (SAID, SAID, True),
    ],
)
def test_cards_share_a_row_where_neither_is_left_half_empty(first, second, is_beside):
    assert rows.beside(first, second) is rows.beside(second, first) is is_beside


@pytest.mark.parametrize(
    ("lengths", "cards", "is_below"),
    [
        ([140, 140], [drawn(600), listed(9)], True),  # 2 x (2 x 22 + 40) = 168 pixels of findings beside 600
        ([140, 140], [drawn(240), listed(9)], False),  # 72 free
        ([140, 140], [drawn(600), drawn(1100)], False),  # 168 + 110 + 1,100 = 1,378 would stretch the first too far
        ([140, 140], [drawn(600)], False),
    ],
)
def test_what_follows_stands_below_findings_that_leave_room(lengths, cards, is_below):
    assert rows.takes_another(lengths, cards) is is_below
