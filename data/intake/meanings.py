"""What the labels of an import mean: sources a channel and a motion, stage labels a stage, endings an outcome.

A meaning is sure where a name of the definitions, a spelling that the business added or the profile gives it. What only
the spellings say that come with the program, or the words with which a label begins, is a guess.
"""

import difflib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import ClassVar, Literal

import duckdb

from data import definitions
from data.definitions import Definitions, spelling_key
from data.intake.fill import Filled
from data.names import NOT_RECORDED, UNKNOWN

Kind = Literal["source", "stage", "outcome"]
GUESS = "guess"
BY_FLAGS = "by its flags"
COUNTED = {"leads": "leads", "touches": "touches", "spend": "lines of spend"}
ALIKE = 0.75  # of two spellings, for one to be offered as the other


@dataclass
class Meaning:
    """One label, and what is made of it.

    Attributes
    ----------
    label : str
        As the files write it.
    means : str or None
        The channel, stage or outcome; None where it has none.
    motion : str
        Of a source: that of its channel, else what its rows say.
    how : str
        How sure that is: "" where it is, else `GUESS` or `BY_FLAGS`.
    rows : dict of str to int
        How many rows have it, by what they are.
    """

    label: str
    means: str | None
    motion: str = ""
    how: str = ""
    rows: dict[str, int] = field(default_factory=dict)

    @property
    def count(self) -> int:
        """How many rows have it."""
        return sum(self.rows.values())


@dataclass(frozen=True)
class Meanings:
    """Labels of an import by what they are for, the most frequent first, and the definitions that they go by."""

    KINDS: ClassVar = ("sources", "stages", "outcomes")

    sources: tuple[Meaning, ...]
    stages: tuple[Meaning, ...]
    outcomes: tuple[Meaning, ...]
    meant: Definitions


def read(connection: duckdb.DuckDBPyConnection, filled: Sequence[tuple[Filled, str]], meant: Definitions) -> Meanings:
    """What the labels of typed rows mean.

    Parameters
    ----------
    connection : DuckDBPyConnection
        Holds the temporary tables.
    filled : sequence of (Filled, str)
        The good rows of each fill, and the table of the bad ones of its file.
    meant : Definitions
        What gives labels a meaning.

    Returns
    -------
    Meanings
        Of the whole import.
    """
    sources, stages, outcomes = _Found(), _Found(), _Found()
    for each, bad in filled:
        for name in ("source", "channel"):
            if name in each.fields:
                _read_sources(connection, each, name, meant, sources)
        if "stage" in each.fields:
            _read_stages(connection, each, meant, stages)
        if each.fill.table in ("outcomes", "states", "stage_events"):
            _read_outcomes(connection, each, bad, meant, outcomes)
    return Meanings(sources.listed(), stages.listed(), outcomes.listed(), meant)


def nearest_channel(label: str, meant: Definitions) -> str | None:
    """The channel that a label without one may belong to: for one to look at, never taken by itself."""
    key = f" {spelling_key(label)} "
    spellings = meant.channel_spellings
    inside = max((each for each in spellings if f" {each} " in key), key=len, default=None)
    alike = difflib.get_close_matches(key.strip(), spellings, 1, ALIKE)
    found = inside if inside is not None else next(iter(alike), None)
    return None if found is None else spellings[found]


class _Found:
    """Labels as they are found, each once, however often it is met."""

    def __init__(self) -> None:
        self.by_key: dict[tuple[str, str | None, str], Meaning] = {}

    def add(self, label: str, means: str | None, rows: str, count: int, *, how: str = "", motion: str = "") -> None:
        found = self.by_key.setdefault((label, means, how), Meaning(label, means, motion, how))
        found.rows[rows] = found.rows.get(rows, 0) + count
        if motion not in ("", UNKNOWN, found.motion):
            found.motion = motion if found.motion in ("", UNKNOWN) else f"{found.motion}, {motion}"

    def listed(self) -> tuple[Meaning, ...]:
        return tuple(sorted(self.by_key.values(), key=lambda each: (-each.count, each.label)))


def _read_sources(
    connection: duckdb.DuckDBPyConnection, filled: Filled, name: str, meant: Definitions, found: _Found
) -> None:
    motions = {channel.name: channel.motion for channel in meant.channels}
    counted = COUNTED.get(filled.fill.table, "rows")
    hint = "motion" if filled.fill.table == "leads" else "null"
    for label, motion, count in connection.execute(
        f'select "{name}", {hint}, count(*) from {filled.table} group by all order by 3 desc, 1, 2'
    ).fetchall():
        key = "" if label is None else spelling_key(label)
        channel = meant.channel_spellings.get(key)
        is_guess = channel is not None and _is_shipped(key, channel, _shipped().channel_spellings)
        found.add(
            NOT_RECORDED if label is None else label,
            channel,
            counted,
            count,
            how=GUESS if is_guess else "",
            motion=motions.get(channel or "") or motion or UNKNOWN,
        )


def _read_stages(connection: duckdb.DuckDBPyConnection, filled: Filled, meant: Definitions, found: _Found) -> None:
    names = set(meant.stage_names)
    roles = {stage.role for stage in meant.stages}
    own = {spelling_key(label) for label in filled.fill.values.get("stage", {})}
    for label, stage, count in connection.execute(
        f"select raw_stage, stage, count(*) from {filled.table} where stage is not null group by all order by 3 desc, 1"
    ).fetchall():
        if stage not in names and meant.closing_of(stage) is not None:
            continue  # it closes the deal: see the outcomes
        is_sure = spelling_key(label) in own or label in roles
        is_bare = meant.stage_of(label) is None  # only without what stands in brackets behind it
        is_guess = (
            stage in names
            and not is_sure
            and (is_bare or _is_shipped(spelling_key(label), stage, _shipped().stage_spellings))
        )
        found.add(label, stage if stage in names else None, "rows", count, how=GUESS if is_guess else "")


def _read_outcomes(
    connection: duckdb.DuckDBPyConnection, filled: Filled, bad: str, meant: Definitions, found: _Found
) -> None:
    table = filled.fill.table
    if table == "stage_events":
        for label, count in connection.execute(
            f"select stage, count(*) from {filled.table} where stage is not null group by all order by 2 desc, 1"
        ).fetchall():
            if label not in meant.stage_names and (outcome := meant.closing_of(label)) is not None:
                found.add(label, outcome, "rows", count, how=_how_closed(label, {}, meant))
        return
    if "outcome" in filled.fields:
        for label, outcome, count in connection.execute(
            f"select raw_outcome, outcome, count(*) from {filled.table} where raw_outcome is not null "
            "group by all order by 3 desc, 1"
        ).fetchall():
            found.add(label, outcome, "rows", count)
        for label, count in connection.execute(
            f"select value, count(*) from {bad} where reason like 'is not one of won,%' group by all"
        ).fetchall():
            found.add(label, None, "rows", count)
        return
    own = filled.fill.values.get("outcome", {})
    flagged = " or ".join(f"{flag} is not null" for flag in ("is_won", "is_closed") if flag in filled.fields) or "false"
    for label, outcome, is_flagged, count in connection.execute(
        f"select raw_stage, outcome, ({flagged}) as is_flagged, count(*) from {filled.table} "
        "where outcome <> 'open' group by all order by 4 desc, 1"
    ).fetchall():
        how = BY_FLAGS if is_flagged else _how_closed(label, own, meant)
        found.add(label or NOT_RECORDED, outcome, "rows", count, how=how)


def _how_closed(label: str, own: Iterable[str], meant: Definitions) -> str:
    """How sure it is that a label closes a deal: not, where it only begins as such labels do."""
    key = spelling_key(label)
    return "" if key in meant.closing_beginnings or key in map(spelling_key, own) else GUESS


def _is_shipped(key: str, means: str, spellings: Mapping[str, str]) -> bool:
    """Whether only a spelling that comes with the program gives a label its meaning."""
    return key != spelling_key(means) and spellings.get(key) == means


@cache
def _shipped() -> Definitions:
    return definitions.load()


def notes_without_source(filled: Iterable[Filled]) -> list[str]:
    """Note on a file of leads in which nothing says where they come from."""
    makes_leads = [each for each in filled if each.fill.table == "leads" and not each.fill.only_completes]
    if not makes_leads or any("source" in each.fields for each in makes_leads):
        return []
    return ["no column of this file says where leads come from: their source is not recorded"]
