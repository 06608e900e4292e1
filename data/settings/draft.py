"""Definitions while they are changed: only what is changed is written anew, so that a hand's comments survive."""

import re
import tomllib
from collections.abc import Callable, Mapping, MutableMapping
from itertools import pairwise
from typing import Any

import tomlkit
from tomlkit import items
from tomlkit.container import Container

from data import definitions
from data.definitions import Definitions, DefinitionsError, spelling_key

FEEDS = "feeds"


class Draft:
    """Text of definitions that is changed step by step.

    Parameters
    ----------
    text : str
        Of definitions that can be read.

    Raises
    ------
    DefinitionsError
        If it is not TOML; a change raises it where the file is written in a form that only a hand can change.
    """

    def __init__(self, text: str) -> None:
        self._has_returns = "\r\n" in text and not re.search(r"(?<!\r)\n", text)
        self._text = text if text.endswith("\n") else f"{text}\n"
        definitions.parse_text(text)

    @property
    def text(self) -> str:
        """As it stands now."""
        return self._text

    @property
    def meant(self) -> Definitions:
        """What it says; a wrong value is a DefinitionsError."""
        return definitions.parse_text(self._text)

    def become(self, text: str) -> None:
        """Take over a whole text, such as that of an earlier version; a wrong value in it is a DefinitionsError."""
        definitions.parse_text(text)
        self._text = text

    def put(self, key: str, value: Any) -> None:
        """Give one value.

        Parameters
        ----------
        key : str
            Such as ``currency`` or ``thresholds.channel_share``.
        value : Any
            A number, text or sequence; None leaves the value to its default.
        """
        table, _, name = key.rpartition(".")
        plain = list(value) if isinstance(value, tuple | list) else value

        def _apply(document: MutableMapping[str, Any]) -> None:
            if plain is None:
                if name in document.get(table, {}) if table else name in document:
                    del (document[table] if table else document)[name]
                return
            if table and table not in document:
                document[table] = {name: plain}
            else:
                _put(document[table] if table else document, name, plain)

        self._change(key, _apply)

    def spell(self, kind: str, label: str, name: str) -> None:
        """Let a label mean a channel or stage: it is taken from where it stood.

        Parameters
        ----------
        kind : str
            ``channels`` or ``stages``.
        label : str
            As files write it.
        name : str
            Of the channel or stage.
        """
        place = [str(each["name"]) for each in tomllib.loads(self._text)[kind]].index(name)
        also = tomllib.loads(self._text)[kind][place].get("also", [])
        if spelling_key(label) not in map(spelling_key, (name, *also)):
            self.change(kind, place, also=[*also, label])

    def change(self, kind: str, place: int, **values: Any) -> None:
        """Change an entry; what it was called stays a spelling of it, and spellings leave where they stood.

        Parameters
        ----------
        kind : str
            ``channels``, ``stages``, ``owners`` or ``feeds``, which have no spellings.
        place : int
            Of the entry, from 0.
        **values
            Such as ``name``, ``motion``, ``role`` and ``also``; None takes a value off.
        """

        def _apply(document: MutableMapping[str, Any]) -> None:
            entries = document[kind]
            own = entries[place]
            wanted = dict(values)
            if kind != FEEDS and "name" in wanted and spelling_key(wanted["name"]) != spelling_key(own["name"]):
                also = [each for each in wanted.get("also", own.get("also", [])) if each != wanted["name"]]
                former = [str(own["name"])] if spelling_key(own["name"]) not in map(spelling_key, also) else []
                wanted["also"] = [*map(str, also), *former]
            taken = set(map(spelling_key, wanted.get("also", ())))
            for other in [each for position, each in enumerate(entries) if position != place]:
                left = [text for text in other.get("also", []) if spelling_key(text) not in taken]
                if len(left) < len(other.get("also", [])):
                    _put(other, "also", left)
            for name, value in wanted.items():
                if value is not None:
                    _put(own, name, value)
                elif name in own:
                    del own[name]

        self._change(f"{kind}[{place}]", _apply)

    def add(self, kind: str, **values: Any) -> None:
        """Add an entry at the end; a stage before the last one, which is that of the wins.

        Parameters
        ----------
        kind : str
            ``channels``, ``stages``, ``owners`` or ``feeds``.
        **values
            Such as ``name`` and ``motion``; those that are None are left out.
        """
        wanted = {name: value for name, value in values.items() if value is not None}
        self._change(
            kind, lambda document: _arrange(document, kind, lambda entries: _with(entries, wanted, kind)), has_all=True
        )

    def remove(self, kind: str, place: int) -> None:
        """Take an entry off, with its spellings."""
        self._change(kind, lambda document: _arrange(document, kind, lambda entries: entries.pop(place)))

    def move(self, kind: str, place: int, to: int) -> None:
        """Let a channel or stage stand at another place, with the comment that stands above it."""
        self._change(
            kind,
            lambda document: _arrange(document, kind, lambda entries: entries.insert(to, entries.pop(place))),
            has_all=True,
        )

    def _change(self, key: str, change: Callable[[MutableMapping[str, Any]], object], *, has_all: bool = False) -> None:
        """Change the document and plain values alike: where they differ afterwards, the form of the file is at fault.

        With `has_all` every comment must be there still.
        """
        wanted = tomllib.loads(self._text)
        change(wanted)
        if wanted == tomllib.loads(self._text):
            return
        document = tomlkit.parse(self._text)
        change(document)
        text = document.as_string()
        if self._has_returns:
            text = re.sub(r"(?<!\r)\n", "\r\n", text)
        try:
            is_meant = tomllib.loads(text) == wanted
        except tomllib.TOMLDecodeError:
            is_meant = False
        if has_all:
            is_meant &= all(comment in text for comment in re.findall(r"#[^\r\n]*", self._text))
        if not is_meant:
            raise DefinitionsError(f"{key}: stands in a form that only a hand can change; edit the file itself")
        self._text = text


def _put(table: MutableMapping[str, Any], name: str, value: Any) -> None:
    """Give a value, whether the table is of the document or a plain one."""
    old = table.get(name)
    if isinstance(old, items.Array) and isinstance(value, list):
        _fill(old, value)
    elif old is not None:
        table[name] = value
    else:
        _add(table, name, value)


def _fill(array: items.Array, wanted: list[Any]) -> None:
    """Bring an array to hold what is wanted, in its own order where that is the same."""
    for place in range(len(array) - 1, -1, -1):
        if array[place] not in wanted:
            del array[place]
    array.extend([each for each in wanted if each not in list(array)])
    if list(array) != wanted:
        array.clear()
        array.extend(wanted)


def _add(table: MutableMapping[str, Any], name: str, value: Any) -> None:
    """Add a value below the comment that shows how it would stand there, else behind the other values."""
    body = _body(table)
    if body is None:
        table[name] = value
        return
    example = re.compile(rf"#\s*{re.escape(name)}\s*=")
    shown = (at for at, (_, each) in enumerate(body) if isinstance(each, items.Comment) and example.match(_text(each)))
    place = next((at + 1 for at in shown), _end(body))
    body.insert(place, (tomlkit.key(name), tomlkit.item(value)))


def _arrange(document: MutableMapping[str, Any], kind: str, change: Callable[[list[Any]], object]) -> None:
    """Add, move or take off entries; the comments above an entry go with it, those above the next table stay there."""
    if kind not in document:
        first: list[Any] = []
        change(first)
        _begin(document, kind, first)
        return
    entries = document[kind]
    if not isinstance(entries, items.AoT):
        change(entries)
        if not entries:
            del document[kind]
        return
    tables = entries.body
    tails = [_cut_tail(table.value.body) for table in tables]
    above = {id(table): tail for table, tail in zip(tables[1:], tails[:-1], strict=True)}
    change(tables)
    if not tables:
        _end_kind(document, kind, tails[-1])
        return
    blank = (None, items.Whitespace("\n"))
    for table, following in pairwise(tables):
        table.value.body.extend(above.get(id(following)) or [blank])
    tables[-1].value.body.extend(tails[-1])


def _begin(document: MutableMapping[str, Any], kind: str, entries: list[Any]) -> None:
    """Write the first entries of a kind: below the comment that shows how one would stand there, else at the end."""
    body = _body(document)
    if body is None:
        document[kind] = entries
        return
    tables = tomlkit.aot()
    for values in entries:
        table = tomlkit.table()
        table.update(values)
        tables.append(table)
    shown = re.compile(rf"#\s*\[\[{re.escape(kind)}\]\]")
    for at, (_, each) in enumerate(body):
        own = _body(each)
        comments = [place for place, (_, line) in enumerate(own or ()) if isinstance(line, items.Comment)]
        example = next((place for place in comments if own and shown.match(_text(own[place][1]))), None)
        if own is not None and example is not None:
            end = next((place for place in range(example, len(own)) if place not in comments), len(own))
            tail = own[end:]
            del own[end:]
            tables.body[-1].value.body.extend(tail)
            body.insert(at + 1, (tomlkit.key(kind), tables))
            return
    document[kind] = tables


def _end_kind(document: MutableMapping[str, Any], kind: str, tail: list[Any]) -> None:
    """Take off what held the last entry of a kind; what stood above the next table goes to what is before it."""
    body = _body(document) or []
    at = next(place for place, (key, _) in enumerate(body) if key is not None and key.key == kind)
    before = body[at - 1][1] if at else None
    while isinstance(before, items.AoT):
        before = before.body[-1]
    own = _body(before)
    if own is not None:
        own.extend(tail)
        del body[at]
    else:
        body[at : at + 1] = tail


def _with(entries: list[Any], values: Mapping[str, Any], kind: str) -> None:
    """Add an entry: a stage before that of the wins, a channel behind all others."""
    made: Any = dict(values)
    if isinstance(entries, items.Array):
        made = tomlkit.inline_table()
        made.update(values)
    elif entries and isinstance(entries[0], items.Table):
        made = tomlkit.table(is_super_table=False)
        made.update(values)
        made = items.Table(made.value, items.Trivia(trail="\n"), is_aot_element=True, name=kind)
    entries.insert(len(entries) - 1 if kind == "stages" and entries else len(entries), made)


def _cut_tail(body: list[Any]) -> list[Any]:
    """Take off what follows the values of a table: it stands above the next one."""
    end = _end(body)
    tail = body[end:]
    del body[end:]
    return tail


def _body(table: object) -> list[Any] | None:
    """What a table of the document consists of; None for a plain one, and for one that is written on one line."""
    if isinstance(table, Container):
        return table.body
    if isinstance(table, items.Table) and not table.is_super_table():
        return table.value.body
    return None


def _end(body: list[Any]) -> int:
    """Where the values of a table end: before the blank line that parts it from what stands above the next one."""
    values = [at for at, (key, each) in enumerate(body) if key is not None and not _is_table(each)]
    start = values[-1] + 1 if values else 0
    for at, (_, each) in enumerate(body[start:], start):
        if _is_table(each) or (isinstance(each, items.Whitespace) and "\n" in _text(each)):
            return at
    return len(body)


def _is_table(each: object) -> bool:
    return isinstance(each, items.Table | items.AoT)


def _text(each: Any) -> str:
    return str(each.as_string())
