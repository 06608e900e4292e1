"""Interplay: how inbound and outbound work together on the same leads and accounts."""

from dataclasses import replace

from analysis.scope import Scope
from analysis.warehouse import Warehouse
from pages.everyone.interplay import accounts as interplay_accounts
from pages.everyone.interplay import landmark as interplay_landmark
from pages.everyone.interplay import lessons as interplay_lessons
from pages.everyone.interplay import orders as interplay_orders
from pages.everyone.interplay import outreach as interplay_outreach
from pages.everyone.interplay import words as wording
from pages.parts import contents, windows
from pages.parts.page import Finding, PageModel
from pages.parts.words import common


def build(warehouse: Warehouse, scope: Scope, landmark: int = 14) -> PageModel:
    """Ask, compare and draw.

    Parameters
    ----------
    warehouse : Warehouse
        The generation.
    scope : Scope
        Which leads.
    landmark : int, default 14
        Days after creation in which a touch of the other motion counts; only wins after them are compared.

    Returns
    -------
    PageModel
        The page.
    """
    window = windows.window_of(warehouse, scope)
    orders = interplay_orders.ask(warehouse, scope, window)
    if orders.empty:
        return PageModel(wording.NO_LEADS, empty=common.WIDEN)
    strata = interplay_landmark.ask(warehouse, scope, min(landmark, window - 1), window)
    both = int(orders.loc[orders.index.isin(["inbound first", "outbound first"]), "leads"].sum())
    leads = int(orders["leads"].sum())
    if not contents.has_touches(warehouse) or orders.index.tolist() == ["not recorded"]:
        return PageModel(wording.NO_TOUCHES, wording.facts(leads, both), empty=wording.LOAD_TOUCHES)
    lifts = interplay_landmark.lifts(strata)
    shortened = common.shortened(window, warehouse.definitions.windows.conversion_days)
    facts = common.grey_line(wording.facts(leads, both), shortened)
    few, currency = warehouse.definitions.thresholds.few_wins, warehouse.currency
    by_order = (
        interplay_orders.conversion(orders, window, has_landmark=bool(strata["touched"].sum())),
        interplay_orders.table(orders, window, currency),
    )
    lessons = (
        interplay_lessons.segments(warehouse, scope, window, few),
        interplay_lessons.objections(warehouse, scope, few),
        interplay_outreach.messages(warehouse, scope, few),
    )
    if not strata["touched"].sum():
        return PageModel(
            title=wording.NO_OTHER,
            facts=facts,
            findings=(Finding("cannot tell yet", wording.LOAD_TOUCHES),),
            cards=(
                replace(by_order[0], is_wide=True),
                by_order[1],
                *(card for card in lessons if card.figure is not None),
            ),
        )
    return PageModel(
        title=wording.title(lifts),
        facts=facts,
        cards=(
            interplay_landmark.card(strata, lifts, min(landmark, window - 1), window),
            *by_order,
            interplay_outreach.warm_and_cold(warehouse, scope),
            interplay_accounts.shared(warehouse, scope),
            interplay_accounts.handovers(warehouse, scope),
            *lessons,
        ),
    )
