"""Interplay: how inbound and outbound work together on the same leads and accounts."""

from dataclasses import replace

from analysis.claims.verdicts import KNOW, UNSURE
from analysis.scope import Scope
from analysis.warehouse import Warehouse
from data.names import UNKNOWN_ORDER
from pages.everyone.interplay import accounts, landmark, ledger, lessons, orders, outreach, words
from pages.parts import contents, unrecorded
from pages.parts.page import Finding, PageModel
from pages.parts.undated import needs_days
from pages.parts.words import common


@needs_days("How the motions work together")
def build(warehouse: Warehouse, scope: Scope, *, landmark_days: int = 14) -> PageModel:
    """Compare leads that the other motion touched by the landmark with the others, then the orders and the accounts."""
    if nothing := unrecorded.instead(warehouse, scope, "motion"):
        return nothing
    window = warehouse.window_days(scope)
    by_order = orders.ask(warehouse, scope, window)
    if by_order.empty:
        return PageModel(common.NO_LEADS, empty=common.WIDEN)
    landmark_days = min(landmark_days, window - 1)
    strata = warehouse.ask("landmark", scope, landmark_days=landmark_days, window_days=window)
    both = int(by_order.loc[by_order.index.isin(orders.OF_BOTH), "leads"].sum())
    facts = words.facts(int(by_order["leads"].sum()), both)
    if not contents.has_touches(warehouse) or by_order.index.tolist() == [UNKNOWN_ORDER]:
        return PageModel(words.NO_TOUCHES, facts, empty=words.LOAD_TOUCHES)
    facts = common.grey_line(facts, common.shortened(window, warehouse.definitions.windows.conversion_days))
    has_landmark = bool(strata["touched"].sum())
    few, currency = warehouse.definitions.thresholds.few_wins, warehouse.currency
    conversion = orders.conversion(by_order, window, has_landmark=has_landmark)
    numbers = orders.table(by_order, window, currency)
    learned = (
        lessons.segments(warehouse, scope, window),
        lessons.objections(warehouse, scope, few),
        outreach.messages(warehouse, scope, few),
    )
    if not has_landmark:
        return PageModel(
            title=words.NO_OTHER,
            facts=facts,
            findings=(Finding(KNOW, words.LOAD_TOUCHES, who=common.LOADERS, surely=UNSURE),),
            cards=(replace(conversion, is_wide=True), numbers, *(card for card in learned if card.figure is not None)),
        )
    ratios = landmark.ratios(strata)
    return PageModel(
        title=words.title(ratios),
        facts=facts,
        cards=(
            landmark.card(strata, ratios, landmark_days, window),
            conversion,
            numbers,
            outreach.warm_and_cold(warehouse, scope),
            accounts.shared(warehouse, scope),
            ledger.by_source(warehouse, scope),
            accounts.handovers(warehouse, scope),
            ledger.by_owner(warehouse, scope),
            *learned,
        ),
    )
