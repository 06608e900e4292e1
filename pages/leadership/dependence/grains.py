"""What the views of a grain share: the grey line, and the page where there is nothing to share out."""

from analysis.claims.shares import Shares
from analysis.scope import Scope
from analysis.warehouse import Warehouse
from pages.leadership.dependence import measures
from pages.leadership.dependence.words import grains as words
from pages.parts import unrecorded
from pages.parts.page import PageModel
from pages.parts.words import common


def facts(shares: Shares) -> str:
    """What the shares rest on, and how much has no name."""
    return words.facts(shares.grain, shares.measure, shares.cases, shares.leads, shares.nameless)


def refusal(shares: Shares) -> PageModel | None:
    """The page where there is nothing to share, or nothing has a name; None where there is."""
    if shares.has_negative:
        return measures.negative(shares.measure)
    if not shares.total > 0:
        return measures.nothing_of(shares.measure, shares.leads)
    return nameless(shares.grain, shares.leads) if shares.named.empty else None


def unknown(warehouse: Warehouse, scope: Scope, grain: str, measure: str) -> PageModel | None:
    """The page where shares are of those that are known, which depends on what became of them; None where not."""
    gate = {"leads": "lead", "opportunities": "opportunity"}.get(measure)
    return None if gate is None else unrecorded.instead(warehouse, scope, grain, gate=gate)


def nameless(grain: str, leads: int) -> PageModel:
    """The page where nothing of a grain has a name."""
    return PageModel(words.nameless(grain), common.counted(leads, "lead"), empty=words.load_names(grain))
