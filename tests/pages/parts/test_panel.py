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
from pages.parts import labels, panel, tables
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
        'tables.show(pd.DataFrame({"label": ["a\\u200b", None], "rate": [0.079, None], "motion": ["inbound", None]}))'
    )
    assert not shown.exception
    table = shown.dataframe[0].value
    assert table["label"].tolist()[0] == "a"
    assert table["rate"].tolist()[0] == pytest.approx(7.9)
    assert table["motion"].tolist()[0] == "Inbound"
    assert table.isna().iloc[1].all()


def test_a_table_shows_only_the_columns_that_are_named():
    shown = app('tables.show(frames.rates(["a"]), {"n": Column("Leads", "count"), "label": Column("Channel")})')
    assert list(shown.dataframe[0].value.columns) == ["n", "label"]


def test_a_comparison_shows_every_group_at_once_and_names_as_they_are():
    shown = app("""
frame = pd.DataFrame({"measure": ["Won *amount*"], "inbound": ["$6.7M"], "outbound": ["$2.5M"]})
columns = {name: Column(name.capitalize()) for name in frame}
panel.show(Card(name="x", title="", numbers=frame, columns=columns, definition="", is_table=True, is_comparison=True))
""")
    assert len(shown.dataframe) == 0
    table = shown.table[0].value
    assert [labels.without_markdown(name) for name in table] == [
        "Measure",
        "\u25cf\u00a0Inbound",
        "\u25c6\u00a0Outbound",
    ]
    assert table.iloc[0].tolist() == [labels.literal(text) for text in ("Won *amount*", "$6.7M", "$2.5M")]


def test_amounts_have_no_cents():
    shown = app('tables.show(pd.DataFrame({"a": [0.02, 41.7]}), {"a": Column("Cost, $", "money")})')
    assert shown.dataframe[0].value["a"].tolist() == [0, 42]


def test_a_browser_gets_five_thousand_rows():
    shown = app('tables.show(pd.DataFrame({"n": range(6000)}))')
    assert len(shown.dataframe[0].value) == 5000
    assert "5,000 of 6,000" in shown.caption[0].value


def test_every_kind_of_column_is_drawn():
    shown = app("""
frame = pd.DataFrame({"t": ["x"], "m": ["outbound"], "c": [1], "n": [1.5], "s": [0.1], "p": [-0.1], "d": [3],
    "a": [10.5], "x": [2.2], "on": [pd.Timestamp("2026-10-02")], "mo": [pd.Timestamp("2026-10-01")], "b": [0.4],
    "tr": [[1, 2, 3]], "none": [None], "te": [32.57]})
kinds = ["text", "motion", "count", "number", "share", "points", "days", "money", "times", "day", "month", "bar",
    "trend", "bar", "tenths"]
tables.show(frame, {name: Column(name, kind) for name, kind in zip(frame.columns, kinds)})
""")
    assert not shown.exception


def test_key_figures_carry_mark_colour_and_direction_and_open_their_leads():
    shown = app("""
def open_leads(what, parameters, on_close):
    st.markdown(f"opened {what}: {dict(parameters)}")

panel.metrics([
    Kpi("Win rate", labels.share(0.079), labels.points(0.005), "inbound"),
    Kpi("Win rate", labels.share(0.036), labels.points(-0.01), "outbound"),
    Kpi("Leads", labels.count(13598), opens={"motion": "inbound"}),
], open_leads)
""")
    assert not shown.exception
    assert [button.label for button in shown.button] == ["See leads"], "only where a list can show them"
    shown.button[0].click().run()
    assert shown.markdown[-1].value == "opened Leads: {'motion': 'inbound'}"
    first, second, third = shown.metric
    assert first.label == ":blue[\u25cf]\u00a0Win rate"
    assert second.label == ":orange[\u25c6]\u00a0Win rate"
    assert third.delta == ""
    directions = [metric.proto.direction for metric in (first, second, third)]
    assert len(set(directions)) == 3


MARKS = """
def open_leads(what, parameters, on_close):
    st.markdown(f"opened {what}: {dict(parameters)}")

frame = frames.shares(["Referral", "=1+1", "<b>x</b>"])
panel.show(Card(name="shares", title="Shares", figure=figures.share_bars(frame), numbers=frame, definition="",
                opens={"Referral | 2026-03": {"channel": "Referral"}, "*x*": {"channel": "x"}}), open_leads)
"""


def test_each_mark_of_a_figure_can_be_opened_from_a_list_once():
    shown = app(MARKS)
    (listed,) = shown.get("menu_button")
    assert listed.options == ["Referral · Mar 2026", r"\*x\*"], "names are literal"
    listed.set_value("Referral | 2026-03").run()
    assert [text.value for text in shown.markdown][-1] == "opened Referral · Mar 2026: {'channel': 'Referral'}"
    shown.run()
    assert not any("opened" in text.value for text in shown.markdown), "what was opened stays closed"


def test_a_card_on_a_page_without_leads_lists_no_marks():
    assert not app(MARKS.replace(", open_leads)", ")")).get("menu_button")


def test_the_description_of_a_card_is_plain_text():
    card = Card(name="x", title=f"{labels.literal('a*b')} leads", numbers=pd.DataFrame(), definition="")
    assert card.description == "a*b leads."
    assert Card(name="x", title="t", numbers=pd.DataFrame(), definition="", alt="said").description == "said"


@pytest.mark.parametrize(
    ("name", "values", "expected"),
    [
        ("win_rate", [0.1], Column("Win rate", "share")),
        ("low", [0.1], Column("95% low", "share")),
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


def test_a_table_that_is_wider_than_a_phone_keeps_its_texts_whole_and_names_its_rows_while_it_scrolls():
    shown = app("""
long = "Inbound, share of opportunities: holds to cannot tell"
tables.show(pd.DataFrame({"n": [1, 2], "short": ["x", "y"], "long": [long, None], "endless": ["x" * 900, "y"],
    "hex": ["39baa31554d76571e44a1d255504040f", "x"], "other": ["y" * 99, "y"]}))
""")
    columns = json.loads(shown.dataframe[0].proto.columns)
    widths = {name: column.get("width") for name, column in columns.items()}
    assert widths["long"] >= 53 * 6
    assert 540 <= widths["endless"] < 560, "no text takes more than half a page"
    assert widths["hex"] >= 32 * 7, "digits are wider than letters"
    assert {name for name, column in columns.items() if column.get("pinned")} == {"n", "short"}
    assert shown.caption[0].value == "1\N{NO-BREAK SPACE}more column to the right."


def test_a_table_that_fits_everywhere_is_left_alone():
    shown = app('tables.show(pd.DataFrame({"label": ["x", "y"], "n": [1, 2]}))')
    assert not any(
        {"width", "pinned"} & {name for name, value in column.items() if value}
        for column in json.loads(shown.dataframe[0].proto.columns).values()
    )
    assert not shown.caption


@pytest.mark.parametrize(("rows", "at"), [(9, 9), (10, 0)])
def test_a_total_is_the_last_row_or_the_first_of_a_table_that_scrolls(rows, at):
    shown = app(f"""
row = {{"motion": "inbound", "label": "a", "n": 2, "rate": 0.1}}
tables.show(pd.DataFrame([row] * {rows}), total={{"n": 2 * {rows}}})
""")
    assert not shown.exception
    table = shown.dataframe[0].value
    assert len(table) == rows + 1
    total = table.iloc[at]
    assert (total["motion"], total["n"]) == ("Total", 2 * rows)
    assert pd.isna(total["rate"]), "a rate does not add up"
