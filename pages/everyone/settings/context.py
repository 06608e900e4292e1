"""What an area of the settings is made of: the definitions as they are, as they would be, and what is loaded."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from analysis.warehouse import Warehouse
from data.definitions import Definitions
from data.settings.draft import Draft
from data.settings.versions import Version
from pages.parts.forms import Form


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


class Area(Protocol):
    """One area of the settings: a module with these two functions."""

    def form(self, context: Context, answers: Mapping[str, Any]) -> Form:
        """What can be set; the answers of the run before say which part of it is looked at."""

    def change(self, draft: Draft, context: Context, changed: Mapping[str, Any]) -> None:
        """Write what was changed into the draft; a wrong value is a DefinitionsError."""
