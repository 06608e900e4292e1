"""The records behind a part of a change: which leads, and what changed of each."""

from collections.abc import Hashable, Mapping
from typing import Any

import pandas as pd

from analysis import changes
from analysis.changes import Generation
from analysis.scope import Scope
from analysis.warehouse import Warehouse
from data.names import GAPS
from pages.everyone.weekly import tables, words
from pages.everyone.weekly.reader import Reader
from pages.parts import labels
from pages.parts.cards import Card, Column
from pages.parts.columns import known
from pages.parts.frames import cells

BETWEEN = " "  # a measure and a part, as the address names them


def behind(
    warehouse: Warehouse, scope: Scope, *, reader: Reader, base: Generation | None, earlier_days: int | None
) -> dict[str, str]:
    """The parts that have leads behind them, by how they are called, with their names; those of the headline first."""
    if base is None:
        return {}
    counted = changes.measured(warehouse, scope, base, earlier_days=earlier_days)
    named: dict[str, str] = {}
    headline = reader.headline_of(counted)
    for measure in dict.fromkeys((headline, *reader.measures)):
        if measure == "spend":
            continue
        parts = changes.by_part(counted, measure).drop(changes.UNCHANGED)
        for part in words.foremost(tables.differences(parts)):
            if cells(parts, part, "records")[0]:
                named[words.behind(measure, part)] = f"{measure}{BETWEEN}{part}"
    return named


def card(
    warehouse: Warehouse, scope: Scope, base: Generation, earlier_days: int | None, chosen: str, counted: pd.DataFrame
) -> Card:
    """The leads of one part of one measure, the largest difference first."""
    measure, _, part = chosen.partition(BETWEEN)
    found = warehouse.ask(
        "changed_leads", scope, counted=measure, part=part, base_load=base.load_id, earlier_days=earlier_days
    )
    parts = changes.by_part(counted, measure)
    number = cells(parts, part, "records")[0]
    shown = found.assign(
        open=found["lead_id"],
        effect=found["now"] - found["was"],
        owner=found["now_owner"].where(found["now_owner"].notna(), found["was_owner"]),
        channel=found["now_channel"].where(found["now_channel"].notna(), found["was_channel"]),
        created_on=found["now_created_on"].where(found["now_created_on"].notna(), found["was_created_on"]),
        what=[_what(row) for row in found.to_dict("records")],
    )
    return Card(
        name="records",
        asked=("changed_leads",),
        title=words.records_title(measure, part, number, float(tables.differences(parts)[part]), warehouse.currency),
        subtitle=words.PART_HELP[part],
        numbers=shown,
        columns={
            "open": Column("Details", "lead"),
            **known("lead_id"),
            "what": Column("What changed"),
            "effect": Column(words.MEASURES[measure], "count"),
            **known("channel", "owner", "created_on"),
        },
        definition=words.RECORDS_DEFINITION,
        note=words.first_records(len(found), number),
        is_table=True,
        is_wide=True,
    )


def _what(row: Mapping[Hashable, Any]) -> str:
    """From what to what, of all that is another than it was."""
    part = str(row["part"])
    if part in ("new", "removed"):
        side = "now" if part == "new" else "was"
        return words.at(part, str(row[f"{side}_stage"]), str(row[f"{side}_outcome"]))
    told = {}
    for name in words.TOLD:
        was, now = (_written(name, row[f"{side}_{name}"]) for side in ("was", "now"))
        is_known = name != "gaps" or ("outcome" not in told and not labels.is_missing(row["was_gaps"]))
        if was != now and is_known:
            told[name] = (was, now)
    return words.moved(told, part)


def _written(name: str, value: Any) -> str:
    if labels.is_missing(value):
        return labels.MISSING
    if name == "gaps":
        return ", ".join(gap for place, gap in enumerate(GAPS) if int(value) >> place & 1) or words.NO_GAP
    if name == "created_on":
        return labels.day(value)
    return labels.plain(value) if isinstance(value, str) else labels.count(value)
