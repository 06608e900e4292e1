import json

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from pages.parts import labels
from pages.parts.cards import Card, Column
from pages.parts.columns import guess

IMPORTS = """
import pandas as pd
import streamlit as st
from pages.charts import figures
from pages.parts import labels, panel
from pages.parts.cards import Card, Column, Kpi
from tests.pages.charts import frames
"""


def app(body):
    return AppTest.from_string(IMPORTS + body, default_timeout=30).run()


CARD = """
frame = frames.shares(["Referral", "=1+1", "<b>x</b>"])
panel.show(Card(name="shares", title="Referral leads", subtitle="Share", figure=figures.share_bars(frame),
                numbers=frame, definition="Leads over all leads.", note="A note."))
"""


def test_a_card_shows_finding_figure_and_note():
    shown = app(CARD)
    assert not shown.exception
    assert shown.header[0].value == "Referral leads"
    assert len(shown.get("plotly_chart")) == 1
    assert ":small[:gray[A note.]]" in [text.value for text in shown.markdown]


def test_a_number_stays_with_its_per_cent():
    shown = app('panel.show(Card(name="x", title="X", numbers=pd.DataFrame(), definition="", note="At 95 % of 7."))')
    assert shown.markdown[-1].value == ":small[:gray[At 95\N{NO-BREAK SPACE}% of 7.]]"


def test_numbers_are_not_sent_before_they_are_asked_for():
    shown = app(CARD)
    assert len(shown.dataframe) == 0
    assert len(shown.get("download_button")) == 0


def test_a_card_without_figure_says_so():
    shown = app(
        'panel.show(Card(name="x", title="Cannot tell yet", numbers=pd.DataFrame(), definition="", empty="Widen it."))'
    )
    assert not shown.exception
    assert len(shown.get("plotly_chart")) == 0
    assert shown.markdown[0].value == ":small[:gray[Widen it.]]"


def test_a_table_shows_names_as_they_are_and_fractions_as_per_cent():
    shown = app(
        'panel.table(pd.DataFrame({"label": ["a\\u200b", None], "rate": [0.079, None], "motion": ["inbound", None]}))'
    )
    assert not shown.exception
    table = shown.dataframe[0].value
    assert table["label"].tolist()[0] == "a"
    assert table["rate"].tolist()[0] == pytest.approx(7.9)
    assert table["motion"].tolist()[0] == "Inbound"
    assert table.isna().iloc[1].all()


def test_a_table_shows_only_the_columns_that_are_named():
    shown = app('panel.table(frames.rates(["a"]), {"n": Column("Leads", "count"), "label": Column("Channel")})')
    assert list(shown.dataframe[0].value.columns) == ["n", "label"]


def test_a_browser_gets_five_thousand_rows():
    shown = app('panel.table(pd.DataFrame({"n": range(6000)}))')
    assert len(shown.dataframe[0].value) == 5000
    assert "5,000 of 6,000" in shown.caption[0].value


def test_every_kind_of_column_is_drawn():
    shown = app("""
frame = pd.DataFrame({"t": ["x"], "m": ["outbound"], "c": [1], "n": [1.5], "s": [0.1], "p": [-0.1], "d": [3],
    "a": [10.5], "x": [2.2], "on": [pd.Timestamp("2026-10-02")], "mo": [pd.Timestamp("2026-10-01")], "b": [0.4],
    "tr": [[1, 2, 3]], "none": [None], "te": [32.57]})
kinds = ["text", "motion", "count", "number", "share", "points", "days", "money", "times", "day", "month", "bar",
    "trend", "bar", "tenths"]
panel.table(frame, {name: Column(name, kind) for name, kind in zip(frame.columns, kinds)})
""")
    assert not shown.exception


def test_key_figures_carry_mark_colour_and_direction():
    shown = app("""
panel.metrics([
    Kpi("Win rate", labels.share(0.079), labels.points(0.005), "inbound", (1.0, 2.0)),
    Kpi("Win rate", labels.share(0.036), labels.points(-0.01), "outbound"),
    Kpi("Leads", labels.count(13598)),
])
""")
    assert not shown.exception
    first, second, third = shown.metric
    assert first.label == ":blue[\u25cf]\u00a0Win rate"
    assert second.label == ":orange[\u25c6]\u00a0Win rate"
    assert third.delta == ""
    directions = [metric.proto.direction for metric in (first, second, third)]
    assert len(set(directions)) == 3


def test_the_description_of_a_card_is_plain_text():
    card = Card(name="x", title=f"{labels.literal('a*b')} leads", numbers=pd.DataFrame(), definition="")
    assert card.description == "a*b leads."
    assert Card(name="x", title="t", numbers=pd.DataFrame(), definition="", alt="said").description == "said"


@pytest.mark.parametrize(
    ("name", "values", "expected"),
    [
        ("win_rate", [0.1], Column("Win rate", "share")),
        ("low", [0.1], Column("95 % low", "share")),
        ("count_leads", [3], Column("Leads", "count")),
        ("median_days_to_won", [3.5], Column("Median days to won", "days")),
        ("won_amount", [3.5], Column("Won amount", "money")),
        ("motion", ["inbound"], Column("Motion", "motion")),
        ("created_on", ["2026-01-01"], Column("Created", "day")),
        ("closed_on", ["2026-01-01"], Column("Closed on", "day")),
        ("label", ["x"], Column("Label", "text")),
        ("n", [3], Column("Leads", "count")),
        ("hhi", [0.31], Column("Hhi", "number")),
    ],
)
def test_columns_without_a_description_are_told_by_name(name, values, expected):
    assert guess(name, pd.Series(values)) == expected


def test_a_long_text_gets_the_room_that_it_takes():
    shown = app("""
long = "Inbound, share of opportunities: holds to cannot tell"
panel.table(pd.DataFrame({"long": [long, None], "short": ["x", "y"], "endless": ["x" * 900, "y"],
    "hex": ["39baa31554d76571e44a1d255504040f", "x"]}))
""")
    widths = {name: column.get("width") for name, column in json.loads(shown.dataframe[0].proto.columns).items()}
    assert widths["long"] >= 53 * 6
    assert widths["short"] is None
    assert widths["endless"] == 540
    assert widths["hex"] >= 32 * 7, "digits are wider than letters"
