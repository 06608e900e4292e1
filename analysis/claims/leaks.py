"""Where a group falls behind its motion, and what that costs: one verdict per place."""

import pandas as pd

from analysis.claims.verdicts import CHANCE, CLEAR, FEWEST, NO, UNSURE, WEAK
from analysis.scope import Scope
from analysis.statistics.comparisons import benjamini_hochberg, p_value_of_pair
from analysis.statistics.leaks import leak_worth
from analysis.warehouse import Warehouse
from data.names import NAMELESS


def leaks(warehouse: Warehouse, scope: Scope, breakdown: str) -> pd.DataFrame:
    """Make the claim about each place where leads leave, once for each scope and breakdown.

    A group is held against the other groups of the same motion only: the motions are worked differently.

    Parameters
    ----------
    warehouse : Warehouse
        The generation.
    scope : Scope
        Which leads.
    breakdown : str
        What the groups are.

    Returns
    -------
    DataFrame
        As `judged` returns it; empty where no lead is in scope.
    """
    last, fewest_wins = warehouse.definitions.stages[-1].name, warehouse.definitions.thresholds.few_wins
    return warehouse.remembered(
        ("leaks", scope, breakdown),
        lambda: judged(warehouse.ask("leaks", scope, breakdown=breakdown), last, fewest_wins),
    )


def judged(answer: pd.DataFrame, last: str, fewest_wins: int) -> pd.DataFrame:
    """Worth and verdict of each leak, the one that is worth most first.

    Parameters
    ----------
    answer : DataFrame
        Answer to the question ``leaks``.
    last : str
        The last stage, which nobody leaves.
    fewest_wins : int
        A group with fewer wins takes the amount per lead from its motion.

    Returns
    -------
    DataFrame
        The columns of the answer (``breakdown`` as ``group``) and of `leak_worth`, and ``verdict``: ``clear`` where
        enough leads were decided, the group has a name, the interval of the worth lies above 0, and fewer go on than of
        the others of the motion beyond chance (Benjamini-Hochberg over all places); ``weak`` where all of this holds
        but the last; ``cannot tell yet`` where it is below the average otherwise; "" where there is no leak.
    """
    rows = answer[answer["stage"] != last].rename(columns={"breakdown": "group"}).reset_index(drop=True)
    if rows.empty:
        return rows
    rows = pd.concat([rows, leak_worth(rows, fewest_wins=fewest_wins)], axis=1)
    counts = rows[["advanced", "decided"]]
    rest = rows.groupby(["motion", "stage"])[["advanced", "decided"]].transform("sum") - counts
    compared = [
        p_value_of_pair(*own, *others)
        for own, others in zip(counts.to_numpy().tolist(), rest.to_numpy().tolist(), strict=True)
    ]
    adjusted = benjamini_hochberg(pd.Series(compared, index=rows.index, dtype=float))
    # An interval of no width is no evidence.
    is_apart = (rows["decided"] >= FEWEST) & (rows["low"] > 0) & (rows["high"] > rows["low"])
    rows["verdict"] = NO
    rows.loc[rows["worth"] > 0, "verdict"] = UNSURE
    rows.loc[is_apart, "verdict"] = WEAK
    rows.loc[is_apart & (adjusted < CHANCE), "verdict"] = CLEAR
    rows.loc[rows["group"].isin(NAMELESS), "verdict"] = NO
    return rows.sort_values("worth", ascending=False, kind="stable", ignore_index=True)
