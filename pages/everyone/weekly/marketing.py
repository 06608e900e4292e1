"""The week for marketing: leads and opportunities by channel, what was spent, and what a win costs."""

from analysis.changes import Generation
from analysis.scope import Scope
from analysis.warehouse import Warehouse
from pages.everyone.weekly import model, words
from pages.everyone.weekly.model import Comparison
from pages.everyone.weekly.reader import Reader
from pages.parts import labels
from pages.parts.cards import Card, Kpi
from pages.parts.page import PageModel

READER = Reader(
    ("leads", "opportunities", "won", "spend"),
    ("opportunities", "leads", "spend"),
    "channel",
    ("opportunities", "leads", "spend"),
)


def build(
    warehouse: Warehouse, scope: Scope, *, base: Generation | None, earlier_days: int | None = None, behind: str = ""
) -> PageModel:
    """Tell what came in since, through which channels and for how much."""
    compared = None if base is None else Comparison(warehouse, scope, base, earlier_days)
    return model.page(
        compared,
        READER,
        behind,
        of_ratio=_cost_per_win,
        of_groups=lambda made: model.by_groups(made, READER),
        kpis=_cost_in_the_place_of_wins,
    )


def _costs(compared: Comparison) -> list[float]:
    """What a win cost and costs; missing where nothing was spent or won."""
    sides = (tuple(float(compared.parts(name)[side].sum()) for name in ("spend", "won")) for side in ("was", "now"))
    return [spend / won if spend and won else float("nan") for spend, won in sides]


def _cost_in_the_place_of_wins(compared: Comparison) -> dict[str, Kpi]:
    was, now = _costs(compared)
    if labels.is_missing(now):
        return {}
    change = "" if labels.is_missing(was) else words.signed("spend", now - was, compared.currency) or words.UNCHANGED
    return {"won": Kpi(words.COST_PER_WIN, labels.money(now, compared.currency), change, help=words.COST_HELP)}


def _cost_per_win(compared: Comparison) -> list[Card]:
    was, now = _costs(compared)
    if labels.is_missing(was) or labels.is_missing(now):
        return []
    title = words.cost_title(was, now, compared.currency)
    parts = (compared.parts("spend"), compared.parts("won"))
    return [model.ratio_card("cost-per-win", title, *parts, said=words.COST, is_share=False)]
