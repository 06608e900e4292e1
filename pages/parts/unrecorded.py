"""What a page shows where values are recorded with the outcome: no page compares by them."""

from analysis.claims.recorded import Recorded, in_the_way
from analysis.claims.verdicts import ACT, CLEAR
from analysis.question import GATES
from analysis.scope import Scope
from analysis.warehouse import Warehouse
from pages.parts import addresses
from pages.parts.page import Finding, PageModel
from pages.parts.words import common
from pages.parts.words import recorded as words


def instead(warehouse: Warehouse, scope: Scope, *compared: str, gate: str = GATES[0]) -> PageModel | None:
    """The page where leads cannot be compared by a dimension, or not under a filter; None where they can.

    Parameters
    ----------
    warehouse : Warehouse
        Where to ask.
    scope : Scope
        Which leads.
    *compared : str
        What is compared: dimensions, or other breakdowns, which are always known.
    gate : str, default "lead"
        Where the comparison starts; one of ``GATES``.

    Returns
    -------
    PageModel or None
        Says what is seen, whom to ask, and what can still be said.
    """
    found = in_the_way(warehouse, scope, *compared, gate=gate)
    return None if found is None else page(found)


def page(found: Recorded) -> PageModel:
    """The page that says so."""
    return PageModel(words.title(found), findings=(finding(found),), empty=words.STILL)


def finding(found: Recorded, link: str = addresses.DATA) -> Finding:
    """What is seen, and whom to ask."""
    return Finding(ACT, words.sentence(found), words.advice(found), link, who=common.LOADERS, surely=CLEAR)
