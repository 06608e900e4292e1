"""Maturity: how conversion grows with the age of the leads, by group or by quarter of creation."""

from datetime import timedelta

from analysis.scope import Scope
from analysis.warehouse import Warehouse
from pages.marketing.sources import maturity_cards as sources_maturity_cards
from pages.marketing.sources.curves import AGES, curve_of, curves_of
from pages.marketing.sources.words import maturity as wording
from pages.parts import windows
from pages.parts.page import Finding, PageModel
from pages.parts.recording import late_recording
from pages.parts.words import common


def build(warehouse: Warehouse, scope: Scope, by: str) -> PageModel:
    """Draw the curves.

    Parameters
    ----------
    warehouse : Warehouse
        Where to ask.
    scope : Scope
        Which leads.
    by : str
        What the groups are; a key of ``wording.BY``.

    Returns
    -------
    PageModel
        The whole page.
    """
    counts = warehouse.ask("maturity", scope, breakdown=by)
    everyone = curve_of(wording.ALL, counts)
    known = [(age, share) for age in AGES if not (share := everyone.at(age)).is_missing]
    if counts.empty or not known:
        return PageModel(wording.NO_CURVE, empty=common.WIDEN)
    window = windows.window_of(warehouse, scope)
    last = scope.as_of or warehouse.as_of
    through = None if last is None or everyone.watched(window) == 0 else last - timedelta(days=window)
    leads = int(warehouse.ask("shares", scope)["leads"].sum())
    late = late_recording(warehouse)
    curves = curves_of(counts, by)
    few = warehouse.definitions.thresholds.few_wins
    return PageModel(
        title=wording.title([known[0], known[-1]] if len(known) > 1 else known),
        facts=common.grey_line(
            wording.facts(leads, window, through),
            "" if through else wording.not_mature(window),
        ),
        findings=() if late is None else (Finding("strong", common.not_observed(late.since, late.leads)),),
        cards=(
            sources_maturity_cards.lines(curves, everyone, by, window, few),
            sources_maturity_cards.ways(everyone, leads),
            sources_maturity_cards.table(curves, everyone, by, counts["breakdown"].nunique()),
        ),
    )
