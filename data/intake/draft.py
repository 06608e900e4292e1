"""A load in the making: files, how they are read, and the generation that it would publish, in a folder of the home.

Preparing does all the work of a load and changes nothing; publishing what was prepared only moves it in its place.
"""

import filecmp
import itertools
import json
import re
import secrets
import shutil
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from data import definitions
from data.intake import IntakeError, gates, own_profiles, profiles
from data.settings import versions
from data.store import Store

FOLDER = "drafts"
PREPARED = "prepared.json"
BY_LOAD = "with a load"
KEPT_SECONDS = 24 * 60 * 60
NAME_CHARACTERS = 120
BLOCK = 4 << 20


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

    @classmethod
    def begin(cls, home: Path) -> "Draft":
        """Make the folder of a new one; those that were left for more than a day are cleared away."""
        for old in (home / FOLDER).glob("*"):
            if time.time() - old.stat().st_mtime > KEPT_SECONDS:
                shutil.rmtree(old, ignore_errors=True)
        draft = cls(home / FOLDER / secrets.token_hex(8), is_kept=True)
        draft.files.mkdir(parents=True)
        return draft

    @classmethod
    def named(cls, home: Path, name: str) -> "Draft | None":
        """The one of a name, as an address has it; None where there is none."""
        folder = home / FOLDER / name
        return cls(folder, is_kept=True) if re.fullmatch(r"[0-9a-f]{16}", name) and folder.is_dir() else None

    @property
    def name(self) -> str:
        """What an address calls it."""
        return self.folder.name

    @property
    def files(self) -> Path:
        """Folder of the files as they were handed in."""
        return self.folder / "files"

    @property
    def texts(self) -> Path:
        """Folder of what was in them, unpacked."""
        return self.folder / "texts"

    def job(self, command: str) -> Path:
        """Folder of a command that works on it, see ``data.jobs``."""
        return self.folder / "jobs" / command

    def add(self, name: str, content: IO[bytes]) -> None:
        """Take a file, under another name where one of its name is there; what was prepared is no longer."""
        last = re.split(r"[/\\]", name.replace("\0", ""))[-1]
        shown = last.lstrip(".")[-NAME_CHARACTERS:] or "file"
        unfinished = self.folder / f"{secrets.token_hex(4)}.new"
        with unfinished.open("wb") as file:
            shutil.copyfileobj(content, file, BLOCK)
        stem, dot, endings = shown.partition(".")
        names = (shown if number == 1 else f"{stem} ({number}){dot}{endings}" for number in itertools.count(1))
        free = next(each for each in names if _is_free_for(self.files / each, unfinished))
        unfinished.replace(self.files / free)
        self.forget_prepared()

    def remove(self, name: str) -> None:
        """Leave a file out."""
        (self.files / name).unlink(missing_ok=True)
        self.forget_prepared()

    def discard(self) -> None:
        """Forget it with all that is in it."""
        shutil.rmtree(self.folder, ignore_errors=True)

    def forget_prepared(self) -> None:
        """Whoever changes anything must prepare anew."""
        for each in (self.generation, self.folder / PREPARED):
            each.unlink(missing_ok=True)

    @property
    def is_prepared(self) -> bool:
        """Whether it could be published now."""
        return self.generation.exists() and (self.folder / PREPARED).exists()

    def is_stale(self, generations: Store) -> bool:
        """Whether other data or definitions came since it was prepared."""
        told = json.loads((self.folder / PREPARED).read_text(encoding="utf-8"))
        return bool(told["base"] != generations.base())

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

    @property
    def adopted_definitions(self) -> Path:
        """The definitions that a profile brings to a home without any."""
        return self.folder / "adopted.toml"

    def base_definitions(self, home: Path) -> str:
        """Text of the definitions that choices are added to."""
        if self.adopted_definitions.exists():
            return self.adopted_definitions.read_text(encoding="utf-8")
        return definitions.text(home)

    def remember(self, base: str, summary: str, definitions_text: str, stops: Sequence[str]) -> None:
        """Write down what the prepared generation was built on and with, and what looks like a mistake in it."""
        told = {"base": base, "summary": summary, "definitions": definitions_text, "stops": list(stops)}
        (self.folder / PREPARED).write_text(json.dumps(told), encoding="utf-8")


def waiting(home: Path) -> list[Draft]:
    """The drafts with files, the latest first."""
    found = [Draft(each, is_kept=True) for each in (home / FOLDER).glob("*") if each.is_dir()]
    with_files = [each for each in found if each.files.is_dir() and any(each.files.iterdir())]
    return sorted(with_files, key=lambda each: -each.folder.stat().st_mtime)


def _is_free_for(path: Path, content: Path) -> bool:
    """Whether a file can have a name: nothing has it, or the same content."""
    return not path.exists() or filecmp.cmp(path, content, shallow=False)


def publish(draft: Draft, generations: Store) -> None:
    """Show what a draft prepared: its profiles and definitions become the home's, then its generation is current.

    Parameters
    ----------
    draft : Draft
        With a prepared generation, which is moved; the rest of its folder stays.
    generations : Store
        Of the home.

    Raises
    ------
    IntakeError, ProfileError
        If nothing is prepared there, it looks like a mistake, or the name of a profile was taken meanwhile.
    StoreError
        If other data or definitions came since.
    """
    try:
        told = json.loads((draft.folder / PREPARED).read_text(encoding="utf-8"))
    except OSError:
        raise IntakeError(f"{draft.folder} holds nothing that is prepared.") from None
    gates.demand_none(told["stops"])
    generations.demand_base(told["base"])
    for profile in draft.own_profiles.glob("*.toml"):
        text, kept = profile.read_text(encoding="utf-8"), generations.folder / profiles.OWN / profile.name
        if not kept.exists() or kept.read_text(encoding="utf-8") != text:
            own_profiles.add(generations.folder, profile.stem, text)
    if told["definitions"] != definitions.text(generations.folder):
        versions.keep(
            generations.folder, told["definitions"], read=versions.now(generations.folder).digest, who=BY_LOAD
        )
    generations.publish(draft.generation, generations.base(), told["summary"])
    (draft.folder / PREPARED).unlink()
