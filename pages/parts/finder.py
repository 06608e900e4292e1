"""What a search finds: whatever has a name and a place in the dashboard, the best fitting first."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from pages.parts import handover, site

VIEWS, PAGES, CHANNELS, OWNERS, LEADS = "My views", "Pages and views", "Channels", "Owners", "Leads"
FOUND_IN_A_GROUP = 5
_A_FORM = 4  # letters from which on a longer word counts as a form of a shorter one, such as "costs" of "cost"


@dataclass(frozen=True)
class Entry:
    """Something that a reader may look for.

    Attributes
    ----------
    group : str
        What it is one of.
    name : str
        What it is called, letter by letter.
    told : str
        What a reader finds there, in a line, letter by letter.
    page : Page
        Where it is.
    address : sequence of (str, str)
        What is chosen there, as parameters of the address that leads there.
    words : str
        What else it may be looked for by.
    """

    group: str
    name: str
    told: str
    page: site.Page
    address: Sequence[tuple[str, str]] = ()
    words: str = ""


def of_site(*, has_data: bool) -> Iterator[Entry]:
    """Every page and view that can be opened by itself.

    Parameters
    ----------
    has_data : bool
        Whether there is data; without it most pages cannot be opened.

    Yields
    ------
    Entry
        Of the page, then of each of its views.
    """
    for page in site.PAGES.values():
        if page.is_listed and (has_data or not page.needs_data):
            yield Entry(PAGES, page.title, page.answers, page, words=page.words)
            for view in page.views:
                yield Entry(
                    PAGES,
                    view.name,
                    f"{page.title} \N{MIDDLE DOT} {view.answers}",
                    page,
                    list(handover.told({"view": view.name}).items()),
                    view.words,
                )


def of_names(group: str, names: Iterable[str], told: str, page: site.Page) -> Iterator[Entry]:
    """Every value of a dimension, with the page that says most of it.

    Parameters
    ----------
    group : str
        `CHANNELS` or `OWNERS`.
    names : iterable of str
        The values.
    told : str
        What the page says of each.
    page : Page
        The page; it has a filter of that dimension, and shows the value alone.

    Yields
    ------
    Entry
        Of each value.
    """
    dimension = group.lower().removesuffix("s")
    for name in names:
        yield Entry(group, name, told, page, handover.exactly(page.name, [(dimension, name)]))


def best(text: str, entries: Iterable[Entry]) -> list[Entry]:
    """What fits a text: it has most of its words.

    Parameters
    ----------
    text : str
        What is searched for.
    entries : iterable of Entry
        What there is.

    Returns
    -------
    list of Entry
        Group by group, of each the best few; that group first whose best one fits best.
    """
    asked = _words(text)
    if not asked:
        return []
    ranked = [(*_rank(asked, entry), place, entry) for place, entry in enumerate(entries)]
    fewest = min((missed for missed, *_ in ranked), default=len(asked))
    if 2 * fewest >= len(asked):  # half of the words, or more, are nowhere
        return []
    fitting = [entry for missed, _, _, entry in sorted(ranked, key=lambda each: each[:3]) if missed == fewest]
    groups: dict[str, list[Entry]] = {}
    for entry in fitting:
        groups.setdefault(entry.group, []).append(entry)
    return [entry for group in groups.values() for entry in group[:FOUND_IN_A_GROUP]]


def _rank(asked: list[str], entry: Entry) -> tuple[int, int]:
    """Words that are missed; then how far the others are from being words of the name, which has few besides."""
    name, further = _words(entry.name), _words(f"{entry.told} {entry.words}")
    place = _words(entry.page.title) if entry.group == PAGES else []  # a view is known by its page too
    distances = [_distance(word, [*place, *name], further) for word in asked]
    near = [each for each in distances if each is not None]
    return len(asked) - len(near), 2 * sum(near) + (name != asked)


def _distance(asked: str, name: list[str], further: list[str]) -> int | None:
    """Between a word and those of a thing; None where none begins with it."""
    for at, own in enumerate((name, further)):
        if asked in own:
            return 2 * at
        if any(word.startswith(asked) or (len(word) >= _A_FORM and asked.startswith(word)) for word in own):
            return 2 * at + 1
    return None


def _words(text: str) -> list[str]:
    """Words as they are compared: without case, accents and signs."""
    letters = (each for each in unicodedata.normalize("NFKD", text) if not unicodedata.combining(each))
    return re.findall(r"\w+", "".join(letters).casefold())
