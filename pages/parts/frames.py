"""Cells of frames, with the type that they are known to have."""

from collections.abc import Hashable
from typing import Any

import pandas as pd

from analysis.statistics.checks import Interval


def cell(frame: pd.DataFrame, row: Hashable, column: str) -> float:
    """One number of a frame; nan where it is missing."""
    value: Any = frame.at[row, column]
    return float("nan") if pd.isna(value) else float(value)


def row_of(frame: pd.DataFrame, row: Hashable) -> pd.Series:
    """One row of a frame by a label that stands there once."""
    return frame.loc[[row]].iloc[0]


def cells(frame: pd.DataFrame, row: Hashable, *columns: str) -> tuple[int, ...]:
    """Counts of one row."""
    return tuple(int(cell(frame, row, column)) for column in columns)


def interval(frame: pd.DataFrame, row: Hashable) -> Interval:
    """An estimate with its bounds: the first of ``rate``, ``mean`` and ``ratio`` that is there, ``low``, ``high``."""
    estimate = next(name for name in ("rate", "mean", "ratio") if name in frame)
    return Interval(*(cell(frame, row, column) for column in (estimate, "low", "high")))


def every_column(frame: pd.DataFrame) -> pd.Series:
    """Rows that hold in every column."""
    return pd.Series(frame.to_numpy().all(axis=1), index=frame.index)


def sums(frame: pd.DataFrame, *columns: str) -> dict[str, float]:
    """What columns add up to, for the total of a table; without those that are not there."""
    return {name: frame[name].sum(min_count=1) for name in columns if name in frame}
