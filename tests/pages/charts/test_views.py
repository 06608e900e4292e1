"""Charts of one view each: what they must never get wrong."""

import itertools
import re

import pandas as pd
import pytest

from pages.charts import figures
from pages.charts.marks import end_name
from pages.parts import labels, opens
from tests.pages.charts import frames

THREE = ["Referral", "Paid search", "SDR email"]


def written(figure):
    return [annotation.text for annotation in figure.layout.annotations]


CELLS = ["row", "column", "share", "n", "is_few"]


def test_what_is_too_few_is_said_once_and_shows_no_rate_and_no_colour():
    rows = [
        ("Referral", "EMEA", 0.9, 10, True),
        ("Referral", "Americas", 0.1, 400, False),
        ("Paid search", "EMEA", 0.2, 300, False),
        ("Paid search", "Americas", 0.3, 8, True),
        ("Webinar", "EMEA", 0.4, 5, True),
        ("Webinar", "APAC", 0.4, 5, True),
    ]
    figure = figures.heat_map(pd.DataFrame(rows, columns=CELLS), few="fewer than 5 wins")
    assert written(figure).count("\u2013") == 2
    assert not any("90" in text or "40%" in text for text in written(figure))
    assert figure.data[0].marker.color == ("rgba(0, 0, 0, 0)", "rgba(100, 116, 139, 0.6)")
    # Webinar and APAC have nothing to tell, and take no room.
    assert list(figure.layout.yaxis.ticktext) == ["Referral", "Paid search"]
    assert list(figure.layout.xaxis.ticktext) == ["EMEA", "Americas"]
    assert written(figure)[-1] == "\u2013 fewer than 5 wins<br>Left out, with less to tell: 1 row and 1 column"


def test_a_cell_without_leads_is_blank():
    frame = pd.DataFrame([("a", "x", 0.1, 500, False), ("b", "y", 0.1, 500, False)], columns=CELLS)
    figure = figures.heat_map(frame)
    assert len(written(figure)) == 2
    assert sum(len(trace.x) for trace in figure.data) == 2


def test_of_a_grid_in_which_nothing_can_be_told_there_is_no_figure():
    assert figures.heat_map(pd.DataFrame([("a", "x", 0.1, 5, True)], columns=CELLS)) is None


def test_of_many_columns_the_seven_with_most_leads_stay_in_their_order():
    columns = [f"Segment {index}" for index in range(10)]
    frame = pd.DataFrame(
        [("a", name, 0.1, 1000 - index, False) for index, name in enumerate(reversed(columns))],
        columns=CELLS,
    )
    figure = figures.heat_map(frame)
    assert [trace.customdata[0] for trace in figure.data] == [opens.mark("a", name) for name in reversed(columns)][:7]
    assert "3 columns" in figure.layout.meta["alt"]


def test_the_first_rank_stands_on_top_and_both_ends_are_named():
    figure = figures.slopes(frames.ranks(THREE))
    lines = [trace for trace in figure.data if trace.mode == "lines"]
    assert sorted(line.y[0] for line in lines) == [17, 51, 85]
    assert figure.layout.yaxis.range[0] > figure.layout.yaxis.range[1]
    assert sum("Paid" in text for text in written(figure)) == 2


def test_a_gate_without_a_rank_interrupts_the_line():
    frame = frames.ranks(THREE)
    frame.loc[(frame["label"] == "SDR email") & (frame["gate"] == "engaged"), "rank"] = None
    figure = figures.slopes(frame)
    assert [line.y.count(None) for line in figure.data if line.mode == "lines"].count(1) == 1


def test_names_of_tied_ranks_do_not_touch():
    figure = figures.slopes(frames.ranks(THREE).assign(rank=1.0))
    left = sorted(a.y for a in figure.layout.annotations if a.xanchor == "right" and a.text == "1")
    assert all(second - first >= 32 for first, second in itertools.pairwise(left))


def test_the_bars_of_a_waterfall_meet_where_the_last_one_ended():
    figure = figures.waterfall(frames.steps(THREE))
    bars = figure.data[0]
    # 100, then 10 up to 110, 10 down to 100, 10 up to 110.
    assert list(zip(bars.base, bars.x, strict=True)) == [(0, 100), (100, 10), (100, 10), (100, 10), (0, 110)]
    assert written(figure) == ["100", "▲ +10", "▼ \u221210", "▲ +10", "110"]
    assert figure.layout.xaxis.range[0] == 0


def test_what_is_written_in_a_waterfall_adds_up_although_it_is_rounded():
    # 10 + 1.4 + 1.4 + 1.2 = 14: rounded one by one the steps would add up to 13.
    values = [("Before", 10, "start"), ("a", 1.4, "step"), ("b", 1.4, "step"), ("c", 1.2, "step"), ("d", -0.0, "step")]
    frame = pd.DataFrame([*values, ("After", 14, "end")], columns=["label", "value", "kind"])
    assert written(figures.waterfall(frame)) == ["10", "▲ +2", "▲ +1", "▲ +1", "0", "14"]


def test_a_waterfall_that_does_not_add_up_is_refused():
    frame = frames.steps(THREE)
    frame.loc[frame["kind"] == "end", "value"] = 111
    with pytest.raises(ValueError, match="110, not to 111"):
        figures.waterfall(frame)


def test_curves_are_steps_from_zero_to_the_horizon():
    figure = figures.curves(frames.curves(["Inbound", "Outbound"]), 60)
    main = [trace for trace in figure.data if trace.hoverinfo == "text"]
    assert [list(line.x) for line in main] == [[0, 30, 60], [0, 30, 60]]
    assert {line.line.shape for line in main} == {"hv"}
    assert {line.line.color for line in main} == {"#2F6BEE", "#E4570F"}
    assert [text for text in written(figure) if "2.0" in text or "4.0" in text] == [
        "<b>Inbound<br>2.0%</b>",
        "<b>Outbound<br>4.0%</b>",
    ]


def test_at_most_six_curves_and_one_of_many_in_colour():
    figure = figures.curves(frames.curves([f"Channel {index}" for index in range(9)]), 90)
    main = [trace for trace in figure.data if trace.hoverinfo == "text"]
    assert len(main) == 6
    assert sum(trace.line.color == "#2F6BEE" for trace in main) == 1
    assert sum(trace.fill == "tonexty" for trace in figure.data) == 1


def test_the_day_through_which_all_were_observed_is_marked_only_within_the_plot():
    frame = frames.curves(["Inbound"])
    assert "all observed through day 60" in written(figures.curves(frame, 90, 60))
    assert len(figures.curves(frame, 90, 90).layout.shapes) == 0


def test_the_bars_of_a_histogram_carry_their_counts_in_the_order_of_bins():
    figure = figures.histogram(frames.bins(["0 days", "1\u20132 days"]).iloc[::-1])
    assert list(figure.layout.yaxis.ticktext) == ["0 days", "1\u20132 days"]
    assert [(trace.marker.color, trace.x) for trace in figure.data] == [("#2F6BEE", (10, 11)), ("#E4570F", (10, 11))]
    assert sorted(written(figure)) == ["10", "10", "11", "11"]
    assert figure.layout.xaxis.range[0] == 0


def test_amounts_are_sorted_and_one_uncertain_row_does_not_crush_the_others():
    figure = figures.ranked_bars(frames.amounts(THREE), currency="EUR")
    assert list(figure.layout.yaxis.ticktext) == ["SDR email", "Paid search", "Referral"]
    assert figure.layout.xaxis.range[1] < 9_000
    assert written(figure)[0] == "\u20ac3K"


def test_amounts_below_zero_stand_left_of_a_line_at_zero():
    frame = pd.DataFrame([("a", 10.0, "inbound"), ("b", -5.0, "inbound")], columns=["label", "value", "motion"])
    figure = figures.ranked_bars(frame)
    assert figure.layout.xaxis.range[0] == -5
    assert figure.layout.xaxis.zeroline


def test_a_lorenz_curve_stands_below_the_line_of_equal_parts_with_its_band():
    figure = figures.lorenz(frames.lorenz(), "channels")
    curve = next(trace for trace in figure.data if trace.hoverinfo == "text")
    assert list(curve.x) == [0, 25, 50, 75, 100]
    assert list(curve.y) == pytest.approx([0, 10, 30, 60, 100])
    assert sum(trace.fill == "tonexty" for trace in figure.data) == 1
    assert "the smallest 50% bring 30%" in figure.layout.meta["alt"]
    plain = figures.lorenz(frames.lorenz()[["part", "share"]], "channels")
    assert not any(trace.fill for trace in plain.data)
    assert figures.lorenz(frames.lorenz().head(2), "channels") is None


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("Paid search", "Paid search\u00a040%"),
        ("Asked-for introduction", "Asked-for<br>introduction\u00a040%"),
        ("<b>free-trial-and-demo-2026-q2-self-service", "&lt;b&gt;free-trial-<br>and-demo-2026\u2026\u00a040%"),
    ],
)
def test_the_name_at_the_end_of_a_line_takes_two_lines_and_keeps_its_value(name, written):
    assert end_name(name, labels.share(0.4), 14) == written
    if "<br>" not in written:
        assert end_name(name, labels.share(0.4), 14, under=True) == "Paid search<br>40%"


def test_a_funnel_says_share_and_number_of_both_motions_at_every_stage():
    rows = [
        ("lead", "inbound", 1.0, 200),
        ("lead", "outbound", 1.0, 100),
        ("won", "inbound", 0.07, 14),
        ("won", "outbound", 0.0, 0),
    ]
    frame = pd.DataFrame(rows, columns=["stage", "motion", "share", "n"])
    figure = figures.funnel(frame, figures.Callout("won", "Lead to won", "7% vs 0% advance"))
    said = [text for text in written(figure) if "\u00b7" in text]
    assert said == [
        "100% \u00b7 200",
        "7.0% \u00b7 14",
        "100% \u00b7 100",
        "0% \u00b7 0",
    ]
    words = next(each for each in figure.layout.annotations if "Lead to won" in each.text)
    lead, won = figure.layout.yaxis.tickvals
    assert lead < words.y < won


def test_what_marks_mean_is_written_in_their_own_colours():
    parts = figures.stacked_exits(frames.exits())
    key = written(parts)[0]
    grey = next(trace.marker.color[0] for trace in parts.data if "disqualified" in trace.hovertext[0])
    assert f"color:{grey}" in key
    assert re.sub("<[^>]*>", " ", key).split() == (
        ["■", "■", "advanced", "■", "■", "still", "there", "▨", "▨", "stalled", "■", "disqualified", "■", "lost"]
    )


def test_a_month_stands_once_on_the_axis_with_its_year():
    months = pd.date_range("2025-11-01", periods=3, freq="MS")
    frame = pd.DataFrame({"month": months, "motion": "inbound", "value": [1, 2, 3], "is_complete": True})
    short = figures.monthly_lines(frame).layout.xaxis.ticktext
    assert list(short) == ["Nov<br>2025", "Dec<br>2025", "Jan<br>2026"]
    long = frames.months()
    ticks = figures.monthly_lines(long, "share").layout.xaxis.ticktext
    assert len(ticks) == len(set(ticks)) <= 5


def test_names_of_small_charts_differ_where_only_their_ends_do():
    names = ["free-trial-and-demo-2026-q1", "free-trial-and-demo-2026-q2"]
    titles = [text for text in written(figures.small_lines(frames.panels(names))) if text.startswith("<b>")]
    assert len({text.split("</b>")[0] for text in titles}) == 2


def test_a_month_that_is_not_over_is_paler_and_one_to_come_has_only_its_target():
    won, target = figures.against_target(frames.targets()).data
    assert (len(won.x), len(target.x)) == (3, 4)
    assert won.marker.color[0] == won.marker.color[1] != won.marker.color[2]
