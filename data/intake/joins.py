"""How the files of one export belong together: by which columns, and for how many rows. Measured on the values."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from itertools import islice

from data.intake.header import normal
from data.intake.mapping import ACCOUNT, LEAD, OUTCOME, STAGE, TOUCH
from data.intake.seen import Seen, SeenColumn, is_filled, read

TELLING = (TOUCH, STAGE, OUTCOME, ACCOUNT)  # rows that are about the leads of other files, or their accounts
# The first rows of a file may belong to any leads of the other, so that one is read to its end; where it is larger than
# this, the share is one at least. Of its values those alone are held that are looked for.
ROWS, CHARACTERS = 20_000, 256 << 20
FEWEST = 0.2  # of the rows: fewer find theirs by chance
SHORTEST = 3  # characters: what is shorter is found everywhere
NAMED = 0.15  # of the share: what it is worth that a column was taken for a key by its name
# Of the rows of a file, the share that differ: in a key of leads, in what is but a label, in an id.
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
    own = {
        (place, column): values
        for place, (file, rows, _) in enumerate(seen)
        if rows in TELLING
        for column, values in _values(file).items()
    }
    wanted = {value for values in own.values() for value in values}
    if not wanted:
        return ()
    found: list[Join] = []
    for of_place, (file, rows, _) in enumerate(seen):
        # Few values in many rows are the owners and sources of leads, and no key.
        keys = [each for each in file.columns if _may_be_key(each) and each.differs >= DIFFERENT]
        for of_column, there in _found(file, keys, wanted).items() if rows == LEAD else ():
            is_one = next(each.differs for each in keys if each.name == of_column) > UNIQUE
            for (place, column), values in own.items():
                count = sum(values.values())
                share = sum(values[value] for value in there & values.keys()) / count
                if share >= FEWEST:
                    found.append(Join(place, column, of_place, of_column, share, count, is_one))
    named = [set(columns.values()) for _, _, columns in seen]
    return tuple(sorted(found, key=lambda each: (each.file, each.of_file, -each.share - NAMED * _named(each, named))))


def share_of_ids(one: Seen, column: str, other: Seen, of_column: str) -> float:
    """Share of the values of a column, of the first rows, that are among those of a column of another file."""
    own = set(next(iter(_values(one, [column]).values()), ()))
    keys = [each for each in other.columns if each.name == of_column]
    return len(_found(other, keys, own)[of_column]) / len(own) if own else 0.0


def _named(join: Join, named: Sequence[set[str]]) -> int:
    """How many of the two columns were taken for a field already."""
    return (join.column in named[join.file]) + (join.of_column in named[join.of_file])


def _values(seen: Seen, names: Iterable[str] | None = None) -> dict[str, Counter[str]]:
    """The values of some columns in the first rows, with their numbers of rows; default: of those that may be keys."""
    names = [each.name for each in seen.columns if _may_be_key(each)] if names is None else names
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for row in islice(_cells(seen, names), ROWS):
        for name, value in row:
            found[name][value] += 1
    return dict(found)


def _found(seen: Seen, columns: Sequence[SeenColumn], wanted: Set[str]) -> dict[str, set[str]]:
    """Of each column the values that are looked for and stand in it."""
    found: dict[str, set[str]] = {each.name: set() for each in columns}
    for row in _cells(seen, found) if found else ():
        for name, value in row:
            if value in wanted:
                found[name].add(value)
    return found


def _cells(seen: Seen, names: Iterable[str]) -> Iterator[list[tuple[str, str]]]:
    """Of every row the filled cells of some columns."""
    places = [(name, seen.header.places[normal(name)]) for name in names]
    for row in read(seen.text, seen.header, CHARACTERS):
        yield [(name, value) for name, place in places if place < len(row) and is_filled(value := row[place].strip())]


def _may_be_key(column: SeenColumn) -> bool:
    """Keys are no days, amounts, flags or labels of which there are few."""
    looks = column.reads_as
    if not column.distinct or max(looks[look] for look in ("instant", "flag", "money", "url", "long")) > 0.5:
        return False
    is_label = column.distinct < 20 and column.differs < SAME
    return not is_label and min(map(len, column.samples)) >= SHORTEST
