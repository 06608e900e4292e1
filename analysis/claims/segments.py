"""Where the two motions work past each other: segments that convert well for one and are hardly worked by the other."""

from collections.abc import Mapping

import pandas as pd

from analysis.scope import Scope
from analysis.statistics.comparisons import benjamini_hochberg, p_value_of_pair
from analysis.statistics.proportions import wilson_intervals
from analysis.warehouse import Warehouse
from data.names import MOTIONS, NOT_RECORDED

CHANCE = 0.05


def find(warehouse: Warehouse, scope: Scope, window_days: int) -> pd.DataFrame | None:
    """Compare the recorded segments, once per generation, scope and window.

    Parameters
    ----------
    warehouse : Warehouse
        The generation.
    scope : Scope
        Which leads.
    window_days : int
        Days in which a lead must win.

    Returns
    -------
    DataFrame or None
        What `compare` returns; None where fewer than two are recorded, or only one motion has leads.
    """
    return warehouse.remembered(("segments", repr(scope), window_days), lambda: _find(warehouse, scope, window_days))


def _find(warehouse: Warehouse, scope: Scope, window_days: int) -> pd.DataFrame | None:
    counts = warehouse.ask("motion_gap", scope, breakdown="segment", window_days=window_days)
    recorded = counts[counts["motion"].isin(MOTIONS) & (counts["breakdown"] != NOT_RECORDED)]
    if recorded["breakdown"].nunique() < 2 or recorded["motion"].nunique() < 2:
        return None
    return compare(recorded.set_index(["breakdown", "motion"]), warehouse.definitions.thresholds.few_wins)


MARKETING, SALES, NEITHER, UNSURE = "marketing", "sales", "", "cannot tell yet"


def compare(segments: pd.DataFrame, few: int) -> pd.DataFrame:
    """Compare each segment with all others: how well either motion converts there, and whose leads it draws.

    Parameters
    ----------
    segments : DataFrame
        One row per segment and motion, index (segment, motion): ``leads``, ``mature``, ``mature_won``.
    few : int
        Fewest wins of a motion in a segment for its conversion there to be compared.

    Returns
    -------
    DataFrame
        On the index of the segments, most leads first: ``leads``, ``inbound_leads``, ``share``, ``share_low``,
        ``share_high`` (of inbound in the leads), ``share_rest`` (in all others), for each motion ``<motion>_rate``,
        ``_low``, ``_high``, ``_mature``, ``_won`` and ``_rest`` (rate in all others), ``adjusted_p_share``,
        ``adjusted_p_<motion>`` (Benjamini-Hochberg over all comparisons, missing where nothing was compared), and
        ``advice``: ``marketing`` (converts better than elsewhere outbound and draws less inbound), ``sales`` (converts
        better inbound and is worked less outbound), ``cannot tell yet`` (a motion has too few wins) or "".

    Raises
    ------
    ValueError
        If a count is missing, negative or not whole.

    References
    ----------
    .. [1] Benjamini, Y. and Hochberg, Y. (1995). Controlling the false discovery rate. JRSS B 57, 289-300.
    """
    wide = {name: _wide(segments, name) for name in ("leads", "mature", "mature_won")}
    inbound, outbound = MOTIONS
    leads = wide["leads"].sum(axis=1)
    order = leads.sort_values(ascending=False, kind="stable").index
    table = pd.DataFrame({"leads": leads, "inbound_leads": wide["leads"][inbound]})
    shares = wilson_intervals(table["inbound_leads"], table["leads"])
    table[["share", "share_low", "share_high"]] = shares.to_numpy()
    table["share_rest"] = _rest(table["inbound_leads"], table["leads"])
    p_values = {"share": _against_the_rest(table["inbound_leads"], table["leads"])}
    for motion in (inbound, outbound):
        won, mature = wide["mature_won"][motion], wide["mature"][motion]
        table[[f"{motion}_rate", f"{motion}_low", f"{motion}_high"]] = wilson_intervals(won, mature).to_numpy()
        table[f"{motion}_won"], table[f"{motion}_mature"] = won, mature
        table[f"{motion}_rest"] = _rest(won, mature)
        p_values[motion] = _against_the_rest(won, mature).where(won >= few)
    adjusted = benjamini_hochberg(pd.concat(p_values))
    for name in p_values:
        table[f"adjusted_p_{name}"] = adjusted.loc[name].reindex(table.index)
    table["advice"] = [_advice(row) for _, row in table.iterrows()]
    return table.loc[order]


def advised(drawn: int, better: Mapping[str, bool], is_known: Mapping[str, bool]) -> str:
    """Who is advised to follow into a part of the buyers, if either.

    Parameters
    ----------
    drawn : int
        -1 where clearly less of its leads are inbound than elsewhere, 1 where clearly more are, else 0.
    better : mapping of bool
        Whether each motion clearly converts better there than elsewhere.
    is_known : mapping of bool
        Whether its conversion could be compared at all.

    Returns
    -------
    str
        As ``advice`` of `compare`.
    """
    inbound, outbound = MOTIONS
    if drawn:
        motion, who = (outbound, MARKETING) if drawn < 0 else (inbound, SALES)
        return who if better[motion] else NEITHER if is_known[motion] else UNSURE
    return NEITHER if all(is_known.values()) else UNSURE


def _advice(row: pd.Series) -> str:
    is_known = {motion: row[f"adjusted_p_{motion}"] == row[f"adjusted_p_{motion}"] for motion in MOTIONS}
    better = {
        motion: bool(row[f"adjusted_p_{motion}"] < CHANCE and row[f"{motion}_rate"] > row[f"{motion}_rest"])
        for motion in MOTIONS
    }
    if not row["adjusted_p_share"] < CHANCE:
        return advised(0, better, is_known)
    return advised(-1 if row["share"] < row["share_rest"] else 1, better, is_known)


def _wide(segments: pd.DataFrame, name: str) -> pd.DataFrame:
    wide = segments[name].unstack().reindex(columns=list(MOTIONS)).fillna(0)
    return wide.astype(int)


def _rest(part: pd.Series, whole: pd.Series) -> pd.Series:
    others = whole.sum() - whole
    return (part.sum() - part) / others.where(others > 0)


def _against_the_rest(part: pd.Series, whole: pd.Series) -> pd.Series:
    """Two-sided p-value of each group against all others together; missing where a side has nothing."""
    sides = zip(part, whole, part.sum() - part, whole.sum() - whole, strict=True)
    return pd.Series([p_value_of_pair(*side) for side in sides], index=part.index, dtype=float)
