"""Views that readers have named: addresses of pages, and what each page said there when it was looked at.

They lie in one small file of the home. What a file holds that cannot be read is told, and never written over.
"""

import json
import uuid
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

from data import files

EVERYBODY = ""  # whose views they are while nobody signs in
MOST, LONGEST = 200, 120  # views of a reader, letters of a name
FILE = "views.json"

Address = tuple[tuple[str, str], ...]


class SavedViewsError(RuntimeError):
    """The views cannot be read or kept; the message says why and what to do."""


@dataclass(frozen=True)
class Said:
    """What a page said.

    Attributes
    ----------
    headline : str
        Its title, letter by letter.
    generation : str
        Name of the generation that it said it of.
    through : date or None
        Last day of that data; None where it has no days.
    """

    headline: str
    generation: str
    through: date | None


@dataclass(frozen=True)
class SavedView:
    """An address that a reader has named.

    Attributes
    ----------
    name : str
        As the reader wrote it, letter by letter.
    page : str
        Name of the page, as its address has it.
    address : tuple of (str, str)
        Parameters of the address; a name may come more than once.
    said : Said or None
        What the page said when it was looked at last; None where it never was, or says nothing of its own.
    before : Said or None
        What it said before that was something else; None where it always said the same.
    reader : str
        Whose view it is.
    view_id : str
        Tells it from all others.
    """

    name: str
    page: str
    address: Address
    said: Said | None = None
    before: Said | None = None
    reader: str = EVERYBODY
    view_id: str = field(default_factory=lambda: uuid.uuid4().hex)

    def leads_to(self, page: str, address: Iterable[tuple[str, str]]) -> bool:
        """Whether it is this page with this choice, in whatever order the address says it."""
        return self.page == page and sorted(self.address) == sorted(address)


def read(home: Path, *, reader: str = EVERYBODY) -> tuple[SavedView, ...]:
    """The views of a reader, in the order in which they were saved; a file that cannot be read is a SavedViewsError."""
    return tuple(view for view in _read(home) if view.reader == reader)


def all_of(home: Path) -> tuple[SavedView, ...]:
    """The views of all readers; see `read` for the errors."""
    return _read(home)


def put(home: Path, view: SavedView) -> None:
    """Save a view, or take over what was changed of it.

    Parameters
    ----------
    home : Path
        Its folder.
    view : SavedView
        One that is known by its ``view_id`` keeps its place.

    Raises
    ------
    SavedViewsError
        If it has no name, there are too many, or the file cannot be read or written; nothing is changed then.
    """
    named = replace(view, name=" ".join(view.name.split())[:LONGEST])
    if not named.name:
        raise SavedViewsError("A view needs a name.")

    def _with(views: list[SavedView]) -> list[SavedView]:
        if any(each.view_id == named.view_id for each in views):
            return [named if each.view_id == named.view_id else each for each in views]
        if sum(each.reader == named.reader for each in views) >= MOST:
            raise SavedViewsError(f"{MOST} views are saved, and no more are kept: remove one first.")
        return [*views, named]

    _change(home, _with)


def remove(home: Path, view: SavedView) -> None:
    """Take a view off; `put` brings it back. For what cannot be read or written see there."""
    _change(home, lambda views: [each for each in views if each.view_id != view.view_id])


def note(home: Path, page: str, address: Iterable[tuple[str, str]], said: Said, *, reader: str = EVERYBODY) -> None:
    """Keep what a page says in a view, if it is one that the reader has saved and it was not said before.

    Parameters
    ----------
    home : Path
        Its folder.
    page : str
        Name of the page.
    address : iterable of (str, str)
        Its parameters.
    said : Said
        What it says.
    reader : str, default EVERYBODY
        Who looks at it.

    Raises
    ------
    SavedViewsError
        If the file cannot be read or written.
    """
    asked = list(address)

    def _is_news(view: SavedView) -> bool:
        return view.reader == reader and view.leads_to(page, asked) and view.said != said

    def _noted(views: list[SavedView]) -> list[SavedView]:
        return [_telling(view, said) if _is_news(view) else view for view in views]

    if any(map(_is_news, _read(home))):  # mostly there is nothing to write
        _change(home, _noted)


def _telling(view: SavedView, said: Said) -> SavedView:
    """The view after its page said something; a headline that stays moves nothing but its day."""
    is_other = view.said is not None and view.said.headline != said.headline
    return replace(view, said=said, before=view.said if is_other else view.before)


def _change(home: Path, change: Callable[[list[SavedView]], list[SavedView]]) -> None:
    path = _file(home)
    try:
        with files.alone(path.parent):
            views = [asdict(view) for view in change(list(_read(home)))]
            text = json.dumps({"views": views}, ensure_ascii=False, indent=1, default=date.isoformat)
            files.write_whole(path, f"{text}\n".encode())
    except OSError as error:
        raise SavedViewsError(f"The saved views cannot be written: {error.strerror or error}.") from None


def _read(home: Path) -> tuple[SavedView, ...]:
    """The views of all readers."""
    path = _file(home)
    try:
        return tuple(map(_view, json.loads(path.read_text(encoding="utf-8"))["views"]))
    except FileNotFoundError:
        return ()
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        raise SavedViewsError(
            f"The saved views cannot be read, and none is changed: mend the file {path}, or move it away to begin anew."
        ) from None


def _view(values: dict[str, Any]) -> SavedView:
    texts = {name: values[name] for name in ("name", "page", "reader", "view_id")}
    address = tuple((name, value) for name, value in values["address"])
    if not all(isinstance(text, str) for text in (*texts.values(), *(each for pair in address for each in pair))):
        raise TypeError
    return SavedView(**texts, address=address, said=_said(values["said"]), before=_said(values["before"]))


def _said(values: dict[str, Any] | None) -> Said | None:
    if values is None:
        return None
    through = values["through"]
    return Said(str(values["headline"]), str(values["generation"]), through and date.fromisoformat(through))


def _file(home: Path) -> Path:
    return home / "saved" / FILE
