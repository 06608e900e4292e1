"""The largest campaign, owner and account of each channel, with and without its largest deal."""

import pandas as pd

from analysis.claims import thresholds
from analysis.claims.verdicts import CLEAR_LEVEL, NO, WEAK_LEVEL
from analysis.scope import Scope
from analysis.statistics.amount_shares import account_share_intervals
from analysis.warehouse import Warehouse
from data.names import is_named


def ask(warehouse: Warehouse, scope: Scope, measure: str, breakdown: str = "channel") -> pd.DataFrame:
    """What hangs on one campaign, owner or account within each breakdown.

    Parameters
    ----------
    warehouse : Warehouse
        The generation.
    scope : Scope
        Which leads.
    measure : str
        One of ``MEASURES``.
    breakdown : str, default "channel"
        In what: channel, or all.

    Returns
    -------
    DataFrame
        The answer to ``largest_parts`` where something has a name and amounts make shares, with ``share``, ``low``,
        ``high`` (Wilson at the effective number of deals), ``clear_low`` and ``weak_low`` (the lower ends that allow
        for the number of breakdowns with enough cases) and ``without_largest``, the share without the breakdown's
        largest deal.
    """
    parts = warehouse.ask("largest_parts", scope, breakdown=breakdown, measure=measure)
    is_share = (parts["name_value"] > 0) & (parts["value"] >= parts["name_value"]) & (parts["case_squares"] > 0)
    parts = parts[is_share].reset_index(drop=True)
    deals = parts["value"] ** 2 / parts["case_squares"]
    is_enough = parts["cases"] >= warehouse.definitions.thresholds.few_wins
    is_looked_at = is_enough & parts["breakdown"].map(is_named).astype(bool)
    looked_at = max(is_looked_at.groupby(parts["part"]).sum().max(), 1) if len(parts) else 1
    own, whole = parts["name_value"].astype(float), parts["value"].astype(float)
    strict = {
        name: account_share_intervals(own, whole, deals, level=1 - (1 - level) / looked_at)["low"]
        for name, level in (("clear_low", CLEAR_LEVEL), ("weak_low", WEAK_LEVEL))
    }
    has_it = parts["name_largest"] == parts["largest"]
    rest = (parts["value"] - parts["largest"]).where(parts["value"] > parts["largest"])
    without = ((own - parts["largest"].where(has_it, 0)) / rest).clip(0, 1)
    shares = account_share_intervals(own, whole, deals).assign(**strict, without_largest=without)
    return pd.concat([parts, shares], axis=1)


def verdict(row: pd.Series, threshold: float, few: int) -> str:
    """How surely a part is above its threshold; of few cases, or below it, it is no finding.

    The interval of a part below may reach the threshold: every small channel has such a one.
    """
    if row["cases"] < few or row["share"] <= threshold:
        return NO
    return thresholds.verdict(row, threshold, low="clear_low")
