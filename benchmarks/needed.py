"""What questions cannot do without beside a scope: days, and what leads were worth on them."""

from datetime import timedelta
from typing import Any

from analysis import valuing
from analysis.question import question
from analysis.warehouse import Warehouse
from data.evenings import SOON_DAYS

BACK = (20, 0)  # days before the end of the data


def needed(warehouse: Warehouse, name: str) -> dict[str, Any]:
    """Values of a question's arguments that have no usual one, for two days at the end of the data.

    Parameters
    ----------
    warehouse : Warehouse
        A generation with leads.
    name : str
        Of the question.

    Returns
    -------
    dict
        By argument; empty where it needs none.
    """
    asked = question(name)
    if warehouse.as_of is None or not asked.arguments & {"known_by", "chances"}:
        return {}
    days = [warehouse.as_of - timedelta(days=back) for back in BACK]
    worths = valuing.learn_on(warehouse, days)
    told: dict[str, Any] = {
        **worths[days[-1]].arguments(),
        "known_by": days,
        "won_by": [day + timedelta(days=9) for day in days],
    }
    if "told_on" in asked.arguments:
        told |= valuing.at_edges({day: worth.chances([SOON_DAYS])[0] for day, worth in worths.items()})
    if "worth_on" in asked.arguments:
        told |= valuing.by_cell(worths)
    return asked.taken(told)
