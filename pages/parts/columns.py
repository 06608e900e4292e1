"""What a column is, told from its name, for tables whose author named no columns."""

import re

import pandas as pd

from pages.parts.cards import Column, Kind

# The first pattern that is found decides, so the narrow ones stand first.
_KINDS: tuple[tuple[str, Kind], ...] = (
    (r"^motion$", "motion"),
    (r"(^|_)(gap|difference|points)$", "points"),
    (r"(^|_)days($|_)|^(median|p90)$", "days"),
    (r"(^|_)(amount|spend|value|pipeline|cost)($|_)", "money"),
    (r"(^|_)(share|rate|low|high|posterior)$", "share"),
    (r"(^|_)month$", "month"),
    (r"_(on|at)$|^(day|date)$", "day"),
)
_WORDS = {
    "low": "95 % low",
    "high": "95 % high",
    "n": "Leads",
    "p90": "90th percentile, days",
    "median": "Median, days",
}


def guess(name: str, values: pd.Series) -> Column:
    """Name and format a column by its name and type.

    Parameters
    ----------
    name : str
        Such as `count_leads`, `win_rate`, `days_to_won`.
    values : Series
        Its cells.

    Returns
    -------
    Column
        A readable header and a kind that suits the values.
    """
    words = name.removeprefix("count_").replace("_", " ").strip() or name
    label = _WORDS.get(name, words[:1].upper() + words[1:])
    kind = next((kind for pattern, kind in _KINDS if re.search(pattern, name)), None)
    is_number = pd.api.types.is_numeric_dtype(values) and not pd.api.types.is_bool_dtype(values)
    if kind in {"motion", "month", "day"} and not is_number:
        return Column(label, kind)
    if not is_number:
        return Column(label, "text")
    if kind is not None:
        return Column(label, kind)
    return Column(label, "count" if (values.dropna() % 1 == 0).all() else "number")
