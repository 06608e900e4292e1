"""Figures on a page of our own making: what a browser needs to draw them without a server."""

from functools import cache
from typing import Any

from plotly.offline import get_plotlyjs

SHORTEST, TALLEST = 240, 900  # pixels; no figure is taller than a sheet of paper


@cache
def script() -> str:
    """The library that draws figures in a browser."""
    return str(get_plotlyjs())


def written(figure: Any) -> str:
    """A figure as the library reads it.

    Parameters
    ----------
    figure : Figure
        Of ``figures``.

    Returns
    -------
    str
        JSON.
    """
    return str(figure.to_json())


def height(figure: Any) -> int:
    """Pixels that a figure needs to stand on paper.

    Parameters
    ----------
    figure : Figure
        Of ``figures``.

    Returns
    -------
    int
        As many as it has on the screen, where paper has room for them.
    """
    return int(min(max(figure.layout.height or SHORTEST, SHORTEST), TALLEST))
