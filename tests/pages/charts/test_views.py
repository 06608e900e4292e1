"""Charts of one view each: what they must never get wrong."""

import itertools

import pandas as pd
import pytest

from pages.charts import figures
from pages.charts.marks import end_name
from pages.parts import labels, opens
from tests.pages.charts import frames

THREE = ["Referral", "Paid search", "SDR email"]


def written(figure):
    return [annotation.text for annotation in figure.layout.annotations]


def test_a_cell_of_few_leads_shows_no_rate_and_no_colour():
    figure = figures.heat_map(
        pd.DataFrame(
            [("Referral", "EMEA", 0.9, 10, True), ("Referral", "Americas", 0.1, 400, False)],
            columns=["row", "column", "share", "n", "is_few"],
        )
    )
    assert "too few<br>10" in written(figure)
    assert not any("90" in text for text in written(figure))
    assert figure.data[0].marker.color == ("rgba(0, 0, 0, 0)",)
    # The strongest colour belongs to the best of the cells that can be told, not to the 90 % of ten leads.
    assert figure.data[1].marker.color == ("rgba(100, 116, 139, 0.6)",)


def test_a_cell_without_leads_has_a_dash_and_no_mark():
    frame = pd.DataFrame(
        [("a", "x", 0.1, 500, False), ("b", "y", 0.1, 500, False)], columns=["row", "column", "share", "n", "is_few"]
    )
    figure = figures.heat_map(frame)
    assert written(figure).count("\u2013") == 2
    assert sum(len(trace.x) for trace in figure.data) == 2


def test_of_many_columns_the_seven_with_most_leads_stay_in_their_order():
    columns = [f"Segment {index}" for index in range(10)]
    frame = pd.DataFrame(
        [("a", name, 0.1, 1000 - index, False) for index, name in enumerate(reversed(columns))],
        columns=["row", "column", "share", "n", "is_few"],
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
        "<b>Inbound<br>2.0\u00a0%</b>",
        "<b>Outbound<br>4.0\u00a0%</b>",
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
    assert "the smallest 50\u00a0% bring 30\u00a0%" in figure.layout.meta["alt"]
    plain = figures.lorenz(frames.lorenz()[["part", "share"]], "channels")
    assert not any(trace.fill for trace in plain.data)
    assert figures.lorenz(frames.lorenz().head(2), "channels") is None


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("Paid search", "Paid search\u00a040\u00a0%"),
        ("Asked-for introduction", "Asked-for<br>introduction\u00a040\u00a0%"),
        ("<b>free-trial-and-demo-2026-q2-self-service", "&lt;b&gt;free-trial-<br>and-demo-2026\u2026\u00a040\u00a0%"),
    ],
)
def test_the_name_at_the_end_of_a_line_takes_two_lines_and_keeps_its_value(name, written):
    assert end_name(name, labels.share(0.4), 14) == written
    if "<br>" not in written:
        assert end_name(name, labels.share(0.4), 14, under=True) == "Paid search<br>40\u00a0%"
