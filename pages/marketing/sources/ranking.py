"""Sources: where do the leads that convert come from, and which sources can be told apart."""

from dataclasses import replace

from analysis.scope import Scope
from analysis.statistics import proportions
from analysis.warehouse import Warehouse
from pages.marketing.sources import cards as sources_cards
from pages.marketing.sources import counts as sources_numbers
from pages.marketing.sources.counts import SourceNumbers
from pages.marketing.sources.words import ranking as wording
from pages.parts.cards import Card
from pages.parts.frames import cell, interval
from pages.parts.page import Finding, PageModel
from pages.parts.words import common


def build(warehouse: Warehouse, scope: Scope, breakdown: str, measure: str, gate: str = "lead") -> PageModel:
    """Count, rank and draw.

    Parameters
    ----------
    warehouse : Warehouse
        Where to ask.
    scope : Scope
        Which leads.
    breakdown : str
        What the groups are; a key of ``wording.NOUNS``.
    measure : str
        A key of ``sources_numbers.MEASURES``.
    gate : str, default "lead"
        Where the comparison starts: every count is of the leads that reached it, every window begins there.

    Returns
    -------
    PageModel
        The whole page.
    """
    numbers = sources_numbers.count(warehouse, scope, breakdown, measure, gate)
    if numbers.leads == 0:
        return PageModel(wording.none_at(gate), empty=common.WIDEN)
    few, currency = warehouse.definitions.thresholds.few_wins, warehouse.currency
    shortened = common.shortened(numbers.window_days, warehouse.definitions.windows.conversion_days)
    facts = wording.facts(numbers.leads, len(numbers.groups), breakdown, gate)
    return PageModel(
        title=_title(numbers, few),
        facts=common.grey_line(facts, shortened),
        findings=_findings(numbers, few),
        cards=(sources_cards.ranking(numbers, few), *_beside(numbers, few), sources_cards.scorecard(numbers, currency)),
    )


def _beside(numbers: SourceNumbers, few: int) -> tuple[Card, Card]:
    """The card beside the ranking, then one with a row of its own: closed rates without a figure are only a line."""
    volume, looks = sources_cards.volume(numbers, few), sources_cards.looks(numbers, few)
    beside, alone = (volume, looks) if looks.figure is None else (looks, volume)
    return beside, replace(alone, is_wide=True)


def _title(numbers: SourceNumbers, few: int) -> str:
    """The best group, if its wins are enough and others are below it."""
    groups = numbers.groups
    first = sources_numbers.leaders(groups, few)
    others = int((groups["rank_group"] > 1).sum())
    is_known = len(first) == 1 and (others > 0 or len(groups) == 1)
    best = interval(first, first.index[0]) if is_known else None
    verb = wording.verb(numbers.measure, numbers.window_days, numbers.gate)
    return wording.title([str(name) for name in first.index], others, best, numbers.breakdown, verb)


def _findings(numbers: SourceNumbers, few: int) -> tuple[Finding, ...]:
    """What looks better than it is, and what brings volume without quality."""
    found = [
        Finding("strong", wording.impostor(row, numbers.window_days, numbers.gate))
        for _, row in sources_numbers.impostors(numbers.groups, few).head(1).iterrows()
    ]
    groups = sources_cards.shares(numbers.groups)
    below = proportions.newcombe_difference(
        groups["successes"],
        groups["trials"],
        groups["successes"].sum() - groups["successes"],
        groups["trials"].sum() - groups["trials"],
        level=1 - 0.05 / len(groups),
    )
    heavy = groups[below["high"] < 0].assign(excess=lambda rows: rows["first"] - rows["second"])
    if len(heavy):
        name = str(heavy["excess"].idxmax())
        leads, wins = cell(heavy, name, "first"), cell(heavy, name, "second")
        found.append(Finding("strong", wording.heavy(name, leads, wins, numbers.measure)))
    return tuple(found)
