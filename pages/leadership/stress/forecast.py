"""Forecast: what the coming months would miss if a channel, a person or a customer were gone."""

from dataclasses import replace
from datetime import date, timedelta

import pandas as pd

from analysis.forecasting import RESTS, STOPS
from analysis.scope import Scope
from analysis.statistics.forecast import FLOWS
from analysis.statistics.forecast_check import first_visible
from analysis.statistics.replacement import replacement
from analysis.warehouse import Warehouse
from pages.charts import figures
from pages.leadership.stress.basis import Basis
from pages.leadership.stress.outlook import LEVEL, WITHOUT, Outlook, look_ahead
from pages.leadership.stress.words import forecast as words
from pages.parts import opens
from pages.parts.cards import Card, Column, Kind, Kpi
from pages.parts.columns import bounds, known
from pages.parts.page import PageModel
from pages.parts.undated import needs_days
from pages.parts.words import common

LATEST_DAYS = 183
HISTORY = 12
FEWEST_LEADS = 10  # of the last 90 days, for a channel that could grow


@needs_days("What the next six months would miss")
def build(
    warehouse: Warehouse, _scope: Scope, *, basis: Basis | PageModel, on: date | None = None, regained: int = 0
) -> PageModel:
    """Forecast six whole months with and without what stops; the scope is that of the basis, ``regained`` per cent."""
    if isinstance(basis, PageModel):
        return basis
    first = basis.last + timedelta(days=1)
    on = max(on or first, first)
    outlook = look_ahead(basis, on, regained / 100, warehouse.currency)
    stoppage = basis.stoppage
    if not basis.of(STOPS):
        return PageModel(words.nothing_of(stoppage), empty=common.WIDEN)
    return PageModel(
        title=words.title(stoppage, on, outlook.total("lost"), outlook.shows_in, outlook.unit),
        facts=words.facts(stoppage, basis.months.starts, regained, basis.complete == basis.last),
        kpis=_kpis(outlook),
        findings=basis.findings,
        cards=_cards(outlook),
        asked=basis.queries,
    )


def _kpis(outlook: Outlook) -> tuple[Kpi, ...]:
    unit, carried = outlook.unit, outlook.total("carried")
    won = outlook.total("lost", by_amount=False)
    kpis = [
        Kpi(words.MISSING_WINS, words.value(won.estimate, ""), help=words.lost_help(won, "")),
        Kpi(words.SHOWS, words.shows(outlook.shows_in), help=words.SHOWS_HELP),
    ]
    if not outlook.basis.stoppage.takes_open:
        help_text = words.carried_help(carried, unit)
        kpis.insert(1, Kpi(words.CARRIED, words.value(carried.estimate, unit), help=help_text))
    if outlook.basis.by_amount:
        lost = outlook.total("lost")
        kpis.insert(0, Kpi(words.MISSING_AMOUNT, words.value(lost.estimate, unit), help=words.lost_help(lost, unit)))
    return tuple(kpis)


def _cards(outlook: Outlook) -> tuple[Card, ...]:
    """All cards in reading order; where nothing new comes, only what is in the pipe."""
    if outlook.total("lost", "regained").estimate <= 0:
        return (_months(outlook), replace(_carried(outlook), is_wide=True))
    return (_months(outlook), _loss(outlook), _carried(outlook), _replacement(outlook))


def _months(outlook: Outlook) -> Card:
    column = "won_amount" if outlook.basis.by_amount else "won"
    history = outlook.basis.actual[column].sort_index()
    history = history[history.index <= outlook.basis.complete].tail(HISTORY)
    before = pd.DataFrame({"month": history.index, "value": history.to_numpy(), "name": "Won", "role": "history"})
    goes_on = outlook.by_month(*FLOWS).assign(name="As it is", role="forecast")
    without = outlook.by_month(*WITHOUT).assign(name="Without", role="scenario")
    rows = pd.concat([before, goes_on, without], ignore_index=True)
    months = outlook.basis.months.starts
    return Card(
        name="with-and-without",
        title=words.months_title(
            float(goes_on["value"].iloc[-1]), float(without["value"].iloc[-1]), months[-1], outlook.unit
        ),
        subtitle=f"{words.measure(outlook.unit)} by month of closing, with 90% bands",
        figure=figures.forecast_bands(rows, _unit(outlook), outlook.currency),
        numbers=rows,
        columns=_columns(outlook),
        definition=words.DEFINITION,
        note=words.months_note(outlook.basis.spread.months, outlook.basis.spread.level, outlook.basis.spread.chance),
        is_wide=True,
        opens=opens.rows(before, ("name", "month"), {"closed": "month"}, outcome="won", **opens.ALWAYS),
    )


def _loss(outlook: Outlook) -> Card:
    rows = outlook.by_month("lost", cumulated=True).assign(name="Missing", role="scenario")
    low = outlook.band(*FLOWS, cumulated=True)[0]
    place = first_visible(outlook.expected(*WITHOUT).cumsum(), low)
    months = outlook.basis.months.starts
    return Card(
        name="missing",
        title=words.loss_title(outlook.total("lost"), months[-1], outlook.unit),
        subtitle=f"{words.measure(outlook.unit)} that does not come, added up, with its 90% band",
        figure=figures.forecast_bands(rows, _unit(outlook), outlook.currency) if rows["value"].any() else None,
        empty=words.NOTHING_MISSING,
        numbers=rows,
        columns=_columns(outlook),
        definition=words.LOSS_DEFINITION,
        note=words.running(None if place is None else months[place]) if rows["value"].any() else "",
    )


def _carried(outlook: Outlook) -> Card:
    carried = outlook.by_month("carried").assign(name="In the pipe", role="forecast")
    new = outlook.by_month("lost", "regained").assign(name=words.at_risk(outlook.basis.stoppage), role="scenario")
    rows = pd.concat([carried, new], ignore_index=True)
    return Card(
        name="carried-over",
        title=words.carried_title(
            outlook.basis.stoppage, outlook.total("carried"), outlook.total("lost", "regained"), outlook.unit
        ),
        subtitle=f"{words.measure(outlook.unit)} by month, with 90% bands",
        figure=figures.forecast_bands(rows, _unit(outlook), outlook.currency),
        numbers=rows,
        columns=_columns(outlook),
        definition=words.CARRIED_DEFINITION,
    )


def _replacement(outlook: Outlook) -> Card:
    others = [
        group for group in outlook.basis.of(RESTS) if not group.name.startswith("(") and group.recent >= FEWEST_LEADS
    ]
    rows = replacement(
        outlook.basis.of(STOPS), others, regained=outlook.regained, by_amount=outlook.basis.by_amount, level=LEVEL
    )
    rows = rows.assign(cost_per_lead=rows["label"].map(outlook.basis.cost_per_lead).astype(float))
    rows = rows.assign(times=rows["needed"] / rows["present"], cost=rows["needed"] * rows["cost_per_lead"])
    rows = rows.assign(**{name: rows[name].round() for name in ("present", "needed", "low", "high")})
    rows = rows.sort_values(["times", "label"], kind="stable", na_position="last", ignore_index=True)
    return Card(
        name="replacement",
        title=words.replace_title(rows),
        subtitle=words.replace_subtitle(outlook.unit),
        numbers=rows,
        columns={
            "label": Column("Channel"),
            "present": Column("Leads a month now", "count"),
            "needed": Column("More leads a month", "count"),
            **bounds("count", level=90),
            "times": Column("More / now", "times"),
            "cost_per_lead": Column("Cost per lead", "money"),
            "cost": Column("Cost a month", "money"),
        },
        definition=words.REPLACE_DEFINITION,
        note=words.replace_note(FEWEST_LEADS, has_costs=bool(rows["cost_per_lead"].notna().any())),
        empty=words.NO_OTHERS,
        is_table=True,
        is_wide=True,
    )


def _unit(outlook: Outlook) -> str:
    return "money" if outlook.unit else "count"


def _columns(outlook: Outlook) -> dict[str, Column]:
    kind: Kind = "money" if outlook.unit else "number"
    return {
        **known("month"),
        "name": Column("What"),
        "value": Column("Expected", kind),
        **bounds(kind, level=90),
    }
