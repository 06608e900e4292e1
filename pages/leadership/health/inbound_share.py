"""The share of inbound among the leads of each month, and whether it moves."""

import pandas as pd

from analysis.claims.verdicts import CLEAR, WATCH
from analysis.statistics import proportions, trend
from analysis.statistics.checks import UNKNOWN, Interval
from data.names import MOTIONS
from pages.charts import figures
from pages.leadership.health import words
from pages.leadership.health.counts import Counts
from pages.parts import addresses, opens
from pages.parts.cards import Card, Column
from pages.parts.columns import bounds, known
from pages.parts.page import Finding


def by_month(months: pd.DataFrame) -> pd.DataFrame:
    """Leads of inbound and of both motions in each month, with the share and its interval."""
    of_both = months[months["breakdown"].isin(MOTIONS)]
    wide = of_both.pivot_table(index="month", columns="breakdown", values="leads", aggfunc="sum")
    wide = wide.reindex(columns=MOTIONS).fillna(0).astype(int)
    inbound, both = wide["inbound"], wide.sum(axis=1)
    return proportions.wilson_intervals(inbound, both).assign(inbound=inbound, leads=both)


def slope(shares: pd.DataFrame) -> Interval:
    """Change of the share per year."""
    return trend.trend_slope(shares["inbound"], shares["leads"]) if len(shares) else UNKNOWN


def finding(counts: Counts) -> list[Finding]:
    """The share rises or falls."""
    shares = by_month(counts.months)
    change = slope(shares)
    if not counts.is_pair or not change.excludes(0):
        return []
    sentence = words.share_trend(change, float(shares["rate"].iloc[0]), float(shares["rate"].iloc[-1]))
    choice = {"view": "Over time", "share_of": "Leads"}
    return [Finding(WATCH, sentence, surely=CLEAR, link=addresses.DEPENDENCE, choice=choice)]


def card(counts: Counts) -> Card:
    """The share by month with its band."""
    shares = by_month(counts.months)
    change = slope(shares)
    rows = shares.rename(columns={"rate": "value"})
    rows = rows.assign(motion="inbound", is_complete=True, n=shares["leads"]).reset_index()
    leads = counts.motions.loc[list(MOTIONS), "leads"]
    return Card(
        name="share-of-inbound",
        asked=("cohort_months",),
        title=words.share_title(change, float(leads["inbound"]) / float(leads.sum())),
        subtitle="Share of inbound among all leads of known motion, by month of creation, with 95 % band",
        figure=figures.monthly_lines(rows, unit="share"),
        opens=opens.rows(rows, ("motion", "month"), {"motion": "motion", "created": "month"}),
        numbers=rows,
        columns={
            **known("month"),
            "inbound": Column("Inbound leads", "count"),
            **known("leads"),
            "value": Column("Share of inbound", "share"),
            **bounds(),
        },
        definition=words.SHARE_DEFINITION,
        note=words.slope_note(change),
    )
