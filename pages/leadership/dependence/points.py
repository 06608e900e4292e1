"""Single points of failure: at every grain, what hangs on the largest one, against its threshold."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.scope import Scope
from analysis.statistics import account_shares
from analysis.statistics.account_shares import AccountSums
from analysis.statistics.amount_shares import account_share_intervals
from analysis.warehouse import Warehouse
from pages.leadership.dependence import counts as dependence_shares
from pages.leadership.dependence.counts import (
    BELOW,
    GRAINS,
    NOT_RECORDED,
    STRONG,
    STRONG_LEVEL,
    UNSURE,
    WEAK,
    WEAK_LEVEL,
)
from pages.leadership.dependence.words import single_points as wording
from pages.parts.page import Finding

LINKS = {
    "channel": "pages/leadership/stress/page.py",
    "owner": "pages/leadership/stress/page.py",
    "account": "pages/leadership/stress/page.py",
    "source": "pages/marketing/sources/page.py",
}
ORDER = {STRONG: 0, WEAK: 1, UNSURE: 2, BELOW: 3}
NUMBERS = ("share", "low", "high", "strong_low", "weak_low", "without_largest")
COLUMNS = (
    "grain",
    "label",
    "within",
    "of",
    "share",
    "low",
    "high",
    "strong_low",
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
        was compared (``strong_low``, ``weak_low``), ``status``, its cases and all, and its share without the largest
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
    thresholds: Mapping[str, float] | None = None,
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
        One of ``dependence_shares.MEASURES``; accounts are looked at by won amount, else by wins.
    thresholds : mapping, optional
        Share above which one is too much, by grain; None takes those of the definitions.
    without : str, default ""
        A grain to leave out.

    Returns
    -------
    Points
        Sources that are the channels under other names are left out.
    """
    limits = {**dependence_shares.thresholds_of(warehouse.definitions.thresholds), **(thresholds or {})}
    counted = warehouse.ask("shares", scope).sum(numeric_only=True)
    if not counted.get("leads", 0):
        return Points(pd.DataFrame(columns=list(COLUMNS)), 0, ())
    bundles = 1024 if counted["leads"] <= dependence_shares.MANY_LEADS else 128
    answer = warehouse.ask("single_points", scope, measure=measure, bundles=bundles)
    grains = {grain: answer[answer["part"] == grain].reset_index(drop=True) for grain in GRAINS}
    nameless = tuple(grain for grain, rows in grains.items() if rows[rows["name"] != NOT_RECORDED].empty)
    kept = [grain for grain in GRAINS if grain not in nameless and grain != without]
    if "source" in kept and "channel" in {*kept, without} and _are_same(grains["source"], grains["channel"]):
        kept.remove("source")
    few = warehouse.definitions.thresholds.few_wins
    of = "won_amount" if counted["won_with_amount"] else "won"
    accounts = _accounts(warehouse, scope, of, limits["account"], few)
    compared = len(kept) + bool(len(accounts))
    rows = [row for grain in kept if (row := _largest(grains[grain], grain, measure, limits[grain], few, compared))]
    found = pd.DataFrame([*rows, *accounts], columns=list(COLUMNS))
    order = found["status"].map(ORDER)
    found = found.assign(order=order, above=-found["share"] / found["threshold"])
    found = found.sort_values(["order", "above"], kind="stable", ignore_index=True)[list(COLUMNS)]
    has_account = any(row["within"] == "" for row in accounts)
    return Points(found, compared, nameless if has_account else (*nameless, "account"))


def findings(points: Points) -> list[Finding]:
    """Everything above its threshold, or too close to tell: the surest first.

    Parameters
    ----------
    points : Points
        What was looked at.

    Returns
    -------
    list of Finding
        Empty where nothing is above.
    """
    return [finding(row) for _, row in points.found.iterrows()]


def finding(row: pd.Series) -> Finding:
    """One of the rows as a finding."""
    return Finding(
        str(row["status"]),
        wording.finding(row),
        wording.advice(str(row["grain"]), str(row["status"])),
        LINKS.get(str(row["grain"]), "") if row["status"] != UNSURE else "",
    )


def _are_same(sources: pd.DataFrame, channels: pd.DataFrame) -> bool:
    return sorted(sources["value"]) == sorted(channels["value"])


def _largest(
    rows: pd.DataFrame, grain: str, measure: str, threshold: float, few: int, compared: int
) -> dict[str, object] | None:
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
    largest = rows["value"].where(rows["name"] != NOT_RECORDED).argmax()
    levels = {"strong_low": 1 - (1 - STRONG_LEVEL) / compared, "weak_low": 1 - (1 - WEAK_LEVEL) / compared}
    strict = {
        name: float(account_shares.account_intervals(sums, level=level)["low"].iloc[largest])
        for name, level in levels.items()
    }
    shown = account_shares.account_intervals(sums).iloc[largest]
    named = rows.iloc[largest]
    own, total, biggest = float(named["value"]), float(rows["value"].sum()), float(rows["largest"].max())
    rest = own - biggest if named["largest"] == biggest else own
    row: dict[str, object] = {
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
    return {**row, "status": _status(row, few)}


def _accounts(warehouse: Warehouse, scope: Scope, of: str, threshold: float, few: int) -> list[dict[str, object]]:
    """The largest account of all, and of the channel where one account surely carries most.

    Accounts are not drawn anew: the question is how surely it would carry that share if the deals were.
    """
    found = []
    for breakdown in ("all", "channel"):
        parts = within(warehouse, scope, of, breakdown, few)
        parts = parts[(parts["part"] == "account") & (parts["cases"] >= few)]
        parts = parts[parts["breakdown"] != NOT_RECORDED].sort_values("strong_low", ascending=False, kind="stable")
        for _, part in parts.head(1).iterrows():
            row: dict[str, object] = {
                "grain": "account",
                "label": part["name"],
                "within": "" if breakdown == "all" else part["breakdown"],
                "of": of,
                **{name: float(part[name]) for name in NUMBERS},
                "threshold": threshold,
                "cases": int(part["name_cases"]),
                "all_cases": int(part["cases"]),
            }
            # An account below the threshold whose interval reaches it is no finding: every small channel has one.
            status = _status(row, few) if float(part["share"]) > threshold else BELOW
            if breakdown == "all" or status != BELOW:
                found.append({**row, "status": status})
    return found


def within(warehouse: Warehouse, scope: Scope, measure: str, breakdown: str, few: int) -> pd.DataFrame:
    """What hangs on one campaign, owner or account within each breakdown.

    Parameters
    ----------
    warehouse : Warehouse
        The generation.
    scope : Scope
        Which leads.
    measure : str
        One of ``dependence_shares.MEASURES``.
    breakdown : str
        In what: channel, or all.
    few : int
        Fewest cases of a breakdown that shares the chance of a false alarm.

    Returns
    -------
    DataFrame
        The answer to ``largest_parts`` where something has a name and amounts make shares, with ``share``, ``low``,
        ``high`` (Wilson at the effective number of deals), ``strong_low`` and ``weak_low`` (the lower ends that allow
        for the number of breakdowns) and ``without_largest``, the share without the breakdown's largest deal.
    """
    parts = warehouse.ask("largest_parts", scope, breakdown=breakdown, measure=measure)
    is_share = (parts["name_value"] > 0) & (parts["value"] >= parts["name_value"]) & (parts["case_squares"] > 0)
    parts = parts[is_share].reset_index(drop=True)
    deals = parts["value"] ** 2 / parts["case_squares"]
    is_looked_at = (parts["cases"] >= few) & (parts["breakdown"] != NOT_RECORDED)
    looked_at = max(is_looked_at.groupby(parts["part"]).sum().max(), 1) if len(parts) else 1
    own, whole = parts["name_value"].astype(float), parts["value"].astype(float)
    shared = {
        name: account_share_intervals(own, whole, deals, level=1 - (1 - level) / looked_at)["low"]
        for name, level in (("strong_low", STRONG_LEVEL), ("weak_low", WEAK_LEVEL))
    }
    has_it = parts["name_largest"] == parts["largest"]
    rest = (parts["value"] - parts["largest"]).where(parts["value"] > parts["largest"])
    without = ((own - parts["largest"].where(has_it, 0)) / rest).clip(0, 1)
    return pd.concat(
        [parts, account_share_intervals(own, whole, deals), pd.DataFrame(shared), without.rename("without_largest")],
        axis=1,
    )


def _status(row: Mapping[str, object], few: int) -> str:
    bounds = pd.Series({"low": row["strong_low"], "weak_low": row["weak_low"], "high": row["high"]})
    status = dependence_shares.verdict(bounds, float(str(row["threshold"])))
    return UNSURE if status and int(str(row["all_cases"])) < few else status
