"""Single points: at every grain, what hangs on the largest one, against its threshold."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from analysis.claims.verdicts import KNOW, WATCH
from analysis.scope import Scope
from analysis.statistics import account_shares
from analysis.statistics.account_shares import AccountSums
from analysis.warehouse import Warehouse
from data.names import is_named
from pages.leadership.dependence import grains, largest_parts, thresholds
from pages.leadership.dependence.grains import GRAINS
from pages.leadership.dependence.thresholds import BELOW, ORDER, UNSURE
from pages.leadership.dependence.words import points as words
from pages.parts import addresses
from pages.parts.page import Finding
from pages.parts.words import common

LINKS = {
    "channel": addresses.STRESS,
    "owner": addresses.STRESS,
    "account": addresses.STRESS,
    "source": addresses.SOURCES,
}
MANY_LEADS = 2_000_000
NUMBERS = ("share", "low", "high", "clear_low", "weak_low", "without_largest")
COLUMNS = (
    "grain",
    "label",
    "within",
    "of",
    "share",
    "low",
    "high",
    "clear_low",
    "weak_low",
    "threshold",
    "status",
    "cases",
    "all_cases",
    "without_largest",
)


@dataclass(frozen=True, eq=False)
class Points:
    """The largest one of every grain.

    Attributes
    ----------
    rows : DataFrame
        ``COLUMNS``, the surest first: the largest one with a name (``label``), in which channel (``within``, "" in
        all), of which measure (``of``), its share with the 95 % interval, the lower ends that allow for everything that
        was compared (``clear_low``, ``weak_low``), ``status``, its cases and all, and its share without the largest
        single deal.
    compared : int
        Grains that share the chance of a false alarm.
    nameless : tuple of str
        Grains of which nothing has a name.
    """

    rows: pd.DataFrame
    compared: int
    nameless: tuple[str, ...]

    @property
    def found(self) -> pd.DataFrame:
        """What is above its threshold or too close to tell."""
        return self.rows[self.rows["status"] != BELOW]


def find(
    warehouse: Warehouse,
    scope: Scope,
    measure: str,
    moved: Mapping[str, float] | None = None,
    *,
    without: str = "",
) -> Points:
    """Look at every grain.

    Parameters
    ----------
    warehouse : Warehouse
        The generation.
    scope : Scope
        Which leads.
    measure : str
        One of ``MEASURES``; accounts are looked at by won amount, else by wins.
    moved : mapping, optional
        Thresholds by grain where they are not those of the definitions.
    without : str, default ""
        A grain to leave out.

    Returns
    -------
    Points
        Sources that are the channels under other names are left out.
    """
    limits = {**thresholds.by_grain(warehouse.definitions.thresholds), **(moved or {})}
    counted = warehouse.ask("shares", scope).sum(numeric_only=True)
    if not counted.get("leads", 0):
        return Points(pd.DataFrame(columns=list(COLUMNS)), 0, ())
    bundles = 1024 if counted["leads"] <= MANY_LEADS else 128
    answer = warehouse.ask("single_points", scope, measure=measure, bundles=bundles)
    by_grain = {grain: answer[answer["part"] == grain].reset_index(drop=True) for grain in GRAINS}
    nameless = tuple(grain for grain, rows in by_grain.items() if not rows["name"].map(is_named).any())
    unknown = [grain for grain in GRAINS if grains.unknown(warehouse, scope, grain, measure)]
    kept = [grain for grain in GRAINS if grain not in (*nameless, *unknown, without)]
    if "source" in kept and "channel" in {*kept, without} and _are_same(by_grain["source"], by_grain["channel"]):
        kept.remove("source")
    few = warehouse.definitions.thresholds.few_wins
    of = "won_amount" if counted["won_with_amount"] else "won"
    accounts = _accounts(warehouse, scope, of, limits["account"], few)
    compared = len(kept) + bool(len(accounts))
    rows = [row for grain in kept if (row := _largest(by_grain[grain], grain, measure, limits[grain], few, compared))]
    found = pd.DataFrame([*rows, *accounts], columns=list(COLUMNS))
    order = found["status"].map(ORDER)
    found = found.assign(order=order, above=-found["share"] / found["threshold"])
    found = found.sort_values(["order", "above"], kind="stable", ignore_index=True)[list(COLUMNS)]
    has_account = any(row["within"] == "" for row in accounts)
    return Points(found, compared, nameless if has_account else (*nameless, "account"))


def finding(row: pd.Series) -> Finding:
    """One of the rows as a finding."""
    grain, status = str(row["grain"]), str(row["status"])
    link = "" if status == UNSURE else LINKS.get(grain, "")
    asks = KNOW if status == UNSURE else WATCH
    who = common.LEADERSHIP
    return Finding(asks, words.finding(row), words.advice(grain, status), link, who=who, surely=status)


def _are_same(sources: pd.DataFrame, channels: pd.DataFrame) -> bool:
    return sorted(sources["value"]) == sorted(channels["value"])


def _largest(
    rows: pd.DataFrame, grain: str, measure: str, threshold: float, few: int, compared: int
) -> dict[str, Any] | None:
    """The largest one of a grain that has a name, with its verdict."""
    if (rows["value"] < 0).any() or not rows["value"].sum() > 0:
        return None
    sums = AccountSums(
        rows["value"],
        rows["squares"],
        rows["products"],
        float(rows["whole_squares"].iloc[0]),
        int(rows["all_bundles"].iloc[0]),
        float(rows["cases"].sum()),
    )
    largest = rows["value"].where(rows["name"].map(is_named).astype(bool)).argmax()
    levels = {"clear_low": thresholds.CLEAR_LEVEL, "weak_low": thresholds.WEAK_LEVEL}
    strict = {
        name: float(account_shares.account_intervals(sums, level=1 - (1 - level) / compared)["low"].iloc[largest])
        for name, level in levels.items()
    }
    shown = account_shares.account_intervals(sums).iloc[largest]
    named = rows.iloc[largest]
    own, total, biggest = float(named["value"]), float(rows["value"].sum()), float(rows["largest"].max())
    rest = own - biggest if named["largest"] == biggest else own
    row: dict[str, Any] = {
        "grain": grain,
        "label": named["name"],
        "within": "",
        "of": measure,
        **{name: float(shown[name]) for name in ("share", "low", "high")},
        **strict,
        "threshold": threshold,
        "cases": int(named["cases"]),
        "all_cases": int(sums.cases),
        "without_largest": rest / (total - biggest) if measure == "won_amount" and total > biggest else np.nan,
    }
    return {**row, "status": thresholds.verdict(row, threshold, low="clear_low", is_few=row["all_cases"] < few)}


def _accounts(warehouse: Warehouse, scope: Scope, of: str, threshold: float, few: int) -> list[dict[str, Any]]:
    """The largest account of all, and of the channel where one account surely carries most.

    Accounts are not drawn anew: the question is how surely it would carry that share if the deals were.
    """
    found = []
    for breakdown in ("all", "channel"):
        parts = largest_parts.ask(warehouse, scope, of, breakdown)
        parts = parts[(parts["part"] == "account") & (parts["cases"] >= few)]
        parts = parts[parts["breakdown"].map(is_named).astype(bool)].sort_values(
            "clear_low", ascending=False, kind="stable"
        )
        for _, part in parts.head(1).iterrows():
            status = largest_parts.verdict(part, threshold, few)
            if breakdown == "all" or status != BELOW:
                found.append(
                    {
                        "grain": "account",
                        "label": part["name"],
                        "within": "" if breakdown == "all" else part["breakdown"],
                        "of": of,
                        **{name: float(part[name]) for name in NUMBERS},
                        "threshold": threshold,
                        "cases": int(part["name_cases"]),
                        "all_cases": int(part["cases"]),
                        "status": status,
                    }
                )
    return found
