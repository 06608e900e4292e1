"""A load in the making: files, how they are read, and the generation that it would publish, in a folder of the home.

Preparing does all the work of a load and changes nothing; publishing what was prepared only moves it in its place.
"""

import json
import shutil
from dataclasses import dataclass
from pathlib import Path

from data import definitions
from data.intake import IntakeError, profiles
from data.store import Store

PREPARED = "prepared.json"


@dataclass(frozen=True)
class Draft:
    """The folder of a load in the making.

    Attributes
    ----------
    folder : Path
        Holds ``profiles/*.toml`` and ``definitions.toml`` where they differ from the home's, and what is prepared.
    is_kept : bool
        Whether a load keeps there what it would publish.
    """

    folder: Path
    is_kept: bool = False

    @property
    def generation(self) -> Path:
        """The file that would be published."""
        return self.folder / "generation.duckdb"

    @property
    def own_profiles(self) -> Path:
        """Folder of the profiles that the home does not have yet."""
        return self.folder / profiles.OWN

    @property
    def own_definitions(self) -> Path:
        """The definitions, where they are not those of the home."""
        return self.folder / "definitions.toml"

    def definitions_text(self) -> str | None:
        """Text of the definitions of this draft; None where those of the home hold."""
        return definitions.text(self.folder) if self.own_definitions.exists() else None

    def remember(self, generations: Store, summary: str, definitions_text: str) -> None:
        """Write down what the prepared generation was built on and with."""
        told = {"base": generations.base(), "summary": summary, "definitions": definitions_text}
        (self.folder / PREPARED).write_text(json.dumps(told), encoding="utf-8")


def publish(draft: Draft, generations: Store) -> None:
    """Show what a draft prepared: its profiles and definitions become the home's, then its generation is current.

    Parameters
    ----------
    draft : Draft
        With a prepared generation; its folder is gone afterwards.
    generations : Store
        Of the home.

    Raises
    ------
    IntakeError
        If nothing is prepared there.
    StoreError
        If other data or definitions came since.
    """
    try:
        told = json.loads((draft.folder / PREPARED).read_text(encoding="utf-8"))
    except OSError:
        raise IntakeError(f"{draft.folder} holds nothing that is prepared.") from None
    generations.demand_base(told["base"])
    for profile in draft.own_profiles.glob("*.toml"):
        kept = generations.folder / profiles.OWN / profile.name
        kept.parent.mkdir(exist_ok=True)
        shutil.copyfile(profile, kept)
    if told["definitions"] != definitions.text(generations.folder):
        kept = generations.folder / "definitions.toml"
        kept.with_suffix(".new").write_text(told["definitions"], encoding="utf-8")
        kept.with_suffix(".new").replace(kept)
    generations.publish(draft.generation, generations.base(), told["summary"])
    shutil.rmtree(draft.folder)
