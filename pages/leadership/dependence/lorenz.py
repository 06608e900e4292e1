"""The Lorenz curve: what part of all groups brings what share."""

import math

import pandas as pd

from analysis.statistics.checks import Interval
from pages.charts import figures
from pages.leadership.dependence.words import lorenz as words
from pages.parts.cards import Card, Column
from pages.parts.columns import bounds, known

HALF = 0.5


def card(curve: pd.DataFrame, gini: Interval, plural: str, measure: str) -> Card:
    """The Lorenz curve with its band.

    Parameters
    ----------
    curve : DataFrame
        ``part`` and ``share``, with ``low`` and ``high`` where they are known.
    gini : Interval
        The Gini coefficient.
    plural, measure : str
        What is shared, and of what.

    Returns
    -------
    Card
        Without a figure where there is no half of the groups to speak of.
    """
    half = curve[curve["part"] <= HALF + 1e-9].tail(1)
    is_known = not half.empty and half["part"].iloc[0] > 0 and not math.isnan(gini.estimate)
    has_band = "low" in curve
    return Card(
        name="lorenz curve",
        asked=("shares", "account_cells", "account_sizes"),
        title=words.title(float(half["part"].iloc[0]), float(half["share"].iloc[0]), plural, measure)
        if is_known
        else words.too_few(plural),
        subtitle=words.subtitle(plural, measure, has_band=has_band),
        figure=figures.lorenz(curve, plural) if is_known else None,
        numbers=curve,
        columns={
            "part": Column(f"Part of {plural}", "share"),
            **known("share"),
            **(bounds() if has_band else {}),
        },
        definition=words.definition(plural, gini),
        empty=words.EMPTY,
    )
