"""What a reader says of a file that no profile knows: what a row stands for, and which column holds what.

A mapping becomes a profile like any other, so the screen and the command line read a file alike.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from data.intake.fields import CHANGED_AT, EXCHANGE_RATES, FURTHER_SOURCES, STATES, TABLES, TARGET_ACCOUNTS, Field

# What a row stands for, and the canonical tables that it fills.
LEAD, STAGE, OUTCOME, TOUCH, SPEND, TARGET, ACCOUNT, RATE = (
    "lead",
    "stage",
    "outcome",
    "touch",
    "spend",
    "target",
    "account",
    "rate",
)
ROWS: Mapping[str, tuple[str, ...]] = {
    LEAD: ("leads", STATES),
    STAGE: ("stage_events",),
    OUTCOME: ("outcomes",),
    TOUCH: ("touches",),
    SPEND: ("spend",),
    TARGET: ("targets",),
    ACCOUNT: (TARGET_ACCOUNTS,),
    RATE: (EXCHANGE_RATES,),
}
HASH_OF_ROW = {"hash": "row"}  # an id for rows that have none


@dataclass(frozen=True)
class MappedFile:
    """One file of an export as a reader maps it.

    Attributes
    ----------
    role : str
        What the profile calls the file.
    rows : str
        What a row stands for, one of ``ROWS``.
    columns : mapping of str to str or dict
        The column of each of our fields that the file has, or a specification as profiles write them.
    constants : mapping of str to str
        What holds for every row, such as the currency.
    values : mapping of str to mapping
        Of each field what its labels mean.
    dates : str or None
        Form of the days, see ``data.intake.instants.FAMILIES``; None where the file tells it.
    decimal : str or None
        What parts the cents, ``point`` or ``comma``; None where the file tells it.
    """

    role: str
    rows: str
    columns: Mapping[str, Any]
    constants: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    dates: str | None = None
    decimal: str | None = None


@dataclass(frozen=True)
class MappedExport:
    """The files of one export as a reader maps them, and the zone of their instants without an offset."""

    name: str
    files: tuple[MappedFile, ...]
    time_zone: str | None = None


@dataclass(frozen=True)
class Variant:
    """A shipped kind of export with other column names.

    Attributes
    ----------
    extends : str
        The shipped profile.
    rename : mapping of str to str
        The column that it reads, and what that is called here.
    """

    extends: str
    rename: Mapping[str, str]


def as_variant(name: str, variant: Variant) -> dict[str, Any]:
    """The profile that says what a variant says, as the tables of a TOML file."""
    describes = f"{variant.extends} with other column names"
    return {"name": name, "describes": describes, "extend": variant.extends, "rename": dict(variant.rename)}


def fields_of(rows: str) -> dict[str, Field]:
    """The fields that a row of a kind may fill, each once, in the order in which one would look for them."""
    found: dict[str, Field] = {}
    for table in ROWS[rows]:
        for name, each in TABLES[table].items():
            if name != FURTHER_SOURCES:
                found.setdefault(name, each)
    return found


def needed(rows: str) -> tuple[str, ...]:
    """The fields without which a file of such rows gives nothing."""
    return tuple(name for name, each in fields_of(rows).items() if each.need == "required")


def as_profile(mapped: MappedExport) -> dict[str, Any]:
    """The profile that says what a mapping says, as the tables of a TOML file."""
    profile: dict[str, Any] = {"name": mapped.name, "describes": f"{mapped.name}, mapped column by column"}
    if mapped.time_zone is not None:
        profile["time_zone"] = mapped.time_zone
    return {**profile, "files": [_file(each) for each in mapped.files]}


def _file(mapped: MappedFile) -> dict[str, Any]:
    named = [spec for spec in mapped.columns.values() if isinstance(spec, str)]
    file: dict[str, Any] = {"role": mapped.role, "required": list(dict.fromkeys(named))}
    file["dates"] = ["iso", mapped.dates] if mapped.dates not in (None, "iso") else _any_dates(mapped.dates)
    if mapped.decimal is not None:
        file["decimal"] = mapped.decimal
    if CHANGED_AT in mapped.columns:
        file["latest_by"] = [mapped.columns[CHANGED_AT]]
    return {**file, "fill": [fill for table in ROWS[mapped.rows] if (fill := _fill(mapped, table))]}


def _any_dates(chosen: str | None) -> list[str]:
    """Forms among which the values of a file tell theirs, where nobody chose one."""
    return ["iso"] if chosen == "iso" else ["iso", "day-first", "month-first", "unix-milliseconds"]


def _fill(mapped: MappedFile, table: str) -> dict[str, Any]:
    """What the rows give to one table; nothing where they only have its id."""
    own = TABLES[table]
    columns = {name: spec for name, spec in mapped.columns.items() if name in own and name != CHANGED_AT}
    constants = {name: text for name, text in mapped.constants.items() if name in own and name not in columns}
    if table == STATES and not _says_more(columns, constants):
        return {}
    fill: dict[str, Any] = {"table": table, "columns": columns}
    if constants:
        fill["constants"] = constants
    values = {name: dict(labels) for name, labels in mapped.values.items() if name in {*columns, "outcome"} & {*own}}
    return {**fill, "values": values} if any(values.values()) else fill


def _says_more(columns: Iterable[str], constants: Iterable[str]) -> bool:
    return bool({*columns, *constants} & {"stage", "outcome", "is_won", "is_closed", "closed_at"})
