"""What the cells of a column say about the field that it may hold: whether they could be it, and how far they speak so.

Both are shares from 0 to 1. A name without fitting cells is nothing; cells without a name can speak for themselves.
"""

from collections.abc import Callable, Mapping
from functools import lru_cache, partial

from data.definitions import Definitions
from data.intake.labels import CLOSING, labels_for
from data.intake.mapping import ACCOUNT, LEAD, OUTCOME, fields_of
from data.intake.seen import SeenColumn

EMPTY_COLUMN = 0.6  # what a name is worth whose column has no value
MOSTLY = 0.6  # of the cells, for a column to be of a kind
DATES = ("created_at", "at", "date", "day")  # a day in every row may be these; of other days the name must say which
OF_SALESFORCE = {
    **{name: f"{name.removesuffix('_id')} of Salesforce" for name in ("lead_id", "contact_id", "account_id")},
    **dict.fromkeys(("owner", "actor"), "user of Salesforce"),
}
FLAG_AS_OUTCOME = 0.7  # an outcome of more than two labels goes before a flag
FEW_LABELS = 60  # a stage or an outcome has hardly more
MANY_SOURCES = 500
FEW_ENDINGS, FEW_MOTIONS = 12, 6
TOLD = ("motion", "direction", "outcome")
OWN_IDS = ("lead_id", "touch_id", "spend_id")
UNIQUE = 0.98
OWN_NAMES = 0.5  # most leads have a name of their own; titles and kinds come again and again


def fits(rows: str, name: str, column: SeenColumn, meant: Definitions) -> float:
    """How far the cells of a column can be those of a field."""
    if not column.distinct:
        return EMPTY_COLUMN
    if name in TOLD:  # its labels are known ones, or it is another field
        share = _by_labels(name, column, meant)
        flag = FLAG_AS_OUTCOME * _as_flag(column) if name == "outcome" else 0.0
        return max(share if share > MOSTLY else 0.0, flag)
    kind = fields_of(rows)[name].kind
    special = _SPECIAL.get(name)
    if special is not None:
        return special(column)
    if kind == "id":
        return _as_own_id(column) if _is_own(rows, name) and rows != ACCOUNT else _as_key(column)
    return _AS[kind](column)


def speaks(rows: str, name: str, column: SeenColumn, meant: Definitions) -> float:
    """How far the cells of a column say by themselves that they are those of a field."""
    if not column.distinct:
        return 0.0
    if name in ("stage", "outcome", "source", "motion", "direction", "kind"):
        return _by_labels(name, column, meant)
    if _is_own(rows, name):
        return 0.75 * column.filled * _as_own_id(column) if column.reads_as["id"] > UNIQUE else 0.0
    if name in OF_SALESFORCE and column.reads_as[OF_SALESFORCE[name]] > MOSTLY:
        return 0.9
    if name in DATES:
        is_month = name in ("date", "day") and column.reads_as["month"] > MOSTLY
        return 0.7 * min(1.0, column.filled + 0.3) * (1.0 if is_month else _share(column, "instant"))
    return _by_look(name, column)


def _by_look(name: str, column: SeenColumn) -> float:
    """How far what cells look like tells a field that few others look like."""
    looks = column.reads_as
    match name:
        case "currency" | "month":
            return looks[name]
        case "into_currency":
            return 0.9 * looks["currency"]
        case "rate":
            return 0.9 * looks["digits"]
        case "amount":
            return max(looks["money"], 0.4 * looks["cents"] * _as_amount(column))
        case "owner" | "actor":
            is_repeated = bool(column.labels) and column.differs < 0.3
            return 0.75 if is_repeated and looks["person"] > 0.9 else 0.0
        case "account_id" | "account_name":
            return 0.8 * looks["firm"]
    return 0.0


def is_own_id(column: SeenColumn) -> bool:
    """Whether a column tells rows apart: nearly every row has a value of its own."""
    return column.filled > UNIQUE and column.differs > UNIQUE


def may_be_contact(column: SeenColumn) -> bool:
    """Whether a column whose name says nothing of people can tell them: by their names or keys, but not by titles."""
    looks = ("person", "email", OF_SALESFORCE["contact_id"])
    return column.differs < UNIQUE or any(column.reads_as.get(look, 0.0) > MOSTLY for look in looks)


def _is_own(rows: str, name: str) -> bool:
    """Whether a field is the id of the row itself, not that of what the row is about."""
    if rows == ACCOUNT:
        return name == "account_id"
    return name in OWN_IDS and (name != "lead_id" or rows in (LEAD, OUTCOME))


def _by_labels(name: str, column: SeenColumn, meant: Definitions) -> float:
    """Share of the cells whose label is known for a field, where the labels are those of such a field."""
    if not column.labels or column.reads_as["instant"] > 0.5 or column.reads_as["integer"] > 0.5:
        return 0.0
    return _known_share(name, column.labels[:FEW_LABELS], len(column.labels), meant)


@lru_cache(maxsize=1_000)
def _known_share(name: str, labels: tuple[tuple[str, int], ...], distinct: int, meant: Definitions) -> float:
    guesses = labels_for(name, [label for label, _ in labels], meant)
    known = {label for label, guess in guesses.items() if guess is not None}
    kinds = {guess for guess in guesses.values() if guess is not None}
    if name == "stage":
        endings = labels_for("outcome", guesses, meant)
        known |= {label for label, guess in endings.items() if guess in CLOSING}
    is_it = {
        "stage": len(kinds) >= 2 and distinct <= FEW_LABELS,
        "outcome": bool(kinds & {"won", "lost"}) and distinct <= FEW_ENDINGS,
        "motion": distinct <= FEW_MOTIONS,
        "direction": distinct <= FEW_MOTIONS,
        "kind": distinct <= FEW_LABELS,
        "source": len(kinds) >= 2,
    }
    share = sum(count for label, count in labels if label in known) / sum(count for _, count in labels)
    return share if is_it[name] else 0.0


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


def _as_rate(column: SeenColumn) -> float:
    """Rates are positive and of no currency, most of them with more digits than amounts."""
    return _share(column, "rate") * (0.5 + 0.5 * column.reads_as["digits"]) if _as_amount(column) else 0.0


def _as_integer(column: SeenColumn) -> float:
    return _share(column, "integer")


def _as_own_id(column: SeenColumn) -> float:
    """An id of a row has a value in nearly every row, and no value twice."""
    if column.reads_as["instant"] > 0.5 or column.reads_as["long"] > 0.5:
        return 0.0
    unique = 1.0 if column.differs > UNIQUE else 0.7 if column.differs > 0.9 else 0.3 if column.differs > 0.6 else 0.1
    is_text = max(column.reads_as["money"], column.reads_as["words"]) > 0.5
    return unique * min(1.0, column.filled + 0.05) * (0.5 if is_text else 1)


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


def _as_called(column: SeenColumn) -> float:
    """What a person or a firm is called is neither an address nor a number."""
    looks = column.reads_as
    return _as_text(column) * (0.2 if max(looks["email"], looks["url"], looks["integer"]) > 0.5 else 1.0)


def _as_source(column: SeenColumn) -> float:
    """A file may name hundreds of sources, each in a row or two."""
    return _as_text(column) if column.distinct <= MANY_SOURCES and column.differs < UNIQUE else _as_name(column)


def _as_label(column: SeenColumn) -> float:
    return _as_text(column) * (1.0 if column.labels and len(column.labels) <= FEW_LABELS else 0.2)


def _as_flag(column: SeenColumn) -> float:
    return _share(column, "flag") if column.reads_as["flag"] > 0.95 and column.distinct <= 4 else 0.0


def _as_code(look: str, column: SeenColumn) -> float:
    return _share(column, look)


_AS: Mapping[str, Callable[[SeenColumn], float]] = {
    "instant": _as_instant,
    "day": lambda column: max(_as_instant(column), _share(column, "month")),
    "month": _as_month,
    "amount": _as_amount,
    "rate": _as_rate,
    "integer": _as_integer,
    "label": _as_label,
    "text": _as_name,
}
_SPECIAL: Mapping[str, Callable[[SeenColumn], float]] = {
    "source": _as_source,
    "lead_name": lambda column: _as_called(column) * (1.0 if column.differs > OWN_NAMES else 0.3),
    "account_name": _as_called,
    "is_won": _as_flag,
    "is_closed": _as_flag,
    "currency": partial(_as_code, "currency"),
    "into_currency": partial(_as_code, "currency"),
    "reason": _as_text,
    "owner": lambda column: _as_text(column) * (1.0 if column.labels else 0.5),
    "actor": lambda column: _as_text(column) * (1.0 if column.labels else 0.5),
}
