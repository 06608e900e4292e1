"""What shares are of: leads, opportunities, wins or their amount."""

import pandas as pd

from analysis.question import MEASURES
from analysis.scope import Scope
from analysis.warehouse import Warehouse
from pages.leadership.dependence.words import measures as words
from pages.parts.page import PageModel
from pages.parts.words import common


def usual(warehouse: Warehouse, scope: Scope) -> str:
    """What is shown before anybody chooses: what comes closest to money and is recorded, else leads."""
    counted = warehouse.ask("shares", scope).sum(numeric_only=True)
    return next((name for name in reversed(MEASURES) if counted.get(name, 0) > 0), "leads")


def cases_of(rows: pd.DataFrame, measure: str) -> int:
    """Leads, opportunities or wins behind the rows of the question ``shares``."""
    return int(rows["won_with_amount" if measure == "won_amount" else measure].sum())


def counted_in(measure: str) -> dict[str, str]:
    """The leads that a measure counts, as parameters of the page Leads."""
    return {"leads": {}, "opportunities": {"from_gate": "opportunity"}}.get(measure, {"outcome": "won"})


def nothing_of(measure: str, leads: int) -> PageModel:
    """The page where there is nothing of a measure to share."""
    if leads == 0:
        return PageModel(common.NO_LEADS, empty=common.WIDEN)
    return PageModel(words.NOTHING[measure], common.counted(leads, "lead"), empty=words.TRY_ANOTHER[measure])


def negative(measure: str) -> PageModel:
    """The page where amounts add up to less than nothing, so that no share means anything."""
    return PageModel(words.NOTHING[measure], empty=words.NEGATIVE)
