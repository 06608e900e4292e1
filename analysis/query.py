"""What was asked: the complete query of each question, ready to paste into the DuckDB shell."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import date
from typing import Any

_KEPT: ContextVar[list["Query"] | None] = ContextVar("asked", default=None)


@dataclass(frozen=True)
class Query:
    """One question as it was asked.

    Attributes
    ----------
    name : str
        Of the question.
    sql : str
        The complete query, its values as ``$name``.
    values : dict
        Value of each name.
    """

    name: str
    sql: str
    values: dict[str, Any] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """The query with its values as literals."""
        return re.sub(r"\$([a-z_][a-z0-9_]*)", lambda found: literal(self.values[found[1]]), self.sql) + ";"


def literal(value: Any) -> str:
    """Write a value as a literal of SQL.

    Parameters
    ----------
    value : None, bool, int, float, date, str, or list of them
        As it would be bound.

    Returns
    -------
    str
        Means the same, whatever it holds.

    Raises
    ------
    TypeError
        If the value is of another type.

    Examples
    --------
    >>> literal("O'Neil"), literal(date(2026, 3, 1)), literal(None)
    ("'O''Neil'", "date '2026-03-01'", 'null')
    """
    if value is None:
        return "null"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | float):
        return repr(value)
    if isinstance(value, date):
        return f"date '{value:%Y-%m-%d}'"
    if isinstance(value, str):
        return "'" + value.replace("'", "''") + "'"
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(literal, value))}]"
    raise TypeError(f"There is no literal for {value!r}.")


@contextmanager
def keeping() -> Iterator[list[Query]]:
    """Keep what is asked meanwhile, each query once."""
    kept: list[Query] = []
    before = _KEPT.set(kept)
    try:
        yield kept
    finally:
        _KEPT.reset(before)


def keep(asked: Query) -> None:
    """Note a question, where somebody keeps them."""
    kept = _KEPT.get()
    if kept is not None and asked not in kept:
        kept.append(asked)
