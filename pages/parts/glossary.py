"""The terms of the pages, each defined once: in ``words/glossary.toml``, with the values of the home that is shown."""

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from string import Formatter
from typing import Any
from urllib.parse import quote

from analysis.claims.trends import MONTHS
from data.definitions import Definitions
from data.names import RATE_DAYS
from pages.parts import labels
from pages.parts.site import PAGES
from pages.parts.words import common

TERM, FIND = "term", "find"  # names in the address of the page Glossary
ADDRESS = f"/{PAGES['glossary'].name}?{TERM}="  # and the key of a term


@dataclass(frozen=True)
class Term:
    """A term and what it means.

    Attributes
    ----------
    name : str
        As pages write it.
    plain : str
        What it means to somebody who has never heard of it. Markdown, with values in braces.
    formula : str
        Numerator, denominator and method; "" where the plain words say it all. Markdown, with values in braces.
    spelled : tuple of str
        Words under which it is explained where it stands.
    words : str
        What else it may be looked for by.
    """

    name: str
    plain: str
    formula: str = ""
    spelled: tuple[str, ...] = ()
    words: str = ""

    @property
    def key(self) -> str:
        """What the address calls it."""
        return key_of(self.name)


def key_of(name: str) -> str:
    """What the address calls a term of a name."""
    return re.sub(r"\W+", "-", name.lower()).strip("-")


def _read() -> dict[str, tuple[Term, ...]]:
    told = tomllib.loads((Path(__file__).parent / "words" / "glossary.toml").read_text(encoding="utf-8"))
    return {
        group["name"]: tuple(Term(**each | {"spelled": tuple(each.get("spelled", ()))}) for each in group["terms"])
        for group in told["groups"]
    }


GROUPS: Mapping[str, tuple[Term, ...]] = _read()
TERMS: Mapping[str, Term] = {term.key: term for terms in GROUPS.values() for term in terms}
_SPELLED = {word: term for term in TERMS.values() for word in term.spelled}


class _Values(Formatter):
    """Values of the definitions as pages write them."""

    def format_field(self, value: Any, format_spec: str) -> str:
        """Write a value in its unit."""
        if format_spec == "days":
            return labels.days(value)
        if format_spec == "share":
            return labels.share(value)
        return common.counted(value, format_spec.removesuffix("s")) if format_spec else str(value)


def filled(text: str, definitions: Definitions) -> str:
    """A text of a term with the values that hold in a home.

    Parameters
    ----------
    text : str
        Its plain words or its formula.
    definitions : Definitions
        Of the home.

    Returns
    -------
    str
        Markdown.
    """
    return _Values().format(
        text,
        windows=definitions.windows,
        gaps=definitions.gaps,
        thresholds=definitions.thresholds,
        currency=definitions.currency,
        fiscal_year_starts=definitions.fiscal_year_starts,
        stages=labels.literal(", ".join(definitions.stage_names)),
        rate_days=RATE_DAYS,
        trend_months=MONTHS,
    )


def meaning(name: str, definitions: Definitions) -> str:
    """The plain words of a term in a home, for the help of a key figure."""
    return filled(TERMS[key_of(name)].plain, definitions)


def plain(name: str) -> str:
    """The plain words of a term that are the same in every home."""
    return TERMS[key_of(name)].plain


def found(search: str) -> Iterator[tuple[str, list[Term]]]:
    """The groups with the terms in which all words of a search occur, at the beginning of a word.

    Parameters
    ----------
    search : str
        What a reader looks for; "" finds all.

    Yields
    ------
    tuple of str and list of Term
        A group and those of its terms, none of them empty.
    """
    wanted = [re.compile(rf"\b{re.escape(word)}", re.IGNORECASE) for word in search.split()]
    for group, terms in GROUPS.items():
        hits = [
            term
            for term in terms
            if all(word.search(f"{term.name} {term.plain} {term.formula} {term.words}") for word in wanted)
        ]
        if hits:
            yield group, hits


def address(term: Term) -> str:
    """Where the page Glossary shows a term."""
    return f"{ADDRESS}{quote(term.key)}"


# Links, code and names of icons are kept as they are; a word that is part of a longer name is no term.
_MARKS = re.compile(
    r"(?P<kept>\[[^\]]*\]\([^)]*\)|`[^`]*`|:material/\w+:)|(?<![\w\\/-])(?P<term>"
    + "|".join(sorted(map(re.escape, _SPELLED), key=len, reverse=True))
    + r")(?![\w-])",
    re.IGNORECASE,
)


def marked(markdown: str, definitions: Definitions, known: Iterable[str] = ()) -> tuple[str, set[str]]:
    """Let the terms of a text be explained where they stand: each as a link to its definition, which it also carries.

    Parameters
    ----------
    markdown : str
        The text.
    definitions : Definitions
        Of the home.
    known : iterable of str
        Keys of terms that the reader has met already: they stay plain.

    Returns
    -------
    tuple of str and set of str
        Markdown, and the keys of the terms that it explains. A term is explained where it stands first.
    """
    met = set(known)
    explained = set()

    def explain(match: re.Match[str]) -> str:
        """One term as a link, where the reader has not met it."""
        word = match["term"]
        term = _SPELLED[word.lower()] if word else None
        if term is None or term.key in met:
            return match[0]
        met.add(term.key)
        explained.add(term.key)
        return f'[{word}]({address(term)} "{_tooltip(filled(term.plain, definitions))}")'

    return _MARKS.sub(explain, markdown), explained


def _tooltip(plain: str) -> str:
    """Text for the title of a link: as it is read, without the quotation mark that would end it."""
    return labels.without_markdown(plain).replace('"', "”").replace("$", r"\$")
