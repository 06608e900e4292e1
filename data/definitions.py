"""What the business may change, as frozen values that check themselves.

The values come from ``definitions.toml``: the one in the home folder where there is one, else the one beside this file.
"""

import re
import tomllib
import unicodedata
import zoneinfo
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import date, datetime, time
from functools import cache, cached_property, lru_cache
from itertools import product
from pathlib import Path
from typing import Any, TypeVar

from data import public_holidays
from data.defaults import TABLES, WEEKDAYS, Cells, Closings, Gaps, Reasons, Windows, WorkingHours
from data.feeds.feed import Feed
from data.fiscal import FiscalYear
from data.limits import Balance, Costs, Retention, Thresholds
from data.links import Links
from data.names import MOTIONS, NOT_RECORDED

DEFAULT_FILE = Path(__file__).with_name("definitions.toml")
ROLES = ("lead", "contacted", "engaged", "prospect", "opportunity", "proposal", "won")
REQUIRED_ROLES = ("lead", "opportunity", "won")
REASON_CLASSES = ("no problem", "no answer", "other reason", "not recorded")
T = TypeVar("T")


class DefinitionsError(ValueError):
    """A definition is wrong; the message names the key and what it should be."""


def spelling_key(text: str) -> str:
    """Form under which two spellings of one name are equal.

    Case, accents' composition, spaces, underscores and punctuation do not matter.

    >>> spelling_key(" Paid_Search ")
    'paid search'
    """
    return re.sub(r"[\W_]+", " ", unicodedata.normalize("NFKC", text).casefold()).strip()


@dataclass(frozen=True)
class Stage:
    """One step of the pipeline: its name, the role that metrics give it, and how CRMs write it."""

    name: str
    role: str | None = None
    also: tuple[str, ...] = ()


@dataclass(frozen=True)
class Channel:
    """One canonical channel: its name, its motion, and the sources that map to it."""

    name: str
    motion: str
    also: tuple[str, ...] = ()


@dataclass(frozen=True)
class Owner:
    """One of our people: the name, how systems write it (ids, e-mails, spellings), the team, and the day of leaving."""

    name: str
    also: tuple[str, ...] = ()
    team: str | None = None
    left: date | None = None


@dataclass(frozen=True)
class Definitions:
    """All that the business may change, checked when it is made.

    Raises
    ------
    DefinitionsError
        If a value is wrong; the message names the key.
    """

    currency: str
    time_zone: str
    stages: tuple[Stage, ...]
    channels: tuple[Channel, ...]
    windows: Windows = field(default_factory=Windows)
    working_hours: WorkingHours = field(default_factory=WorkingHours)
    gaps: Gaps = field(default_factory=Gaps)
    reasons: Reasons = field(default_factory=Reasons)
    closings: Closings = field(default_factory=Closings)
    thresholds: Thresholds = field(default_factory=Thresholds)
    balance: Balance = field(default_factory=Balance)
    costs: Costs = field(default_factory=Costs)
    retention: Retention = field(default_factory=Retention)
    cells: Cells = field(default_factory=Cells)
    links: Links = field(default_factory=Links)
    fiscal_year_starts: int = 1
    pipeline: tuple[str, ...] = ()  # the usual ones; () for all
    company: str = ""  # whose data it is, on every page; "" for the name of the home's folder
    owners: tuple[Owner, ...] = ()
    feeds: tuple[Feed, ...] = ()

    def __post_init__(self) -> None:
        _check_basics(self)
        _check_stages(self.stages)
        _check_channels(self.channels)
        _check_owners(self.owners)
        _check_feeds(self.feeds)
        _check_reasons(self.reasons)
        if not isinstance(self.cells.empty, tuple) or not all(isinstance(text, str) for text in self.cells.empty):
            raise DefinitionsError("cells.empty: must be a list of texts")
        _check_closings(self.closings)
        if not all(isinstance(name, str) and name.strip() for name in self.pipeline):
            raise DefinitionsError("pipeline: must be the name of a pipeline, or a list of such names")

    @cached_property
    def fiscal_year(self) -> FiscalYear:
        """How the business cuts time into quarters."""
        return FiscalYear(self.fiscal_year_starts)

    @cached_property
    def stage_names(self) -> tuple[str, ...]:
        """Names of the stages, in order."""
        return tuple(stage.name for stage in self.stages)

    @cached_property
    def stage_spellings(self) -> dict[str, str]:
        """Map of every spelling key to the stage it means."""
        return {spelling_key(text): stage.name for stage in self.stages for text in (stage.name, *stage.also)}

    @cached_property
    def channel_spellings(self) -> dict[str, str]:
        """Map of every spelling key to the channel it means."""
        return {spelling_key(text): channel.name for channel in self.channels for text in (channel.name, *channel.also)}

    @cached_property
    def reason_beginnings(self) -> dict[str, str]:
        """Map of every spelling key with which a known reason begins to the class of such reasons."""
        classes = {"no problem": self.reasons.no_problem, "no answer": self.reasons.no_answer}
        return {spelling_key(text): name for name, texts in classes.items() for text in texts}

    def stage_of(self, label: str) -> str | None:
        """Name of the stage that a CRM's label means, or None."""
        return self.stage_spellings.get(spelling_key(label))

    @cached_property
    def closing_beginnings(self) -> dict[str, str]:
        """Map of every spelling key with which a label begins that closes a deal to the outcome; the longest first."""
        found = {
            spelling_key(text): each.name for each in fields(Closings) for text in getattr(self.closings, each.name)
        }
        found |= {key: "won" for key, stage in self.stage_spellings.items() if stage == self.stages[-1].name}
        return dict(sorted(found.items(), key=lambda each: -len(each[0])))

    def closing_of(self, label: str) -> str | None:
        """Outcome with which a label closes a deal: by the words with which it begins, or None."""
        key = spelling_key(label)
        if self.stage_spellings.get(key, self.stages[-1].name) != self.stages[-1].name:
            return None  # a stage of its own name
        found = (name for start, name in self.closing_beginnings.items() if f"{key} ".startswith(f"{start} "))
        return next(found, None)

    @cached_property
    def owner_spellings(self) -> dict[str, Owner]:
        """Map of every spelling key to the owner it means."""
        return {spelling_key(text): owner for owner in self.owners for text in (owner.name, *owner.also)}

    def owner_of(self, written: str) -> Owner | None:
        """Who is meant by what a system writes for an owner, or None where the definitions do not say it."""
        return self.owner_spellings.get(spelling_key(written))

    def channel_of(self, source: str) -> str | None:
        """Name of the channel that a source maps to, or None."""
        return self.channel_spellings.get(spelling_key(source))

    def reason_class(self, reason: str) -> str:
        """What the reason of a lead that closed without a win says: one of ``REASON_CLASSES``."""
        if reason == NOT_RECORDED:
            return "not recorded"
        key = spelling_key(reason)
        return next((name for start, name in self.reason_beginnings.items() if key.startswith(start)), "other reason")

    def position_of(self, role: str) -> int:
        """Position (1 is the first stage) of the stage that has the role, or of the next role's that is there."""
        later = ROLES[ROLES.index(role) :]
        return next(place for wanted in later for place, stage in enumerate(self.stages, 1) if stage.role == wanted)


def file_of(home: Path | None = None) -> Path:
    """The definitions file that a home folder uses: its own, else the default."""
    own = home / "definitions.toml" if home is not None else None
    return own if own is not None and own.exists() else DEFAULT_FILE


def text(home: Path | None = None) -> str:
    """Text of the definitions that a home folder uses; see ``load`` for the errors."""
    path = file_of(home)
    try:
        content = path.read_text(encoding="utf-8")
        parse_text(content)
    except (OSError, UnicodeDecodeError, DefinitionsError) as error:
        raise DefinitionsError(f"{path}: {error}") from error
    return content


def load(home: Path | None = None) -> Definitions:
    """Definitions of a home folder; a file that cannot be read or holds a wrong value is a DefinitionsError."""
    return parse_text(text(home))


@lru_cache(maxsize=8)
def parse_text(content: str) -> Definitions:
    """Definitions from TOML text; see ``load`` for the errors."""
    try:
        return parse(tomllib.loads(content))
    except tomllib.TOMLDecodeError as error:
        raise DefinitionsError(f"is not TOML: {error}") from error


def count_alike(one: str, other: str) -> bool:
    """Whether all that is built with two texts is the same: they differ in how they are written or in feeds at most."""
    if one == other:
        return True
    try:
        first, second = (replace(parse_text(text), feeds=()) for text in (one, other))
    except DefinitionsError:
        return False
    return first == second


def parse(values: Mapping[str, Any]) -> Definitions:
    """Definitions from the tables of a TOML file."""
    known = {each.name for each in fields(Definitions)}
    if unknown := sorted(set(values) - known):
        raise DefinitionsError(f"{unknown[0]}: no such key; known are {', '.join(sorted(known))}")
    for key in ("currency", "time_zone", "stages", "channels"):
        if key not in values:
            raise DefinitionsError(f"{key}: is missing")
    for key in ("stages", "channels", "owners", "feeds"):
        if not isinstance(values.get(key, []), list):
            raise DefinitionsError(f"{key}: must be tables under [[{key}]]")
    return Definitions(
        currency=values["currency"],
        time_zone=values["time_zone"],
        fiscal_year_starts=values.get("fiscal_year_starts", 1),
        pipeline=tuple(usual) if isinstance(usual := values.get("pipeline", []), list) else (usual,),
        company=values.get("company", ""),
        stages=tuple(_table(Stage, entry, f"stages[{i}]") for i, entry in enumerate(values["stages"])),
        channels=tuple(_table(Channel, entry, f"channels[{i}]") for i, entry in enumerate(values["channels"])),
        owners=tuple(_table(Owner, entry, f"owners[{i}]") for i, entry in enumerate(values.get("owners", []))),
        feeds=tuple(_table(Feed, entry, f"feeds[{i}]") for i, entry in enumerate(values.get("feeds", []))),
        **{name: _table(kind, values.get(name, {}), name) for name, kind in TABLES.items()},
    )


def _table(kind: type[T], values: Any, key: str) -> T:
    """One TOML table as one frozen value."""
    if not isinstance(values, Mapping):
        raise DefinitionsError(f"{key}: must be a table")
    known = {each.name for each in fields(kind)}  # type: ignore[arg-type]  # every kind is a dataclass
    if unknown := sorted(set(values) - known):
        raise DefinitionsError(f"{key}.{unknown[0]}: no such key; known are {', '.join(sorted(known))}")
    try:
        return kind(**{name: tuple(value) if isinstance(value, list) else value for name, value in values.items()})
    except TypeError as error:
        raise DefinitionsError(f"{key}: {str(error).split('__init__() ')[-1]}") from error
    except ValueError as error:
        raise DefinitionsError(f"{key}.{error}") from error


def _check_basics(definitions: Definitions) -> None:
    if not isinstance(definitions.company, str):
        raise DefinitionsError("company: must be a text")
    if not re.fullmatch("[A-Z]{3}", str(definitions.currency)):
        raise DefinitionsError(f"currency: {definitions.currency!r} is not an ISO 4217 code such as USD")
    if str(definitions.time_zone) not in _time_zones():
        raise DefinitionsError(f"time_zone: {definitions.time_zone!r} is not an IANA name such as Europe/Berlin")
    try:
        FiscalYear(definitions.fiscal_year_starts)
    except ValueError as error:
        raise DefinitionsError(f"fiscal_year_starts: {error}") from error
    spans = {f"gaps.{each.name}": getattr(definitions.gaps, each.name) for each in fields(Gaps)}
    for key, days in {"windows.conversion_days": definitions.windows.conversion_days, **spans}.items():
        if not _is_whole(days) or not 1 <= days <= 3650:
            raise DefinitionsError(f"{key}: {days!r} is not a whole number of days from 1 to 3650")
    quantile = definitions.windows.stalled_quantile
    if not _is_number(quantile) or not 0 < quantile < 1:
        raise DefinitionsError(f"windows.stalled_quantile: {quantile!r} is not between 0 and 1")
    _check_hours(definitions.working_hours)


def _check_hours(hours: WorkingHours) -> None:
    if not isinstance(hours.days, tuple) or not hours.days or any(day not in WEEKDAYS for day in hours.days):
        raise DefinitionsError(f"working_hours.days: must be some of {', '.join(WEEKDAYS)}")
    try:
        is_in_order = time.fromisoformat(hours.start) < time.fromisoformat(hours.end)
    except (TypeError, ValueError):
        raise DefinitionsError("working_hours.start and end: must be times such as 09:00") from None
    if not is_in_order:
        raise DefinitionsError("working_hours.end: must be later than start")
    if not isinstance(hours.holidays, tuple) or any(not isinstance(day, date) for day in hours.holidays):
        raise DefinitionsError("working_hours.holidays: must be dates such as 2026-12-25")
    _check_public_holidays(hours)


def _check_public_holidays(hours: WorkingHours) -> None:
    for key in ("country", "subdivision"):
        if not isinstance(getattr(hours, key), str | None):
            raise DefinitionsError(f"working_hours.{key}: must be a code such as DE")
    if hours.country is None:
        if hours.subdivision is not None:
            raise DefinitionsError("working_hours.subdivision: needs its country beside it")
    elif fault := public_holidays.fault(hours.country, hours.subdivision):
        raise DefinitionsError(f"working_hours.{fault}")


def _check_stages(stages: tuple[Stage, ...]) -> None:
    """Every role once, in order, and none missing that nothing can stand in for; all that is wrong is said at once."""
    _check_names("stages", stages)
    if not stages:
        raise DefinitionsError("stages: there are none")
    roles = [stage.role for stage in stages if stage.role is not None]
    known = [role for role in roles if role in ROLES]
    faults = [f"{role!r} is not one of {', '.join(ROLES)}" for role in dict.fromkeys(roles) if role not in ROLES]
    faults += [f"more than one stage has {role!r}" for role in dict.fromkeys(known) if known.count(role) > 1]
    missing = [role for role in REQUIRED_ROLES if role not in roles]
    if missing:
        needed = f"{', '.join(map(repr, REQUIRED_ROLES[:-1]))} and {REQUIRED_ROLES[-1]!r}"
        faults.append(f"no stage has {' or '.join(map(repr, missing))} ({needed} are needed)")
    elif known != sorted(known, key=ROLES.index):
        faults.append(f"they must stand in the order {', '.join(ROLES)}")
    elif stages[0].role != "lead" or stages[-1].role != "won":
        faults.append("the first stage must have 'lead' and the last one 'won'")
    if faults:
        raise DefinitionsError(f"stages: the roles are wrong: {'; '.join(faults)}")
    if len(stages) > 30:
        raise DefinitionsError(f"stages: {len(stages)} are more than 30")


def _check_channels(channels: tuple[Channel, ...]) -> None:
    _check_names("channels", channels)
    for each in channels:
        if each.motion not in MOTIONS:
            raise DefinitionsError(f"channels: motion {each.motion!r} of {each.name!r} is not inbound or outbound")


def _check_owners(owners: tuple[Owner, ...]) -> None:
    _check_names("owners", owners)
    for each in owners:
        if each.team is not None and (not isinstance(each.team, str) or not each.team.strip()):
            raise DefinitionsError(f"owners: team {each.team!r} of {each.name!r} is not a name")
        if each.left is not None and (not isinstance(each.left, date) or isinstance(each.left, datetime)):
            raise DefinitionsError(f"owners: left {each.left!r} of {each.name!r} is not a date such as 2026-03-31")


def _check_feeds(feeds: tuple[Feed, ...]) -> None:
    titles = [feed.title for feed in feeds]
    if twice := [title for title in titles if titles.count(title) > 1]:
        raise DefinitionsError(f"feeds: more than one is called {twice[0]!r}; give one of them a `name` of its own")


def _check_reasons(reasons: Reasons) -> None:
    """No reason says two things."""
    for each in fields(reasons):
        texts = getattr(reasons, each.name)
        if not isinstance(texts, tuple):
            raise DefinitionsError(f"reasons.{each.name}: must be a list of beginnings of reasons")
        for text in texts:
            if not isinstance(text, str) or not spelling_key(text):
                raise DefinitionsError(f"reasons.{each.name}: {text!r} is not the beginning of a reason")
    for one, other in product(reasons.no_problem, reasons.no_answer):
        shorter, longer = sorted((spelling_key(one), spelling_key(other)), key=len)
        if longer.startswith(shorter):
            raise DefinitionsError(f"reasons.no_answer: {other!r} and {one!r} under no_problem begin the same reasons")


def _check_closings(closings: Closings) -> None:
    """Every beginning closes a deal in one way."""
    meaning: dict[str, str] = {}
    for each in fields(closings):
        texts = getattr(closings, each.name)
        if not isinstance(texts, tuple):
            raise DefinitionsError(f"closings.{each.name}: must be a list of beginnings of labels")
        for text in texts:
            if not isinstance(text, str) or not spelling_key(text):
                raise DefinitionsError(f"closings.{each.name}: {text!r} is not the beginning of a label")
            if meaning.setdefault(spelling_key(text), each.name) != each.name:
                raise DefinitionsError(f"closings.{each.name}: {text!r} stands under {meaning[spelling_key(text)]} too")


def _check_names(key: str, entries: tuple[Stage, ...] | tuple[Channel, ...] | tuple[Owner, ...]) -> None:
    """Every spelling means one thing."""
    meaning: dict[str, str] = {}
    for entry in entries:
        if not isinstance(entry.also, tuple):
            raise DefinitionsError(f"{key}: also of {entry.name!r} is not a list of names")
        for text in (entry.name, *entry.also):
            if not isinstance(text, str) or not spelling_key(text):
                raise DefinitionsError(f"{key}: {text!r} of {entry.name!r} is not a name")
            if meaning.setdefault(spelling_key(text), entry.name) != entry.name:
                other = meaning[spelling_key(text)]
                raise DefinitionsError(f"{key}: the spelling {text!r} stands under both {other!r} and {entry.name!r}")
    if len({spelling_key(entry.name) for entry in entries}) < len(entries):
        raise DefinitionsError(f"{key}: a name stands twice")


@cache
def _time_zones() -> set[str]:
    return zoneinfo.available_timezones()


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _is_whole(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)
