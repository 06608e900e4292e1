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
from data.intake.mapping import MappedExport, Variant, as_profile, as_variant
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


def keep(draft: Draft, mapped: MappedExport, variants: Sequence[Variant]) -> str:
    """Write how the files of a draft are read, as its profiles.

    Parameters
    ----------
    draft : Draft
        Where to.
    mapped : MappedExport
        The files that are mapped column by column, and the name under which all is kept.
    variants : sequence of Variant
        The shipped kinds of exports that the other files are, one for each kind.

    Returns
    -------
    str
        What is wrong with it, in a sentence; "" where a load can read with it.
    """
    named = names(mapped.name, bool(mapped.files), variants)
    told = [as_profile(mapped)] if mapped.files else []
    told += [as_variant(name, each) for name, each in zip(named[len(told) :], variants, strict=True)]
    shutil.rmtree(draft.own_profiles, ignore_errors=True)
    draft.own_profiles.mkdir(parents=True)
    for each in told:
        try:
            profiles.parse(each)
        except ProfileError as error:
            return str(error)
        (draft.own_profiles / f"{each['name']}.toml").write_text(tomlkit.dumps(each), encoding="utf-8")
    return ""


def names(name: str, has_own: bool, variants: Sequence[Variant]) -> list[str]:
    """Names of the profiles of a draft: the one of its own, then those of its variants."""
    if len(variants) == 1 and not has_own:
        return [name]
    return [name] * has_own + [f"{name}-{each.extends}" for each in variants]


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
