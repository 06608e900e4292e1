"""Attribution: the touches that each rule credits with the wins, and how far the rules disagree."""

import pandas as pd

from analysis.scope import Scope
from analysis.warehouse import Warehouse
from pages.marketing.attribution import cards as attribution_cards
from pages.marketing.attribution import credit as attribution_credit
from pages.marketing.attribution import paths as attribution_paths
from pages.marketing.attribution import sourced as attribution_sourced
from pages.marketing.attribution import words as wording
from pages.marketing.attribution.credit import NO_TOUCH, Credit
from pages.parts import labels
from pages.parts.cards import Kpi
from pages.parts.page import PageModel
from pages.parts.words import common


def build(
    warehouse: Warehouse, scope: Scope, grain: str = "channel", measure: str = "won", look_back: int | None = None
) -> PageModel:
    """Credit by every rule, compare and draw.

    Parameters
    ----------
    warehouse : Warehouse
        The generation.
    scope : Scope
        Which leads.
    grain : str, default "channel"
        One of ``attribution_credit.GRAINS``.
    measure : str, default "won"
        One of ``attribution_credit.MEASURES``.
    look_back : int, optional
        Days before the closing whose touches count.

    Returns
    -------
    PageModel
        The page.
    """
    credit = attribution_credit.ask(warehouse, scope, grain, measure, look_back)
    if credit.deals["leads"] == 0:
        return PageModel(wording.NO_LEADS, empty=common.WIDEN)
    facts = wording.facts(credit.deals, look_back)
    if credit.deals["won"] == 0:
        return PageModel(wording.NO_WINS, facts, empty=wording.WAIT)
    if not credit.has_touches:
        return PageModel(wording.NO_TOUCHES, facts, empty=wording.LOAD_TOUCHES)
    if not credit.has_names:
        return PageModel(wording.no_names(grain), facts, empty=wording.LOAD_NAMES)
    if credit.total <= 0:
        return PageModel(wording.NO_AMOUNT, facts, empty=wording.LOAD_AMOUNTS)
    ranges, distances = attribution_credit.ranges(credit), attribution_credit.distances(credit)
    deals = attribution_sourced.ask(warehouse, scope)
    few = warehouse.definitions.thresholds.few_wins
    return PageModel(
        title=wording.title(_widest(ranges), float(distances.to_numpy().max())),
        facts=facts,
        kpis=_kpis(credit, deals, float(distances.to_numpy().max()), warehouse.currency),
        cards=(
            attribution_cards.ranges(credit, ranges),
            attribution_cards.distances(distances),
            attribution_cards.rules(credit, warehouse.currency),
            *((attribution_cards.removal(credit),) if grain == "channel" else ()),
            attribution_paths.card(warehouse, scope, credit),
            *attribution_sourced.cards(deals, int(credit.deals["won"]), few),
            attribution_cards.returns(credit, warehouse, scope),
        ),
    )


def _widest(ranges: pd.DataFrame) -> pd.Series:
    """The name on which the rules differ most; one that means no name only where there is no other."""
    named = ranges[~ranges["label"].astype(str).str.startswith("(")]
    return (named if len(named) else ranges).iloc[0]


def _kpis(credit: Credit, deals: attribution_sourced.Sourced, furthest: float, currency: str) -> tuple[Kpi, ...]:
    amount = credit.measure == "won_amount"
    untouched = float(credit.rows["first"].get(NO_TOUCH, 0.0)) / credit.total
    total = labels.money(credit.total, currency) if amount else labels.count(credit.total)
    return (
        Kpi(wording.MEASURE_NAMES[credit.measure], total, help="What every rule hands out, once."),
        Kpi("With a touch", labels.share(1 - untouched), help="Part of it that has a touch to credit."),
        Kpi("Rules disagree on", labels.share(furthest), help=wording.DISTANCE_DEFINITION),
        Kpi(
            "Deals that switch",
            labels.share(deals.switched / deals.won) if deals.won else labels.MISSING,
            help="Won deals with a touch whose first touch came through another channel than the source in the CRM.",
        ),
    )
