"""Feeds: what comes by itself, from folders and databases that whoever runs the dashboard allows."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from data.definitions import DefinitionsError
from data.feeds import allowed, memory
from data.feeds.feed import Feed
from data.intake import profiles
from data.intake.amounts import DECIMALS
from data.intake.instants import FAMILIES
from data.settings.draft import FEEDS, Draft
from pages.everyone.settings import words
from pages.everyone.settings.context import Context
from pages.parts import feed_rows, forms, labels
from pages.parts.cards import Column
from pages.parts.forms import Field, Form, Group

CHOSEN, SOURCE, ADD = "feed", "new source", "add feed"
BELOW, TABLES, CHANGED_AT, NAME = "new below", "new tables", "new changed_at", "new name"
COLUMNS = {**feed_rows.COLUMNS, "reads": Column("Reads")}


def form(context: Context, answers: Mapping[str, Any]) -> Form:
    """What comes by itself, one feed to change, and a new one."""
    feeds = context.meant.feeds
    one = (_one(context, answers),) if feeds else ()
    return Form((_all(context), *one, _new(answers)))


def change(draft: Draft, _context: Context, changed: Mapping[str, Any]) -> None:
    """Change the feed that is looked at, or add one."""
    place = int(changed.get(CHOSEN) or 0)
    own = {key.partition(":")[2]: answer for key, answer in changed.items() if key.startswith(f"{place}:")}
    if own.pop("remove", False):
        draft.remove(FEEDS, place)
    elif own:
        draft.change(FEEDS, place, **{key: _plain(answer) for key, answer in own.items()})
    if changed.get(ADD):
        draft.add(FEEDS, **_added(changed))


def demand_allowed(before: Sequence[Feed], after: Sequence[Feed]) -> None:
    """Let feeds pass that read what was read before, or what may be read; else a DefinitionsError."""
    known = {_read_by(each) for each in before}
    for each in after:
        if _read_by(each) not in known:
            try:
                allowed.demand(each)
            except ValueError as error:
                raise DefinitionsError(str(error)) from error


def _read_by(feed: Feed) -> tuple[object, ...]:
    return feed.folder, feed.database, feed.tables, feed.query


def _all(context: Context) -> Group:
    feeds = context.meant.feeds
    told = feed_rows.rows(memory.of_all(context.home, feeds), context.kept.time_zone)
    reads = [each.folder or f"{each.database}: {', '.join(each.tables) or words.A_QUERY}" for each in feeds]
    return Group(
        words.feeds_title(len(feeds)),
        subtitle=words.FEEDS_SUBTITLE if feeds else words.NO_FEEDS_SUBTITLE,
        table=told.assign(reads=reads),
        columns=COLUMNS,
    )


def _one(context: Context, answers: Mapping[str, Any]) -> Group:
    feeds = context.meant.feeds
    places = tuple(str(place) for place in range(len(feeds)))
    place = answers.get(CHOSEN) if answers.get(CHOSEN) in places else places[0]
    own = feeds[int(place or 0)]
    known, _ = profiles.load(context.home)
    first = (
        Field(
            CHOSEN,
            words.FEED,
            forms.CHOICE,
            place,
            places,
            shown=lambda each: labels.plain(feeds[int(each)].title),
            is_step=True,
        ),
        Field(f"{place}:name", words.NAME, forms.TEXT, own.name, help=words.FEED_NAME_HELP),
        Field(
            f"{place}:profile",
            words.PROFILE,
            forms.CHOICE,
            own.profile,
            tuple(sorted(known)),
            help=words.PROFILE_HELP,
            none=words.BY_COLUMNS,
        ),
    )
    how = (
        Field(f"{place}:dates", words.DATES, forms.CHOICE, own.dates, tuple(FAMILIES), none=words.BY_CELLS),
        Field(f"{place}:decimal", words.DECIMAL, forms.CHOICE, own.decimal, DECIMALS, none=words.BY_CELLS),
    )
    overlap, days = own.overlap_minutes, own.whole_days
    of_database = (
        Field(f"{place}:changed_at", words.CHANGED_AT, forms.TEXT, own.changed_at, help=words.CHANGED_AT_HELP),
        Field(f"{place}:overlap_minutes", words.OVERLAP, forms.NUMBER, overlap, help=words.OVERLAP_HELP),
        Field(f"{place}:whole_days", words.WHOLE, forms.NUMBER, days, help=words.WHOLE_HELP),
    )
    of_tables = Field(f"{place}:tables", words.FEED_TABLES, forms.LABELS, own.tables, help=words.FEED_TABLES_HELP)
    return Group(
        words.ONE_FEED,
        (
            first,
            how,
            *((of_database,) if own.database else ()),
            *(((of_tables,),) if own.tables else ()),
            (Field(f"{place}:remove", words.REMOVE_FEED, forms.ACTION, icon=":material/delete:"),),
        ),
        words.ONE_FEED_SUBTITLE,
    )


def _new(answers: Mapping[str, Any]) -> Group:
    folders = tuple(str(each) for each in allowed.folders())
    sources = (*folders, *allowed.databases())
    if not sources:
        return Group(words.NEW_FEED, note=words.NOTHING_ALLOWED)
    source = answers.get(SOURCE) if answers.get(SOURCE) in sources else sources[0]
    what = Field(SOURCE, words.FEED_SOURCE, forms.CHOICE, source, sources, help=words.FEED_SOURCE_HELP, is_step=True)
    name = Field(NAME, words.NAME, forms.TEXT, "", help=words.FEED_NAME_HELP, is_step=True)
    add = (Field(ADD, words.ADD_FEED, forms.ACTION, icon=":material/add:"),)
    if source in folders:
        below = Field(BELOW, words.BELOW, forms.TEXT, "", help=words.BELOW_HELP, is_step=True)
        return Group(words.NEW_FEED, ((what, below, name), add), words.NEW_FOLDER_SUBTITLE)
    tables = Field(TABLES, words.FEED_TABLES, forms.LABELS, (), help=words.FEED_TABLES_HELP, is_step=True)
    changed_at = Field(CHANGED_AT, words.CHANGED_AT, forms.TEXT, "", help=words.CHANGED_AT_HELP, is_step=True)
    return Group(words.NEW_FEED, ((what, name, changed_at), (tables,), add), words.NEW_DATABASE_SUBTITLE)


def _added(changed: Mapping[str, Any]) -> dict[str, Any]:
    """The values of a new feed; what was left blank is left to its default."""
    source = str(changed[SOURCE])
    name = changed.get(NAME) or None
    if source in allowed.databases():
        return {
            "database": source,
            "tables": list(changed.get(TABLES) or ()),
            "changed_at": changed.get(CHANGED_AT) or None,
            "name": name,
        }
    below = str(changed.get(BELOW) or "").strip("/")
    return {"folder": str(Path(source) / below) if below else source, "name": name}


def _plain(answer: Any) -> Any:
    """A value as it is written; one that is blank is left to its default."""
    if isinstance(answer, tuple):
        return list(answer)
    return None if answer == "" else answer
