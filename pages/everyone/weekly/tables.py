"""Tables of what changed: each row says what was, every part of the difference, and what is; it adds up as written."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from analysis.changes import PARTS, UNCHANGED
from pages.everyone.weekly import words
from pages.parts.cards import Column


def differences(parts: pd.DataFrame) -> pd.Series:
    """What each part adds to the change of a measure."""
    return (parts["now"] - parts["was"]).drop(UNCHANGED, errors="ignore")


def rows(counted: pd.DataFrame, by: Sequence[str]) -> pd.DataFrame:
    """A row for each group: its columns ``by``, ``was``, each part, and ``now``, in whole numbers that add up.

    Parameters
    ----------
    counted : DataFrame
        As ``changes.measured`` returns it, of measures that can be added.
    by : sequence of str
        Columns that make a group.

    Returns
    -------
    DataFrame
        The groups in their first order.
    """
    change = counted.assign(change=counted["now"] - counted["was"])
    keys = [counted[name] for name in by]
    parts = change.pivot_table(index=list(by), columns="part", values="change", aggfunc="sum", sort=False)
    parts = parts.reindex(columns=list(PARTS)).fillna(0.0)
    totals = counted.groupby(keys, sort=False)[["was", "now"]].sum().reindex(parts.index)
    listed = [
        whole(was, changed, now)
        for was, changed, now in zip(totals["was"], parts.to_numpy(), totals["now"], strict=True)
    ]
    made = pd.DataFrame(listed, index=parts.index, columns=["was", *PARTS, "now"])
    return made.reset_index()


def whole(was: float, changed: np.ndarray, now: float) -> list[int]:
    """Rounded so that what is written adds up too: the largest remainders are rounded up."""
    ends = round(float(was)), round(float(now))
    down = np.floor(changed + 1e-9)
    missing = ends[1] - ends[0] - int(down.sum())
    up = np.argsort(down - changed, kind="stable")[: max(missing, 0)]
    down[up] += 1
    return [ends[0], *(int(each) for each in down), ends[1]]


def columns(table: pd.DataFrame) -> dict[str, Column]:
    """The columns of `rows` that hold anything."""
    moved = [part for part in PARTS if (table[part] != 0).any()]
    return {
        "was": Column("Was", "count"),
        **{part: Column(words.PARTS[part], "count", words.PART_HELP[part]) for part in moved},
        "now": Column("Now", "count"),
    }
