"""What a column of a table is: names, formats and meanings of the measures that tables share, each stated once."""

import re
from collections.abc import Mapping

import pandas as pd

from data import dimensions
from pages.parts.cards import Column, Kind

# The name of a column and what it is, wherever it is; a table that means something else by it says so itself.
KNOWN = {
    **{each.name: Column(each.label) for each in dimensions.ALL},
    "motion": Column("Motion", "motion"),
    "stage": Column("Stage"),
    "outcome": Column("Outcome"),
    "reason": Column("Reason"),
    "month": Column("Month", "month"),
    "created_on": Column("Created", "day"),
    "lead_name": Column("Lead"),
    "lead_id": Column("Lead id"),
    "account_name": Column("Account"),
    "account_id": Column("Account id"),
    "last_touch_on": Column("Last touch", "day"),
    "lead_link": Column("Lead in CRM", "crm"),
    "account_link": Column("Account in CRM", "crm"),
    "leads": Column("Leads", "count"),
    "mature": Column("Old enough", "count"),
    "mature_won": Column("Won in time", "count"),
    "opportunities": Column("Opportunities", "count"),
    "won": Column("Won", "count"),
    "lost": Column("Lost", "count"),
    "disqualified": Column("Disqualified", "count"),
    "won_amount": Column("Won amount", "money"),
    "spend": Column("Spend", "money"),
    "people": Column("People", "count"),
    "reached": Column("Reached", "count"),
    "advanced": Column("Advanced", "count"),
    "untouched": Column("Untouched", "count"),
    "replied": Column("Replied", "count"),
    "rate": Column("Rate", "share"),
    "share": Column("Share", "share"),
    "n": Column("Leads", "count"),
    "median": Column("Typical days", "days", "Median: half take longer"),
    "p90": Column("Nine in ten within, days", "days"),
    "low": Column("95% low", "share"),
    "high": Column("95% high", "share"),
}
# What the others are, told from their names. The first pattern that is found decides, so the narrow ones stand first.
_KINDS: tuple[tuple[str, Kind], ...] = (
    (r"^motion$", "motion"),
    (r"(^|_)(gap|difference|points)$", "points"),
    (r"(^|_)days($|_)|^(median|p90)$", "days"),
    (r"(^|_)(amount|spend|value|pipeline|cost)($|_)", "money"),
    (r"(^|_)(share|rate|low|high|posterior)$", "share"),
    (r"(^|_)month$", "month"),
    (r"_(on|at)$|^(day|date)$", "day"),
)


def known(*names: str) -> dict[str, Column]:
    """Columns of a table by their names alone, in this order.

    Parameters
    ----------
    *names : str
        Each a key of ``KNOWN``.

    Returns
    -------
    dict of Column
        To be spread between columns that are a table's own: ``{"label": Column("Channel"), **known("leads", "won")}``.
    """
    return {name: KNOWN[name] for name in names}


def bounds(kind: Kind = "share", *, level: int = 95, prefix: str = "", of: str = "") -> dict[str, Column]:
    """The two ends of an interval.

    Parameters
    ----------
    kind : str, default "share"
        Of the estimate between them.
    level : int, default 95
        Per cent.
    prefix : str, default ""
        What the names begin with: ``fixed_`` for ``fixed_low`` and ``fixed_high``.
    of : str, default ""
        Whose interval it is, where a table has several.

    Returns
    -------
    dict of Column
        The columns ``low`` and ``high``.
    """
    whose = f"{of}, " if of else ""
    return {f"{prefix}{end}": Column(f"{whose}{level}% {end}", kind) for end in ("low", "high")}


def shown(frame: pd.DataFrame, columns: Mapping[str, Column] | None = None) -> dict[str, Column]:
    """Columns of a table, in the order to show.

    Parameters
    ----------
    frame : DataFrame
        The rows.
    columns : mapping, optional
        Column name to `Column`; None shows all, formatted by their names.

    Returns
    -------
    dict of Column
        By their names.
    """
    return dict(columns) if columns is not None else {str(name): guess(str(name), frame[name]) for name in frame}


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
    label = KNOWN[name].label if name in KNOWN else words[:1].upper() + words[1:]
    kind = next((kind for pattern, kind in _KINDS if re.search(pattern, name)), None)
    is_number = pd.api.types.is_numeric_dtype(values) and not pd.api.types.is_bool_dtype(values)
    if kind in {"motion", "month", "day"} and not is_number:
        return Column(label, kind)
    if not is_number:
        return Column(label, "text")
    if kind is not None:
        return Column(label, kind)
    return Column(label, "count" if (values.dropna() % 1 == 0).all() else "number")
