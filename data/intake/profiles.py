"""Profiles: one declarative TOML file per kind of export, read into frozen values that check themselves."""

import tomllib
import zoneinfo
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import cache, cached_property, lru_cache
from pathlib import Path
from typing import Any

from data.intake import instants
from data.intake.amounts import DECIMALS
from data.intake.columns import Column, names_in, read_column, renamed
from data.intake.fields import CHANGED_AT, COMPLETE_THROUGH, KEYS, OUTCOMES, STATES, TABLES
from data.intake.header import STAR, normal

OWN = "profiles"  # the folder of a home, or of a draft, for those that are not shipped
SHIPPED = Path(__file__).parents[1] / "profiles"
TEXTS_KEPT = 64  # of profiles, with what they say: every load reads all of them
ENCODINGS = ("utf-8", "cp1252")
DELIMITERS = (",", ";", "\t", "|")


class ProfileError(ValueError):
    """A profile is wrong; the message names the file, the key and what it should be."""


@dataclass(frozen=True)
class Lookup:
    """Labels for the values of a field, from another file of the same export.

    ``then``: what is found is itself a key, to what a further file says of it. ``or_nothing``: a value that is not
    found there is none, because it is a key to what is meant. ``rows``: the fill is about the rows whose value is found
    there, or about those whose value is not.
    """

    file: str
    key: Column
    value: Column
    where: Mapping[str, str]
    json: str | None = None
    is_required: bool = False
    or_nothing: bool = False
    rows: str | None = None
    then: "Lookup | None" = None


@dataclass(frozen=True)
class Fill:
    """What the rows of a file give to one canonical table."""

    table: str
    columns: Mapping[str, Column]
    constants: Mapping[str, str]
    values: Mapping[str, Mapping[str, str]]
    prefixes: Mapping[str, str]
    lookups: Mapping[str, Lookup]
    where: Mapping[str, tuple[str, ...]]
    unless: Mapping[str, tuple[str, ...]]
    keep: str | None = None
    by: tuple[str, ...] = ()
    only_completes: bool = False


@dataclass(frozen=True)
class FileKind:
    """One file of an export: how its header is recognised and what its rows give, or why they give nothing.

    ``named``: where the columns of several files are the same, the names of this one, without their endings.
    """

    role: str
    required: tuple[tuple[str, ...], ...]
    fills: tuple[Fill, ...]
    dates: tuple[str, ...]
    decimal: str | None
    is_whole: bool = False
    is_alone: bool = False
    gives_nothing: str | None = None
    named: tuple[str, ...] = field(default=(), repr=False)  # which file it is, and not how it is read: in no recipe

    @cached_property
    def has_star(self) -> bool:
        """Whether a column's name is only known from the header."""
        return any(STAR in name for name in self.names)

    def renamed(self, name: Callable[[str], tuple[str, ...]]) -> "FileKind":
        """The same file with other column names: for each name those that stand in its place."""
        return replace(
            self,
            required=tuple(_all(names, name) for names in self.required),
            fills=tuple(
                replace(
                    fill,
                    columns={field: renamed(column, name) for field, column in fill.columns.items()},
                    where={other: wanted for column, wanted in fill.where.items() for other in name(column)[:1]},
                    unless={other: wanted for column, wanted in fill.unless.items() for other in name(column)[:1]},
                    by=_all(fill.by, name),
                )
                for fill in self.fills
            ),
        )

    @cached_property
    def names(self) -> frozenset[str]:
        """Every column name that this file may have and that is read."""
        names = [name for names in self.required for name in names]
        for fill in self.fills:
            names += [*fill.by, *fill.where, *fill.unless]
            names += [name for column in fill.columns.values() for name in names_in(column)]
        return frozenset(names)


@dataclass(frozen=True)
class Profile:
    """One kind of export.

    Attributes
    ----------
    name : str
        What ``--profile`` calls it.
    files : tuple of FileKind
        Its files.
    encodings, delimiters : tuple of str
        Candidates, in order.
    time_zone : str or None
        Zone of instants without an offset; None is the business zone.
    complete_through : tuple of str
        Fields whose latest instant says up to when the data is complete.
    stages : tuple of mapping
        The pipeline's own stages, adopted by a home without definitions.
    adopt : mapping
        Currency and time zone, adopted likewise.
    extends : str or None
        The shipped profile that it adds to.
    describes : str
        What it is of, for people.
    """

    name: str
    files: tuple[FileKind, ...]
    encodings: tuple[str, ...] = ENCODINGS
    delimiters: tuple[str, ...] = DELIMITERS
    time_zone: str | None = None
    complete_through: tuple[str, ...] = COMPLETE_THROUGH
    stages: tuple[Mapping[str, Any], ...] = ()
    adopt: Mapping[str, str] | None = None
    extends: str | None = None
    describes: str = ""


def load(home: Path | None = None, draft: Path | None = None) -> tuple[dict[str, Profile], dict[str, ProfileError]]:
    """All profiles by name: the shipped ones, then those in the home folder, then in a draft's: later ones replace.

    Returns
    -------
    profiles : dict of str to Profile
        Those that are whole.
    broken : dict of str to ProfileError
        What is wrong with those of the folders that are not, by their name, else by that of their file.
    """
    found, broken = {}, {}
    for path in _shipped().values():
        profile = read(path)
        found[profile.name] = profile
    folders = [folder / OWN for folder in (home, draft) if folder is not None]
    for path in (path for folder in folders for path in sorted(folder.glob("*.toml"))):
        try:
            profile = read(path)
            found[profile.name] = profile
        except ProfileError as error:
            broken[_name_of(path)] = error
    return found, broken


def read(path: Path) -> Profile:
    """Profile in one TOML file.

    Raises
    ------
    ProfileError
        If it is wrong; the message names the file and the key.
    """
    try:
        return _of_text(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise ProfileError(f"{path}: {error.strerror}") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, ValueError) as error:
        raise ProfileError(f"{path}: {error}") from error


@lru_cache(TEXTS_KEPT)
def _of_text(text: str) -> Profile:
    return parse(tomllib.loads(text))


def _name_of(path: Path) -> str:
    """Name of a broken profile, as far as it can be read."""
    try:
        return str(tomllib.loads(path.read_text(encoding="utf-8"))["name"])
    except (OSError, ValueError, KeyError):
        return path.stem


def parse(values: Mapping[str, Any]) -> Profile:
    """Profile from the tables of a TOML file."""
    if "extend" in values:
        return _extended(values)
    _demand_known(
        values,
        "",
        "name describes encodings delimiters dates decimal time_zone complete_through adopt stages files",
    )
    name = _text(values, "", "name")
    dates = _dates(values, "", ("iso",))
    decimal = _decimal(values, "", None)
    zone = _text(values, "", "time_zone") if "time_zone" in values else None
    if zone is not None and zone not in zoneinfo.available_timezones():
        raise ProfileError(f"time_zone: {zone!r} is not an IANA name such as Europe/Berlin")
    complete = _texts(values, "", "complete_through") if "complete_through" in values else COMPLETE_THROUGH
    if wrong := [each for each in complete if each not in COMPLETE_THROUGH]:
        raise ProfileError(f"complete_through: {wrong[0]!r} is not one of {', '.join(COMPLETE_THROUGH)}")
    files = values.get("files")
    if not isinstance(files, list) or not files:
        raise ProfileError("files: there must be at least one [[files]]")
    kinds = tuple(
        _file(entry, f"files[{place}]", dates, decimal) for place, entry in enumerate(_tables(values, "", "files"))
    )
    for kind in kinds:
        for fill in kind.fills:
            for looked_up, lookup in fill.lookups.items():
                if lookup.file not in {each.role for each in kinds}:
                    raise ProfileError(f"lookups.{looked_up}.file: {lookup.file!r} is no role of this profile's files")
    adopt = values.get("adopt", {})
    _demand_known(adopt, "adopt", "currency time_zone")
    return Profile(
        name,
        kinds,
        encodings=_encodings(values),
        delimiters=_delimiters(values),
        time_zone=zone,
        complete_through=complete,
        stages=_tables(values, "", "stages"),
        adopt=adopt,
        describes=str(values.get("describes", "")),
    )


def is_shipped(profile: Profile) -> bool:
    """Whether a profile is one that comes with the program, and so can be extended."""
    path = _shipped().get(profile.name)
    return path is not None and profile.extends is None and read(path) == profile


@cache
def _shipped() -> dict[str, Path]:
    """The shipped profiles by name."""
    return {path.stem: path for path in sorted(SHIPPED.glob("*.toml"))}


def _extended(values: Mapping[str, Any]) -> Profile:
    """A shipped profile with columns renamed, and with whatever else is said over what it says."""
    base, _ = _text(values, "", "extend"), _text(values, "", "name")
    if base not in _shipped():
        raise ProfileError(f"extend: {base!r} is no shipped profile; there are {', '.join(_shipped())}")
    rename = values.get("rename", {})
    if not isinstance(rename, Mapping):
        raise ProfileError('rename: must be a table, such as "Create Date" = "Opened on"')
    others = {normal(column): _names(other, f"rename.{column}") for column, other in rename.items()}
    shipped = tomllib.loads(_shipped()[base].read_text(encoding="utf-8"))
    own = {key: value for key, value in values.items() if key not in ("extend", "rename", "files")}
    files = [dict(each) for each in shipped["files"]]
    for place, entry in enumerate(_tables(values, "", "files")):
        role = _text(entry, f"files[{place}]", "role")
        index = next((index for index, each in enumerate(files) if each["role"] == role), None)
        if index is None:
            files.append(dict(entry))
        else:
            files[index] = _file_with(files[index], entry, f"files[{place}]")
    profile = parse({**shipped, **own, "files": files})
    known = {normal(column) for kind in profile.files for column in kind.names}
    if unknown := [column for column in rename if normal(column) not in known]:
        raise ProfileError(f"rename.{unknown[0]}: {base} reads no column of this name")

    def named(column: str) -> tuple[str, ...]:
        return (*others.get(normal(column), ()), column)

    return replace(profile, files=tuple(kind.renamed(named) for kind in profile.files), extends=base)


def _file_with(shipped: Mapping[str, Any], own: Mapping[str, Any], key: str) -> dict[str, Any]:
    """A file of a shipped profile with what is said of it: into the one fill of a table it is added."""
    fills = [dict(fill) for fill in shipped.get("fill", [])]
    for entry in _tables(own, key, "fill"):
        same = [index for index, fill in enumerate(fills) if fill["table"] == entry.get("table")]
        if len(same) != 1:
            fills.append(dict(entry))
            continue
        known = fills[same[0]]
        for part, added in entry.items():
            is_table = isinstance(known.get(part), Mapping) and isinstance(added, Mapping)
            known[part] = {**known[part], **added} if is_table else added
    return {**shipped, **own, "fill": fills}


def _all(names: tuple[str, ...], name: Callable[[str], tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(other for each in names for other in name(each))


def _file(entry: Mapping[str, Any], key: str, dates: tuple[str, ...], decimal: str | None) -> FileKind:
    _demand_known(entry, key, "role required named fill dates decimal latest_by is_whole alone gives_nothing")
    required = entry.get("required")
    if not isinstance(required, list) or not required:
        raise ProfileError(f"{key}.required: must list the columns by which the file is recognised")
    latest_by = _names(entry.get("latest_by", []), f"{key}.latest_by")
    fills = [_fill(fill, f"{key}.fill[{place}]") for place, fill in enumerate(_tables(entry, key, "fill"))]
    return FileKind(
        role=_text(entry, key, "role"),
        required=tuple(_names(each, f"{key}.required") for each in required),
        fills=tuple(_with_change(fill, latest_by) for fill in fills),
        dates=_dates(entry, key, dates),
        decimal=_decimal(entry, key, decimal),
        is_whole=bool(entry.get("is_whole", False)),
        is_alone=bool(entry.get("alone", False)),
        gives_nothing=_text(entry, key, "gives_nothing") if "gives_nothing" in entry else None,
        named=_names(entry.get("named", []), f"{key}.named"),
    )


def _with_change(fill: Fill, latest_by: tuple[str, ...]) -> Fill:
    """The fill with the time at which its rows were changed: of a log the order, else the column of the file."""
    names = fill.by if fill.keep == "last" else latest_by
    if fill.table not in KEYS or not names or CHANGED_AT in fill.columns or fill.keep == "first":
        return fill
    return replace(fill, columns={**fill.columns, CHANGED_AT: Column("any", names)})


def _fill(entry: Mapping[str, Any], key: str) -> Fill:
    _demand_known(entry, key, "table columns constants values prefixes lookups where unless keep by only_completes")
    table = _text(entry, key, "table")
    if table not in TABLES:
        raise ProfileError(f"{key}.table: {table!r} is not one of {', '.join(TABLES)}")
    for part in ("columns", "constants", "values", "prefixes", "lookups"):
        _demand_known(entry.get(part, {}), f"{key}.{part}", " ".join(TABLES[table]))
    columns = {field: _column(spec, f"{key}.columns.{field}") for field, spec in entry.get("columns", {}).items()}
    given = {*columns, *entry.get("constants", {})}
    only_completes = bool(entry.get("only_completes", False))
    if only_completes and table != "leads":
        raise ProfileError(f"{key}.only_completes: only leads can be completed")
    needed = [name for name, field in TABLES[table].items() if field.need == "required"]
    for name in ("lead_id",) if only_completes else needed:
        if name not in given:
            raise ProfileError(f"{key}.columns.{name}: {table} cannot be filled without it")
    keep = entry.get("keep")
    if keep not in (None, "first", "last", "changes"):
        raise ProfileError(f"{key}.keep: {keep!r} is not 'first', 'last' or 'changes'")
    if keep == "changes" and (table != "stage_events" or "by" not in entry):
        raise ProfileError(f"{key}.keep: changes are of stage_events, and need `by`, the column that gives the order")
    if keep in ("first", "last") and (table not in KEYS or "by" not in entry):
        raise ProfileError(f"{key}.keep: needs a table with an id, and `by`, the column that gives the order")
    values = {field: _labels(labels, f"{key}.values.{field}") for field, labels in entry.get("values", {}).items()}
    if table == STATES and (wrong := [each for each in values.get("outcome", {}).values() if each not in OUTCOMES]):
        raise ProfileError(f"{key}.values.outcome: {wrong[0]!r} is not one of {', '.join(OUTCOMES)}")
    return Fill(
        table=table,
        columns=columns,
        constants=_labels(entry.get("constants", {}), f"{key}.constants"),
        values=values,
        prefixes=_labels(entry.get("prefixes", {}), f"{key}.prefixes"),
        lookups={field: _lookup(spec, f"{key}.lookups.{field}") for field, spec in entry.get("lookups", {}).items()},
        where=_wanted(entry, key, "where"),
        unless=_wanted(entry, key, "unless"),
        keep=keep,
        by=_names(entry.get("by", []), f"{key}.by"),
        only_completes=only_completes,
    )


def _wanted(entry: Mapping[str, Any], key: str, part: str) -> dict[str, tuple[str, ...]]:
    """Values of columns by which rows are told apart."""
    given = entry.get(part, {})
    if not isinstance(given, Mapping):
        raise ProfileError(f"{key}.{part}: must be a table")
    return {column: _names(wanted, f"{key}.{part}.{column}") for column, wanted in given.items()}


def _lookup(entry: Mapping[str, Any], key: str) -> Lookup:
    _demand_known(entry, key, "file key value where json is_required or_nothing rows then")
    if entry.get("rows") not in (None, "found", "not found"):
        raise ProfileError(f"{key}.rows: {entry['rows']!r} is not 'found' or 'not found'")
    return Lookup(
        file=_text(entry, key, "file"),
        key=_column(entry.get("key"), f"{key}.key"),
        value=_column(entry.get("value"), f"{key}.value"),
        where=_labels(entry.get("where", {}), f"{key}.where"),
        json=_text(entry, key, "json") if "json" in entry else None,
        is_required=bool(entry.get("is_required", False)),
        or_nothing=bool(entry.get("or_nothing", False)),
        rows=entry.get("rows"),
        then=_lookup(entry["then"], f"{key}.then") if "then" in entry else None,
    )


def _column(spec: Any, key: str) -> Column:
    try:
        return read_column(spec)
    except ValueError as error:
        raise ProfileError(f"{key}: {error}") from None


def _key(where: str, key: str) -> str:
    return f"{where}.{key}" if where else key


def _names(value: Any, key: str) -> tuple[str, ...]:
    names = [value] if isinstance(value, str) else value
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
        raise ProfileError(f"{key}: must be a column name or a list of names")
    return tuple(names)


def _labels(value: Any, key: str) -> dict[str, str]:
    if not isinstance(value, Mapping) or not all(isinstance(text, str) for text in value.values()):
        raise ProfileError(f"{key}: must be a table of texts")
    return dict(value)


def _tables(values: Mapping[str, Any], where: str, key: str) -> tuple[Mapping[str, Any], ...]:
    tables = values.get(key, [])
    if not isinstance(tables, list) or not all(isinstance(each, Mapping) for each in tables):
        raise ProfileError(f"{_key(where, key)}: must be tables under [[{_key(where, key)}]]")
    return tuple(tables)


def _encodings(values: Mapping[str, Any]) -> tuple[str, ...]:
    encodings = _texts(values, "", "encodings") if "encodings" in values else ENCODINGS
    for each in encodings:
        if not _is_encoding(each):
            raise ProfileError(f"encodings: {each!r} is no encoding that Python knows")
    return encodings


def _delimiters(values: Mapping[str, Any]) -> tuple[str, ...]:
    delimiters = _texts(values, "", "delimiters") if "delimiters" in values else DELIMITERS
    if any(len(each) != 1 or each in '"\r\n' for each in delimiters):
        raise ProfileError("delimiters: must be single characters")
    return delimiters


def _is_encoding(name: str) -> bool:
    try:
        "".encode(name)
    except (LookupError, ValueError):
        return False
    return True


def _text(values: Mapping[str, Any], where: str, key: str) -> str:
    value = values.get(key)
    if not isinstance(value, str) or not value:
        raise ProfileError(f"{_key(where, key)}: must be a text")
    return value


def _texts(values: Mapping[str, Any], where: str, key: str) -> tuple[str, ...]:
    value = values[key]
    if not isinstance(value, list) or not value or not all(isinstance(each, str) for each in value):
        raise ProfileError(f"{_key(where, key)}: must be a list of texts")
    return tuple(value)


def _dates(values: Mapping[str, Any], where: str, default: tuple[str, ...]) -> tuple[str, ...]:
    if "dates" not in values:
        return default
    formats = _texts(values, where, "dates")
    for each in formats:
        if each not in instants.FAMILIES and "%" not in each:
            known = ", ".join(instants.FAMILIES)
            raise ProfileError(f"{_key(where, 'dates')}: {each!r} is not one of {known}, or a strptime form")
        if each not in instants.FAMILIES and not instants.is_form(each):
            raise ProfileError(f"{_key(where, 'dates')}: {each!r} is no strptime form that can be read")
    return formats


def _decimal(values: Mapping[str, Any], where: str, default: str | None) -> str | None:
    decimal: str | None = values.get("decimal", default)
    if decimal is not None and decimal not in DECIMALS:
        raise ProfileError(f"{_key(where, 'decimal')}: {decimal!r} is not 'point' or 'comma'")
    return decimal


def _demand_known(values: Any, where: str, known: str) -> None:
    if not isinstance(values, Mapping):
        raise ProfileError(f"{where}: must be a table")
    if unknown := sorted(set(values) - set(known.split())):
        raise ProfileError(f"{_key(where, unknown[0])}: no such key; known are {known.replace(' ', ', ')}")
