"""Counts as shares of what they are of: joined to their counts, in a table, and in a heat map.

Each function takes a mapping from a column of counts to the column that it is a share of.
"""

from collections.abc import Mapping

import pandas as pd

from analysis.claims.verdicts import FEWEST
from analysis.statistics.proportions import wilson_intervals
from pages.parts.cards import Column
from pages.parts.columns import bounds


def joined(rows: pd.DataFrame, wholes: Mapping[str, str]) -> pd.DataFrame:
    """The counts with ``<count>_rate``, ``<count>_low`` and ``<count>_high`` of each."""
    parts = [wilson_intervals(rows[name], rows[whole]).add_prefix(f"{name}_") for name, whole in wholes.items()]
    return pd.concat([rows, *parts], axis=1)


def columns(labels: Mapping[str, tuple[str, str]]) -> dict[str, Column]:
    """Columns of each count and its share, from what the two are called."""
    described: dict[str, Column] = {}
    for name, (count, share) in labels.items():
        described |= {name: Column(count, "count"), f"{name}_rate": Column(share, "share"), **bounds(prefix=f"{name}_")}
    return described


def cells(rows: pd.DataFrame, wholes: Mapping[str, str], names: Mapping[str, str]) -> pd.DataFrame:
    """One cell of a heat map for each row, called by its ``label``, and each share, called by its name."""
    return pd.DataFrame(
        {
            "row": row["label"],
            "column": names[name],
            "share": row[f"{name}_rate"],
            "low": row[f"{name}_low"],
            "high": row[f"{name}_high"],
            "n": row[whole],
            "is_few": row[whole] < FEWEST,
        }
        for _, row in rows.iterrows()
        for name, whole in wholes.items()
    )
