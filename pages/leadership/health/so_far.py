"""Pipeline health where no lead has a day: what was won of all leads so far, by what tells them apart."""

import pandas as pd

from analysis.claims.recorded import recorded
from analysis.claims.verdicts import KNOW
from analysis.scope import Scope
from analysis.statistics import amounts, proportions, ranking
from analysis.warehouse import Warehouse
from data import dimensions
from data.names import is_named
from pages.charts import figures
from pages.leadership.health import words
from pages.parts import addresses, glossary, labels, opens, unrecorded
from pages.parts.cards import Card, Column, Kpi
from pages.parts.columns import bounds, known
from pages.parts.frames import interval
from pages.parts.page import Finding, PageModel
from pages.parts.words import common, rates, undated

APART = (("motion",), ("channel", "source"), ("segment",), ("owner",), ("region",), ("campaign",))
MOST_CARDS, ROWS_DRAWN = 4, 12


def page(warehouse: Warehouse, scope: Scope) -> PageModel:
    """The share of all leads that is won, a floor while leads are open, and the same by motion, channel, ...

    Nobody knows which leads are young: no window can be held against them, so the share is of all leads and says how
    many may still be won; where losses are recorded, the win rate of closed leads stands beside it.
    """
    everyone = _rated(warehouse.ask("conversion", scope))
    if everyone.empty:
        return PageModel(common.NO_LEADS, empty=common.WIDEN)
    if nothing := unrecorded.instead(warehouse, scope):
        return nothing
    row = everyone.iloc[0]
    won, still_open = int(row["won"]), int(row["open"])
    found = [Finding(KNOW, common.joined(undated.floor(won, still_open), words.NO_TIME), link=addresses.DATA)]
    compared = [name for names in APART for name in _comparable(warehouse, scope, names)[:1]]
    motion = recorded(warehouse, scope, "motion")
    if motion.is_with_outcome:
        found.append(unrecorded.finding(motion))
    return PageModel(
        title=words.title_so_far(interval(everyone, str(row.name)), still_open),
        facts=common.leads(int(row["leads"]), 0),
        kpis=_kpis(row, warehouse.currency),
        findings=tuple(found),
        cards=tuple(_by_group(warehouse, scope, name) for name in compared[:MOST_CARDS]),
        period_of="",
    )


def _comparable(warehouse: Warehouse, scope: Scope, names: tuple[str, ...]) -> list[str]:
    """Those dimensions that tell two groups or more apart, and were not filled in at the win."""
    return [
        name
        for name in names
        if not recorded(warehouse, scope, name).is_with_outcome and len(_groups(warehouse, scope, name)) > 1
    ]


def _groups(warehouse: Warehouse, scope: Scope, dimension: str) -> pd.DataFrame:
    """Counts and rates of the groups that have a name, most leads first."""
    groups = _rated(warehouse.ask("conversion", scope, breakdown=dimension))
    return groups[[is_named(name) for name in groups.index]]


def _rated(counts: pd.DataFrame) -> pd.DataFrame:
    """Counts with the share won so far, the win rate of closed leads and the average deal."""
    groups = counts.set_index("breakdown")
    closed = proportions.wilson_intervals(groups["won"], groups["won"] + groups["lost"])
    deals = amounts.mean_intervals(groups["won_amount"], groups["won_amount_squares"], groups["won_with_amount"])
    return groups.join(proportions.wilson_intervals(groups["won"], groups["leads"])).join(
        [closed.add_prefix("closed_"), deals.add_prefix("deal_")]
    )


def _kpis(row: pd.Series, currency: str) -> tuple[Kpi, ...]:
    shown = [
        Kpi("Won", labels.count(row["won"]), opens=opens.counted_in("won")),
        Kpi(
            words.WON_OF_ALL,
            labels.share(row["rate"]),
            help=common.joined(
                glossary.plain(words.WON_OF_ALL), f"95% interval {labels.share_range(row['low'], row['high'])}."
            ),
        ),
    ]
    if row["lost"]:
        between = labels.share_range(row["closed_low"], row["closed_high"])
        shown.append(
            Kpi(
                rates.OF_CLOSED_LEADS,
                labels.share(row["closed_rate"]),
                help=common.joined(rates.defined(rates.OF_CLOSED_LEADS), f"95% interval {between}."),
            )
        )
    if row["won_with_amount"]:
        shown.append(Kpi("Won amount", labels.money(row["won_amount"], currency)))
    return tuple(shown)


def _by_group(warehouse: Warehouse, scope: Scope, dimension: str) -> Card:
    """Share won so far of each group, with its interval."""
    groups, few = _groups(warehouse, scope, dimension), warehouse.definitions.thresholds.few_wins
    ranks = int(ranking.rank_groups(groups["won"], groups["leads"])["rank_group"].max())
    rows = groups.assign(
        label=groups.index,
        n=groups["leads"],
        note=(groups["won"] < few).map({True: common.TOO_FEW_WINS, False: None}),
    )
    named = dimensions.BY_NAME[dimension]
    has_losses, has_amounts = bool(groups["lost"].sum()), bool(groups["won_with_amount"].sum())
    return Card(
        name=f"won-by-{dimension}",
        asked=("conversion",),
        title=words.groups_title(len(groups), ranks, named.noun, named.plural),
        subtitle=words.WON_OF_ALL_SUBTITLE,
        figure=figures.rates_with_intervals(rows.head(ROWS_DRAWN)),
        opens=opens.by(dimension, rows.index),
        numbers=rows,
        columns={
            "label": Column(named.label),
            **known("leads", "won"),
            "rate": Column(words.WON_OF_ALL, "share"),
            **bounds(),
            **({"closed_rate": Column(rates.OF_CLOSED_LEADS, "share")} if has_losses else {}),
            **({**known("won_amount"), "deal_mean": Column("Average deal", "money")} if has_amounts else {}),
        },
        definition=words.WON_OF_ALL_DEFINITION,
        note=common.joined(undated.AGES, words.more_groups(len(rows) - ROWS_DRAWN, named.noun, named.plural)),
    )
