import html
import itertools
import json
import re
import subprocess
import sys
from functools import cache
from pathlib import Path

import pandas as pd
import plotly.graph_objects as go
import pytest
from pandas.testing import assert_frame_equal

from pages.charts import figures, theme
from pages.charts.marks import apart, records
from pages.charts.months import TAIL
from tests.pages.charts import frames
from tests.pages.parts.hostile import NAMES

THREE = ["Referral", "Paid search", "SDR email"]
CALLOUT = figures.Callout("engaged", "Contacted to engaged", "67% vs 30% advance")


def every_figure(names):
    """How each figure is drawn, by its name: while tests are collected, none is."""
    return {
        "rates_with_intervals": lambda: figures.rates_with_intervals(
            frames.rates(names).assign(rank_group=names, note=names)
        ),
        "paired_rates": lambda: figures.paired_rates(frames.pairs(names)),
        "funnel": lambda: figures.funnel(frames.stages(), CALLOUT),
        "share_bars": lambda: figures.share_bars(frames.shares(names)),
        "stacked_exits": lambda: figures.stacked_exits(frames.exits()),
        "monthly_lines": lambda: figures.monthly_lines(frames.months(), "share"),
        "share_over_time": lambda: figures.share_over_time(
            frames.shares_by_month(names), names[0], "inbound", 0.4, names[0]
        ),
        "intervals_on_threshold": lambda: figures.intervals_on_threshold(frames.values(names), 3, names[0]),
        "durations": lambda: figures.durations(frames.durations()),
        "heat_map": lambda: figures.heat_map(frames.crossed(names)),
        "slopes": lambda: figures.slopes(frames.ranks(names)),
        "waterfall": lambda: figures.waterfall(frames.steps(names)),
        "forecast_bands": lambda: figures.forecast_bands(frames.forecasts(names), "money"),
        "curves": lambda: figures.curves(frames.curves(names), 90, 60),
        "histogram": lambda: figures.histogram(frames.bins(names)),
        "small_lines": lambda: figures.small_lines(frames.panels(names)),
        "lorenz": lambda: figures.lorenz(frames.lorenz(), names[0]),
        "ranked_bars": lambda: figures.ranked_bars(frames.amounts(names)),
        "against_target": lambda: figures.against_target(frames.targets()),
        "waiting_curves": lambda: figures.waiting_curves(frames.waits(names), {"5 min": 5, "1 h": 60, "7 d": 10080}),
    }


def texts(figure):
    """Everything a reader sees as text."""
    seen = [annotation.text for annotation in figure.layout.annotations]
    seen += figure.layout.yaxis.ticktext or []
    seen += figure.layout.xaxis.ticktext or []
    for trace in figure.data:
        seen += list(trace.hovertext if trace.hovertext is not None else [])
    return [text for text in seen if text]


FIGURES = every_figure(THREE)
HOSTILE = every_figure(NAMES)


@cache
def drawn(name):
    return FIGURES[name]()


@pytest.fixture
def figure(name):
    return drawn(name)


@pytest.mark.parametrize("name", FIGURES)
def test_the_same_frame_gives_the_same_letters(name, figure):
    assert figure.to_json() == FIGURES[name]().to_json()


@pytest.mark.parametrize("name", FIGURES)
def test_plotly_knows_all_that_a_figure_says(name, figure):
    told, known = (json.loads(each.to_json()) for each in (figure, go.Figure(figure.to_dict())))
    if not told["layout"].get("shapes"):
        told["layout"].pop("shapes", None)  # Plotly leaves out what is empty
    assert told == known


def test_records_are_the_rows_with_columns_as_attributes():
    frame = pd.DataFrame(
        {
            "count": [1, 2],
            "rate": [0.5, None],
            "month": pd.to_datetime(["2026-01-01", None]),
            "name": ["a", None],
            "is_open": [True, False],
            "class": ["x", "y"],
            "two words": [1, 2],
        }
    )
    slow = list(frame.itertuples(index=False))
    assert [row._fields for row in records(frame)] == [row._fields for row in slow]
    assert_frame_equal(pd.DataFrame(records(frame)), pd.DataFrame(slow))
    assert [list(map(type, row)) for row in records(frame)] == [list(map(type, row)) for row in slow]
    assert records(frame.iloc[:0]) == records(pd.DataFrame()) == []


@pytest.mark.parametrize("name", FIGURES)
def test_every_figure_says_in_words_what_it_shows(name, figure):
    assert len(figure.layout.meta["alt"]) > 20
    assert "<" not in figure.layout.meta["alt"]


@pytest.mark.parametrize("name", FIGURES)
def test_no_text_outside_of_bars_has_a_colour_of_its_own(name, figure):
    """So that text follows the page when the viewer switches between light and dark."""
    assert figure.layout.font.color is None
    assert all(annotation.font.color is None for annotation in figure.layout.annotations)
    assert figure.layout.xaxis.tickfont.color is None


@pytest.mark.parametrize("name", FIGURES)
def test_a_phone_can_scroll_past(name, figure):
    layout = figure.layout.template.layout
    assert layout.dragmode is False
    assert layout.xaxis.fixedrange is True
    assert layout.yaxis.fixedrange is True


@pytest.mark.parametrize("name", HOSTILE)
def test_names_from_data_are_escaped_and_cut(name):
    figure = HOSTILE[name]()
    ours = re.compile(
        r"</?b>|<br>|</span>|<span style='(font-size:11px|color:(#[0-9A-F]{6}|rgba\([0-9., ]+\))(;font-size:16px)?)'>"
    )
    for text in texts(figure):
        theirs = ours.sub("", text)
        assert not re.search(r"[<>]", theirs)
        assert not re.search(r"[\x00-\x1f\u200b\u202e\ufeff]", theirs)
        assert all(len(html.unescape(re.sub("<[^>]*>", "", line))) <= 60 for line in text.split("<br>"))


def test_a_name_of_three_thousand_letters_takes_two_lines_of_the_axis():
    figure = figures.share_bars(frames.shares(["x" * 3000, "Referral"]))
    longest = max(figure.layout.yaxis.ticktext, key=len)
    assert longest.count("<br>") == 1
    assert len(html.unescape(longest)) <= 40 + len("<br>")


def test_height_follows_the_number_of_rows():
    few = figures.share_bars(frames.shares(THREE)).layout.height
    many = figures.share_bars(frames.shares([f"Channel {index}" for index in range(13)])).layout.height
    assert many - few == 10 * theme.ROW
    two, five = (figures.paired_rates(frames.pairs([str(i) for i in range(n)])).layout.height for n in (2, 5))
    assert five - two == 3 * theme.PAIR


def test_rows_are_sorted_by_rate_and_groups_stay_together():
    frame = frames.rates(["a", "b", "c"]).assign(rank_group=["Lower", "Higher", "Higher"])
    figure = figures.rates_with_intervals(frame)
    assert list(figure.layout.yaxis.ticktext) == ["c", "b", "a"]
    captions = [annotation.text for annotation in figure.layout.annotations if annotation.xref == "paper"]
    assert captions == ["Higher", "Lower"]


def test_inbound_is_a_blue_circle_and_outbound_an_orange_diamond():
    dots = [trace.marker for trace in figures.paired_rates(frames.pairs(["All"])).data if trace.mode == "markers"]
    assert [(dot.color, dot.symbol) for dot in dots] == [("#2F6BEE", "circle"), ("#E4570F", "diamond")]


def test_a_missing_rate_leaves_no_mark():
    frame = frames.rates(THREE)
    frame.loc[1, ["rate", "low", "high"]] = None
    figure = figures.rates_with_intervals(frame)
    assert "Paid search" not in " ".join(texts(figure))
    assert sum(len(trace.x) for trace in figure.data if trace.mode == "markers") == 2


def test_a_missing_interval_leaves_the_dot_alone():
    frame = frames.rates(["Referral"]).assign(low=None, high=None).astype({"low": float, "high": float})
    figure = figures.rates_with_intervals(frame)
    assert [len(trace.x) for trace in figure.data] == [0, 1]
    assert not any("interval" in text for text in texts(figure))


@pytest.mark.parametrize(
    "figure",
    [
        figures.rates_with_intervals(frames.rates(THREE).head(0)),
        figures.paired_rates(frames.pairs(THREE).head(0)),
        figures.funnel(frames.stages().assign(share=float("nan"))),
        figures.share_bars(frames.shares(THREE).head(0)),
        figures.stacked_exits(frames.exits().assign(advanced=0, young=0, stalled=0, disqualified=0, lost=0)),
        figures.monthly_lines(frames.months().head(0)),
        figures.small_lines(frames.panels(THREE).head(0)),
        figures.share_over_time(frames.shares_by_month(THREE).head(0), "Referral"),
        figures.intervals_on_threshold(frames.values(THREE).head(0), 3, "limit"),
        figures.durations(frames.durations().assign(median=float("nan"))),
        figures.heat_map(frames.crossed(THREE).assign(n=0)),
        figures.slopes(frames.ranks(THREE).assign(rank=float("nan"))),
        figures.waterfall(frames.steps(THREE).assign(value=float("nan"))),
        figures.curves(frames.curves(THREE), 20),
        figures.histogram(frames.bins(THREE).assign(count=0)),
        figures.ranked_bars(frames.amounts(THREE).head(0)),
    ],
)
def test_nothing_to_draw_gives_no_figure(figure):
    assert figure is None


def test_one_very_uncertain_row_does_not_crush_the_others():
    frame = frames.rates(THREE)
    frame.loc[0, "high"] = 0.95
    figure = figures.rates_with_intervals(frame)
    assert figure.layout.xaxis.range[1] < 10  # per cent; the largest rate is 4%
    assert any(trace.marker.symbol == "triangle-right" for trace in figure.data if trace.mode == "markers")


def test_rates_of_zero_are_drawn_at_zero():
    figure = figures.rates_with_intervals(frames.rates(THREE).assign(rate=0.0, low=0.0, high=0.0))
    assert figure.layout.xaxis.range[1] > 0
    assert "0%" in texts(figure)


def test_segments_of_every_bar_add_up_to_the_whole():
    figure = figures.stacked_exits(frames.exits())
    for bar in zip(*(trace.x for trace in figure.data), strict=True):
        assert sum(bar) == pytest.approx(100)


def test_months_that_are_not_complete_are_dashed_and_join_the_line():
    solid, dashed = (trace for trace in figures.monthly_lines(frames.months(), "share").data[:2])
    assert (solid.line.dash, dashed.line.dash) == ("solid", TAIL)
    assert len(solid.x) == 15
    assert dashed.x[0] == solid.x[-1]


def test_the_label_of_a_line_is_its_last_complete_month():
    frame = frames.months()
    frame.loc[~frame["is_complete"], "value"] = 0.0
    assert "8.0%" in texts(figures.monthly_lines(frame, "share"))


def test_a_ninetieth_percentile_that_was_not_reached_is_open_ended():
    figure = figures.durations(frames.durations())
    assert "not reached" in texts(figure)
    assert [trace.line.dash for trace in figure.data if trace.mode == "lines"] == ["solid", "solid", "dot"]


def test_end_labels_never_touch():
    frame = frames.months().assign(value=0.05)
    ends = [each for each in figures.monthly_lines(frame, "share").layout.annotations if each.text == "5.0%"]
    assert abs(ends[0].yshift - ends[1].yshift) >= 17


def test_apart_keeps_order_and_stays_within():
    moved = apart([100, 101, 102, 5], 17, 103)
    assert moved == [*sorted(moved[:3]), moved[3]]
    assert max(moved) <= 103
    assert all(second - first >= 17 for first, second in itertools.pairwise(sorted(moved)))


def test_figures_do_not_depend_on_what_else_is_imported():
    """Streamlit changes Plotly's default template when it is imported; ours is stated in each figure."""
    code = (
        "import sys; {}from tests.pages.charts import frames; from pages.charts import figures; import hashlib;"
        "figure = figures.share_bars(frames.shares(['a', 'b']));"
        "print(hashlib.sha256(figure.to_json().encode()).hexdigest(), 'streamlit' in sys.modules)"
    )
    project = Path(__file__).parents[3]
    runs = [
        subprocess.run(
            [sys.executable, "-c", code.format(extra)], capture_output=True, text=True, check=True, cwd=project
        ).stdout.split()
        for extra in ("", "import streamlit; from streamlit.elements import plotly_chart; ")
    ]
    assert runs[0][0] == runs[1][0]
    assert (runs[0][1], runs[1][1]) == ("False", "True")


def test_categories_work_as_well_as_text():
    frame = frames.stages().astype({"stage": "category", "motion": "category"})
    assert figures.funnel(frame).to_json() == figures.funnel(frames.stages()).to_json()
    paired = frames.pairs(["All"]).astype({"label": "category", "motion": "category"})
    assert isinstance(figures.paired_rates(paired).layout.meta["alt"], str)
    assert figures.stacked_exits(frames.exits().astype({"stage": "category", "motion": "category"})) is not None
    assert figures.share_over_time(pd.DataFrame(frames.shares_by_month(THREE)).astype({"label": "category"}), "x")


# What is expected, what was to be won, and what is cumulated, is no list of leads.
WITHOUT_LEADS = {"forecast_bands", "against_target", "lorenz"}


@pytest.mark.parametrize("name", sorted(set(FIGURES) - WITHOUT_LEADS))
def test_every_mark_says_what_it_is_called(name):
    """A click hands over the mark's name: one for every point that can be pointed at, and no two rows share one."""
    pointed = [trace for trace in drawn(name).data if trace.hoverinfo == "text"]
    assert pointed
    for trace in pointed:
        assert len(trace.customdata) == len(trace.x)
        assert all(isinstance(called, str) and called for called in trace.customdata)
        assert trace.type == "bar" or "markers" in trace.mode, "a line alone cannot be clicked"
    tips = {}
    for trace in pointed:
        for called, tip in zip(trace.customdata, trace.hovertext, strict=True):
            tips.setdefault(called, set()).add(tip)
    if name not in {"curves", "waiting_curves"}:  # a curve opens the leads of its line, wherever it is clicked
        assert all(len(of_one) == 1 for of_one in tips.values())


def test_the_author_of_a_frame_may_name_its_marks():
    named = figures.share_bars(frames.shares(THREE).assign(mark=["a", "b", "c"]))
    assert sorted(named.data[0].customdata) == ["a", "b", "c"]
    parts = figures.stacked_exits(frames.exits().assign(mark=lambda rows: rows["stage"] + "!"))
    assert any(called.endswith("! | lost") for trace in parts.data for called in trace.customdata)
