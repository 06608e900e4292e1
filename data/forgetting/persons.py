"""Who is meant by the ids that somebody names: all leads and contacts of these persons, in every generation."""

import hashlib
import itertools
import secrets
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import duckdb

from data import dimensions
from data.connections import insert
from data.forgetting.register import CONTACT, LEAD, Register
from data.forgetting.traces import EMAIL, Traces, literal
from data.store import StoreError

ACCOUNT, TOUCH = "account", "touch"
GROUPS = 1024  # into which the mart journeys deals out accounts
MOST_LEADS = 50  # of one contact: more, and it rather stands for nobody in particular
KINDS = tuple((f"{kind}:", kind) for kind in (LEAD, CONTACT))  # how an id says which of both it is
ID_COLUMNS = {"lead_id": LEAD, "into_lead_id": LEAD, "contact_id": CONTACT, "account_id": ACCOUNT, "touch_id": TOUCH}
LEADS = ("canonical.leads", "intake.removed_leads")
WITH_LEAD = (*LEADS, "canonical.stage_events", "canonical.outcomes", "canonical.touches", "intake.removals")
# What a text that names somebody else or something else may stand in.
LABELS = {
    **dict.fromkeys(LEADS, ("lead_name", "account_name", "source", "further_sources", *dimensions.RECORDED)),
    "canonical.touches": ("channel", "kind", "actor", "sequence"),
    "canonical.spend": ("source", "campaign"),
    "canonical.stage_events": ("stage",),
}
COUNTED = {
    "leads": "canonical.leads",
    "deleted leads": "intake.removed_leads",
    "stage entries": "canonical.stage_events",
    "outcomes": "canonical.outcomes",
    "touches": "canonical.touches",
}


class ErasingError(StoreError):
    """Nobody can be erased like this; the message says why and what to do."""


@dataclass(frozen=True)
class Persons:
    """Whom some ids mean.

    Attributes
    ----------
    leads, contacts : frozenset of str
        All their ids.
    traces : Traces
        What names them.
    own_accounts : frozenset of str
        Accounts that no lead of anybody else has.
    listed_accounts : frozenset of str
        Those of them that are on the list of target accounts: companies that the business wants.
    touches : frozenset of str
        Ids of the touches of them.
    rows : dict of str to int
        How many rows of each kind are theirs, in the latest generation that has some.
    """

    leads: frozenset[str]
    contacts: frozenset[str]
    traces: Traces
    own_accounts: frozenset[str] = frozenset()
    listed_accounts: frozenset[str] = frozenset()
    touches: frozenset[str] = frozenset()
    rows: dict[str, int] = field(default_factory=dict)

    def with_opaque_ids(self) -> list[tuple[str, str, str]]:
        """Kind, id and a random id instead.

        Random ids stand in the order of the ids, so that no tie turns over, and are dealt out to the same groups, so
        that what is resampled by account stays the same.
        """
        known = sorted(
            {(each, LEAD) for each in self.leads}
            | {(each, CONTACT) for each in self.contacts}
            | {(each, ACCOUNT) for each in self.own_accounts - self.listed_accounts}
            | {(each, TOUCH) for each in self.touches}
        )
        tokens: set[str] = set()
        while len(tokens) < len(known):
            tokens.add(f"erased-{secrets.token_hex(8)}")
        return [
            (kind, name, _of_group(token, name) if kind in (LEAD, ACCOUNT) else token)
            for (name, kind), token in zip(known, sorted(tokens), strict=True)
        ]


def _of_group(token: str, name: str) -> str:
    """A token, continued so that it falls into the group of a name."""
    tried = (f"{token}{secrets.token_hex(4)}" for _ in itertools.count())
    return next(each for each in tried if _group(each) == _group(name))


def _group(name: str) -> int:
    """The group of an account, see the mart journeys."""
    return int.from_bytes(hashlib.md5(name.encode(), usedforsecurity=False).digest()[8:], "little") % GROUPS


def find(
    generations: Sequence[Path], named: Iterable[str], register: Register, *, anyway: bool = False
) -> tuple[Persons, list[str]]:
    """Find the persons that ids mean, and those whose erasure was stopped.

    A lead stands for its contact where it has one, and a contact for all its leads: they are one person.

    Parameters
    ----------
    generations : sequence of Path
        All that can be read, oldest first.
    named : iterable of str
        Ids of leads or contacts; ``lead:…`` and ``contact:…`` tell which.
    register : Register
        Who was erased before.
    anyway : bool, default False
        Whether a contact with very many leads is meant as well.

    Returns
    -------
    Persons, list of str
        Whom they mean, and the ids that no generation knows.

    Raises
    ------
    ErasingError
        If an id means two persons, or a contact with very many leads.
    """
    with closing(duckdb.connect()) as connection:
        connection.execute("set TimeZone = 'UTC'")
        for name in ("leads", "contacts", "names"):
            connection.execute(f"create temp table their_{name} (id varchar primary key)")
        given = list(dict.fromkeys(named))
        unknown = _begin(connection, generations, given)
        _resume(connection, generations, register)
        _close(connection, generations)
        leads, contacts = (
            frozenset(each for (each,) in connection.execute(f"select id from their_{name}").fetchall())
            for name in ("leads", "contacts")
        )
        if not anyway:
            _demand_persons(connection, generations, contacts)
        traces = _traces(connection, generations, leads | contacts | frozenset(unknown))
        own = _own_accounts(connection, generations)
        return (
            Persons(leads, contacts, traces, *own, _touches(connection, generations), _rows(connection, generations)),
            unknown,
        )


@contextmanager
def attached(connection: duckdb.DuckDBPyConnection, generation: Path) -> Iterator[set[str]]:
    """Attach a generation as ``before``; yields its tables, such as ``canonical.leads``."""
    connection.execute(f"attach {literal(str(generation))} as before (read_only)")
    try:
        found = connection.execute(
            "select schema_name || '.' || table_name from duckdb_tables() where database_name = 'before'"
        ).fetchall()
        yield {table for (table,) in found}
    finally:
        connection.execute("detach before")


def theirs_sql(table: str, given: str = "given") -> str:
    """SQL condition: a row of a canonical table is about them or names them."""
    columns = {"lead_id": "leads", **({"contact_id": "contacts"} if table in (*LEADS, "canonical.touches") else {})}
    if table == "intake.removals":
        columns["into_lead_id"] = "leads"
    return " or ".join(
        f"coalesce({given}.{column} in (select id from their_{kind}), false)" for column, kind in columns.items()
    )


def _begin(connection: duckdb.DuckDBPyConnection, generations: Sequence[Path], given: list[str]) -> list[str]:
    """Take the ids that are known; gives the others."""
    further = {
        each: (kind, each.removeprefix(start)) for each in given for start, kind in KINDS if each.startswith(start)
    }
    connection.execute("create temp table asked (id varchar)")
    insert(connection, "asked", [(each,) for each in (*given, *(name for _, name in further.values()))])
    known: set[tuple[str, str]] = set()
    for generation in generations:
        with attached(connection, generation) as tables:
            for kind, table, column in _id_columns(tables):
                asked = f"select {column} from before.{table} where {column} in (select id from asked)"
                known |= {(kind, name) for name in _texts(connection, asked)}
    unknown = []
    for each in given:
        meant = [(kind, each) for kind in (LEAD, CONTACT) if (kind, each) in known]
        meant = meant or [named for named in (further.get(each),) if named in known]
        if len(meant) == 2 and not _is_one_person(connection, generations, each):
            raise ErasingError(
                f"{each} is the id of a lead, and of a contact who is somebody else: "
                f"write lead:{each} or contact:{each}; nothing was changed."
            )
        for kind, name in meant:
            connection.execute(f"insert or ignore into their_{kind}s values (?)", [name])
        if not meant:
            unknown.append(each)
    return unknown


def _id_columns(tables: set[str]) -> list[tuple[str, str, str]]:
    """Kind, table and column of every column of ids of persons."""
    found = [(LEAD, table, "lead_id") for table in (*WITH_LEAD, "history.past_leads") if table in tables]
    found += [(LEAD, "intake.removals", "into_lead_id")] if "intake.removals" in tables else []
    found += [(CONTACT, table, "contact_id") for table in (*LEADS, "canonical.touches") if table in tables]
    return found


def _is_one_person(connection: duckdb.DuckDBPyConnection, generations: Sequence[Path], name: str) -> bool:
    """Whether an id of a lead and of a contact is of one person, or nothing says otherwise."""
    for generation in generations:
        with attached(connection, generation) as tables:
            for table in (each for each in LEADS if each in tables):
                others = connection.execute(
                    f"select count(*) from before.{table} where lead_id = $name and contact_id <> $name", {"name": name}
                ).fetchall()[0][0]
                if others:
                    return False
    return True


def _resume(connection: duckdb.DuckDBPyConnection, generations: Sequence[Path], register: Register) -> None:
    """Take those as well who are in the register and still there."""
    if not register.hashes:
        return
    connection.execute("create temp table known_hashes (digest varchar primary key)")
    insert(connection, "known_hashes", [(each,) for each in sorted(register.hashes)])
    for generation in generations:
        with attached(connection, generation) as tables:
            for kind, table, column in _id_columns(tables):
                connection.execute(
                    f"insert or ignore into their_{kind}s select distinct {column} from before.{table} "
                    f"where {register.digest_sql(kind, column)} in (select digest from known_hashes)"
                )


def _close(connection: duckdb.DuckDBPyConnection, generations: Sequence[Path]) -> None:
    """Add the contacts of the leads, the leads of the contacts, and what was merged, until nothing comes."""
    size = -1
    while size != (size := _size(connection)):
        for generation in generations:
            with attached(connection, generation) as tables:
                for table in (each for each in LEADS if each in tables):
                    connection.execute(
                        f"insert or ignore into their_contacts select distinct contact_id from before.{table} "
                        "where contact_id is not null and lead_id in (select id from their_leads)"
                    )
                    connection.execute(
                        f"insert or ignore into their_leads select distinct lead_id from before.{table} "
                        "where contact_id in (select id from their_contacts)"
                    )
                if "intake.removals" in tables:
                    for one, other in (("lead_id", "into_lead_id"), ("into_lead_id", "lead_id")):
                        connection.execute(
                            f"insert or ignore into their_leads select distinct {one} from before.intake.removals "
                            f"where {one} is not null and {other} in (select id from their_leads)"
                        )


def _size(connection: duckdb.DuckDBPyConnection) -> int:
    found = connection.execute(
        "select (select count(*) from their_leads) + (select count(*) from their_contacts)"
    ).fetchall()
    return int(found[0][0])


def _demand_persons(
    connection: duckdb.DuckDBPyConnection, generations: Sequence[Path], contacts: frozenset[str]
) -> None:
    """Refuse a contact that so many leads have that it stands for nobody in particular."""
    for generation in generations if contacts else ():
        with attached(connection, generation):
            found = connection.execute(
                "select contact_id, count(*) as times from before.canonical.leads "
                "where contact_id in (select id from their_contacts) group by contact_id "
                f"having times > {MOST_LEADS} order by times desc limit 1"
            ).fetchall()
        if found:
            name, times = found[0]
            raise ErasingError(
                f"{times} leads have the contact {name}, more than one person has: all of them would go. "
                "Add --anyway if that is meant; nothing was changed."
            )


def _traces(connection: duckdb.DuckDBPyConnection, generations: Sequence[Path], ids: frozenset[str]) -> Traces:
    """Names and addresses of them, but for those that others have too."""
    for generation in generations:
        with attached(connection, generation) as tables:
            for table in (each for each in LEADS if each in tables and "lead_name" in _columns(connection)[each]):
                connection.execute(
                    f"insert or ignore into their_names select distinct trim(lead_name) from before.{table} as given "
                    f"where trim(lead_name) <> '' and ({theirs_sql(table)})"
                )
    for each in sorted(ids):
        for address in EMAIL.findall(each):
            connection.execute("insert or ignore into their_names values (?)", [address])
    connection.execute("create temp table shared_names (id varchar primary key)")
    for generation in generations:
        with attached(connection, generation):
            there = _columns(connection)
            for table, columns in LABELS.items():
                others = f"where not ({theirs_sql(table)})" if table != "canonical.spend" else ""
                for column in (each for each in columns if each in there.get(table, ())):
                    connection.execute(
                        "insert or ignore into shared_names select distinct id from their_names join "
                        f'(select distinct "{column}" as label from before.{table} as given {others}) '
                        "on contains(label, id)"
                    )
    names = {each for (each,) in connection.execute("select id from their_names").fetchall()}
    shared = {each for (each,) in connection.execute("select id from shared_names").fetchall()}
    return Traces(ids, frozenset(names - shared), len(shared))


def _columns(connection: duckdb.DuckDBPyConnection) -> dict[str, set[str]]:
    """The columns of each table of the attached generation: earlier versions had fewer."""
    found: dict[str, set[str]] = {}
    for table, column in connection.execute(
        "select schema_name || '.' || table_name, column_name from duckdb_columns() where database_name = 'before'"
    ).fetchall():
        found.setdefault(table, set()).add(column)
    return found


def _own_accounts(
    connection: duckdb.DuckDBPyConnection, generations: Sequence[Path]
) -> tuple[frozenset[str], frozenset[str]]:
    """Accounts of theirs alone, and those of them that the business lists."""
    own: set[str] = set()
    others: set[str] = set()
    listed: set[str] = set()
    for generation in generations:
        with attached(connection, generation) as tables:
            for table in (each for each in (*LEADS, "history.past_leads") if each in tables):
                theirs = theirs_sql(table)
                own |= _texts(connection, f"select distinct account_id from before.{table} as given where {theirs}")
                others |= _texts(
                    connection,
                    f"select distinct given.account_id from before.{table} as given semi join (select account_id from "
                    f"before.{table} as given where {theirs}) as own on own.account_id = given.account_id "
                    f"where not ({theirs})",
                )
            if "canonical.target_accounts" in tables:
                listed |= _texts(connection, "select account_id from before.canonical.target_accounts")
    return frozenset(own - others), frozenset((own - others) & listed)


def _touches(connection: duckdb.DuckDBPyConnection, generations: Sequence[Path]) -> frozenset[str]:
    found: set[str] = set()
    for generation in generations:
        with attached(connection, generation):
            found |= _texts(
                connection,
                f"select touch_id from before.canonical.touches as given where {theirs_sql('canonical.touches')}",
            )
    return frozenset(found)


def _rows(connection: duckdb.DuckDBPyConnection, generations: Sequence[Path]) -> dict[str, int]:
    for generation in reversed(generations):
        with attached(connection, generation) as tables:
            counts = {
                name: int(
                    connection.execute(
                        f"select count(*) from before.{table} as given where {theirs_sql(table)}"
                    ).fetchall()[0][0]
                )
                for name, table in COUNTED.items()
                if table in tables
            }
        if any(counts.values()):
            return {name: count for name, count in counts.items() if count}
    return {}


def _texts(connection: duckdb.DuckDBPyConnection, query: str) -> set[str]:
    return {each for (each,) in connection.execute(query).fetchall() if each is not None}
