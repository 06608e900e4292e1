"""What an import did, or would do: as one value, and as a file for who reads it later."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from data.definitions import Definitions
from data.intake.account import FileAccount
from data.intake.contents import Brought
from data.intake.meanings import Meaning, Meanings

FILE = "report.json"


@dataclass(frozen=True)
class Report:
    """What an import did, or would do.

    Attributes
    ----------
    load_id : int or None
        Number of the import; None when nothing was new.
    files : tuple of FileAccount
        Account of each file.
    already : str or None
        When and as what all the files were loaded before.
    adopted : str or None
        What the home took over from a profile, in a sentence.
    is_published : bool
        Whether there is a new generation.
    notes : tuple of str
        What else the reader should know: profiles that were left out.
    meanings : Meanings or None
        What the labels of the files mean; None when nothing was read.
    stops : tuple of str
        What looks like a mistake: a load stops there, unless one says that it is meant.
    brought : Brought or None
        What its rows say; None when nothing was read.
    """

    load_id: int | None
    files: tuple[FileAccount, ...] = ()
    already: str | None = None
    adopted: str | None = None
    is_published: bool = False
    notes: tuple[str, ...] = ()
    meanings: Meanings | None = None
    stops: tuple[str, ...] = ()
    brought: Brought | None = None


def write(report: Report, folder: Path) -> None:
    """Write a report into a folder."""
    labels = report.meanings
    told = asdict(replace(report, meanings=None))
    if labels is not None:
        told["meanings"] = {kind: [asdict(each) for each in getattr(labels, kind)] for kind in Meanings.KINDS}
    unfinished = folder / f"{FILE}.new"
    unfinished.write_text(json.dumps(told, default=date.isoformat), encoding="utf-8")
    unfinished.replace(folder / FILE)


def read(folder: Path, meant: Definitions) -> Report | None:
    """The report that was written into a folder, with the definitions that its labels go by; None where none was."""
    try:
        told = json.loads((folder / FILE).read_text(encoding="utf-8"))
    except OSError:
        return None
    files = tuple(_account(each) for each in told["files"])
    texts = {name: tuple(told[name]) for name in ("notes", "stops")}
    labels = told["meanings"] and Meanings(
        **{kind: tuple(Meaning(**each) for each in told["meanings"][kind]) for kind in Meanings.KINDS}, meant=meant
    )
    brought = told["brought"] and _brought(told["brought"])
    return Report(**{**told, **texts, "files": files, "meanings": labels, "brought": brought})


def _account(told: Mapping[str, Any]) -> FileAccount:
    reasons = tuple((reason, count) for reason, count in told["reasons"])
    return FileAccount(**{**told, "reasons": reasons, "notes": tuple(told["notes"])})


def _brought(told: Mapping[str, Any]) -> Brought:
    days = {name: told[name] and date.fromisoformat(told[name]) for name in ("first_on", "last_on")}
    return Brought(**{**told, **days, "won_amounts": tuple((code, amount) for code, amount in told["won_amounts"])})
