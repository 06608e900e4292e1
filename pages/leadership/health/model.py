"""Pipeline health: how do inbound and outbound do, side by side, and what matters most."""

from analysis.balance import basis as balance_asked
from analysis.scope import Scope
from analysis.statistics.standardisation import LikeForLike
from analysis.warehouse import Warehouse
from data.definitions import MOTIONS
from pages.leadership.health import cards as health_cards
from pages.leadership.health import findings as health_findings
from pages.leadership.health import key_figures as health_kpis
from pages.leadership.health import numbers as health_numbers
from pages.leadership.health import words as wording
from pages.leadership.health.numbers import HealthNumbers
from pages.parts.frames import interval
from pages.parts.page import PageModel
from pages.parts.words import common


def build(warehouse: Warehouse, scope: Scope, earlier: Scope | None) -> PageModel:
    """Count, compare and draw.

    Parameters
    ----------
    warehouse : Warehouse
        Where to ask.
    scope : Scope
        Which leads.
    earlier : Scope or None
        What the changes compare with.

    Returns
    -------
    PageModel
        The whole page.
    """
    numbers = health_numbers.count(warehouse, scope, earlier)
    if numbers.leads == 0:
        return PageModel(wording.NO_LEADS, empty=common.WIDEN)
    unknown = numbers.leads - int(numbers.motions.loc[list(MOTIONS), "leads"].sum())
    shortened = common.shortened(numbers.window_days, warehouse.definitions.windows.conversion_days)
    facts = common.grey_line(wording.facts(numbers.leads, unknown), shortened)
    if not numbers.present:
        return PageModel(wording.NO_MOTION, facts, empty=wording.MAP_SOURCES)
    few, currency = warehouse.definitions.thresholds.few_wins, warehouse.currency
    fair = health_numbers.like_for_like(numbers.segments)
    is_both = len(numbers.present) == len(MOTIONS)
    slope = health_numbers.slope(health_numbers.inbound_share(numbers.months))
    cards = [
        *([health_cards.by_segment(numbers, fair, few)] if is_both or numbers.has_segments else []),
        health_cards.side_by_side(numbers, currency),
        health_cards.conversion_by_month(numbers),
        *([health_cards.inbound_share(numbers, slope)] if is_both else []),
    ]
    return PageModel(
        title=_title(numbers, fair, few),
        facts=facts,
        kpis=health_kpis.row(numbers, currency, few),
        findings=(
            *health_findings.pick(numbers, fair, slope, warehouse.definitions),
            *health_findings.balance(balance_asked.ask(warehouse, scope)),
        ),
        cards=tuple(cards),
    )


def _title(numbers: HealthNumbers, fair: LikeForLike, few: int) -> str:
    rates = health_numbers.rates(numbers.motions)
    if len(numbers.present) == 1:
        motion = numbers.present[0]
        return wording.one_motion(motion, interval(rates, motion), numbers.window_days)
    pair = numbers.motions.loc[list(MOTIONS)]
    lower, higher = sorted(rates.loc[list(MOTIONS), "rate"])
    is_few = bool(pair["mature_won"].min() < few)
    deals = health_numbers.deal_ratio(numbers.motions) if pair["won_with_amount"].min() >= few else None
    ratio = higher / lower if lower else float("inf")
    return wording.title(fair.raw, ratio, deals, is_few=is_few, reverses=fair.reverses)
