"""What a change of the definitions changes, in sentences: one made on a page, one by hand and an undo alike."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass, replace
from typing import Any

from data.definitions import Channel, Definitions, Owner, Stage, spelling_key
from data.feeds.feed import Feed
from data.settings.names import DATES, LABELS, WEEKDAYS, listed, name_of, setting_of, written

Entries = Sequence[Channel] | Sequence[Stage] | Sequence[Owner]
NOTHING = "Only the way it is written changed: comments, order or spaces."
SHOWN = 8  # spellings that a sentence names


def told(before: Definitions, after: Definitions) -> tuple[str, ...]:
    """Sentences that say what is different, one for each thing.

    Parameters
    ----------
    before, after : Definitions
        The two.

    Returns
    -------
    tuple of str
        Names stand in quotation marks, as they are written. () where nothing that counts is different.
    """
    was, now = dict(_values(before)), dict(_values(after))
    said = [
        *_channels(before.channels, after.channels),
        *_stages(before.stages, after.stages),
        *_owners(before.owners, after.owners),
        *_feeds(before.feeds, after.feeds),
    ]
    for key in now:
        if was[key] != now[key]:
            said += _value(key, was[key], now[key])
    return tuple(said)


def _values(definitions: Definitions) -> Iterator[tuple[str, Any]]:
    """Every value but the channels, stages, owners and feeds by its key."""
    for each in fields(definitions):
        value = getattr(definitions, each.name)
        if is_dataclass(value):
            yield from ((f"{each.name}.{inner.name}", getattr(value, inner.name)) for inner in fields(value))
        elif each.name not in ("channels", "stages", "owners", "feeds"):
            yield each.name, value


def _value(key: str, was: Any, now: Any) -> Iterator[str]:
    name, form = name_of(key), setting_of(key).form
    if isinstance(now, tuple) and isinstance(was, tuple) and form in (LABELS, WEEKDAYS, DATES):
        added = [written(each, form) for each in now if each not in was]
        gone = [written(each, form) for each in was if each not in now]
        if added:
            yield f"{name}: {_some(added)} added."
        if gone:
            yield f"{name}: {_some(gone)} taken off."
        if not added and not gone:
            yield f"{name}: in another order."
    else:
        yield f"{name}: {written(now, form)} instead of {written(was, form)}."


def _channels(before: Sequence[Channel], after: Sequence[Channel]) -> Iterator[str]:
    renamed = _renamed(before, after)
    motions = {renamed.get(each.name, each.name): each.motion for each in before}
    for each in after:
        if each.name not in motions:
            yield f"New channel “{each.name}” ({each.motion})."
        elif motions[each.name] != each.motion:
            yield f"“{each.name}” counts as {each.motion} instead of {motions[each.name]}."
    yield from _entries("channel", before, after, renamed)


def _stages(before: Sequence[Stage], after: Sequence[Stage]) -> Iterator[str]:
    renamed = _renamed(before, after)
    roles = {renamed.get(each.name, each.name): each.role for each in before}
    for each in after:
        if each.name not in roles:
            yield f"New stage “{each.name}” ({each.role or 'no role'})."
        elif roles[each.name] != each.role:
            was = roles[each.name]
            yield f"The stage “{each.name}” has {_role(each.role)} instead of {_role(was)}."
    there = [each.name for each in after if each.name in roles]
    if there != [name for name in roles if name in there]:
        yield f"The stages stand in this order: {', '.join(f'“{each.name}”' for each in after)}."
    yield from _entries("stage", before, after, renamed)


def _owners(before: Sequence[Owner], after: Sequence[Owner]) -> Iterator[str]:
    renamed = _renamed(before, after)
    known = {renamed.get(each.name, each.name): each for each in before}
    for each in after:
        was = known.get(each.name)
        if was is None:
            yield f"New owner “{each.name}” (team: {written(each.team)}; left: {written(each.left)})."
        else:
            for what, old, new in (("team", was.team, each.team), ("day of leaving", was.left, each.left)):
                if old != new:
                    yield f"The {what} of “{each.name}” is {written(new)} instead of {written(old)}."
    yield from _entries("owner", before, after, renamed)


def _feeds(before: Sequence[Feed], after: Sequence[Feed]) -> Iterator[str]:
    was, now = ({each.title: each for each in feeds} for feeds in (before, after))
    nameless = {replace(each, name=""): each.title for each in before if each.title not in now}
    renamed = {title: nameless.get(replace(each, name="")) for title, each in now.items() if title not in was}
    yield from (f"The feed “{old}” is called “{title}”." for title, old in renamed.items() if old)
    yield from (f"New feed “{title}”." for title, old in renamed.items() if not old)
    yield from (
        f"The feed “{title}” is read in another way." for title in now if was.get(title, now[title]) != now[title]
    )
    yield from (f"The feed “{title}” is gone." for title in was if title not in now and title not in renamed.values())


def _role(role: str | None) -> str:
    return f"the role {role}" if role else "no role"


def _entries(
    kind: str,
    before: Entries,
    after: Entries,
    renamed: Mapping[str, str],
) -> Iterator[str]:
    """What is called otherwise, what is gone, and which spellings belong elsewhere."""
    yield from (f"The {kind} “{old}” is called “{new}”." for old, new in renamed.items())
    was, now = _spellings(before), _spellings(after)
    there = {each.name for each in after}
    gone = [each.name for each in before if renamed.get(each.name, each.name) not in there]
    for name in gone:
        left = sum(owner == name and key not in now for key, (_, owner) in was.items())
        yield f"The {kind} “{name}” is gone" + (f", and {left} spellings belong to none." if left else ".")
    moved: dict[tuple[str, str], list[str]] = {}
    for key, (label, owner) in now.items():
        former = was[key][1] if key in was else ""
        former = renamed.get(former, former)
        if owner != former and spelling_key(owner) != key:
            moved.setdefault((owner, former), []).append(f"“{label}”")
    for (owner, former), names in moved.items():
        belongs = "belongs" if len(names) == 1 else "belong"
        yield f"{_some(names)} {belongs} to “{owner}”" + (f" instead of “{former}”." if former else ".")
    for name in [each.name for each in before if each.name not in gone]:
        lost = [f"“{label}”" for key, (label, owner) in was.items() if owner == name and key not in now]
        if lost:
            yield f"{_some(lost)} {'belongs' if len(lost) == 1 else 'belong'} to no {kind} any more."


def _some(names: Sequence[str]) -> str:
    more = [f"{len(names) - SHOWN} more"] if len(names) > SHOWN else []
    return listed([*names[:SHOWN], *more])


def _spellings(entries: Entries) -> dict[str, tuple[str, str]]:
    """Every spelling by its key: how it is written, and what it belongs to."""
    return {spelling_key(text): (text, each.name) for each in entries for text in (*each.also, each.name)}


def _renamed(before: Entries, after: Entries) -> dict[str, str]:
    """Former names and those of now, of what is there still: by a spelling that only such a pair shares."""
    old, new = {each.name for each in before}, {each.name for each in after}
    owners = {key: owner for key, (_, owner) in _spellings(before).items()}
    found: dict[str, str] = {}
    for each in after:
        formers = [owners.get(spelling_key(text), "") for text in (each.name, *each.also)]
        former = next((name for name in formers if name and name not in new and name not in found), None)
        if each.name not in old and former is not None:
            found[former] = each.name
    return found
