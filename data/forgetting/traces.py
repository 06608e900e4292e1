"""What names a person in texts: how it is found as a whole word, in columns, in files and in their bytes."""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from urllib.parse import quote, quote_plus

from data.forgetting.register import CELLS

GONE = "(erased)"  # what stands in a text where a name stood
SHORT = 5  # characters: what is shorter stands everywhere by chance, and is looked for in columns of ids alone
# An id goes on with a letter, a digit or one of these: lead-1 is not in lead-10, nor a@b.com in a@b.com.au.
BEFORE = r"(^|[^\pL\pN_.+-])"
AFTER = r"($|[^\pL\pN_.-]|[.-](?:$|[^\pL\pN]))"
EMAIL = re.compile(r"[^@\s;,<>]+@[^@\s;,<>]+\.[^@\s;,<>]+")


@dataclass(frozen=True)
class Traces:
    """What names the persons that are erased.

    Attributes
    ----------
    ids : frozenset of str
        Their ids, of leads and of contacts.
    names : frozenset of str
        Their names and addresses that name nobody and nothing else.
    shared_names : int
        How many names are no trace of them, because others have them too.
    """

    ids: frozenset[str]
    names: frozenset[str] = field(default_factory=frozenset)
    shared_names: int = 0

    @cached_property
    def words(self) -> tuple[str, ...]:
        """What is looked for in texts: ids and names long enough to tell; the longest first."""
        return tuple(sorted((each for each in self.ids | self.names if len(each) >= SHORT), key=lambda x: (-len(x), x)))

    @cached_property
    def pattern(self) -> str:
        """RE2 pattern of a word with what stands before and after it; "" where there is none."""
        return f"{BEFORE}(?:{self.part}){AFTER}" if self.words else ""

    @cached_property
    def part(self) -> str:
        """RE2 pattern of a word, also as a part of a longer one; "" where there is none."""
        return "|".join(map(_escaped, self.words))

    def replaced_sql(self, text: str) -> str:
        """SQL of a text in which no word names them."""
        if not self.pattern:
            return text
        once = f"regexp_replace({text}, {literal(self.pattern)}, '\\1{GONE}\\2', 'g')"
        # Of two words with one blank between them the first takes it.
        return f"regexp_replace({once}, {literal(self.pattern)}, '\\1{GONE}\\2', 'g')"

    def names_sql(self, text: str) -> str:
        """SQL condition: a text names them, by a word or by a whole cell of it."""
        listed = ", ".join(map(literal, sorted(self.ids)))
        cells = f"list_has_any(regexp_split_to_array({text}, {literal(CELLS.pattern)}), [{listed}])"
        return f"({cells} or regexp_matches({text}, {literal(self.pattern)}))" if self.pattern else cells

    @cached_property
    def _expression(self) -> re.Pattern[str] | None:
        if not self.words:
            return None
        # The same borders in the words of Python's expressions.
        written = {each for word in self.words for each in _written(word)}
        listed = "|".join(map(re.escape, sorted(written, key=lambda each: (-len(each), each))))
        return re.compile(rf"(?<![\w.+-])(?:{listed})(?![\w-]|\.\w)")

    def are_in(self, text: str) -> bool:
        """Whether a text names them."""
        return self._expression is not None and self._expression.search(text) is not None

    def replaced(self, text: str) -> str:
        """A text in which no word names them."""
        return text if self._expression is None else self._expression.sub(GONE, text)

    def bytes_of(self, but: Iterable[str] = ()) -> list[bytes]:
        """How files write their words, in every encoding and escaping that the home knows; without some words."""
        left_out = set(but)
        found: dict[bytes, None] = {}
        for word in self.words:
            if word not in left_out:
                for written in _written(word):
                    for encoding in ("utf-8", "utf-16-le", "utf-16-be", "cp1252"):
                        try:
                            found[written.encode(encoding)] = None
                        except UnicodeEncodeError:
                            continue
        return list(found)


def _written(word: str) -> set[str]:
    """How a word stands in texts, in addresses and in JSON."""
    return {word, json.dumps(word)[1:-1], quote(word), quote(word, safe=""), quote_plus(word)}


def literal(text: str) -> str:
    """The text as a literal of SQL."""
    return "'" + text.replace("'", "''") + "'"


def _escaped(text: str) -> str:
    """The text as RE2 takes it letter by letter."""
    return re.sub(r"[!-/:-@\[-^`{-~]", lambda found: f"\\{found[0]}", text)
