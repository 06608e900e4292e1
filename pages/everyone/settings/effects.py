"""What other thresholds and another conversion window would say of the same numbers, as the pages say it."""

from dataclasses import dataclass

import pandas as pd

from analysis.balance.basis import Basis
from analysis.claims import single_points
from analysis.claims.single_points import SinglePoint
from analysis.claims.verdicts import NO
from analysis.scope import Scope
from analysis.statistics import proportions
from analysis.warehouse import Warehouse
from data import definitions
from data.definitions import Definitions
from pages.everyone.settings import words
from pages.parts.cards import Card, Column
from pages.parts.columns import bounds, known
from pages.parts.words import engines


@dataclass(frozen=True)
class Effects:
    """What would be said otherwise.

    Attributes
    ----------
    cards : tuple of Card
        One for each judgement that the change concerns.
    """

    cards: tuple[Card, ...]


def build(warehouse: Warehouse, scope: Scope, *, text: str) -> Effects:
    """Judge the numbers under other definitions, beside those of now.

    Parameters
    ----------
    warehouse : Warehouse
        The generation.
    scope : Scope
        Which leads.
    text : str
        Of the other definitions.

    Returns
    -------
    Effects
        Without a card where neither a threshold nor the window is another one.
    """
    before, after = warehouse.definitions, definitions.parse_text(text)
    cards = []
    if before.thresholds != after.thresholds:
        cards.append(_dependence(warehouse, scope, after))
    if before.balance != after.balance or before.thresholds.channel_share != after.thresholds.channel_share:
        cards += _balance(warehouse, scope, after)
    if before.windows.conversion_days != after.windows.conversion_days:
        cards.append(_conversion(warehouse, scope, after))
    return Effects(tuple(cards))


def _dependence(warehouse: Warehouse, scope: Scope, after: Definitions) -> Card:
    """What hangs too much on one, now and then."""
    now = {_which(each): each for each in single_points.find(warehouse, scope).points}
    then = {_which(each): each for each in single_points.find(warehouse.under(after), scope).points}
    every = then | {which: each for which, each in now.items() if which not in then}
    is_moved = {which: _said(now.get(which)) != _said(then.get(which)) for which in every}
    shown = {which: each for which, each in every.items() if is_moved[which] or not any(is_moved.values())}
    rows = [_row(each, now.get(which), then.get(which)) for which, each in shown.items()]
    called = {which for which, each in now.items() if each.verdict != NO}
    would = {which for which, each in then.items() if each.verdict != NO}
    return Card(
        name="effect on dependence",
        title=words.dependence_effect([then[each] for each in then if each in would - called], len(called - would)),
        subtitle=words.EFFECT_SUBTITLE,
        numbers=pd.DataFrame(rows, columns=["grain", "name", "within", "share", "low", "high", "limit", "now", "then"]),
        columns={
            "grain": Column("What"),
            "name": Column("The largest"),
            "within": Column("In channel"),
            **known("share"),
            **bounds(),
            "limit": Column("New threshold", "share"),
            "now": Column("Now"),
            "then": Column("Then"),
        },
        definition=words.EFFECT_DEFINITION,
        empty=words.NOTHING_NAMED,
        is_table=True,
        is_wide=True,
    )


def _which(point: SinglePoint) -> tuple[str, str, str]:
    return point.grain, point.within, point.name


def _said(point: SinglePoint | None) -> tuple[float, str] | None:
    """Its threshold and what is said of it."""
    return None if point is None else (point.limit, point.verdict)


def _row(shown: SinglePoint, now: SinglePoint | None, then: SinglePoint | None) -> dict[str, object]:
    """One point; an account that is looked at under one of the thresholds only is below the other one."""
    return {
        "grain": shown.grain,
        "name": shown.name,
        "within": shown.within,
        "share": shown.share.estimate,
        "low": shown.share.low,
        "high": shown.share.high,
        "limit": then.limit if then else None,
        "now": words.verdict(now.verdict if now else NO),
        "then": words.verdict(then.verdict if then else NO),
    }


def _conversion(warehouse: Warehouse, scope: Scope, after: Definitions) -> Card:
    """How many leads win in time, and how many are old enough to tell, under both windows."""
    counted = []
    for when, each in ((words.NOW, warehouse), (words.THEN, warehouse.under(after))):
        counts = each.ask("conversion", scope, breakdown="motion").rename(columns={"breakdown": "name"})
        counted.append(counts.assign(when=words.window(when, each.window_days(scope))))
    rows = pd.concat(counted, ignore_index=True)
    rows = rows.join(proportions.wilson_intervals(rows["mature_won"], rows["mature"]))
    return Card(
        name="effect on conversion",
        title=words.conversion_effect(warehouse.window_days(scope), warehouse.under(after).window_days(scope)),
        subtitle=words.WINDOW_SUBTITLE,
        numbers=rows.sort_values(["motion", "when"], kind="stable"),
        columns={
            "motion": Column("Motion", "motion"),
            "when": Column("Window"),
            "mature": Column("Leads old enough", "count"),
            **known("mature_won", "rate"),
            **bounds(),
        },
        definition=words.WINDOW_DEFINITION,
        empty=words.NO_LEADS,
        is_table=True,
        is_wide=True,
    )


def _balance(warehouse: Warehouse, scope: Scope, after: Definitions) -> list[Card]:
    """What the balance of the motions would be called."""
    if not warehouse.has_days:
        return []
    bases = [Basis.of(each, scope) for each in (warehouse, warehouse.under(after))]
    if any(not basis.evidence.present or basis.recorded.is_with_outcome for basis in bases):
        return []
    now, then = (engines.needed(basis.recommendation, basis.evidence) for basis in bases)
    holds = [{each.rule: each.holds for each in basis.weighed} for basis in bases]
    turned = [rule for rule, each in holds[1].items() if each is not holds[0].get(rule)]
    return [
        Card(
            name="effect on balance",
            title=words.balance_effect(now, then),
            numbers=pd.DataFrame(),
            definition="",
            empty=words.turned(turned),
            is_wide=True,
        )
    ]
