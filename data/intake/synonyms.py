"""How far the name of a column is like those that a field is known by: in several languages, and in the profiles."""

import difflib
import re
import tomllib
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from data.intake import profiles
from data.intake.columns import Column
from data.intake.header import STAR, normal
from data.intake.mapping import LEAD, OUTCOME, ROWS, fields_of
from data.intake.profiles import Fill, Profile

FILE = Path(__file__).with_name("synonyms.toml")
ANY, WORDS, FILES, UNLIKE, COMMON, EMPTY = "any", "words", "files", "not", "common", "empty"
MADE = ("hash", "join")  # of several columns, none of which is called like the whole
COMMON_WEIGHT = 0.4
LEAST_TOLD = 0.5  # of the words of a known name: a column that has fewer is not called so
COMPOUND, COMMON_COMPOUND, FUZZY, FUZZY_RATIO, SHORTEST = 0.75, 0.3, 0.8, 0.85, 4


@dataclass(frozen=True)
class Names:
    """The names by which fields are known.

    Attributes
    ----------
    known : mapping of (str, str) to frozenset of tuple of str
        Of each kind of row and field the names, each as its words.
    unlike : mapping of (str, str) to frozenset of str
        Words that make a column something else.
    words, file_words : mapping of str to frozenset of tuple of str
        Of each kind of row the words that speak for it, in the names of columns and of files.
    """

    known: Mapping[tuple[str, str], frozenset[tuple[str, ...]]]
    unlike: Mapping[tuple[str, str], frozenset[str]]
    words: Mapping[str, frozenset[tuple[str, ...]]] = field(default_factory=dict)
    file_words: Mapping[str, frozenset[tuple[str, ...]]] = field(default_factory=dict)

    def likeness(self, rows: str, name: str, column: str) -> float:
        """How far a column's name is like the names of a field, 0 to 1."""
        words = words_of(column)
        return max((_alike(words, known) for known in self.known.get((rows, name), ())), default=0.0)

    def is_unlike(self, rows: str, name: str, column: str) -> bool:
        """Whether a word in a column's name makes it something else than a field."""
        return not self.unlike.get((rows, name), frozenset()).isdisjoint(words_of(column))

    def column_speaks_for(self, rows: str, column: str) -> int:
        """How many words in the name of a column speak for a kind of row."""
        return _count_within(self.words.get(rows, frozenset()), column)

    def file_speaks_for(self, rows: str, name: str) -> bool:
        """Whether the name of a file speaks for a kind of row; what is of leads is not leads."""
        told = {kind for kind, words in self.file_words.items() if _count_within(words, name)}
        return rows in told and (rows != LEAD or told == {LEAD})


@cache
def names(without: frozenset[str] = frozenset(), unsaid: frozenset[str] = frozenset()) -> Names:
    """All names that are known: those of the list, and those of the shipped profiles.

    Parameters
    ----------
    without : frozenset of str
        Profiles whose names are left out.
    unsaid : frozenset of str
        Names that are left out wherever they stand.
    """
    said = _said()
    known: dict[tuple[str, str], set[tuple[str, ...]]] = {}
    unlike: dict[tuple[str, str], frozenset[str]] = {}
    for rows in ROWS:
        for each in fields_of(rows):
            found = [
                table[each]
                for key in (ANY, *([LEAD] if rows == OUTCOME else []), rows)
                if each in (table := said.get(key, {}))
            ]
            known[rows, each] = {words_of(text) for entry in found for text in _texts(entry)}
            unlike[rows, each] = frozenset(word for entry in found for word in entry.get(UNLIKE, ()))
    shipped, _ = profiles.load()
    for profile in shipped.values():
        if profile.name not in without:
            for key, name in learned(profile):
                known.setdefault(key, set()).add(words_of(name.replace(STAR, " ")))
    left = {words_of(name) for name in unsaid}
    return Names(
        {key: frozenset(texts - left - {()}) for key, texts in known.items()},
        unlike,
        {rows: frozenset(map(words_of, texts)) for rows, texts in said[WORDS].items()},
        {rows: frozenset(map(words_of, [*texts, *said[FILES].get(rows, ())])) for rows, texts in said[WORDS].items()},
    )


def learned(profile: Profile) -> Iterable[tuple[tuple[str, str], str]]:
    """Column names of a profile, each with the kind of row and the field that it fills."""
    for kind in profile.files:
        for fill in kind.fills:
            for rows, name, column in filled(fill):
                yield (rows, name), column


def filled(fill: Fill) -> Iterable[tuple[str, str, str]]:
    """Kind of row, field and column name of what a fill takes from columns of their own.

    A column that holds another thing in each row, or that another file gives its meaning, says nothing by its name.
    """
    rows = next((rows for rows, tables in ROWS.items() if fill.table in tables), None)
    if rows is None or fill.by or "stage" in fill.constants or (fill.where and fill.table == "stage_events"):
        return
    for name, column in fill.columns.items():
        if name in fields_of(rows) and column.how not in MADE and not is_linked(fill, name):
            for each in _named(column):
                yield rows, name, each


def _named(column: Column) -> list[str]:
    """Column names of a specification, but for those of which a key or a name is put together."""
    inner = [_named(part) for part in column.parts if isinstance(part, Column) and part.how not in MADE]
    return [part for part in column.parts if isinstance(part, str)] + [name for names in inner for name in names]


def is_linked(fill: Fill, name: str) -> bool:
    """Whether another file says of a value what is meant by it."""
    return name in fill.lookups and fill.lookups[name].or_nothing


@cache
def words_of(text: str) -> tuple[str, ...]:
    """The words of a name, without accents, case and what says nothing.

    >>> words_of("Deal - createdAt")
    ('deal', 'created', 'at')
    """
    return tuple(part for word in _bare(text) for part in _parted(word))


def _bare(text: str) -> list[str]:
    parted = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", unicodedata.normalize("NFKC", text))
    return [word for word in re.split(r"[\W_]+", normal(folded(parted))) if word and word not in _said()[EMPTY]]


def folded(text: str) -> str:
    """A text without accents."""
    parts = unicodedata.normalize("NFKD", text.replace("ß", "ss"))
    return "".join(each for each in parts if not unicodedata.combining(each))


@cache
def _said() -> dict[str, Any]:
    return tomllib.loads(FILE.read_text(encoding="utf-8"))


def _texts(entry: Mapping[str, Any]) -> list[str]:
    return [text for key, texts in entry.items() if key != UNLIKE for text in texts]


@lru_cache(maxsize=100_000)
def _alike(column: tuple[str, ...], known: tuple[str, ...]) -> float:
    """How far one name is like another: by the words of the known one that it has, and by those that it has beside."""
    if not column or "".join(column) == "".join(known):
        return float(bool(column))
    # Matches in both directions are the same, so each pair of words is compared once.
    pairs = [[_same(word, other) for other in known] for word in column]
    told = _weighed(known, [max(each) for each in zip(*pairs, strict=True)])
    if told < LEAST_TOLD:
        return 0.0
    # A name of common words alone, such as "id", says little where others stand beside them.
    tells = min(1.0, sum(map(_weight, known)))
    whole = 0.55 * told * tells + 0.4 * _weighed(column, [max(each) for each in pairs])
    return whole if told > 0.9 else 0.8 * whole


def _weighed(words: Sequence[str], shares: Sequence[float]) -> float:
    """The weight of the words that stand, or nearly stand, in another name."""
    weights = list(map(_weight, words))
    return sum(weight * share for weight, share in zip(weights, shares, strict=True)) / sum(weights)


def _weight(word: str) -> float:
    return COMMON_WEIGHT if word in _said()[COMMON] else 1.0


@lru_cache(maxsize=200_000)
def _same(one: str, other: str) -> float:
    """How far two words are one: written alike, one a part of the other's compound, or nearly."""
    if one == other or one.rstrip("s") == other.rstrip("s"):
        return 1.0
    shorter, longer = sorted((one, other), key=len)
    if len(shorter) < SHORTEST:
        return 0.0
    if longer.startswith(shorter) or longer.endswith(shorter):
        return COMPOUND if shorter not in _said()[COMMON] else COMMON_COMPOUND
    is_near = one[0] == other[0] and len(longer) - len(shorter) <= 2
    return FUZZY if is_near and difflib.SequenceMatcher(None, one, other).ratio() >= FUZZY_RATIO else 0.0


def _count_within(known: Iterable[tuple[str, ...]], text: str) -> int:
    words = words_of(text)
    return sum(_is_within(each, words) for each in known)


def _is_within(known: tuple[str, ...], words: tuple[str, ...]) -> bool:
    bare = tuple(word.rstrip("s") for word in words)
    wanted = tuple(word.rstrip("s") for word in known)
    return any(bare[place : place + len(wanted)] == wanted for place in range(len(bare)))


def _parted(word: str) -> tuple[str, ...]:
    """The words that are written as one, as in ``dealstage``, where all of them are known; else the word itself.

    >>> _parted("associatedcompanyid")
    ('associated', 'company', 'id')
    """
    if len(word) < 2 * SHORTEST or word in _vocabulary():
        return (word,)
    ways: dict[int, tuple[str, ...]] = {len(word): ()}
    for start in range(len(word) - 2, -1, -1):
        ends = (end for end in ways if _is_known(word[start:end]))
        if (end := max(ends, default=None)) is not None:
            ways[start] = (word[start:end], *ways[end])
    if 0 in ways:
        return ways[0]
    # What stands before may be any word where enough is known behind it.
    starts = [start for start, parts in ways.items() if start >= SHORTEST and len(parts) > 1]
    return (word[: min(starts)], *ways[min(starts)]) if starts else (word,)


def _is_known(part: str) -> bool:
    return part == "id" or (len(part) >= SHORTEST and part in _vocabulary())


@cache
def _vocabulary() -> frozenset[str]:
    """Every word of the list, but those that are the compounds of others."""
    entries = [entry for key, table in _said().items() if isinstance(table, dict) for entry in table.values()]
    texts = [text for entry in entries if isinstance(entry, dict) for text in _texts(entry)]
    return frozenset(word for text in texts for word in _bare(text))
