"""Stages: their order, what the metrics take them for, how CRMs write them, and which labels close a deal."""

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from data.defaults import Closings
from data.definitions import ROLES, Definitions
from data.settings.draft import Draft
from pages.everyone.settings import plain_values, words
from pages.everyone.settings.context import Context
from pages.everyone.settings.plain_values import field_of
from pages.parts import forms, labels
from pages.parts.forms import Field, Form, Group
from pages.parts.words import common

ADD, LABEL = "add stage", "label:"
SHOWN = 12  # labels at a time


def form(context: Context, _answers: Mapping[str, Any]) -> Form:
    """A line for each stage, in order; then what closes a deal."""
    meant = context.meant
    lines: list[tuple[Field, ...]] = []
    for place in range(len(meant.stages)):
        lines += _lines(meant, place)
    add = (
        (Field("new name", words.NAME, forms.TEXT, "", is_step=True),),
        (Field(ADD, words.ADD_STAGE, forms.ACTION, icon=":material/add:"),),
    )
    closings = tuple((field_of(meant, f"closings.{each.name}"),) for each in fields(Closings))
    heads = {2 * place: f"**{place + 1}. {labels.literal(each.name)}**" for place, each in enumerate(meant.stages)}
    unknown = _unknown(context)
    return Form(
        (
            *((_labels(context, unknown),) if unknown else ()),
            Group(words.STAGES, tuple(lines), words.STAGES_SUBTITLE, words.READ_AGAIN, heads=heads),
        ),
        (Group(words.NEW_STAGE, add), Group(words.CLOSINGS, closings, words.CLOSINGS_SUBTITLE, words.READ_AGAIN)),
    )


def change(draft: Draft, _context: Context, changed: Mapping[str, Any]) -> None:
    """Change stages where they stand, then let them move, come and go."""
    for key, answer in changed.items():
        if key.startswith(LABEL) and answer is not None:
            draft.spell("stages", key.removeprefix(LABEL), answer)
    own = {key: answer for key, answer in changed.items() if key[:1].isdigit()}
    for place in sorted({int(key.partition(":")[0]) for key in own}):
        values = {key.partition(":")[2]: answer for key, answer in own.items() if key.startswith(f"{place}:")}
        told = {key: values[key] for key in ("name", "role", "also") if key in values}
        if told:
            draft.change("stages", place, **{key: _plain(value) for key, value in told.items()})
        if values.get("up"):
            draft.move("stages", place, place - 1)
        elif values.get("down"):
            draft.move("stages", place, place + 1)
        elif values.get("remove"):
            draft.remove("stages", place)
    plain_values.change(draft, {key: answer for key, answer in changed.items() if key.startswith("closings.")})
    if changed.get(ADD):
        draft.add("stages", name=changed.get("new name", ""), role=None, also=[])


def _lines(meant: Definitions, place: int) -> list[tuple[Field, ...]]:
    stage, last = meant.stages[place], len(meant.stages) - 1
    can_move = 0 < place < last
    actions = [
        Field(f"{place}:up", words.UP, forms.ACTION, icon=":material/arrow_upward:")
        if can_move and place > 1
        else None,
        Field(f"{place}:down", words.DOWN, forms.ACTION, icon=":material/arrow_downward:")
        if can_move and place < last - 1
        else None,
        Field(f"{place}:remove", words.REMOVE, forms.ACTION, icon=":material/delete:") if can_move else None,
    ]
    return [
        (
            Field(f"{place}:name", words.NAME, forms.TEXT, stage.name),
            Field(f"{place}:role", words.ROLE, forms.CHOICE, stage.role, ROLES, words.ROLE_HELP, words.NO_ROLE),
            Field(f"{place}:also", words.SPELLINGS, forms.LABELS, stage.also, help=words.STAGE_SPELLINGS_HELP),
        ),
        tuple(each for each in actions if each is not None),
    ]


def _unknown(context: Context) -> list[tuple[str, int]]:
    """Labels that mean no stage as they are kept, with the number of entries, most first."""
    unknowns = context.warehouse.ask("unknowns")
    found = unknowns[unknowns["kind"] == "unmapped stage"].sort_values("records", ascending=False, kind="stable")
    rows = zip(found["name"].astype(str), found["records"].astype(int), strict=True)
    return [(name, entries) for name, entries in rows if not _means(context.kept, name)]


def _means(meant: Definitions, label: str) -> str | None:
    return meant.stage_of(label) or meant.closing_of(label)


def _labels(context: Context, unknown: list[tuple[str, int]]) -> Group:
    asked = tuple(
        Field(
            f"{LABEL}{name}",
            f"{labels.literal(name, 60)} · {common.counted(entries, 'entry', 'entries')}",
            forms.CHOICE,
            context.meant.stage_of(name),
            context.meant.stage_names,
            none=words.CHOOSE,
        )
        for name, entries in unknown[:SHOWN]
    )
    more = words.more_labels(len(unknown) - SHOWN)
    return Group(words.labels_title(len(unknown)), (asked,), words.LABELS_SUBTITLE, more)


def _plain(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value
