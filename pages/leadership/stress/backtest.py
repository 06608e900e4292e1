"""Back-test: the same forecast made at earlier dates, against what then happened."""

import numpy as np
import pandas as pd

from analysis.scope import Scope
from analysis.statistics.checks import Interval
from analysis.statistics.exposures import Stop
from analysis.statistics.forecast import bands, forecast
from analysis.statistics.forecast_check import share_within
from analysis.warehouse import Warehouse
from pages.charts import figures
from pages.leadership.stress.basis import Basis
from pages.leadership.stress.outlook import LEVEL
from pages.leadership.stress.pipe import RESTS, STOPS, months_before
from pages.leadership.stress.words import backtest as words
from pages.parts import opens
from pages.parts.cards import Card, Column, Kind, Kpi
from pages.parts.columns import bounds, known
from pages.parts.page import PageModel

ORIGINS = 12
DRAWS = 500
NEVER = 10_000  # days ahead: nothing stops
SERIES = {"all": (RESTS, "carried"), "own": ("carried",)}
AHEAD = {"ahead": Column("Months ahead", "count")}
COLUMNS = ("series", "by_amount", "made_on", "month", "ahead", "expected", "low", "high", "actual")


def build(warehouse: Warehouse, _scope: Scope, *, basis: Basis | PageModel) -> PageModel:
    """Forecast from the end of earlier months and compare; the scope is that of the basis."""
    if isinstance(basis, PageModel):
        return basis
    checked = check(basis)
    if checked.empty:
        return PageModel(words.NOTHING_TO_CHECK, empty=words.COME_BACK)
    currency = warehouse.currency
    held = share_within(checked[checked["series"] == "all"])
    return PageModel(
        title=words.title(held, LEVEL),
        facts=words.facts(checked),
        kpis=_kpis(checked),
        findings=basis.findings,
        cards=(*_series(checked, basis, currency), _table(checked, basis)),
        asked=basis.queries,
    )


def check(basis: Basis) -> pd.DataFrame:
    """Every month of every earlier forecast, with its band and what happened.

    Parameters
    ----------
    basis : Basis
        What to ask from.

    Returns
    -------
    DataFrame
        One row per series ("all" and "own", what stops), measure (``by_amount``), last day that was known
        (``made_on``) and month: ``ahead`` (1 is the next month), ``expected``, ``low``, ``high``, ``actual``.
    """
    rows = []
    for back in range(1, ORIGINS + 1):
        made_on = months_before(basis.complete, back)
        if not basis.pipes.can_be_on(made_on):
            continue
        pipe = basis.pipes.on(made_on)
        spread = basis.pipes.spread_on(made_on, basis.actual["won"])
        made = forecast(pipe.groups, pipe.months, Stop(STOPS, NEVER, takes_open=False), spread=spread, draws=DRAWS)
        for series, seen in (("all", basis.actual), ("own", basis.own)):
            for by_amount in (False, True) if basis.by_amount else (False,):
                expected, drawn = (made.amount, made.drawn_amount) if by_amount else (made.won, made.drawn_won)
                value = np.sum([expected[flow] for flow in SERIES[series]], axis=0)
                low, high = bands(drawn, SERIES[series], LEVEL)
                for place, month in enumerate(pipe.months.starts):
                    if month <= basis.complete:
                        actual = float(seen["won_amount" if by_amount else "won"].get(month, 0))
                        band = (value[place], low[place], high[place])
                        rows.append((series, by_amount, made_on, month, place + 1, *band, actual))
    return pd.DataFrame(rows, columns=list(COLUMNS))


def _kpis(checked: pd.DataFrame) -> tuple[Kpi, ...]:
    made = []
    for (series, by_amount), rows in checked.groupby(["series", "by_amount"], sort=True):
        held = share_within(rows)
        made.append(
            Kpi(
                words.kpi(str(series), bool(by_amount)),
                words.share(held),
                help=words.kpi_help(held, len(rows), rows["month"].nunique()),
            )
        )
    return tuple(made)


def _series(checked: pd.DataFrame, basis: Basis, currency: str) -> tuple[Card, ...]:
    """Each month against the earliest forecast of it, for all and for what stops."""
    by_amount = basis.by_amount
    cards = []
    for series in SERIES:
        rows = checked[(checked["series"] == series) & (checked["by_amount"] == by_amount)]
        earliest = rows.sort_values("made_on").drop_duplicates("month").sort_values("month")
        forecasts = earliest.assign(name="Forecast", role="forecast", value=earliest["expected"])
        happened = earliest[["month"]].assign(name="Happened", role="actual", value=earliest["actual"])
        cards.append(
            Card(
                name=f"back-test-{series}",
                title=words.series_title(series, basis.stoppage, share_within(rows), rows),
                subtitle=words.series_subtitle(currency if by_amount else ""),
                figure=figures.forecast_bands(
                    pd.concat([forecasts, happened], ignore_index=True), "money" if by_amount else "count", currency
                ),
                numbers=rows.sort_values(["month", "made_on"]),
                columns=_columns("money" if by_amount else "number"),
                definition=words.DEFINITION,
                opens=opens.rows(happened, ("name", "month"), {"closed": "month"}, outcome="won", **basis.created)
                if series == "all"
                else {},
            )
        )
    return tuple(cards)


def _table(checked: pd.DataFrame, basis: Basis) -> Card:
    """Coverage by how far ahead."""
    rows = []
    for (series, by_amount, ahead), group in checked.groupby(["series", "by_amount", "ahead"], sort=True):
        held: Interval = share_within(group)
        total = float(group["expected"].sum())
        rows.append(
            {
                "series": words.series_name(str(series), bool(by_amount), basis.stoppage),
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
        title=words.table_title(checked),
        subtitle="Months ahead: 1 is the month after the forecast was made",
        numbers=pd.DataFrame(rows),
        columns={
            "series": Column("Forecast of"),
            **AHEAD,
            "months": Column("Months", "count"),
            "held": Column("Within the band", "count"),
            **known("share"),
            **bounds(),
            "ratio": Column("Happened of forecast", "share"),
        },
        definition=words.DEFINITION,
        is_table=True,
        is_wide=True,
    )


def _columns(kind: Kind) -> dict[str, Column]:
    return {
        **known("month"),
        "made_on": Column("Known through", "day"),
        **AHEAD,
        "expected": Column("Forecast", kind),
        **bounds(kind, level=90),
        "actual": Column("Happened", kind),
    }
