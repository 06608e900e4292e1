"""Accounts as a grain: how unevenly they bring in, and what the largest carry."""

import pandas as pd

from analysis.claims import measures, single_points
from analysis.scope import Scope
from analysis.statistics import account_sizes
from analysis.statistics.amount_shares import account_share_intervals
from analysis.warehouse import Warehouse
from pages.charts import figures
from pages.leadership.dependence import grains, lorenz
from pages.leadership.dependence.measures import negative, nothing_of
from pages.leadership.dependence.words import accounts as words
from pages.leadership.dependence.words.grains import effective_help, facts, in_effect
from pages.parts import labels, opens
from pages.parts.cards import Card, Column, Kpi
from pages.parts.columns import bounds, known
from pages.parts.page import PageModel


def build(warehouse: Warehouse, scope: Scope, *, measure: str) -> PageModel:
    """Count accounts by their size."""
    counted = warehouse.ask("shares", scope)
    leads, total = int(counted["leads"].sum()), float(counted[measure].sum())
    if not total > 0:
        return nothing_of(measure, leads)
    sizes = warehouse.ask("account_sizes", scope, measure=measure)
    named = float(sizes["value"].sum())
    if not named > 0:
        return grains.nameless("account", leads)
    if (sizes["value"] < 0).any() or named > total * (1 + 1e-9):
        return negative(measure)
    limits = warehouse.definitions.thresholds
    top = _top(sizes)
    largest = top.iloc[0]
    point = single_points.find(warehouse, scope).largest("account")
    found = account_sizes.size_concentration(sizes)
    return PageModel(
        title=words.title(point, largest, measure),
        facts=facts("account", measure, measures.cases_of(counted, measure), leads, 1 - named / total),
        kpis=(
            Kpi(
                in_effect("accounts"),
                labels.number(found.effective_number.estimate),
                help=effective_help(found.effective_number, found.hhi, "accounts"),
            ),
            Kpi(
                "Largest account",
                labels.share(largest["share"]),
                help=words.of_named(largest),
                opens={"account": str(largest["account_id"]), **opens.counted_in(measure)},
            ),
            Kpi("Ten largest", labels.share(float(top["value"].sum()) / named), help=words.TEN),
            Kpi("Accounts", labels.count(int(sizes["accounts"].sum())), help=words.ACCOUNTS),
        ),
        cards=(
            _largest(top, measure, limits.account_share),
            lorenz.card(account_sizes.lorenz(sizes), found.gini, "accounts", measure),
        ),
    )


def _top(sizes: pd.DataFrame) -> pd.DataFrame:
    """The ten largest accounts with their shares of all that have one."""
    top = sizes[sizes["account_id"].notna()].reset_index(drop=True)
    whole, squares = float(sizes["value"].sum()), float(sizes["case_squares"].sum())
    sums, deals = (pd.Series(value, index=top.index) for value in (whole, whole**2 / squares))
    rows = top.join(account_share_intervals(top["value"].astype(float), sums, deals))
    return rows.assign(label=rows["account_id"], motion="mixed")


def _largest(top: pd.DataFrame, measure: str, threshold: float) -> Card:
    is_near = float(top["high"].max()) > threshold / 2
    return Card(
        name="largest accounts",
        title=words.largest_title(top, measure),
        subtitle=words.largest_subtitle(measure),
        figure=figures.share_bars(top[["label", "share", "low", "high", "motion"]], threshold if is_near else None),
        numbers=top,
        columns={
            "label": Column("Account"),
            **known("share"),
            **bounds(),
            "cases": Column("Cases", "count"),
            **({"value": Column("Won amount", "money")} if measure == "won_amount" else {}),
        },
        definition=words.DEFINITION,
        opens=opens.rows(top, ("label",), {"account": "account_id"}, **opens.counted_in(measure)),
    )
