"""Change: this period against an earlier one, split into volume, mix, rate and deal size."""

from dataclasses import dataclass

import pandas as pd

from analysis.claims.verdicts import CLEAR, KNOW, WATCH
from analysis.recording import comparable, recorded_since
from analysis.scope import Scope
from analysis.statistics import decomposition
from analysis.statistics.decomposition import Change
from analysis.statistics.proportions import share_interval
from analysis.warehouse import Warehouse
from pages.charts import figures
from pages.marketing.sources import tables
from pages.marketing.sources.words import change as words
from pages.parts import opens, unrecorded
from pages.parts.cards import Card, Column
from pages.parts.frames import cells, sums
from pages.parts.page import Finding, PageModel
from pages.parts.undated import needs_days

COUNTS = ("leads", "won", "undated_won", "won_with_amount", "won_amount")
GROUPS_NAMED = 2


@dataclass(frozen=True)
class Periods:
    """Both periods by group.

    Attributes
    ----------
    groups : DataFrame
        Each of ``COUNTS`` with ``_before`` and ``_after``, most leads of this period first; index: the group.
    wins, amount : Change
        The change of wins and of won amount, split up.
    breakdown : str
        What the groups are.
    """

    groups: pd.DataFrame
    wins: Change
    amount: Change
    breakdown: str


@needs_days("What changed since an earlier period")
def build(warehouse: Warehouse, scope: Scope, *, earlier: Scope | None, breakdown: str = "channel") -> PageModel:
    """Split up the change since an earlier period; without one there is nothing to compare."""
    if earlier is None or earlier.since is None:
        return PageModel(words.NOTHING_EARLIER, empty=words.CHOOSE_EARLIER)
    first = recorded_since(warehouse)
    if first is not None and not comparable(warehouse, earlier) and (scope.since is None or first < scope.since):
        return PageModel(words.NOTHING_EARLIER, empty=words.not_whole(first, earlier.since))
    if nothing := unrecorded.instead(warehouse, scope, breakdown):
        return nothing
    periods = count(warehouse, scope, earlier, breakdown)
    leads_before, leads_after = (int(periods.groups[f"leads_{side}"].sum()) for side in ("before", "after"))
    if leads_before == 0:
        return PageModel(words.NOTHING_EARLIER, empty=words.NO_EARLIER_LEADS)
    wins = periods.wins
    before, after = round(wins.before), round(wins.after)
    is_clear = before + after > 0 and share_interval(after, before + after).excludes(0.5)
    has_amounts = bool(periods.groups[["won_amount_before", "won_amount_after"]].to_numpy().sum())
    return PageModel(
        title=words.title(before, after, wins.effects, breakdown, is_clear=is_clear),
        facts=words.facts(leads_before, leads_after),
        findings=_findings(periods),
        cards=(
            _wins(periods),
            *([_amount(periods, warehouse.currency)] if has_amounts else []),
            _groups(periods, scope, warehouse.currency, has_amounts=has_amounts),
        ),
    )


def count(warehouse: Warehouse, scope: Scope, earlier: Scope, breakdown: str) -> Periods:
    """Both periods by group, one scan each, and their decompositions.

    Parameters
    ----------
    warehouse : Warehouse
        Where to ask.
    scope, earlier : Scope
        This period and the one to compare it with.
    breakdown : str
        What the groups are.

    Returns
    -------
    Periods
        Groups and decompositions; those of the amount are over the wins that have one.
    """
    sides = {
        side: warehouse.ask("conversion", period, breakdown=breakdown).set_index("breakdown")[list(COUNTS)]
        for side, period in (("before", earlier), ("after", scope))
    }
    groups = pd.concat([frame.add_suffix(f"_{side}") for side, frame in sides.items()], axis=1).fillna(0)
    amounts = [name for name in groups if str(name).startswith("won_amount")]
    groups = groups.astype({name: float if name in amounts else int for name in groups})
    groups = groups.sort_values(["leads_after", "leads_before"], ascending=False, kind="stable")
    groups.index = pd.Index(tables.named(groups.index.to_series(), breakdown), name="group")
    return Periods(
        groups,
        decomposition.count_change(
            groups["won_before"], groups["leads_before"], groups["won_after"], groups["leads_after"]
        ),
        decomposition.amount_change(
            groups["won_amount_before"],
            groups["won_with_amount_before"],
            groups["leads_before"],
            groups["won_amount_after"],
            groups["won_with_amount_after"],
            groups["leads_after"],
        ),
        breakdown,
    )


def _findings(periods: Periods) -> tuple[Finding, ...]:
    """The groups whose wins changed beyond chance, corrected for looking at all; the largest changes first."""
    groups = periods.groups
    level = 1 - 0.05 / len(groups)
    change = (groups["won_after"] - groups["won_before"]).abs().sort_values(ascending=False, kind="stable")
    found = []
    for name in change.index:
        before, after = cells(groups, name, "won_before", "won_after")
        if before + after and share_interval(after, before + after, level=level).excludes(0.5):
            effects = periods.wins.by_stratum.loc[name]
            asks = WATCH if after < before else KNOW
            sentence = words.group_change(str(name), before, after, effects, periods.breakdown)
            found.append(Finding(asks, sentence, surely=CLEAR))
    return tuple(found[:GROUPS_NAMED])


def _steps(change: Change, breakdown: str) -> pd.DataFrame:
    """Start, effects and end, for the waterfall."""
    names = words.steps(breakdown)
    return pd.DataFrame(
        [
            (words.BEFORE, change.before, "start"),
            *((names[str(name)], float(effect), "step") for name, effect in change.effects.items()),
            (words.NOW, change.after, "end"),
        ],
        columns=["label", "value", "kind"],
    )


def _wins(periods: Periods) -> Card:
    rows = _steps(periods.wins, periods.breakdown)
    undated = int(periods.groups[["undated_won_before", "undated_won_after"]].to_numpy().sum())
    return Card(
        name="change-of-wins",
        title=words.wins_title(periods.wins.effects, periods.wins.change, periods.breakdown),
        subtitle="Wins so far of the leads created in each period, the earlier one as it stood then",
        figure=figures.waterfall(rows),
        opens={opens.mark(words.NOW): {"outcome": "won"}},
        numbers=rows,
        columns={"label": Column("Part"), "value": Column("Wins", "number")},
        definition=words.definition(periods.breakdown),
        note=words.note(undated, 0),
    )


def _amount(periods: Periods, currency: str) -> Card:
    rows = _steps(periods.amount, periods.breakdown)
    groups = periods.groups
    without = sum(
        int((groups[f"won_{side}"] - groups[f"won_with_amount_{side}"]).sum()) for side in ("before", "after")
    )
    return Card(
        name="change-of-won-amount",
        title=words.amount_title(periods.amount.effects, periods.amount.change, periods.breakdown, currency),
        subtitle=f"Won amount so far in {currency}, the earlier one as it stood then",
        figure=figures.waterfall(rows, unit="money", currency=currency),
        opens={opens.mark(words.NOW): {"outcome": "won"}},
        numbers=rows,
        columns={"label": Column("Part"), "value": Column("Won amount", "money")},
        definition=words.definition(periods.breakdown),
        note=words.note(0, without),
    )


def _groups(periods: Periods, scope: Scope, currency: str, *, has_amounts: bool) -> Card:
    """Every group with its part in each effect; the columns add up to the two figures."""
    groups = periods.groups
    table = groups.join(periods.wins.by_stratum.add_prefix("wins_")).join(
        periods.amount.by_stratum.add_prefix("amount_")
    )
    table = table.assign(
        name=table.index,
        open=[opens.link(scope, {periods.breakdown: str(name)}) for name in table.index],
        **{
            f"rate_{side}": groups[f"won_{side}"] / groups[f"leads_{side}"].where(groups[f"leads_{side}"] > 0)
            for side in ("before", "after")
        },
    )
    names = words.steps(periods.breakdown)
    effects = {f"wins_{name}": Column(f"{names[name]}, wins", "tenths") for name in ("volume", "mix", "rate")}
    amounts = {
        f"amount_{name}": Column(f"{names[name]}, {currency}", "money")
        for name in ("volume", "mix", "rate", "deal_size")
    }
    return Card(
        name="change-by-group",
        title=words.parts_title(groups["won_after"] - groups["won_before"], periods.breakdown),
        subtitle=f"Wins so far; the columns add up to the figures{f'; amounts in {currency}' if has_amounts else ''}",
        numbers=table,
        total=sums(table, "leads_before", "leads_after", "won_before", "won_after", *effects, *amounts),
        columns={
            "open": Column("Leads", "link"),
            "name": tables.heading(periods.breakdown),
            "leads_before": Column("Leads before", "count"),
            "leads_after": Column("Leads now", "count"),
            "won_before": Column("Won before", "count"),
            "won_after": Column("Won now", "count"),
            "rate_before": Column("Rate before", "share"),
            "rate_after": Column("Rate now", "share"),
            **effects,
            **(amounts if has_amounts else {}),
        },
        definition=words.definition(periods.breakdown),
        is_table=True,
        is_wide=True,
    )
