"""What each reader may see and do: the company's own file, read anew whenever it changes.

The file ``readers.toml`` of the home names persons and groups, each with a role and the leads that they see. Who is
named several times may do all of it together; what is not said is not granted. A file that cannot be read grants nobody
anything, but for the administrators that the environment names.
"""

import os
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

FILE = "readers.toml"
ADMINISTRATORS = "PIPELINE_ADMINISTRATORS"  # addresses with commas between: whoever sets the file up, or mends it
ADMINISTRATOR = "administrator"
RIGHTS = ("names", "amounts", "export", "import", "settings", "erase", "audit")
GRANTED_BY = ("team", "owner", "region", "segment", "pipeline", "account_id")  # by what leads are granted
ALL_ROWS = "all"
ONESELF = "(reader)"  # among owners: the reader's own name and address

Grant = tuple[tuple[str, tuple[str, ...]], ...]


class ReadersError(ValueError):
    """The file cannot be read; the message says where and what to do."""


@dataclass(frozen=True)
class Identity:
    """Who somebody is, as the company's provider says.

    Attributes
    ----------
    address : str
        Their verified address; what the log of what was done calls them.
    name : str
        As colleagues write it; "" where it is not told.
    groups : frozenset of str
        Those of the company that they belong to.
    """

    address: str
    name: str = ""
    groups: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Reader:
    """What a reader may see and do.

    Attributes
    ----------
    address : str
        Who it is; "" where nobody signs in.
    pages : frozenset of str
        Names of pages and sections.
    rights : frozenset of str
        Some of ``RIGHTS``.
    grants : tuple of Grant, optional
        The leads that are seen, as ``analysis.sight`` takes them. None is all, ``()`` none.
    """

    address: str = ""
    pages: frozenset[str] = frozenset()
    rights: frozenset[str] = frozenset()
    grants: tuple[Grant, ...] | None = ()

    def may(self, right: str) -> bool:
        """Whether the reader has a right."""
        return right in self.rights

    @property
    def is_known(self) -> bool:
        """Whether anything at all is granted."""
        return bool(self.pages or self.rights)


@dataclass(frozen=True)
class Entry:
    """One entry of the file: of a person or of a group."""

    person: str
    group: str
    role: str
    rows: tuple[Grant, ...] | None

    def is_of(self, address: str, groups: frozenset[str]) -> bool:
        """Whether it names somebody."""
        return _spelled(self.person) == address if self.person else self.group in groups


@dataclass(frozen=True)
class Role:
    """What a role may do."""

    pages: frozenset[str]
    rights: frozenset[str]


@dataclass(frozen=True)
class Readers:
    """Everybody that the file names.

    Attributes
    ----------
    entries : tuple of Entry
        In the order of the file.
    roles : mapping of Role
        By name.
    fault : str
        Why the file grants nothing; "" where it can be read.
    """

    entries: tuple[Entry, ...]
    roles: Mapping[str, Role]
    fault: str = ""

    def reader(self, who: Identity) -> Reader:
        """What somebody may see and do.

        Parameters
        ----------
        who : Identity
            As the provider says it.

        Returns
        -------
        Reader
            Without anything where the file does not name them.
        """
        address = _spelled(who.address)
        own = [entry for entry in self.entries if entry.is_of(address, who.groups)]
        if address and address in administrators():
            own.append(Entry(who.address, "", ADMINISTRATOR, None))
        roles = [self.roles[entry.role] for entry in own]
        rows = [entry.rows for entry in own]
        grants = None if None in rows else tuple(grant for granted in rows for grant in granted or ())
        return Reader(
            who.address,
            frozenset(page for role in roles for page in role.pages),
            frozenset(right for role in roles for right in role.rights),
            None if grants is None else tuple(dict.fromkeys(_told(grant, who) for grant in grants)),
        )


def everybody() -> Reader:
    """Whoever opens the dashboard where nobody signs in: on the machine that it runs on."""
    role = usual_roles()[ADMINISTRATOR]
    return Reader("", role.pages, role.rights, None)


def nobody(fault: str = "") -> Readers:
    """No reader but the administrators of the environment."""
    return Readers((), usual_roles(), fault)


def read(folder: Path) -> Readers:
    """Those that the file of a home names.

    Parameters
    ----------
    folder : Path
        The home folder.

    Returns
    -------
    Readers
        Nobody where there is no file, or where it cannot be read: then with the reason.
    """
    file = folder / FILE
    try:
        known = file.stat()
    except FileNotFoundError:
        return nobody()
    except OSError as error:
        return nobody(f"{FILE} cannot be read: {error.strerror}.")
    return _read(file, known.st_mtime_ns, known.st_size, known.st_ino)


@lru_cache(maxsize=4)
def _read(file: Path, *state: int) -> Readers:
    """Read once for each state of the file."""
    del state
    try:
        return parse(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, ReadersError) as error:
        return nobody(f"{FILE} grants nobody anything until it is mended: {error}")


def parse(text: str) -> Readers:
    """The entries of a file.

    Parameters
    ----------
    text : str
        TOML.

    Returns
    -------
    Readers
        As it says.

    Raises
    ------
    ReadersError
        If it is no TOML, or says anything that is not known: what is misspelled grants nothing in silence.
    """
    try:
        told = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ReadersError(f"it is no TOML ({error}).") from error
    if unknown := set(told) - {"readers", "roles"}:
        raise ReadersError(f"there is no {sorted(unknown)[0]!r}: write [[readers]] and [roles].")
    if not isinstance(told.get("roles", {}), dict) or not isinstance(told.get("readers", []), list):
        raise ReadersError("write [[readers]] for each reader, and [roles.NAME] for each role.")
    roles = {**usual_roles(), **_roles(told.get("roles", {}))}
    entries = tuple(_entry(each, place, roles) for place, each in enumerate(told.get("readers", []), start=1))
    return Readers(entries, roles)


@cache
def usual_roles() -> Mapping[str, Role]:
    """The roles that there are where the file says nothing of them."""
    return _roles(tomllib.loads(Path(__file__).with_name("roles.toml").read_text(encoding="utf-8")))


def _roles(told: Mapping[str, Any]) -> dict[str, Role]:
    roles = {}
    for name, says in told.items():
        if not isinstance(says, dict) or set(says) - {"pages", "rights"}:
            raise ReadersError(f"the role {name!r} says pages and rights, and nothing else.")
        pages, rights = (_texts(says.get(kind, []), f"{kind} of the role {name!r}") for kind in ("pages", "rights"))
        if unknown := set(rights) - set(RIGHTS):
            raise ReadersError(f"there is no right {sorted(unknown)[0]!r}. There are: {', '.join(RIGHTS)}.")
        roles[name] = Role(frozenset(pages), frozenset(rights))
    return roles


def _entry(told: Any, place: int, roles: Mapping[str, Role]) -> Entry:
    where = f"reader {place}"
    if not isinstance(told, dict) or set(told) - {"person", "group", "role", "rows"}:
        raise ReadersError(f"{where} says person or group, role and rows, and nothing else.")
    person, group, role = (told.get(name, "") for name in ("person", "group", "role"))
    if not all(isinstance(each, str) for each in (person, group, role)) or bool(person.strip()) == bool(group.strip()):
        raise ReadersError(f"{where} is a person by address, or a group by name: write one of the two.")
    if role not in roles:
        raise ReadersError(f"{where} has no role that there is. There are: {', '.join(roles)}.")
    return Entry(person.strip(), group.strip(), role, _rows(told.get("rows", []), where))


def _rows(told: Any, where: str) -> tuple[Grant, ...] | None:
    if told == ALL_ROWS:
        return None
    grants = [told] if isinstance(told, dict) else told
    if not isinstance(grants, list) or not all(isinstance(grant, dict) and grant for grant in grants):
        raise ReadersError(f'{where} sees rows = "{ALL_ROWS}", or those by {", ".join(GRANTED_BY)}.')
    for grant in grants:
        if unknown := set(grant) - set(GRANTED_BY):
            raise ReadersError(f"{where} cannot see rows by {sorted(unknown)[0]!r}: write {', '.join(GRANTED_BY)}.")
    return tuple(tuple((name, _texts(grant[name], f"{name} of {where}")) for name in sorted(grant)) for grant in grants)


def _texts(told: Any, what: str) -> tuple[str, ...]:
    values = [told] if isinstance(told, str) else told
    if not isinstance(values, list) or not all(isinstance(value, str) for value in values):
        raise ReadersError(f"the {what} are a list of texts.")
    return tuple(values)


def _told(grant: Grant, who: Identity) -> Grant:
    """The grant with the reader's own name in the place of ``ONESELF``."""
    own = tuple(each for each in (who.name, who.address) if each)
    return tuple(
        (name, tuple(each for value in values for each in (own if value == ONESELF else (value,))))
        for name, values in grant
    )


def administrators() -> set[str]:
    """Addresses that the environment names, spelled alike."""
    return {_spelled(each) for each in os.environ.get(ADMINISTRATORS, "").split(",") if each.strip()}


def _spelled(address: str) -> str:
    return address.strip().casefold()


def named(groups: Iterable[Any]) -> frozenset[str]:
    """Names of groups as a provider lists them; what is no text names none."""
    return frozenset(each for each in groups if isinstance(each, str) and each)
