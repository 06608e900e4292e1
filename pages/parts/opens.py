"""What a mark of a figure opens: the leads behind it, as parameters of the address of the page Leads."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from urllib.parse import urlencode

import pandas as pd

from analysis.lists.selection import IN_ADDRESS, Selection
from analysis.scope import Scope
from data.dimensions import NAMES as DIMENSIONS
from pages.parts import opaque

Parameters = Mapping[str, str]

SEPARATOR = " | "
ALWAYS = {"period": "All"}  # leads of any age, whatever period the page is in
# A widget of the scope bar takes its parameter back to what it shows when a reader goes from page to page.
_IN_ADDRESS = {**IN_ADDRESS, **{name: f"only_{name}" for name in (*DIMENSIONS, "period", "from", "through")}}


def counted_in(measure: str) -> dict[str, str]:
    """The leads that a measure counts, as parameters of the page Leads."""
    return {"leads": {}, "opportunities": {"from_gate": "opportunity"}}.get(measure, {"outcome": "won"})


def mark(*parts: object) -> str:
    """Name a mark, for its figure and for what it opens.

    Parameters
    ----------
    *parts : object
        What sets the mark apart in its figure, such as a name and a motion, as the frame has them.

    Returns
    -------
    str
        The same for the same parts.

    Examples
    --------
    >>> mark("Webinar", "inbound")
    'Webinar | inbound'
    """
    return SEPARATOR.join(str(part) for part in parts)


def by(dimension: str, values: Iterable[object], **further: str) -> dict[str, Parameters]:
    """Open the leads of each value of a dimension.

    Parameters
    ----------
    dimension : str
        What the marks stand for, such as "channel".
    values : iterable of object
        Its values, each the name of a mark.
    **further : str
        More parameters, the same for all marks: ``outcome="won"``.

    Returns
    -------
    dict of mapping
        Name of each mark and its parameters.
    """
    return {mark(value): {dimension: _written(dimension, value), **further} for value in values}


def rows(
    frame: pd.DataFrame, marks: Sequence[str], columns: Mapping[str, str], **further: str
) -> dict[str, Parameters]:
    """Open the leads of each row of a frame.

    Parameters
    ----------
    frame : DataFrame
        What is drawn, or what it was made of.
    marks : sequence of str
        The columns that name the mark of a row.
    columns : mapping of str
        Parameter and the column with its value; days become months.
    **further : str
        More parameters, the same for all rows.

    Returns
    -------
    dict of mapping
        Name of each mark and its parameters.
    """
    return {
        mark(*(_written("", row[name]) for name in marks)): {
            **{name: _written(name, row[column]) for name, column in columns.items()},
            **further,
        }
        for row in frame.to_dict("records")
    }


def months(last: date, count: int, scope: Scope) -> dict[str, str]:
    """Open the leads that were created in some months in a row.

    Parameters
    ----------
    last : date
        A day of the last month.
    count : int
        How many months.
    scope : Scope
        Days before or after its period are left out.

    Returns
    -------
    dict of str
        The parameters ``from`` and ``through``.
    """
    end = pd.Timestamp(last) + pd.offsets.MonthEnd(0)
    first = (end - pd.offsets.MonthBegin(count)).date()
    through = end.date()
    if scope.since is not None:
        first = max(first, scope.since)
    if scope.until is not None:
        through = min(through, scope.until - timedelta(days=1))
    return {"from": first.isoformat(), "through": through.isoformat()}


def before(scope: Scope) -> dict[str, str]:
    """Open leads that were created at any time up to the end of a scope's period."""
    until = scope.until
    return ALWAYS if until is None else {**ALWAYS, "through": (until - timedelta(days=1)).isoformat()}


def _written(parameter: str, value: object) -> str:
    if isinstance(value, date):
        return f"{value:%Y-%m}"
    # What is our own word has a capital on some pages.
    return str(value).lower() if parameter in ("motion", "journey_order") else str(value)


def told(parameters: Parameters) -> dict[str, str]:
    """Parameters of a mark as an address carries them from any page to the page Leads; see ``heard``."""
    return {_IN_ADDRESS.get(name, name): value for name, value in parameters.items()}


def heard(address: Parameters) -> dict[str, str]:
    """Parameters of an address as a mark has them; those without a mark's name keep theirs."""
    names = {written: name for name, written in _IN_ADDRESS.items() if name not in IN_ADDRESS}
    return {names.get(name, name): value for name, value in address.items()}


def narrowed(
    parameters: Mapping[str, str], scope: Scope, stages: tuple[str, ...]
) -> tuple[Scope, Selection, dict[str, str]]:
    """Make a scope and a selection of parameters of an address.

    Parameters
    ----------
    parameters : mapping of str
        Dimensions, the days ``from`` and ``through`` of creation or ``ALWAYS``, and fields of a selection; all else is
        ignored.
    scope : Scope
        What holds where the parameters say nothing.
    stages : tuple of str
        Names of the stages.

    Returns
    -------
    scope : Scope
        Narrowed to the dimensions and the days.
    selection : Selection
        Of all other parameters that make sense.
    left_out : dict of str
        Those that do not.
    """
    selection, left_out = Selection.read(parameters, stages)
    scope = scope.narrowed(**dimensions(parameters))
    if parameters.get("period") == ALWAYS["period"]:
        scope = scope.narrowed(since=None, until=None)
    try:
        days = {name: date.fromisoformat(parameters[name]) for name in ("from", "through") if name in parameters}
        since = days.get("from", scope.since)
        until = days["through"] + timedelta(days=1) if "through" in days else scope.until
        scope = scope.narrowed(since=since, until=until)
    except (ValueError, OverflowError):
        left_out |= {name: parameters[name] for name in ("from", "through") if name in parameters}
    return scope, selection, left_out


def link(scope: Scope, parameters: Parameters) -> str:
    """Address of the page Leads for a table.

    Parameters
    ----------
    scope : Scope
        Which leads.
    parameters : mapping of str
        What narrows them further.

    Returns
    -------
    str
        Within the dashboard; it makes the same list for whoever opens it.
    """
    whole: dict[str, tuple[str, ...]] = {**{name: (value,) for name, value in ALWAYS.items()}, **scope.chosen()}
    if scope.since is not None and scope.until is not None:
        through = scope.until - timedelta(days=1)
        whole |= {"period": ("Custom",), "from": (scope.since.isoformat(),), "through": (through.isoformat(),)}
    whole |= {IN_ADDRESS.get(name, name): (value,) for name, value in parameters.items()}
    return f"/leads?{urlencode(opaque.closed(listed(whole)))}"


def dimensions(parameters: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    """The dimensions among parameters, with the values that they admit."""
    return {name: (parameters[name],) for name in DIMENSIONS if parameters.get(name)}


def listed(address: Mapping[str, Iterable[str]]) -> list[tuple[str, str]]:
    """Parameters of an address one by one; a name may come more than once."""
    return [(name, value) for name, values in address.items() for value in values]
