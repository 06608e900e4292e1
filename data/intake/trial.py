"""Try a mapping on the first records of files: what it would give, at once and without touching the home."""

import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import tomlkit

from data import definitions
from data.definitions import DefinitionsError
from data.intake import IntakeError, profiles
from data.intake.draft import Draft
from data.intake.load import load_files
from data.intake.mapping import MappedExport, as_profile
from data.intake.profiles import ProfileError
from data.intake.report import Report


@dataclass(frozen=True)
class Tried:
    """What a mapping gives for the first records.

    Attributes
    ----------
    report : Report or None
        The account of a load of them; None where it would be refused.
    refused : str
        Why it would be, in a sentence.
    """

    report: Report | None
    refused: str = ""

    @property
    def readable(self) -> float:
        """Share of the records that can be used; of none nothing can."""
        rows = sum(each.count_rows for each in self.report.files) if self.report else 0
        bad = sum(each.count_quarantined for each in self.report.files) if self.report else 0
        return 1 - bad / rows if rows else 0.0


def keep(draft: Draft, mapped: MappedExport) -> str:
    """Write the mapping of a draft as its profile.

    Returns
    -------
    str
        What is wrong with it, in a sentence; "" where a load can read with it.
    """
    shutil.rmtree(draft.own_profiles, ignore_errors=True)
    if not mapped.files:
        return ""
    told = as_profile(mapped)
    try:
        profiles.parse(told)
    except ProfileError as error:
        return str(error)
    draft.own_profiles.mkdir(parents=True)
    (draft.own_profiles / f"{mapped.name}.toml").write_text(tomlkit.dumps(told), encoding="utf-8")
    return ""


def try_out(draft: Draft, home: Path, heads: Sequence[Path]) -> Tried:
    """Load the first records of files with the profiles of a draft, into nothing.

    Parameters
    ----------
    draft : Draft
        Holds the profile to try.
    home : Path
        Whose definitions and profiles hold besides.
    heads : sequence of Path
        Files with the first records.

    Returns
    -------
    Tried
        What it gives.
    """
    with tempfile.TemporaryDirectory(prefix="pipeline-try-") as folder:
        own = Path(folder)
        try:
            text = draft.definitions_text() or definitions.text(home)
            (own / "definitions.toml").write_text(text, encoding="utf-8")
            for each in (home / profiles.OWN, draft.own_profiles):
                if each.is_dir():
                    shutil.copytree(each, own / profiles.OWN, dirs_exist_ok=True)
            return Tried(load_files(heads, home=own, publish=False))
        except (IntakeError, ProfileError, DefinitionsError) as error:
            return Tried(None, str(error))
