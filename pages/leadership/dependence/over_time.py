"""Concentration over time: whether fewer channels carry more, month after month."""

from collections.abc import Mapping
from datetime import date

import pandas as pd

from analysis.scope import Scope
from analysis.statistics import proportions, trend
from analysis.statistics.checks import Interval
from analysis.warehouse import Warehouse
from pages.charts import figures as charts
from pages.leadership.dependence import cards as dependence_cards
from pages.leadership.dependence import counts as dependence_shares
from pages.leadership.dependence import months as dependence_time
from pages.leadership.dependence.words import over_time as wording
from pages.leadership.dependence.words import shares as words
from pages.parts import opens, windows
from pages.parts.cards import Card, Column
from pages.parts.page import PageModel
from pages.parts.words import common


def build(warehouse: Warehouse, scope: Scope, measure: str, grain: str) -> PageModel:
    """Follow shares and concentration.

    Parameters
    ----------
    warehouse : Warehouse
        The generation.
    scope : Scope
        Which leads.
    measure : str
        One of ``dependence_shares.MEASURES``.
    grain : str
        One of ``dependence_shares.GRAINS``.

    Returns
    -------
    PageModel
        The page.
    """
    shares = dependence_shares.ask(warehouse, scope, grain, measure)
    leads = int(shares.rows["leads"].sum())
    if refusal := words.refusal(leads, measure, shares.total, has_negative=shares.has_negative):
        return refusal
    if shares.largest is None:
        return PageModel(words.nameless(grain), common.counted(leads, "lead"), empty=words.load_names(grain))
    plural = words.PLURALS[grain]
    window = windows.window_of(warehouse, scope)
    cohorts = warehouse.ask("cohort_months", scope, breakdown=grain, window_days=window)
    effect = shares.cases_per_case
    rows = dependence_time.concentrations(cohorts, measure, effect)
    counts = dependence_time.counted(cohorts, measure)
    slope = trend.hhi_slope(counts, cases_per_case=effect)
    motions = shares.rows.set_index("label")["motion"]
    found = dependence_time.growth(cohorts, measure)
    own = dependence_time.counted_in(measure, window)
    opened: dict[date, opens.Parameters] = {
        row["month"]: {**own, **opens.months(row["month"], row["months"], scope)} for row in rows.to_dict("records")
    }
    return PageModel(
        title=wording.title(slope, *dependence_time.apart(rows, "effective_number"), plural),
        facts=common.grey_line(
            words.facts(measure, shares.cases, leads, shares.unnamed, grain),
            wording.settled(window) if measure in dependence_time.WINS else "",
        ),
        cards=(
            _effective(rows, slope, plural, opened),
            _leading(rows, opened),
            dependence_cards.growth(found, grain, measure, motions, shares.threshold),
            _rolling(cohorts, measure, grain, found, motions, shares.threshold, scope),
            _inbound(warehouse, scope, measure, window),
        ),
    )


def _named(opened: Mapping[date, opens.Parameters], *names: str) -> dict[str, opens.Parameters]:
    """The same leads for the marks of some lines in each month."""
    return {opens.mark(name, f"{month:%Y-%m}"): own for name in names for month, own in opened.items()}


def _effective(rows: pd.DataFrame, slope: Interval, plural: str, opened: Mapping[date, opens.Parameters]) -> Card:
    names = {"effective_number": "value", "effective_number_low": "low", "effective_number_high": "high"}
    drawn = rows.rename(columns=names).assign(name="Effective", is_complete=True)
    per = "three months" if len(rows) and rows["months"].iloc[0] > 1 else "month"
    return Card(
        name="concentration",
        title=wording.concentration_title(*dependence_time.apart(rows, "effective_number"), plural),
        subtitle=f"Effective number of {plural} per {per} of creation, 95 % interval",
        figure=charts.monthly_lines(drawn[["month", "name", "value", "low", "high", "n", "is_complete"]], unit="number")
        if len(rows) > 1
        else None,
        numbers=rows,
        columns={
            "month": Column("Through", "month"),
            "n": Column("Cases", "count"),
            "effective_number": Column("Effective number", "number"),
            "effective_number_low": Column("95 % low", "number"),
            "effective_number_high": Column("95 % high", "number"),
            "hhi": Column("HHI", "number"),
            "hhi_low": Column("95 % low", "number"),
            "hhi_high": Column("95 % high", "number"),
        },
        definition=f"{wording.DEFINITION} {wording.SLOPE_DEFINITION}",
        note=wording.slope_sentence(slope),
        empty=wording.TOO_SHORT,
        opens=_named(opened, "Effective"),
    )


def _leading(rows: pd.DataFrame, opened: Mapping[date, opens.Parameters]) -> Card:
    lines = pd.concat(
        [
            pd.DataFrame(
                {
                    "month": rows["month"],
                    "name": name,
                    "value": rows[key],
                    "low": rows[f"{key}_low"],
                    "high": rows[f"{key}_high"],
                    "n": rows["n"],
                    "is_complete": True,
                }
            )
            for key, name in (("top3", "Three largest"), ("top1", "Largest"))
        ],
        ignore_index=True,
    )
    return Card(
        name="leading shares",
        title=wording.leading_title(*dependence_time.apart(rows, "top3")),
        subtitle="Share of the largest and of the three largest, 95 % interval",
        figure=charts.monthly_lines(lines, unit="share") if len(rows) > 1 else None,
        numbers=rows,
        columns={
            "month": Column("Through", "month"),
            "n": Column("Cases", "count"),
            "top1": Column("Largest", "share"),
            "top1_low": Column("95 % low", "share"),
            "top1_high": Column("95 % high", "share"),
            "top3": Column("Three largest", "share"),
            "top3_low": Column("95 % low", "share"),
            "top3_high": Column("95 % high", "share"),
        },
        definition=wording.LEADING_DEFINITION,
        empty=wording.TOO_SHORT,
        opens=_named(opened, "Three largest", "Largest"),
    )


def _rolling(
    cohorts: pd.DataFrame,
    measure: str,
    grain: str,
    found: dependence_time.Growth | None,
    motions: pd.Series,
    threshold: float,
    scope: Scope,
) -> Card:
    rows = dependence_time.rolling_shares(cohorts, measure)
    label = found.label if found is not None else ""
    own = rows.loc[rows["label"] == label, "share"].dropna()
    return Card(
        name="shares by rolling quarter",
        title=words.rolling_title(label, own, threshold) if len(own) else "Too few months for a rolling quarter",
        subtitle=f"Share of {words.MEASURES[measure]} of three months in a row",
        figure=charts.share_over_time(rows, label, str(motions.get(label, "")), threshold) if len(own) > 1 else None,
        numbers=rows.pivot(index="month", columns="label", values="share").reset_index(),
        columns={
            "month": Column("Through", "month"),
            **{str(name): Column(str(name), "share") for name in dict.fromkeys(rows["label"])},
        },
        definition=words.TIME_DEFINITION,
        note="" if measure == "leads" else words.SLOW_MONTHS,
        empty=wording.TOO_SHORT,
        opens={
            opens.mark(row["label"], f"{row['month']:%Y-%m}"): {
                grain: str(row["label"]),
                **dependence_shares.counted_in(measure),
                **opens.months(row["month"], 3, scope),
            }
            for row in rows.to_dict("records")
        },
    )


def _inbound(warehouse: Warehouse, scope: Scope, measure: str, window: int) -> Card:
    cohorts = warehouse.ask("cohort_months", scope, breakdown="motion", window_days=window)
    counts = dependence_time.counted(cohorts[cohorts["breakdown"] != "unknown"], measure)
    counts = counts.reindex(columns=["inbound", "outbound"], fill_value=0)
    whole = counts.sum(axis=1)
    rates = proportions.wilson_intervals(counts["inbound"], whole)
    rows = rates.rename(columns={"rate": "value"}).assign(motion="inbound", is_complete=True, n=whole)
    rows = rows.rename_axis(index="month").reset_index()
    slope = trend.trend_slope(counts["inbound"], whole)
    counted = "the number of wins" if measure == "won_amount" else words.MEASURES[measure]
    latest = counts.tail(3).sum()
    own = dependence_time.counted_in(measure, window)
    now = float(latest["inbound"] / latest.sum()) if latest.sum() else float("nan")
    return Card(
        name="inbound share",
        title=wording.inbound_title(slope, now),
        subtitle=f"Inbound share of {counted} by month of creation, 95 % interval",
        figure=charts.monthly_lines(rows, unit="share") if rows["value"].notna().sum() > 1 else None,
        numbers=rows,
        columns={
            "month": Column("Month", "month"),
            "n": Column("Cases", "count"),
            "value": Column("Inbound share", "share"),
            "low": Column("95 % low", "share"),
            "high": Column("95 % high", "share"),
        },
        definition=f"{wording.INBOUND_DEFINITION} Intervals: Wilson.",
        note=wording.points_a_year(slope),
        opens=opens.rows(rows, ("motion", "month"), {"motion": "motion", "created": "month"}, **own),
        empty=wording.TOO_SHORT,
        is_wide=True,
    )
