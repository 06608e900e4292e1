"""The week for those who manage sales: open leads, those that miss their next step, and whose they are."""

from analysis.changes import Generation
from analysis.scope import Scope
from analysis.warehouse import Warehouse
from pages.everyone.weekly import model, words
from pages.everyone.weekly.model import Comparison
from pages.everyone.weekly.reader import Reader
from pages.parts.page import PageModel

READER = Reader(
    ("open", "never_touched", "stalled", "without_next_step"),
    ("without_next_step", "open"),
    "owner",
    ("without_next_step", "open"),
)


def build(
    warehouse: Warehouse, scope: Scope, *, base: Generation | None, earlier_days: int | None = None, behind: str = ""
) -> PageModel:
    """Tell which open leads came to miss their next step since, and which do no longer."""
    return model.page(
        None if base is None else Comparison(warehouse, scope, base, earlier_days),
        READER,
        behind,
        of_ratio=lambda _: [],
        of_groups=lambda made: model.by_groups(made, READER),
        by_dates=words.BY_DATES_OF_SALES,
    )
