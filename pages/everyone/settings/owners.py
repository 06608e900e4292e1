"""Owners: who is meant by what systems write, the team of each, and who left."""

import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from analysis.scope import ALL_PIPELINES, Scope
from data.definitions import Definitions, DefinitionsError, Owner, spelling_key
from data.names import is_named
from data.settings.draft import Draft
from pages.everyone.settings import words
from pages.everyone.settings.context import Context
from pages.parts import forms
from pages.parts.forms import Cells, Field, Form, Group

GRID, KIND = "owners", "owners"
CELLS = {
    "written": Cells("In the data", is_fixed=True),
    "name": Cells("Name", help=words.OWNER_NAME_HELP),
    "team": Cells("Team", help=words.TEAM_HELP),
    "left": Cells("Left on", forms.DAY, help=words.LEFT_HELP),
    "leads": Cells("Leads", forms.COUNT, is_fixed=True),
    "also": Cells("Also written as", is_fixed=True),
}


class _Row(NamedTuple):
    """A row of the grid: who somebody is that the data or the definitions name."""

    written: str
    name: str
    team: str
    left: Any
    leads: int
    also: str


def form(context: Context, _answers: Mapping[str, Any]) -> Form:
    """A row for everybody: first those of whom there is only an id or an address."""
    rows = tuple(_rows(context))
    nameless = [each for each in rows if not each.name]
    title = words.owners_title(len(nameless), sum(each.leads for each in nameless)) if rows else words.NO_OWNERS
    if not rows:
        return Form((Group(title, subtitle=words.NO_OWNERS_SUBTITLE),))
    grid = Field(GRID, words.OWNERS, forms.GRID, rows, cells=CELLS)
    return Form((Group(title, ((grid,),), words.OWNERS_SUBTITLE, words.OWNERS_NOTE),))


def change(draft: Draft, context: Context, changed: Mapping[str, Any]) -> None:
    """Write the rows that were changed, one after the other."""
    for was, row in zip(_rows(context), map(_Row._make, changed[GRID]), strict=True):
        if row != was:
            _take(draft, context.kept, row)


def _rows(context: Context) -> Iterator[_Row]:
    """Owners of leads and those whom the definitions name besides; in an order that no edit changes."""
    kept = context.kept
    found = context.warehouse.ask("shares", Scope(pipeline=ALL_PIPELINES), breakdown="owner")
    leads = {
        str(name): int(number)
        for name, number in zip(found["breakdown"], found["leads"], strict=True)
        if is_named(name)
    }
    everybody = sorted(leads, key=lambda each: (not _is_nameless(each, kept), -leads[each], each))
    shown = {spelling_key(each) for each in everybody}
    for owner in (*kept.owners, *context.meant.owners):
        spellings = {spelling_key(each) for each in (owner.name, *owner.also)}
        if not spellings & shown:
            everybody.append(owner.name)
        shown |= spellings
    for written in everybody:
        own, known = context.meant.owner_of(written), kept.owner_of(written)
        name = own.name if own else "" if _is_id(written) else written
        also = ", ".join(each for each in known.also if each != written) if known else ""
        team, left = (own.team or "", own.left) if own else ("", None)
        yield _Row(written, name, team, left, leads.get(written, 0), also)


def _is_nameless(written: str, kept: Definitions) -> bool:
    return kept.owner_of(written) is None and _is_id(written)


def _is_id(written: str) -> bool:
    """Whether it is an address or an id rather than a name: one word with a digit or an @ in it."""
    return bool(re.fullmatch(r"\S*[@\d]\S*", written))


def _take(draft: Draft, kept: Definitions, row: _Row) -> None:
    """Let what the data writes mean the owner of that name."""
    own = draft.meant.owner_of(row.written)
    if not row.name:
        if own is not None:
            _part(draft, kept, own, row.written)
        elif row.team or row.left:
            raise DefinitionsError(f"owners: {row.written!r} needs a name before a team or a day of leaving")
        return
    target = draft.meant.owner_of(row.name)
    values: dict[str, Any] = {"team": row.team or None, "left": row.left}
    if own is not None and (target is own or (target is None and _is_whole(kept, own, row.written))):
        _change(draft, own, name=row.name, **values)
        return
    spellings = _part(draft, kept, own, row.written) if own is not None else [row.written]
    if target is not None:
        # Its team and day stay unless the row was given others: a name that is typed says nothing of them.
        told = {
            key: value
            for key, value in values.items()
            if value is not None and (value != getattr(own, key, None) or getattr(target, key) is None)
        }
        _change(draft, target, also=_others(target.name, [*target.also, *spellings]), **told)
    else:
        draft.add(KIND, name=row.name, also=_others(row.name, spellings) or None, **values)


def _part(draft: Draft, kept: Definitions, own: Owner, written: str) -> list[str]:
    """Take off what an owner was written as, and the owner with it where nothing else is left; gives what it was."""
    rest = [each for each in own.also if spelling_key(each) != spelling_key(written)]
    if rest and not _is_whole(kept, own, written):
        _change(draft, own, also=rest)
        return [written]
    draft.remove(KIND, draft.meant.owners.index(own))
    is_known = kept.owner_of(own.name) is not None or spelling_key(own.name) == spelling_key(written)
    return [*([own.name] if is_known else []), *own.also]


def _is_whole(kept: Definitions, own: Owner, written: str) -> bool:
    """Whether a row stands for all that an owner is written as, and not for one of several ids named just now."""
    return kept.owner_of(own.name) is not None or spelling_key(own.name) == spelling_key(written)


def _others(name: str, spellings: list[str]) -> list[str]:
    return [each for each in dict.fromkeys(spellings) if spelling_key(each) != spelling_key(name)]


def _change(draft: Draft, own: Owner, **values: Any) -> None:
    """Change what is different; what is not stays as it is written."""
    told = {key: value for key, value in values.items() if value != _plain(getattr(own, key))}
    if told:
        draft.change(KIND, draft.meant.owners.index(own), **told)


def _plain(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value
