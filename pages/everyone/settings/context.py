"""What an area of the settings is made of: the definitions as they are, as they would be, and what is loaded."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from analysis.warehouse import Warehouse
from data.definitions import Definitions
from data.grids import Changed, Grid
from data.settings.draft import Draft
from data.settings.versions import Version
from pages.parts.forms import Form, Rows

GRID = "grid"


@dataclass(frozen=True)
class Context:
    """What an area knows.

    Attributes
    ----------
    home : Path
        The home folder.
    warehouse : Warehouse
        The numbers.
    kept : Definitions
        As they are kept.
    meant : Definitions
        With what is changed and not kept yet.
    versions : tuple of Version
        What they were, the latest first.
    """

    home: Path
    warehouse: Warehouse
    kept: Definitions
    meant: Definitions
    versions: tuple[Version, ...] = ()


class Table(Protocol):
    """A table that is edited as a whole: a module with a name of ``data.grids.EDITABLE`` and these functions."""

    TABLE: str

    def shown(self, context: Context, whole: Grid) -> Grid:
        """Those rows of the table that are to be edited; the others stay as they are."""

    def value(self, context: Context, before: Grid) -> Rows:
        """The grid as it begins."""

    def form(self, context: Context, more: int, value: Rows) -> Form:
        """The grid under the key ``GRID``, and what goes with it; so many more rows are not shown."""

    def rows(self, before: Grid, answer: Rows) -> list[dict[str, Any]]:
        """The rows that a filled grid means; where it means none that can be, an IntakeError."""

    def told(self, changed: Changed) -> str:
        """One change in a sentence."""


class Area(Protocol):
    """One area of the settings: a module with these two functions."""

    def form(self, context: Context, answers: Mapping[str, Any]) -> Form:
        """What can be set; the answers of the run before say which part of it is looked at."""

    def change(self, draft: Draft, context: Context, changed: Mapping[str, Any]) -> None:
        """Write what was changed into the draft; a wrong value is a DefinitionsError."""
