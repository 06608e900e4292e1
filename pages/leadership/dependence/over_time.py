"""Dependence over time: whether fewer channels carry more, month after month."""

from collections.abc import Mapping
from datetime import date

import pandas as pd

from analysis.claims import months, shares, trends
from analysis.claims.shares import Shares
from analysis.claims.trends import Trend
from analysis.scope import Scope
from analysis.statistics import proportions
from analysis.statistics.concentration import concentration
from analysis.warehouse import Warehouse
from data import names
from pages.charts import figures
from pages.leadership.dependence import grains, growth, measures
from pages.leadership.dependence.words import over_time as words
from pages.leadership.dependence.words.grains import plural
from pages.leadership.dependence.words.growth import SHARES_BY_MONTH, unsettled
from pages.parts import opens
from pages.parts.cards import Card, Column
from pages.parts.columns import bounds, known
from pages.parts.page import PageModel
from pages.parts.undated import needs_days
from pages.parts.words import common
from pages.parts.words import trends as trend_words

MONTHS_FOR_QUARTERS = 9
DRAWS = 400
MEASURED = ("hhi", "effective_number", "top1", "top3")
THROUGH = {"month": Column("Through", "month")}
CASES = {"n": Column("Cases", "count")}


@needs_days("Whether dependence grows")
def build(warehouse: Warehouse, scope: Scope, *, measure: str, grain: str) -> PageModel:
    """Follow shares and concentration from month to month."""
    own_shares = shares.ask(warehouse, scope, grain, measure)
    if refusal := grains.refusal(own_shares) or grains.unknown(warehouse, scope, grain, measure, trends.MEASURE):
        return refusal
    seen = trends.window(warehouse, scope)
    window = warehouse.window_days(seen)
    cohorts = warehouse.ask("cohort_months", seen, breakdown=grain, window_days=window)
    rows = concentrations(cohorts, measure, own_shares.cases_per_case)
    rises = trends.dependence(warehouse, scope, grain)
    followed = trends.growth(warehouse, scope, grain)
    own = measures.counted_in_trends(measure, window)
    opened: dict[date, opens.Parameters] = {
        row["month"]: {**own, **opens.months(row["month"], row["months"], seen)} for row in rows.to_dict("records")
    }
    return PageModel(
        title=trend_words.dependence(rises, plural(grain)),
        facts=common.grey_line(
            grains.facts(own_shares), words.over(rises.months), words.settled(window) if measure in months.WINS else ""
        ),
        cards=(
            _effective(rows, rises, measure, plural(grain), opened),
            _leading(rows, measure, opened),
            growth.card(followed, own_shares),
            _rolling(cohorts, own_shares, followed.label if followed else "", seen),
            _inbound(warehouse, scope, measure, window),
        ),
    )


def concentrations(cohorts: pd.DataFrame, measure: str, cases_per_case: float = 1.0) -> pd.DataFrame:
    """HHI, effective number and leading shares by rolling quarter, or by month where the period is short.

    Parameters
    ----------
    cohorts : DataFrame
        Answer to the question ``cohort_months``.
    measure : str
        One of ``MEASURES``; see `months.counted`.
    cases_per_case : float, default 1
        How many times fewer cases there are in effect, because accounts bring several.

    Returns
    -------
    DataFrame
        One row per three months in a row, or per month: ``month`` (the last), ``months`` (how many), ``n``, and
        ``hhi``, ``effective_number``, ``top1``, ``top3`` with ``_low`` and ``_high``. Rows with fewer than two cases
        are left out.
    """
    counts = months.counted(cohorts, measure)
    size = 3 if len(counts) >= MONTHS_FOR_QUARTERS else 1
    sums = counts.rolling(size).sum().iloc[size - 1 :] if len(counts) >= size else counts.iloc[:0]
    rows = []
    for month, own in sums.iterrows():
        row: dict[str, object] = {"month": month, "months": size, "n": int(own.sum())}
        found = concentration(own.astype(int), cases_per_case=cases_per_case, draws=DRAWS)
        for name, interval in found._asdict().items():
            row |= {name: interval.estimate, f"{name}_low": interval.low, f"{name}_high": interval.high}
        rows.append(row)
    columns = ["month", "months", "n"]
    columns += [f"{name}{end}" for name in MEASURED for end in ("", "_low", "_high")]
    return pd.DataFrame(rows, columns=columns).dropna().sort_values("month", ignore_index=True)


def _ends(rows: pd.DataFrame, name: str) -> tuple[float, float]:
    """A measure in the first and in the last part of the window; missing where the two overlap."""
    if len(rows) < 2 or len(rows) <= rows["months"].iloc[0]:
        return float("nan"), float("nan")
    return float(rows[name].iloc[0]), float(rows[name].iloc[-1])


def _line(rows: pd.DataFrame, measured: str, name: str) -> pd.DataFrame:
    """One measure by month, as a line with its interval."""
    ends = {measured: "value", f"{measured}_low": "low", f"{measured}_high": "high"}
    return rows[["month", "n", *ends]].rename(columns=ends).assign(name=name, is_complete=True)


def _named(opened: Mapping[date, opens.Parameters], *lines: str) -> dict[str, opens.Parameters]:
    """The same leads for the marks of some lines in each month."""
    return {opens.mark(line, f"{month:%Y-%m}"): own for line in lines for month, own in opened.items()}


def _effective(
    rows: pd.DataFrame, rises: Trend, measure: str, plural: str, opened: Mapping[date, opens.Parameters]
) -> Card:
    """The effective number; of leads its title is the trend of all pages."""
    per = "three months" if len(rows) and rows["months"].iloc[0] > 1 else "month"
    return Card(
        name="concentration",
        title=trend_words.dependence(rises, plural)
        if measure == trends.MEASURE
        else words.concentration_title(*_ends(rows, "effective_number"), plural, measure),
        subtitle=f"As if there were so many equal {plural}, per {per} of creation, 95% interval",
        figure=figures.monthly_lines(_line(rows, "effective_number", "In effect"), unit="number")
        if len(rows) > 1
        else None,
        numbers=rows,
        columns={
            **THROUGH,
            **CASES,
            "effective_number": Column("In effect", "number", "As if there were so many of one size"),
            **bounds("number", prefix="effective_number_"),
            "hhi": Column("HHI", "number"),
            **bounds("number", prefix="hhi_"),
        },
        definition=f"{words.DEFINITION} {trend_words.DEFINITION} {words.slope_sentence(rises.slope)}",
        empty=words.TOO_SHORT,
        opens=_named(opened, "In effect"),
    )


def _leading(rows: pd.DataFrame, measure: str, opened: Mapping[date, opens.Parameters]) -> Card:
    lines_of = {"top3": "Three largest", "top1": "Largest"}
    lines = pd.concat([_line(rows, measured, name) for measured, name in lines_of.items()], ignore_index=True)
    return Card(
        name="leading shares",
        title=words.leading_title(*_ends(rows, "top3"), measure),
        subtitle="Share of the largest and of the three largest, 95% interval",
        figure=figures.monthly_lines(lines, unit="share") if len(rows) > 1 else None,
        numbers=rows,
        columns={
            **THROUGH,
            **CASES,
            "top1": Column("Largest", "share"),
            **bounds(prefix="top1_"),
            "top3": Column("Three largest", "share"),
            **bounds(prefix="top3_"),
        },
        definition=words.LEADING_DEFINITION,
        empty=words.TOO_SHORT,
        opens=_named(opened, *lines_of.values()),
    )


def _rolling(cohorts: pd.DataFrame, shares: Shares, followed: str, scope: Scope) -> Card:
    """Shares of the largest groups over three months in a row; the one to follow is "" where nothing has a name."""
    values = months.table(cohorts, shares.measure)
    rows = months.shares(values.rolling(3).sum().iloc[2:], months.largest(values))
    own = rows.loc[rows["label"] == followed, "share"].dropna()
    return Card(
        name="shares by rolling quarter",
        title=words.rolling_title(followed, own, shares.measure),
        subtitle=words.rolling_subtitle(shares.measure),
        figure=figures.share_over_time(rows, followed, str(shares.motions.get(followed, "")), shares.threshold)
        if len(own) > 1
        else None,
        numbers=rows.pivot(index="month", columns="label", values="share").reset_index(),
        columns={**THROUGH, **{str(label): Column(str(label), "share") for label in dict.fromkeys(rows["label"])}},
        definition=SHARES_BY_MONTH,
        note=unsettled(shares.measure),
        empty=words.TOO_SHORT,
        opens={
            opens.mark(row["label"], f"{row['month']:%Y-%m}"): {
                shares.grain: str(row["label"]),
                **opens.counted_in(shares.measure),
                **opens.months(row["month"], 3, scope),
            }
            for row in rows.to_dict("records")
        },
    )


def _inbound(warehouse: Warehouse, scope: Scope, measure: str, window: int) -> Card:
    seen = trends.window(warehouse, scope)
    cohorts = warehouse.ask("cohort_months", seen, breakdown="motion", window_days=window)
    counts = months.counted(cohorts[cohorts["breakdown"] != names.UNKNOWN], measure)
    counts = counts.reindex(columns=list(names.MOTIONS), fill_value=0)
    whole = counts.sum(axis=1)
    rates = proportions.wilson_intervals(counts["inbound"], whole)
    rows = rates.rename(columns={"rate": "value"}).assign(motion="inbound", is_complete=True, n=whole)
    rows = rows.rename_axis(index="month").reset_index()
    moves = trends.inbound_share(warehouse, scope)
    return Card(
        name="inbound share",
        title=trend_words.inbound(moves)
        if measure == trends.MEASURE
        else words.inbound_title(trends.of_counts(counts["inbound"], whole).last, measure),
        subtitle=words.inbound_subtitle(measure),
        figure=figures.monthly_lines(rows, unit="share") if rows["value"].notna().sum() > 1 else None,
        numbers=rows,
        columns={**known("month"), **CASES, "value": Column("Inbound share", "share"), **bounds()},
        definition=f"{words.INBOUND_DEFINITION} Intervals: Wilson. {trend_words.DEFINITION}",
        note=trend_words.slope(moves) if measure == trends.MEASURE else "",
        opens=opens.rows(
            rows,
            ("motion", "month"),
            {"motion": "motion", "created": "month"},
            **measures.counted_in_trends(measure, window),
        ),
        empty=words.TOO_SHORT,
        is_wide=True,
    )
