"""Which share grows: shares of the leads by month of the largest groups, and the one to follow."""

import pandas as pd

from analysis.claims import trends
from analysis.claims.shares import Shares
from analysis.claims.trends import Growth
from pages.charts import figures
from pages.leadership.dependence.words import growth as words
from pages.leadership.dependence.words.grains import plural
from pages.parts import labels, opens
from pages.parts.cards import Card, Column
from pages.parts.columns import known
from pages.parts.words import trends as trend_words


def card(found: Growth | None, shares: Shares) -> Card:
    """Shares by month, the one to follow in colour.

    Parameters
    ----------
    found : Growth or None
        Which one to follow; None where nothing has a name.
    shares : Shares
        Of the same grain.

    Returns
    -------
    Card
        Where one is followed, with the leads behind its marks.
    """
    if found is None:
        return Card(
            name="shares by month",
            asked=("cohort_months",),
            title="No share has a name to follow",
            numbers=pd.DataFrame(),
            definition=words.SHARES_BY_MONTH,
        )
    others = {label: slope for label, slope in found.clear.items() if label != found.label}
    is_clear = found.label in found.clear
    return Card(
        name="shares by month",
        asked=("cohort_months",),
        title=trend_words.growth(found, plural(shares.grain)),
        subtitle=words.subtitle(trends.MEASURE),
        figure=figures.share_over_time(found.months, found.label, _motion(shares, found.label), shares.threshold),
        numbers=found.months.pivot(index="month", columns="label", values="share").reset_index(),
        columns={
            **known("month"),
            **{str(label): Column(labels.plain(label), "share") for label in dict.fromkeys(found.months["label"])},
        },
        definition=words.SHARES_BY_MONTH,
        note=words.note(found.label, found.slope, others, found.looked_at, is_clear=is_clear),
        opens=opens.rows(
            found.months,
            ("label", "month"),
            {shares.grain: "label", "created": "month"},
            **opens.counted_in(trends.MEASURE),
        ),
    )


def _motion(shares: Shares, label: str) -> str:
    """The motion of a group; none where it has no lead in the period."""
    return str(shares.motions.get(label, ""))
