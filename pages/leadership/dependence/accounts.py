"""Accounts as a grain of Dependence: how unevenly they bring in, and what the largest carry."""

import pandas as pd

from analysis.scope import Scope
from analysis.statistics import account_sizes
from analysis.statistics.amount_shares import account_share_intervals
from analysis.warehouse import Warehouse
from pages.charts import figures as charts
from pages.leadership.dependence import counts as dependence_shares
from pages.leadership.dependence.cards import INTERVAL_COLUMNS, lorenz
from pages.leadership.dependence.counts import counted_in
from pages.leadership.dependence.words import accounts as wording
from pages.leadership.dependence.words import shares as words
from pages.parts import labels, opens
from pages.parts.cards import Card, Column, Kpi
from pages.parts.page import PageModel
from pages.parts.words import common


def build(warehouse: Warehouse, scope: Scope, measure: str) -> PageModel:
    """Count accounts by their size.

    Parameters
    ----------
    warehouse : Warehouse
        The generation.
    scope : Scope
        Which leads.
    measure : str
        One of ``dependence_shares.MEASURES``.

    Returns
    -------
    PageModel
        The page.
    """
    counted = warehouse.ask("shares", scope)
    leads, total = int(counted["leads"].sum()), float(counted[measure].sum())
    if refusal := words.refusal(leads, measure, total):
        return refusal
    sizes = warehouse.ask("account_sizes", scope, measure=measure)
    if sizes.empty or not sizes["value"].sum() > 0:
        return PageModel(words.nameless("account"), common.counted(leads, "lead"), empty=words.load_names("account"))
    if (sizes["value"] < 0).any() or sizes["value"].sum() > total * (1 + 1e-9):
        return PageModel(words.NOTHING[measure], empty=words.NEGATIVE)
    named = float(sizes["value"].sum())
    thresholds = warehouse.definitions.thresholds
    top = _top(sizes)
    found = account_sizes.account_concentration(sizes)
    curve = account_sizes.lorenz(sizes)
    status = dependence_shares.verdict(top.iloc[0], thresholds.account_share)
    if int(sizes["cases"].sum()) < thresholds.few_wins and status:
        status = dependence_shares.UNSURE
    return PageModel(
        title=wording.title(top.iloc[0], measure, status, thresholds.account_share),
        facts=words.facts(measure, dependence_shares.cases_of(counted, measure), leads, 1 - named / total, "account"),
        kpis=(
            Kpi(
                "Effective accounts",
                labels.number(found.effective_number.estimate),
                help=words.effective_help(found.effective_number, found.hhi, "accounts"),
            ),
            Kpi("Largest account", labels.share(top["share"].iloc[0]), help=wording.of_named(top.iloc[0])),
            Kpi("Ten largest", labels.share(float(top["value"].sum()) / named), help=wording.TEN),
            Kpi("Accounts", labels.count(int(sizes["accounts"].sum())), help=wording.ACCOUNTS),
        ),
        cards=(
            _largest(top, measure, thresholds.account_share, warehouse.currency),
            lorenz(curve, found.gini, "accounts", measure),
        ),
    )


def _top(sizes: pd.DataFrame) -> pd.DataFrame:
    """The ten largest accounts with their shares of all that have one."""
    top = sizes[sizes["account_id"].notna()].reset_index(drop=True)
    whole, squares = float(sizes["value"].sum()), float(sizes["case_squares"].sum())
    sums, deals = (pd.Series(value, index=top.index) for value in (whole, whole**2 / squares))
    rows = top.join(account_share_intervals(top["value"].astype(float), sums, deals))
    weak = account_share_intervals(top["value"].astype(float), sums, deals, level=dependence_shares.WEAK_LEVEL)
    return rows.assign(weak_low=weak["low"], label=rows["account_id"], motion="mixed")


def _largest(top: pd.DataFrame, measure: str, threshold: float, currency: str) -> Card:
    near = float(top["high"].max()) > threshold / 2
    return Card(
        name="largest accounts",
        title=wording.largest_title(top, measure),
        subtitle=f"Share of the {words.MEASURES[measure]} of all accounts, 95 % interval",
        figure=charts.share_bars(top[["label", "share", "low", "high", "motion"]], threshold if near else None),
        numbers=top,
        columns={
            "label": Column("Account"),
            **INTERVAL_COLUMNS,
            "cases": Column("Cases", "count"),
            **({"value": Column(f"Won amount, {currency}", "money")} if measure == "won_amount" else {}),
        },
        definition=wording.DEFINITION,
        opens=opens.rows(top, ("label",), {"account": "account_id"}, **counted_in(measure)),
    )
