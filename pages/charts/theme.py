"""Colours and sizes that charts and cards share. Palettes of widgets and text live in `.streamlit/config.toml`."""

# One pair for light and dark mode: at least 3:1 against both backgrounds and far apart for every colour vision.
INBOUND = "#2F6BEE"
OUTBOUND = "#E4570F"
NEITHER = "#64748B"

COLOURS = {"inbound": INBOUND, "outbound": OUTBOUND}
SYMBOLS = {"inbound": "circle", "outbound": "diamond"}
NEITHER_SYMBOL = "square"

# Ink on the solid colours above; these three do not follow the mode because the fill does not either.
ON_INBOUND = "#FFFFFF"
ON_OUTBOUND = "#16191F"
ON_NEITHER = "#FFFFFF"

HOVER_BACKGROUND = "#1B2028"
HOVER_TEXT = "#FFFFFF"

# Half-transparent greys read on both backgrounds, so a live switch of the mode needs no redraw.
RULE = "rgba(120, 132, 150, 0.28)"
SHADE = "rgba(120, 132, 150, 0.10)"
LEADER = "rgba(120, 132, 150, 0.90)"

FONT = "InterVar, sans-serif"
FONT_SIZE = 13
SMALL_FONT_SIZE = 12

ROW = 34
PAIR = 64
MARGIN = 8

# Plotly writes text colours into each figure; taking the page's colour instead keeps text readable when the viewer
# switches between light and dark. Text inside bars (.bartext) keeps its own colour, because the bar does.
CHART_TEXT_RULE = (
    ".stPlotlyChart .xtick text, .stPlotlyChart .ytick text, .stPlotlyChart .annotation-text, "
    ".stPlotlyChart .textpoint text, .stPlotlyChart .legendtext {fill: currentColor !important}"
)


def colour_of(motion: object) -> str:
    """Return the mark colour of a motion.

    Parameters
    ----------
    motion : object
        "inbound", "outbound" in any case; everything else counts as neither.

    Returns
    -------
    str
        A hex colour.
    """
    return COLOURS.get(str(motion).lower(), NEITHER)


def symbol_of(motion: object) -> str:
    """Return the mark shape of a motion.

    Parameters
    ----------
    motion : object
        "inbound", "outbound" in any case; everything else counts as neither.

    Returns
    -------
    str
        A Plotly marker symbol.
    """
    return SYMBOLS.get(str(motion).lower(), NEITHER_SYMBOL)


def faded(colour: str, opacity: float) -> str:
    """Return a hex colour as rgba with an opacity.

    Parameters
    ----------
    colour : str
        "#RRGGBB".
    opacity : float
        Between 0 and 1.

    Returns
    -------
    str
        "rgba(r, g, b, opacity)".

    Examples
    --------
    >>> faded("#2F6BEE", 0.5)
    'rgba(47, 107, 238, 0.5)'
    """
    red, green, blue = (int(colour[start : start + 2], 16) for start in (1, 3, 5))
    return f"rgba({red}, {green}, {blue}, {opacity})"
