"""How far the name of a column is like those that a field is known by: in several languages, and in the profiles."""

import difflib
import re
import tomllib
import unicodedata
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from data.intake import profiles
from data.intake.columns import names_in
from data.intake.header import STAR, normal
from data.intake.mapping import ROWS, fields_of
from data.intake.profiles import Fill, Profile

FILE = Path(__file__).with_name("synonyms.toml")
ANY, WORDS, UNLIKE = "any", "words", "not"
# Words that stand in the names of many fields say little about which one it is.
COMMON = frozenset(
    [
        "date",
        "time",
        "datum",
        "fecha",
        "data",
        "day",
        "tag",
        "uhrzeit",
        "hora",
        "heure",
        "id",
        "nr",
        "no",
        "nummer",
        "number",
        "numero",
        "name",
        "nom",
        "nombre",
        "nome",
        "naam",
        "type",
        "typ",
        "deal",
        "lead",
        "contact",
        "kontakt",
        "account",
        "company",
        "opportunity",
        "record",
        "call",
        "status",
        "code",
    ]
)
COMMON_WEIGHT = 0.4
# Words that say nothing at all: articles, and what interfaces put before or behind a name.
EMPTY_WORDS = frozenset(
    [
        "the",
        "of",
        "de",
        "des",
        "der",
        "die",
        "das",
        "du",
        "la",
        "le",
        "les",
        "el",
        "los",
        "il",
        "lo",
        "d",
        "l",
        "an",
        "a",
        "in",
        "hs",
        "property",
        "c",
        "s",
    ]
)
UNLIKE_FACTOR = 0.3
COMPOUND, FUZZY, FUZZY_RATIO, SHORTEST = 0.75, 0.8, 0.85, 4


@dataclass(frozen=True)
class Names:
    """The names by which fields are known.

    Attributes
    ----------
    known : mapping of (str, str) to frozenset of tuple of str
        Of each kind of row and field the names, each as its words.
    unlike : mapping of (str, str) to frozenset of str
        Words that make a column something else.
    words : mapping of str to frozenset of tuple of str
        Of each kind of row the words that speak for it.
    """

    known: Mapping[tuple[str, str], frozenset[tuple[str, ...]]]
    unlike: Mapping[tuple[str, str], frozenset[str]]
    words: Mapping[str, frozenset[tuple[str, ...]]] = field(default_factory=dict)

    def likeness(self, rows: str, name: str, column: str) -> float:
        """How far a column's name is like the names of a field, 0 to 1."""
        words = words_of(column)
        best = max((_alike(words, known) for known in self.known.get((rows, name), ())), default=0.0)
        is_unlike = best < 1 and not self.unlike.get((rows, name), frozenset()).isdisjoint(words)
        return best * (UNLIKE_FACTOR if is_unlike else 1)

    def speaks_for(self, rows: str, text: str) -> float:
        """How many of the words of a text speak for a kind of row."""
        words = words_of(text)
        return sum(_is_within(known, words) for known in self.words.get(rows, ()))


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
    said = tomllib.loads(FILE.read_text(encoding="utf-8"))
    known: dict[tuple[str, str], set[tuple[str, ...]]] = {}
    unlike: dict[tuple[str, str], frozenset[str]] = {}
    for rows in ROWS:
        for each in fields_of(rows):
            found = [table[each] for key in (ANY, rows) if each in (table := said.get(key, {}))]
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
        if name in fields_of(rows) and column.how != "hash" and not _is_linked(fill, name):
            for each in names_in(column):
                yield rows, name, each


def _is_linked(fill: Fill, name: str) -> bool:
    return name in fill.lookups and fill.lookups[name].or_nothing


@cache
def words_of(text: str) -> tuple[str, ...]:
    """The words of a name, without accents, case and what says nothing.

    >>> words_of("Deal - createdAt")
    ('deal', 'created', 'at')
    """
    parted = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", unicodedata.normalize("NFKC", text))
    plain = normal(folded(parted))
    return tuple(word for word in re.split(r"[\W_]+", plain) if word and word not in EMPTY_WORDS)


def folded(text: str) -> str:
    """A text without accents."""
    parts = unicodedata.normalize("NFKD", text.replace("ß", "ss"))
    return "".join(each for each in parts if not unicodedata.combining(each))


def _texts(entry: Mapping[str, Any]) -> list[str]:
    return [text for key, texts in entry.items() if key != UNLIKE for text in texts]


def _alike(column: tuple[str, ...], known: tuple[str, ...]) -> float:
    if column == known or "".join(column) == "".join(known):
        return 1.0
    if not column or not known:
        return 0.0
    told, more = _covered(known, column), _covered(column, known)
    whole = 0.55 * told + 0.4 * more
    return whole if told > 0.9 else 0.8 * whole


def _covered(words: Collection[str], others: Collection[str]) -> float:
    """The weight of the words that stand, or nearly stand, among others."""
    weights = {word: COMMON_WEIGHT if word in COMMON else 1.0 for word in words}
    return sum(weight * max(_same(word, other) for other in others) for word, weight in weights.items()) / sum(
        weights.values()
    )


@cache
def _same(one: str, other: str) -> float:
    """How far two words are one: written alike, one a part of the other's compound, or nearly."""
    if one == other or one.rstrip("s") == other.rstrip("s"):
        return 1.0
    shorter, longer = sorted((one, other), key=len)
    if len(shorter) < SHORTEST:
        return 0.0
    if longer.startswith(shorter) or longer.endswith(shorter):
        return COMPOUND
    return FUZZY if difflib.SequenceMatcher(None, one, other).ratio() >= FUZZY_RATIO else 0.0


def _is_within(known: tuple[str, ...], words: tuple[str, ...]) -> bool:
    bare = tuple(word.rstrip("s") for word in words)
    wanted = tuple(word.rstrip("s") for word in known)
    return any(bare[place : place + len(wanted)] == wanted for place in range(len(bare)))
