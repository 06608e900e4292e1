"""The share of inbound among the leads of each month, and whether it moves."""

import pandas as pd

from analysis.claims import trends
from analysis.claims.trends import Trend
from analysis.claims.verdicts import WATCH
from analysis.scope import Scope
from analysis.statistics import proportions
from analysis.warehouse import Warehouse
from data.names import MOTIONS
from pages.charts import figures
from pages.leadership.health import words
from pages.parts import addresses, opens
from pages.parts.cards import Card, Column
from pages.parts.columns import bounds, known
from pages.parts.page import Finding
from pages.parts.words import trends as trend_words


def finding(trend: Trend) -> list[Finding]:
    """The share surely rises or falls."""
    if not trend.is_clear:
        return []
    sentence = trend_words.inbound_finding(trend)
    choice = {"view": "Over time", "share_of": "Leads"}
    return [Finding(WATCH, sentence, link=addresses.DEPENDENCE, choice=choice, surely=trend.verdict)]


def card(warehouse: Warehouse, scope: Scope, trend: Trend) -> Card:
    """The share by month with its band, over the months of the trend."""
    months = warehouse.ask("cohort_months", trends.window(warehouse, scope), breakdown="motion")
    months = months.assign(month=pd.to_datetime(months["month"]))
    shares = by_month(months)
    rows = shares.rename(columns={"rate": "value"})
    rows = rows.assign(motion="inbound", is_complete=True, n=shares["leads"]).reset_index()
    return Card(
        name="share-of-inbound",
        asked=("cohort_months",),
        title=trend_words.inbound(trend),
        subtitle=words.SHARE_SUBTITLE,
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
        definition=f"{words.SHARE_DEFINITION} {trend_words.DEFINITION}",
        note=trend_words.slope(trend),
    )


def by_month(months: pd.DataFrame) -> pd.DataFrame:
    """Leads of inbound and of both motions in each month, with the share and its interval."""
    of_both = months[months["breakdown"].isin(MOTIONS)]
    wide = of_both.pivot_table(index="month", columns="breakdown", values="leads", aggfunc="sum")
    wide = wide.reindex(columns=MOTIONS).fillna(0).astype(int)
    inbound, both = wide["inbound"], wide.sum(axis=1)
    return proportions.wilson_intervals(inbound, both).assign(inbound=inbound, leads=both)
