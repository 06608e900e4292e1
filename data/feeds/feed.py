"""What the definitions say of one way in which data comes by itself."""

import re
from dataclasses import dataclass
from pathlib import PurePath

from data.intake.amounts import DECIMALS
from data.intake.instants import FAMILIES


class FeedError(RuntimeError):
    """A feed cannot be read at all; the sentence says why, and the way out."""


@dataclass(frozen=True)
class Feed:
    """One entry under ``[[feeds]]``: a folder that exports land in, or tables of a database.

    Attributes
    ----------
    folder : str
        Whole path of the folder; what lies in folders below it is read too. "" for a database.
    database : str
        Name of the environment variable that holds the address of the database, with all that is secret in it.
    tables : tuple of str
        Its tables or views, with their schema where they need one; together they are one export.
    query : str
        In place of tables, a query of which each row is a record.
    changed_at : str
        Column that says when a row was last changed: where a table has it, only what changed is read.
    overlap_minutes : int
        So much earlier than the latest change that was read the next reading begins: changes may come late.
    whole_days : int
        After so many days all is read again.
    name : str
        What pages and the log call it; by default the folder or the variable.
    profile, dates, decimal : str or None
        As for ``python -m data load``: the kind of the exports, the form of their dates, what parts their cents.

    Raises
    ------
    ValueError
        If a value is wrong; the message begins with the key.
    """

    folder: str = ""
    database: str = ""
    tables: tuple[str, ...] = ()
    query: str = ""
    changed_at: str = ""
    overlap_minutes: int = 60
    whole_days: int = 7
    name: str = ""
    profile: str | None = None
    dates: str | None = None
    decimal: str | None = None

    def __post_init__(self) -> None:
        texts = ("folder", "database", "query", "changed_at", "name", "profile")
        if wrong := [key for key in texts if not isinstance(getattr(self, key) or "", str)]:
            raise ValueError(f"{wrong[0]}: must be a text")
        if not isinstance(self.tables, tuple) or not all(isinstance(each, str) and each for each in self.tables):
            raise ValueError("tables: must be a list of names")
        for key in ("overlap_minutes", "whole_days"):
            number = getattr(self, key)
            if not isinstance(number, int) or isinstance(number, bool) or number < 0:
                raise ValueError(f"{key}: {number!r} is not a whole number from 0 on")
        if bool(self.folder) == bool(self.database):
            raise ValueError("folder: either a folder is named or the variable of a database")
        self._check_folder() if self.folder else self._check_database()
        for key, known in (("dates", tuple(FAMILIES)), ("decimal", DECIMALS)):
            if getattr(self, key) not in (None, *known):
                raise ValueError(f"{key}: must be one of {', '.join(known)}")

    @property
    def title(self) -> str:
        """What it is called."""
        return self.name or self.folder or self.database

    def _check_folder(self) -> None:
        if not PurePath(self.folder).is_absolute():
            raise ValueError(f"folder: {self.folder!r} is not a whole path such as /srv/exports")
        if self.tables or self.query or self.changed_at:
            raise ValueError("tables, query and changed_at: belong to a database")

    def _check_database(self) -> None:
        if not re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]*", self.database):
            raise ValueError(
                "database: must be the name of an environment variable, such as WAREHOUSE_URL; the address itself, with"
                " what is secret in it, belongs into that variable"
            )
        if bool(self.tables) == bool(self.query):
            raise ValueError("tables: either tables are named or there is a query")
