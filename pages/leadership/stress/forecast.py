"""Stress test: what the coming months would miss if a channel, a person or a customer were gone."""

from datetime import date, timedelta

from analysis.scope import Scope
from analysis.warehouse import Warehouse
from pages.leadership.stress import cards as stress_cards
from pages.leadership.stress import outlook as stress_outlook
from pages.leadership.stress.outlook import Asked, Outlook
from pages.leadership.stress.pipe import STOPS
from pages.leadership.stress.words import forecast as wording
from pages.parts.cards import Kpi
from pages.parts.page import PageModel
from pages.parts.words import common

LATEST_DAYS = 183


def build(
    warehouse: Warehouse, scope: Scope, asked: Asked | PageModel, on: date | None = None, regained: int = 0
) -> PageModel:
    """Forecast the next six whole months with and without what stops.

    Parameters
    ----------
    warehouse : Warehouse
        The generation.
    scope : Scope
        Which leads; ``asked`` was asked under it.
    asked : Asked or PageModel
        What `stress_outlook.ask` returned: the pipe, or why there is nothing to say.
    on : date, optional
        First day without it; None is the day after the data ends, and no earlier day makes sense.
    regained : int, default 0
        Per cent of what is lost that comes in another way after all.

    Returns
    -------
    PageModel
        The page.
    """
    del scope
    if isinstance(asked, PageModel):
        return asked
    on = max(on or asked.last + timedelta(days=1), asked.last + timedelta(days=1))
    outlook = stress_outlook.outlook_of(asked, on, regained / 100, warehouse.currency)
    if not asked.pipe.of(STOPS):
        return PageModel(wording.nothing_of(asked.chosen), empty=common.WIDEN)
    return PageModel(
        title=wording.title(
            asked.chosen, on, outlook.total("lost"), outlook.shows_in, outlook.unit, takes_open=asked.chosen.takes_open
        ),
        facts=wording.facts(asked.chosen, asked.pipe.months.starts, regained, asked.complete == asked.last),
        kpis=_kpis(outlook),
        findings=stress_outlook.findings(asked),
        cards=stress_cards.cards(outlook),
        asked=asked.queries,
    )


def _kpis(outlook: Outlook) -> tuple[Kpi, ...]:
    unit, carried = outlook.unit, outlook.total("carried")
    won = outlook.total("lost", by_amount=False)
    kpis = [
        Kpi(wording.MISSING_WINS, wording.value(won.estimate, ""), help=wording.lost_help(won, "")),
        Kpi(wording.SHOWS, wording.shows(outlook.shows_in), help=wording.SHOWS_HELP),
    ]
    if not outlook.asked.chosen.takes_open:
        help_text = wording.carried_help(carried, unit)
        kpis.insert(1, Kpi(wording.CARRIED, wording.value(carried.estimate, unit), help=help_text))
    if outlook.asked.by_amount:
        lost = outlook.total("lost")
        kpis.insert(
            0, Kpi(wording.MISSING_AMOUNT, wording.value(lost.estimate, unit), help=wording.lost_help(lost, unit))
        )
    return tuple(kpis)
