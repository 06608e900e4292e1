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


def unknown(warehouse: Warehouse, scope: Scope, grain: str, *measures: str) -> PageModel | None:
    """The page where shares are of those that are known, which depends on what became of them; None where not."""
    gates = ({"leads": "lead", "opportunities": "opportunity"}.get(measure) for measure in measures)
    pages = (unrecorded.instead(warehouse, scope, grain, gate=gate) for gate in gates if gate is not None)
    return next((page for page in pages if page is not None), None)


def nameless(grain: str, leads: int) -> PageModel:
    """The page where nothing of a grain has a name."""
    return PageModel(words.nameless(grain), common.counted(leads, "lead"), empty=words.load_names(grain))
