"""Targets: what each motion shall win in each month, as a grid of months."""

from datetime import date
from typing import Any

from data.grids import Changed, Grid
from data.intake import IntakeError
from data.names import MOTIONS
from pages.everyone.settings import words
from pages.everyone.settings.context import GRID, Context
from pages.parts import addresses, forms
from pages.parts.forms import Cells, Field, Form, Group, Rows

TABLE = "targets"
LINK = (addresses.ADD_DATA, words.ADD_TARGETS)
PAST, AHEAD = 12, 12  # months before and from that in which the data ends
CELLS = {
    "month": Cells("Month", forms.MONTH),
    **{motion: Cells(motion.capitalize(), forms.AMOUNT) for motion in MOTIONS},
}


def shown(context: Context, whole: Grid) -> Grid:
    """The targets of the latest year, and those to come."""
    last = context.warehouse.as_of
    first = _later(last, -PAST) if last else date.min
    return Grid(TABLE, tuple(row for row in whole.rows if row["month"] >= first))


def value(context: Context, before: Grid) -> Rows:
    """A row for each month that has a target, and for those to come."""
    amounts = {(row["month"], row["motion"]): row["amount"] for row in before.rows}
    last = context.warehouse.as_of
    ahead = {_later(last, months) for months in range(AHEAD)} if last else set()
    months = sorted({month for month, _ in amounts} | ahead)
    return tuple((month, *(_float(amounts.get((month, motion))) for motion in MOTIONS)) for month in months)


def form(context: Context, more: int, rows: Rows) -> Form:
    """The grid."""
    grid = Field(GRID, words.TARGETS, forms.GRID, rows, cells=CELLS, can_grow=True)
    subtitle = words.targets_subtitle(context.kept.currency)
    return Form((Group(words.TARGETS, ((grid,),), subtitle, words.older_targets(more)),))


def rows(before: Grid, answer: Rows) -> list[dict[str, Any]]:
    """A row for each month and motion with an amount, as it was where it was not changed."""
    known = {(row["month"], row["motion"]): row["amount"] for row in before.rows}
    found: dict[tuple[date, str], Any] = {}
    for month, *amounts in answer:
        first = month and date(month.year, month.month, 1)
        for motion, amount in zip(MOTIONS, amounts, strict=True):
            if amount is None:
                continue
            if first is None:
                raise IntakeError(words.MONTH_MISSING)
            if (first, motion) in found:
                raise IntakeError(words.twice(first))
            was = known.get((first, motion))
            found[first, motion] = was if _float(was) == amount else amount
    return [{"month": month, "motion": motion, "amount": amount} for (month, motion), amount in found.items()]


def told(changed: Changed) -> str:
    """One change in a sentence."""
    return words.target_changed(changed)


def _later(day: date, months: int) -> date:
    """The first day of the month that is so many after that of a day."""
    years, month = divmod(day.month - 1 + months, 12)
    return date(day.year + years, month + 1, 1)


def _float(amount: Any) -> float | None:
    return None if amount is None else float(amount)
