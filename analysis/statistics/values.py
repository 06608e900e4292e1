"""What is won of a lead or of a touch: sums over the same leads, one divided by the other."""

import numpy as np
import pandas as pd

from analysis.statistics import checks
from analysis.statistics.comparisons import benjamini_hochberg
from analysis.statistics.ranking import in_ranks


def value_per(groups: pd.DataFrame, *, level: float = 0.95) -> pd.DataFrame:
    """Amount of each group per unit of a base that is a sum over the same leads.

    Parameters
    ----------
    groups : DataFrame
        One row per group with ``counted`` (leads), ``amount`` and ``amount_squares`` (sum over leads, and of squares),
        ``base``, ``base_squares`` and ``base_amount`` (sum of the base, of its squares, and of its products with the
        amount). Per lead the base is 1 for each lead.
    level : float, default 0.95
        Two-sided coverage, strictly between 0 and 1.

    Returns
    -------
    DataFrame
        Columns ``value``, ``low``, ``high`` (the currency per unit of the base) and ``error`` (standard error of the
        logarithm of the value) on the same index. The value is missing without a base; the others where nothing was
        won, or by a single lead.

    Raises
    ------
    ValueError
        If a number is missing or negative, or a count not whole.

    Notes
    -----
    The delta method for a ratio of two sums over the same leads, on the log scale, as amounts are skewed and most leads
    are worth nothing.

    References
    ----------
    .. [1] Cochran, W. G. (1977). Sampling Techniques, 3rd ed., section 6.3 (the ratio estimate).
    """
    z = checks.normal_quantile(level)
    leads = checks.counts(groups["counted"], "Leads")
    amount, squares, base, base_squares, both = (
        checks.amounts(groups[name], name.replace("_", " ").capitalize())
        for name in ("amount", "amount_squares", "base", "base_squares", "base_amount")
    )
    value = checks.divided(amount, base)
    spread = np.maximum(
        checks.divided(squares, amount**2)
        - 2 * checks.divided(both, amount * base)
        + checks.divided(base_squares, base**2),
        0,
    )
    # One lead that won leaves its own size unknown: the sum of its square is the square of the sum.
    known = (amount > 0) & (squares < amount**2 * (1 - 1e-9)) & (leads > 1)
    error = np.where(known, np.sqrt(spread * leads / np.maximum(leads - 1, 1)), np.nan)
    return pd.DataFrame(
        {"value": value, "low": value * np.exp(-z * error), "high": value * np.exp(z * error), "error": error},
        index=groups.index,
    )


def rank_values(values: pd.DataFrame, *, level: float = 0.95) -> pd.Series:
    """Groups of values that can be told apart.

    Parameters
    ----------
    values : DataFrame
        As `value_per` returns it.
    level : float, default 0.95
        1 - level is the false discovery rate of the comparisons.

    Returns
    -------
    Series of Int64
        ``rank_group`` by group, best first (1); missing, and last, where there is no interval. The rule is that of
        `ranking.rank_groups`; all pairs are compared by a z test of the logarithms.

    References
    ----------
    .. [1] Benjamini, Y. and Hochberg, Y. (1995). Controlling the false discovery rate. JRSS B 57, 289-300.
    """
    checks.check_level(level)
    ordered = values.sort_values(["low", "value"], ascending=False, kind="stable", na_position="last")
    known = ordered[ordered["error"].notna()]
    logs, errors = np.log(known["value"].to_numpy()), known["error"].to_numpy()
    first, second = np.triu_indices(len(known), k=1)
    distance = (logs[first] - logs[second]) / np.hypot(errors[first], errors[second])
    adjusted = benjamini_hochberg(pd.Series(2 * checks.normal_tail(np.abs(distance)))).to_numpy()
    names = known.index.to_list()
    apart = zip(first, second, distance, adjusted < 1 - level, strict=True)
    below = {(names[a], names[b]) if d > 0 else (names[b], names[a]) for a, b, d, is_told in apart if is_told}
    return pd.Series(in_ranks(names, below), index=names, dtype="Int64", name="rank_group").reindex(ordered.index)


def against_the_mix(cells: pd.DataFrame, level: float = 0.95) -> pd.DataFrame:
    """What a lead of each group is worth, over what leads of the same strata are worth in all groups.

    Parameters
    ----------
    cells : DataFrame
        One row per ``group`` and ``stratum``, with the columns of `value_per`.
    level : float, default 0.95
        Two-sided coverage, strictly between 0 and 1.

    Returns
    -------
    DataFrame
        Index: group. ``raw`` and ``ratio`` (pure numbers: the value over that of all groups, as it is and of the same
        strata), ``low`` and ``high`` of the latter (as those of the group's value: what to expect is taken as known).

    References
    ----------
    .. [1] Fleiss, J. L., Levin, B. and Paik, M. C. (2003). Statistical Methods for Rates and Proportions, 3rd ed.,
       section 19.5 (indirect standardisation).
    """
    sums = ["counted", "amount", "amount_squares", "base", "base_squares", "base_amount"]
    strata = cells.groupby("stratum")[sums].sum()
    usual = strata["amount"] / strata["base"].where(strata["base"] > 0)
    expected = (cells["base"] * cells["stratum"].map(usual).fillna(0.0)).groupby(cells["group"]).sum()
    groups = cells.groupby("group")[sums].sum()
    own = value_per(groups, level=level)
    overall = groups["amount"].sum() / groups["base"].sum() if groups["base"].sum() else np.nan
    ratio = groups["amount"] / expected.where(expected > 0)
    scaled = {end: ratio * own[end] / own["value"].where(own["value"] > 0) for end in ("low", "high")}
    return pd.DataFrame({"raw": own["value"] / overall, "ratio": ratio, **scaled})
