"""What the cells of a column say about the field that it may hold: whether they could be it, and how far they speak so.

Both are shares from 0 to 1. A name without fitting cells is nothing; cells without a name can speak for themselves.
"""

from collections.abc import Callable, Mapping
from functools import partial

from data.definitions import Definitions
from data.intake.labels import CLOSING, labels_for
from data.intake.mapping import ACCOUNT, LEAD, OUTCOME, fields_of
from data.intake.seen import SeenColumn

EMPTY_COLUMN = 0.6  # what a name is worth whose column has no value
MOSTLY = 0.6  # of the cells, for a column to be of a kind
FEW_LABELS = 60  # a stage or an outcome has hardly more
FEW_ENDINGS = 12
OWN_IDS = ("lead_id", "touch_id", "spend_id")
UNIQUE = 0.98


def fits(rows: str, name: str, column: SeenColumn) -> float:
    """How far the cells of a column can be those of a field."""
    if not column.distinct:
        return EMPTY_COLUMN
    kind = fields_of(rows)[name].kind
    special = _SPECIAL.get(name)
    if special is not None:
        return special(column)
    if kind == "id":
        return _as_own_id(column) if _is_own(rows, name) else _as_key(column)
    return _AS[kind](column)


def speaks(rows: str, name: str, column: SeenColumn, meant: Definitions) -> float:
    """How far the cells of a column say by themselves that they are those of a field."""
    if not column.distinct:
        return 0.0
    if name in ("stage", "outcome", "source", "motion", "direction", "kind"):
        return _by_labels(name, column, meant)
    if _is_own(rows, name):
        return 0.6 * column.filled * _as_own_id(column) if column.reads_as["id"] > UNIQUE else 0.0
    match name:
        case "currency":
            return column.reads_as["currency"]
        case "amount":
            return max(column.reads_as["money"], 0.4 * (column.reads_as["cents"] * _as_amount(column)))
        case "created_at" | "at" | "date" | "entered_at" if rows != LEAD or name == "created_at":
            return 0.7 * column.filled * _share(column, "instant")
        case "month":
            return column.reads_as["month"]
        case "owner" | "actor":
            is_repeated = bool(column.labels) and column.differs < 0.3
            return 0.6 * column.reads_as["person"] if is_repeated else 0.0
        case "account_id":
            return 0.8 * column.reads_as["firm"]
    return 0.0


def is_own_id(column: SeenColumn) -> bool:
    """Whether a column tells rows apart: nearly every row has a value of its own."""
    return column.filled > UNIQUE and column.differs > UNIQUE


def _is_own(rows: str, name: str) -> bool:
    """Whether a field is the id of the row itself, not that of what the row is about."""
    return (name in OWN_IDS and (name != "lead_id" or rows in (LEAD, OUTCOME))) or (
        rows == ACCOUNT and name == "account_id"
    )


def _by_labels(name: str, column: SeenColumn, meant: Definitions) -> float:
    """Share of the cells whose label is known for a field, where the labels are those of such a field."""
    if not column.labels or column.reads_as["instant"] > 0.5 or column.reads_as["integer"] > 0.5:
        return 0.0
    guesses = labels_for(name, [label for label, _ in column.labels], meant)
    known = {label: guess for label, guess in guesses.items() if guess is not None}
    kinds = set(known.values())
    total = sum(count for _, count in column.labels)
    share = sum(count for label, count in column.labels if label in known) / total
    match name:
        case "stage":
            closing = labels_for("outcome", guesses, meant)
            closed = {label for label, guess in closing.items() if guess in CLOSING and label not in known}
            share += sum(count for label, count in column.labels if label in closed) / total
            is_it = len(kinds) >= 2 and len(column.labels) <= FEW_LABELS
        case "outcome":
            is_it = bool(kinds & {"won", "lost"}) and len(kinds) >= 2 and len(column.labels) <= FEW_ENDINGS
        case "motion" | "direction":
            is_it = column.distinct <= 6 and column.reads_as["flag"] < 0.5
        case "kind":
            is_it = len(column.labels) <= FEW_LABELS
        case _:
            is_it = len(kinds) >= 2
    return share if is_it else 0.0


def _share(column: SeenColumn, look: str) -> float:
    share = column.reads_as.get(look, 0.0)
    return share if share > MOSTLY else 0.0


def _as_instant(column: SeenColumn) -> float:
    return max(_share(column, "instant"), 0.9 * _share(column, "milliseconds"))


def _as_month(column: SeenColumn) -> float:
    return max(_share(column, "month"), 0.8 * _share(column, "instant"))


def _as_amount(column: SeenColumn) -> float:
    """Amounts are numbers that are no days, flags or keys."""
    if column.reads_as["instant"] > 0.5 or column.reads_as["milliseconds"] > 0.5:
        return 0.0
    share = _share(column, "amount")
    if column.reads_as["flag"] > 0.95 and column.distinct <= 2:
        share *= 0.3
    return share * (0.5 if column.samples and min(map(len, column.samples)) > 9 and column.reads_as["id"] > 0.9 else 1)


def _as_integer(column: SeenColumn) -> float:
    return _share(column, "integer")


def _as_own_id(column: SeenColumn) -> float:
    """An id of a row has a value in nearly every row, and no value twice."""
    if column.reads_as["instant"] > 0.5 or column.reads_as["long"] > 0.5:
        return 0.0
    unique = 1.0 if column.differs > UNIQUE else 0.7 if column.differs > 0.9 else 0.3 if column.differs > 0.6 else 0.1
    return unique * min(1.0, column.filled + 0.05) * (0.5 if column.reads_as["money"] > 0.5 else 1)


def _as_key(column: SeenColumn) -> float:
    """A key to something else may stand in many rows, and in few."""
    if column.reads_as["instant"] > 0.5 or column.reads_as["long"] > 0.5 or column.reads_as["flag"] > 0.95:
        return 0.0
    return 1.0 if column.reads_as["money"] < 0.5 else 0.2


def _as_text(column: SeenColumn) -> float:
    looks = column.reads_as
    if max(looks["instant"], looks["milliseconds"], looks["url"] * 0.5) > 0.5:
        return 0.0
    if looks["flag"] > 0.95 or looks["money"] > 0.5 or looks["cents"] * looks["amount"] > 0.5:
        return 0.2
    return 0.4 if looks["long"] > 0.5 else 1.0


def _as_name(column: SeenColumn) -> float:
    """What leads are told apart by stands in several rows."""
    return _as_text(column) * (1.0 if column.labels else 0.5) * (0.4 if column.reads_as["email"] > 0.5 else 1)


def _as_label(column: SeenColumn) -> float:
    return _as_text(column) * (1.0 if column.labels and len(column.labels) <= FEW_LABELS else 0.2)


def _as_flag(column: SeenColumn) -> float:
    return _share(column, "flag") if column.reads_as["flag"] > 0.95 and column.distinct <= 4 else 0.0


def _as_code(look: str, column: SeenColumn) -> float:
    return _share(column, look)


def _as_ending(column: SeenColumn) -> float:
    return max(_as_flag(column), _as_label(column)) * (1.0 if column.distinct <= FEW_ENDINGS else 0.3)


_AS: Mapping[str, Callable[[SeenColumn], float]] = {
    "instant": _as_instant,
    "day": _as_instant,
    "month": _as_month,
    "amount": _as_amount,
    "integer": _as_integer,
    "label": _as_label,
    "text": _as_name,
}
_SPECIAL: Mapping[str, Callable[[SeenColumn], float]] = {
    "is_won": _as_flag,
    "is_closed": _as_flag,
    "outcome": _as_ending,
    "currency": partial(_as_code, "currency"),
    "reason": _as_text,
    "owner": lambda column: _as_text(column) * (1.0 if column.labels else 0.5),
    "actor": lambda column: _as_text(column) * (1.0 if column.labels else 0.5),
}
