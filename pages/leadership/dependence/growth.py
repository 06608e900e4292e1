"""Which share grows: shares by month of the largest groups, and the one to follow."""

from dataclasses import dataclass

import pandas as pd

from analysis.statistics.checks import Interval
from analysis.statistics.trend import trend_slope
from pages.charts import figures
from pages.leadership.dependence import measures, months
from pages.leadership.dependence.grains import Shares
from pages.leadership.dependence.words import growth as words
from pages.leadership.dependence.words.grains import plural
from pages.parts import labels, opens
from pages.parts.cards import Card, Column
from pages.parts.columns import known

CHANCE = 0.05


@dataclass(frozen=True)
class Growth:
    """Shares by month of the largest groups, and the one to follow.

    Attributes
    ----------
    months : DataFrame
        ``month``, ``label``, ``share`` of the measure; the largest groups only.
    label : str
        The largest group where it clearly grows, else the one that clearly grows most, else the largest.
    slope : Interval
        Its change of share per year.
    clear : dict of Interval
        Change per year of each group that grows beyond what chance does to that many groups.
    looked_at : int
        How many groups were looked at.
    """

    months: pd.DataFrame
    label: str
    slope: Interval
    clear: dict[str, Interval]
    looked_at: int


def find(cohorts: pd.DataFrame, measure: str) -> Growth | None:
    """Which group's share grows most, of the largest ones.

    Parameters
    ----------
    cohorts : DataFrame
        Answer to the question ``cohort_months``.
    measure : str
        One of ``MEASURES``. The slope is that of what `months.counted` gives.

    Returns
    -------
    Growth or None
        None when nothing has a name.
    """
    values = months.table(cohorts, measure)
    largest = months.largest(values)
    if not largest:
        return None
    counts = months.counted(cohorts, measure).reindex(columns=values.columns, fill_value=0)
    whole = counts.sum(axis=1)
    clear: dict[str, Interval] = {}
    for label in largest:
        # Every group is looked at, so each is held to its part of the chance of a false alarm.
        strict = trend_slope(counts[label], whole, level=1 - CHANCE / len(largest))
        if strict.low > 0:
            clear[label] = trend_slope(counts[label], whole)
    grows_alone = clear and largest[0] not in clear
    followed = max(clear, key=lambda label: clear[label].estimate) if grows_alone else largest[0]
    return Growth(months.shares(values, largest), followed, trend_slope(counts[followed], whole), clear, len(largest))


def card(found: Growth | None, shares: Shares) -> Card:
    """Shares by month, the one to follow in colour.

    Parameters
    ----------
    found : Growth or None
        Which one to follow; None where nothing has a name.
    shares : Shares
        Of the same grain and measure.

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
        title=words.title(found.label, found.slope, plural(shares.grain), is_clear=is_clear),
        subtitle=words.subtitle(shares.measure),
        figure=figures.share_over_time(found.months, found.label, str(shares.motions[found.label]), shares.threshold),
        numbers=found.months.pivot(index="month", columns="label", values="share").reset_index(),
        columns={
            **known("month"),
            **{str(label): Column(labels.plain(label), "share") for label in dict.fromkeys(found.months["label"])},
        },
        definition=words.SHARES_BY_MONTH,
        note=words.note(found.label, found.slope, others, found.looked_at, shares.measure, is_clear=is_clear),
        opens=opens.rows(
            found.months,
            ("label", "month"),
            {shares.grain: "label", "created": "month"},
            **measures.counted_in(shares.measure),
        ),
    )
