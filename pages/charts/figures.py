"""Figures: DataFrame in, Plotly figure out, the same letters for the same frame. The only module that knows Plotly.

The modules beside this one decide what a chart shows; here it gets its looks. Every function returns None when nothing
can be drawn, and a card without a figure says so in a sentence.
"""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec

import plotly.graph_objects as go

from pages.charts import (
    amounts,
    contrasts,
    exits,
    forecasts,
    grids,
    inequality,
    maturity,
    panels,
    ranks,
    rates,
    responses,
    stages,
    targets,
    theme,
    trends,
    waits,
)
from pages.charts.marks import Drawing
from pages.charts.stages import Callout

__all__ = [
    "CONFIG",
    "Callout",
    "against_target",
    "curves",
    "dumbbells",
    "durations",
    "forecast_bands",
    "funnel",
    "heat_map",
    "histogram",
    "intervals_on_threshold",
    "lorenz",
    "monthly_lines",
    "paired_rates",
    "ranked_bars",
    "rates_with_intervals",
    "share_bars",
    "share_over_time",
    "share_pairs",
    "slopes",
    "small_lines",
    "stacked_exits",
    "waiting_curves",
    "waterfall",
]

CONFIG = {
    "displayModeBar": False,
    "scrollZoom": False,
    "doubleClick": False,
    "showTips": False,
    "typesetMath": False,
}

_AXIS = {
    "fixedrange": True,
    "showline": False,
    "ticks": "",
    "zeroline": False,
    "gridcolor": theme.RULE,
    "tickfont": {"size": theme.SMALL_FONT_SIZE},
}

# Stated in full in every figure: Plotly's default template is global state that other libraries change.
TEMPLATE = go.layout.Template(
    layout={
        "font": {"family": theme.FONT, "size": theme.FONT_SIZE},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "showlegend": False,
        "dragmode": False,
        "hovermode": "closest",
        "hoverdistance": 24,
        "margin": {"l": theme.MARGIN, "r": theme.MARGIN, "t": theme.MARGIN, "b": theme.MARGIN},
        "hoverlabel": {
            "bgcolor": theme.HOVER_BACKGROUND,
            "bordercolor": theme.HOVER_BACKGROUND,
            "align": "left",
            "font": {"family": theme.FONT, "size": 13, "color": theme.HOVER_TEXT},
            "namelength": -1,
        },
        "xaxis": _AXIS,
        "yaxis": {**_AXIS, "tickfont": {"size": theme.FONT_SIZE}},
    }
)

Arguments = ParamSpec("Arguments")


def _drawn(draw: Callable[Arguments, Drawing | None]) -> Callable[Arguments, go.Figure | None]:
    """Make a figure of what a drawing function returns, with its description in `layout.meta`."""

    @wraps(draw)
    def figure(*args: Arguments.args, **kwargs: Arguments.kwargs) -> go.Figure | None:
        drawing = draw(*args, **kwargs)
        if drawing is None:
            return None
        layout = {**drawing.layout, "template": TEMPLATE, "meta": {"alt": drawing.alt}}
        # That Plotly knows every property is a matter of tests: to look at each takes most of the time of a drawing.
        return go.Figure({"data": drawing.traces, "layout": layout}, _validate=False)

    return figure


rates_with_intervals = _drawn(rates.rates_with_intervals)
paired_rates = _drawn(rates.paired_rates)
share_bars = _drawn(rates.share_bars)
intervals_on_threshold = _drawn(rates.intervals_on_threshold)
funnel = _drawn(stages.funnel)
stacked_exits = _drawn(exits.stacked_exits)
durations = _drawn(waits.durations)
monthly_lines = _drawn(trends.monthly_lines)
share_over_time = _drawn(trends.share_over_time)
share_pairs = _drawn(contrasts.share_pairs)
dumbbells = _drawn(contrasts.dumbbells)
heat_map = _drawn(grids.heat_map)
slopes = _drawn(ranks.slopes)
small_lines = _drawn(panels.small_lines)
waterfall = _drawn(amounts.waterfall)
ranked_bars = _drawn(amounts.ranked_bars)
forecast_bands = _drawn(forecasts.forecast_bands)
curves = _drawn(maturity.curves)
against_target = _drawn(targets.against_target)
histogram = _drawn(waits.histogram)
lorenz = _drawn(inequality.lorenz)
waiting_curves = _drawn(responses.waiting_curves)
