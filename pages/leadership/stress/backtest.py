"""Back-test: the same forecast made at earlier dates, against what then happened."""

import numpy as np
import pandas as pd

from analysis.scope import Scope
from analysis.statistics.checks import Interval
from analysis.statistics.exposures import Stop
from analysis.statistics.forecast import bands, forecast
from analysis.statistics.forecast_check import coverage
from analysis.warehouse import Warehouse
from pages.charts import figures as charts
from pages.leadership.stress import outlook as stress_outlook
from pages.leadership.stress.outlook import LEVEL, Asked
from pages.leadership.stress.pipe import RESTS, STOPS, months_before
from pages.leadership.stress.words import backtest as wording
from pages.parts import opens
from pages.parts.cards import Card, Column, Kind, Kpi
from pages.parts.page import PageModel

ORIGINS = 12
DRAWS = 500
NEVER = 10_000  # days ahead: nothing stops
FLOWS = {"all": (RESTS, "carried"), "own": ("carried",)}
COLUMNS = ("series", "by_amount", "made_on", "month", "ahead", "expected", "low", "high", "actual")


def build(warehouse: Warehouse, scope: Scope, asked: Asked | PageModel) -> PageModel:
    """Forecast from the end of earlier months and compare.

    Parameters
    ----------
    warehouse : Warehouse
        The generation.
    scope : Scope
        Which leads; ``asked`` was asked under it.
    asked : Asked or PageModel
        What `stress_outlook.ask` returned: the pipe, or why there is nothing to say.

    Returns
    -------
    PageModel
        The page.
    """
    del scope
    if isinstance(asked, PageModel):
        return asked
    checked = check(asked)
    if checked.empty:
        return PageModel(wording.NOTHING_TO_CHECK, empty=wording.COME_BACK)
    currency = warehouse.currency
    held = coverage(checked[checked["series"] == "all"])
    return PageModel(
        title=wording.title(held, LEVEL),
        facts=wording.facts(checked),
        kpis=_kpis(checked),
        findings=stress_outlook.findings(asked),
        cards=(*_series(checked, asked, currency), _table(checked, asked)),
        asked=asked.queries,
    )


def check(asked: Asked) -> pd.DataFrame:
    """Every month of every earlier forecast, with its band and what happened.

    Parameters
    ----------
    asked : Asked
        What to ask from.

    Returns
    -------
    DataFrame
        One row per series ("all" and "own", what stops), measure (``by_amount``), last day that was known
        (``made_on``) and month: ``ahead`` (1 is the next month), ``expected``, ``low``, ``high``, ``actual``.
    """
    rows = []
    for back in range(1, ORIGINS + 1):
        made_on = months_before(asked.complete, back)
        if not asked.pipes.can_be_on(made_on):
            continue
        pipe = asked.pipes.on(made_on)
        spread = asked.pipes.spread_on(made_on, asked.actual["won"])
        made = forecast(pipe.groups, pipe.months, Stop(STOPS, NEVER, takes_open=False), spread=spread, draws=DRAWS)
        for series, seen in (("all", asked.actual), ("own", asked.own)):
            for by_amount in (False, True) if asked.by_amount else (False,):
                expected, drawn = (made.amount, made.drawn_amount) if by_amount else (made.won, made.drawn_won)
                value = np.sum([expected[flow] for flow in FLOWS[series]], axis=0)
                low, high = bands(drawn, FLOWS[series], LEVEL)
                for place, month in enumerate(pipe.months.starts):
                    if month <= asked.complete:
                        actual = float(seen["won_amount" if by_amount else "won"].get(month, 0))
                        rows.append(
                            (
                                series,
                                by_amount,
                                made_on,
                                month,
                                place + 1,
                                value[place],
                                low[place],
                                high[place],
                                actual,
                            )
                        )
    return pd.DataFrame(rows, columns=list(COLUMNS))


def _kpis(checked: pd.DataFrame) -> tuple[Kpi, ...]:
    made = []
    for (series, by_amount), rows in checked.groupby(["series", "by_amount"], sort=True):
        held = coverage(rows)
        made.append(
            Kpi(
                wording.kpi(str(series), bool(by_amount)),
                wording.share(held),
                help=wording.kpi_help(held, len(rows), rows["month"].nunique()),
            )
        )
    return tuple(made)


def _series(checked: pd.DataFrame, asked: Asked, currency: str) -> tuple[Card, ...]:
    """Each month against the earliest forecast of it, for all and for what stops."""
    by_amount = asked.by_amount
    cards = []
    for series in FLOWS:
        rows = checked[(checked["series"] == series) & (checked["by_amount"] == by_amount)]
        earliest = rows.sort_values("made_on").drop_duplicates("month").sort_values("month")
        forecasts = earliest.assign(name="Forecast", role="forecast", value=earliest["expected"])
        happened = earliest[["month"]].assign(name="Happened", role="actual", value=earliest["actual"])
        cards.append(
            Card(
                name=f"back-test-{series}",
                title=wording.series_title(series, asked.chosen, coverage(rows), rows),
                subtitle=wording.series_subtitle(currency if by_amount else ""),
                figure=charts.forecast_bands(
                    pd.concat([forecasts, happened], ignore_index=True), "money" if by_amount else "count", currency
                ),
                numbers=rows.sort_values(["month", "made_on"]),
                columns=_columns("money" if by_amount else "number"),
                definition=wording.DEFINITION,
                opens=opens.rows(happened, ("name", "month"), {"closed": "month"}, outcome="won", **asked.created)
                if series == "all"
                else {},
            )
        )
    return tuple(cards)


def _table(checked: pd.DataFrame, asked: Asked) -> Card:
    """Coverage by how far ahead."""
    rows = []
    for (series, by_amount, ahead), group in checked.groupby(["series", "by_amount", "ahead"], sort=True):
        held: Interval = coverage(group)
        total = float(group["expected"].sum())
        rows.append(
            {
                "series": wording.series_name(str(series), bool(by_amount), asked.chosen),
                "ahead": ahead,
                "months": len(group),
                "held": int(((group["actual"] >= group["low"]) & (group["actual"] <= group["high"])).sum()),
                "share": held.estimate,
                "low": held.low,
                "high": held.high,
                "ratio": float(group["actual"].sum()) / total if total > 0 else float("nan"),
            }
        )
    return Card(
        name="coverage",
        title=wording.table_title(checked),
        subtitle="Months ahead: 1 is the month after the forecast was made",
        numbers=pd.DataFrame(rows),
        columns={
            "series": Column("Forecast of"),
            "ahead": Column("Months ahead", "count"),
            "months": Column("Months", "count"),
            "held": Column("Within the band", "count"),
            "share": Column("Share", "share"),
            "low": Column("95 % low", "share"),
            "high": Column("95 % high", "share"),
            "ratio": Column("Happened of forecast", "share"),
        },
        definition=wording.DEFINITION,
        is_table=True,
        is_wide=True,
    )


def _columns(kind: Kind) -> dict[str, Column]:
    return {
        "month": Column("Month", "month"),
        "made_on": Column("Known through", "day"),
        "ahead": Column("Months ahead", "count"),
        "expected": Column("Forecast", kind),
        "low": Column("90 % low", kind),
        "high": Column("90 % high", kind),
        "actual": Column("Happened", kind),
    }
