"""How the files of one export belong together: by which columns, and for how many rows. Measured on the values."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from data.intake.header import normal
from data.intake.mapping import ACCOUNT, LEAD, OUTCOME, STAGE, TOUCH
from data.intake.seen import Seen, SeenColumn, is_filled, read

KEYS: Mapping[str, tuple[str, ...]] = {
    TOUCH: ("lead_id", "contact_id"),
    STAGE: ("lead_id",),
    OUTCOME: ("lead_id",),
    ACCOUNT: ("account_id",),
}
# Of the file that is referred to more is read than of the other, which may begin anywhere in it; never without end.
ROWS_OF, ROWS_TO, CHARACTERS = 20_000, 500_000, 256 << 20
FEWEST = 0.2  # of the rows: fewer find theirs by chance
SHORTEST = 3  # characters: what is shorter is found everywhere
NAMED = 0.15  # of the share: what it is worth that a column was taken for a key by its name
# Leads share their owners and sources, and few of them a contact: with fewer values than this share, it is no key.
DIFFERENT, SAME, UNIQUE = 0.2, 0.05, 0.98


@dataclass(frozen=True)
class Join:
    """A column by which the rows of a file find those of another one.

    Attributes
    ----------
    file, of_file : int
        The files, by their places.
    column, of_column : str
        The columns.
    share : float
        Of the rows of the file, up to a number of them, those that find one.
    rows : int
        How many rows that is the share of: those with a value.
    is_one : bool
        Whether a value stands in one row of the other file only.
    """

    file: int
    column: str
    of_file: int
    of_column: str
    share: float
    rows: int
    is_one: bool = False


def joins(seen: Sequence[tuple[Seen, str, Mapping[str, str]]]) -> tuple[Join, ...]:
    """Columns by which the rows of files find the leads of others, the best of each pair of files first.

    Parameters
    ----------
    seen : sequence of (Seen, str, mapping of str to str)
        Each file with its kind of rows and the columns of our fields in it.

    Returns
    -------
    tuple of Join
        Those by which at least a fifth of the rows find one; by file, then by share.
    """
    found: list[Join] = []
    leads = {place: _values(file, ROWS_TO) for place, (file, rows, _) in enumerate(seen) if rows == LEAD}
    for place, (file, rows, columns) in enumerate(seen):
        if rows in KEYS:
            for of_place, keys in leads.items():
                found += _between(place, _values(file, ROWS_OF), of_place, keys)
    named = [set(columns.values()) for _, _, columns in seen]
    return tuple(sorted(found, key=lambda each: (each.file, each.of_file, -each.share - NAMED * _named(each, named))))


def _named(join: Join, named: Sequence[set[str]]) -> int:
    """How many of the two columns were taken for a field already."""
    return (join.column in named[join.file]) + (join.of_column in named[join.of_file])


def _between(
    place: int, values: Mapping[str, Counter[str]], of_place: int, keys: Mapping[str, Counter[str]]
) -> Iterable[Join]:
    for column, own in values.items():
        rows = sum(own.values())
        for of_column, others in keys.items():
            if len(others) < DIFFERENT * sum(others.values()):
                continue
            share = sum(count for value, count in own.items() if value in others) / rows
            if share >= FEWEST:
                is_one = len(others) >= UNIQUE * sum(others.values())
                yield Join(place, column, of_place, of_column, share, rows, is_one)


def _values(seen: Seen, rows: int) -> dict[str, Counter[str]]:
    """The values of the columns of a file that may be keys, with their numbers of rows."""
    places = {column.name: seen.header.places[normal(column.name)] for column in seen.columns if _may_be_key(column)}
    found: dict[str, Counter[str]] = {name: Counter() for name in places}
    for row in islice(read(seen.text, seen.header, CHARACTERS), rows):
        for name, place in places.items():
            if place < len(row) and is_filled(value := row[place].strip()):
                found[name][value] += 1
    return {name: values for name, values in found.items() if values}


def _may_be_key(column: SeenColumn) -> bool:
    """Keys are no days, amounts, flags or labels of which there are few."""
    looks = column.reads_as
    if not column.distinct or max(looks[look] for look in ("instant", "flag", "money", "url", "long")) > 0.5:
        return False
    is_label = column.distinct < 20 and column.differs < SAME
    return not is_label and min(map(len, column.samples)) >= SHORTEST
