"""Channels: which sources belong to which, and who moved first."""

from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd

from data.definitions import Definitions, spelling_key
from data.intake.meanings import nearest_channel
from data.names import MOTIONS
from data.settings.draft import Draft
from pages.everyone.settings import words
from pages.everyone.settings.context import Context
from pages.parts import forms, labels
from pages.parts.cards import Column
from pages.parts.forms import Field, Form, Group
from pages.parts.words import common

SHOWN = 12  # sources at a time: the others follow when these are kept
SOURCE, CHOSEN, ADD, GUESSES = "source:", "channel", "add channel", "take the guesses"
COLUMNS = {
    "channel": Column("Channel"),
    "motion": Column("Motion", "motion"),
    "leads": Column("Leads", "count"),
    "spellings": Column("Spellings"),
}


def form(context: Context, answers: Mapping[str, Any]) -> Form:
    """Sources without a channel first, then one channel after the other."""
    return Form((_unmapped(context), _one(context.meant, answers)), (_new(), _all(context)))


def change(draft: Draft, context: Context, changed: Mapping[str, Any]) -> None:
    """Map sources, then change the channel that is looked at."""
    for key, answer in changed.items():
        if key.startswith(SOURCE):
            _map(draft, key.removeprefix(SOURCE), answer)
    if changed.get(GUESSES):
        for source, guess in _guesses(context):
            _map(draft, source, guess)
    _change_one(draft, changed)
    if changed.get(ADD):
        name, motion = changed.get("new name", ""), changed.get("new motion", MOTIONS[0])
        draft.add("channels", name=name, motion=motion, also=[])


def unmapped(context: Context) -> pd.DataFrame:
    """Sources of leads that belong to no channel as it is kept, with their number of leads, most first."""
    unknowns = context.warehouse.ask("unknowns")
    found = unknowns[unknowns["kind"] == "unmapped source"]
    is_open = found["name"].map(lambda name: context.kept.channel_of(str(name)) is None).astype(bool)
    return found[is_open].sort_values("records", ascending=False, kind="stable").reset_index(drop=True)


def _unmapped(context: Context) -> Group:
    found = unmapped(context)
    names = tuple(each.name for each in context.meant.channels)
    sources = [(str(name), int(leads)) for name, leads in zip(found["name"], found["records"], strict=True)]
    asked = tuple(
        Field(
            f"{SOURCE}{source}",
            f"{labels.literal(source, 60)} · {common.counted(leads, 'lead')}",
            forms.CHOICE,
            context.meant.channel_of(source),
            names,
            none=words.guess(nearest_channel(source, context.meant)),
        )
        for source, leads in sources[:SHOWN]
    )
    guessed = len(list(_guesses(context)))
    take = (Field(GUESSES, words.take_guesses(guessed), forms.ACTION, icon=":material/done_all:"),) if guessed else ()
    return Group(
        words.unmapped_title(len(sources), sum(leads for _, leads in sources)),
        tuple(line for line in (asked, take) if line),
        words.UNMAPPED_SUBTITLE if sources else words.ALL_MAPPED,
        note=words.more_sources(len(sources) - SHOWN),
    )


def _guesses(context: Context) -> Iterator[tuple[str, str]]:
    """The shown sources that have no channel yet but one that is near."""
    for name in unmapped(context)["name"].head(SHOWN):
        guess = nearest_channel(str(name), context.meant)
        if guess is not None and context.meant.channel_of(str(name)) is None:
            yield str(name), guess


def _one(meant: Definitions, answers: Mapping[str, Any]) -> Group:
    places = tuple(str(place) for place in range(len(meant.channels)))
    chosen = answers.get(CHOSEN)
    place = chosen if chosen in places else places[0]
    own = meant.channels[int(place)]
    return Group(
        words.ONE_CHANNEL,
        (
            (
                Field(
                    CHOSEN,
                    words.CHANNEL,
                    forms.CHOICE,
                    place,
                    places,
                    shown=lambda each: labels.plain(meant.channels[int(each)].name),
                    is_step=True,
                ),
                Field(f"{place}:name", words.NAME, forms.TEXT, own.name, help=words.RENAMING),
                Field(
                    f"{place}:motion",
                    words.MOTION,
                    forms.FEW,
                    own.motion,
                    MOTIONS,
                    words.MOTION_HELP,
                    shown=str.capitalize,
                ),
            ),
            (Field(f"{place}:also", words.SPELLINGS, forms.LABELS, own.also, help=words.SPELLINGS_HELP),),
            (Field(f"{place}:remove", words.REMOVE_CHANNEL, forms.ACTION, icon=":material/delete:"),),
        ),
    )


def _new() -> Group:
    return Group(
        words.NEW_CHANNEL,
        (
            (
                Field("new name", words.NAME, forms.TEXT, "", is_step=True),
                Field("new motion", words.MOTION, forms.FEW, MOTIONS[0], MOTIONS, shown=str.capitalize, is_step=True),
            ),
            (Field(ADD, words.ADD_CHANNEL, forms.ACTION, icon=":material/add:"),),
        ),
    )


def _all(context: Context) -> Group:
    counts = context.warehouse.ask("shares", breakdown="channel").set_index("breakdown")["leads"]
    rows = pd.DataFrame(
        [
            {
                "channel": each.name,
                "motion": each.motion,
                "leads": int(counts.get(each.name, 0)),
                "spellings": ", ".join(each.also),
            }
            for each in context.meant.channels
        ]
    ).sort_values("leads", ascending=False, kind="stable")
    return Group(words.ALL_CHANNELS, table=rows, columns=COLUMNS, subtitle=words.ALL_CHANNELS_SUBTITLE)


def _map(draft: Draft, source: str, channel: str | None) -> None:
    """Let a source belong to a channel, or to none again."""
    if channel is not None:
        draft.spell("channels", source, channel)
        return
    for place, each in enumerate(draft.meant.channels):
        left = [text for text in each.also if spelling_key(text) != spelling_key(source)]
        if len(left) < len(each.also):
            draft.change("channels", place, also=left)


def _change_one(draft: Draft, changed: Mapping[str, Any]) -> None:
    own = {key: answer for key, answer in changed.items() if key[:1].isdigit()}
    for place in sorted({int(key.partition(":")[0]) for key in own}, reverse=True):
        values = {key.partition(":")[2]: answer for key, answer in own.items() if key.startswith(f"{place}:")}
        if values.pop("remove", False):
            draft.remove("channels", place)
        elif values:
            draft.change("channels", place, **{key: _plain(value) for key, value in values.items()})


def _plain(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value
