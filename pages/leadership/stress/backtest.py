"""Back-test: the same forecast made at earlier dates, against what then happened."""

import pandas as pd

from analysis.forecasting import RESTS, STOPS, Pipes
from analysis.scope import Scope
from analysis.statistics.checks import Interval
from analysis.statistics.forecast import FOREVER, Stop
from analysis.statistics.forecast_check import share_within
from analysis.statistics.horizon import months_ahead, months_before
from analysis.warehouse import Warehouse
from pages.charts import figures
from pages.leadership.stress.basis import Basis
from pages.leadership.stress.outlook import LEVEL
from pages.leadership.stress.words import backtest as words
from pages.parts import opens
from pages.parts.cards import Card, Column, Kind, Kpi
from pages.parts.columns import bounds, known
from pages.parts.page import PageModel
from pages.parts.undated import needs_days

ORIGINS = 12
NEVER = FOREVER + 1  # days ahead: nothing stops
SERIES = {"all": (RESTS, "carried"), "own": ("carried",)}
AHEAD = {"ahead": Column("Months ahead", "count")}
COLUMNS = ("series", "by_amount", "made_on", "month", "ahead", "expected", "low", "high", "actual")


@needs_days("Whether earlier forecasts held")
def build(warehouse: Warehouse, _scope: Scope, *, basis: Basis | PageModel) -> PageModel:
    """Forecast from the end of earlier months and compare; the scope is that of the basis."""
    if isinstance(basis, PageModel):
        return basis
    checked = check(warehouse, basis)
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


def check(warehouse: Warehouse, basis: Basis) -> pd.DataFrame:
    """Every month of every earlier forecast, with its band and what happened.

    Parameters
    ----------
    warehouse : Warehouse
        Where to ask.
    basis : Basis
        What stops, of which leads.

    Returns
    -------
    DataFrame
        One row per series ("all" and "own", what stops), measure (``by_amount``), last day that was known
        (``made_on``) and month: ``ahead`` (1 is the next month), ``expected``, ``low``, ``high``, ``actual``.
    """
    made_on = [months_before(basis.complete, back) for back in range(1, ORIGINS + 1)]
    pipes = Pipes(warehouse, basis.scope, made_on, (basis.stoppage.kind, basis.stoppage.values))
    ahead = {day: months_ahead(day) for day in made_on if pipes.can_be_on(day)}
    pipes.look_ahead({day: months.windows for day, months in ahead.items()})
    rows = []
    for day, months in ahead.items():
        made = pipes.forecast(day, months.windows, Stop(STOPS, NEVER, takes_open=False))
        for series, seen in (("all", basis.actual), ("own", basis.own)):
            for by_amount in (False, True) if basis.by_amount else (False,):
                for place, (month, window) in enumerate(zip(months.starts, months.windows, strict=True)):
                    if month <= basis.complete:
                        actual = float(seen["won_amount" if by_amount else "won"].get(month, 0))
                        band = made.outcome(*window, flows=SERIES[series], by_amount=by_amount).interval(LEVEL)
                        rows.append((series, by_amount, day, month, place + 1, *band, actual))
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
                opens=opens.rows(happened, ("name", "month"), {"closed": "month"}, outcome="won", **opens.ALWAYS)
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
