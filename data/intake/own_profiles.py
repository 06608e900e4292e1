"""The profiles of a home: listed, changed, renamed and removed, each a TOML file that a hand may write as well."""

import itertools
import os
import re
import tomllib
from dataclasses import dataclass
from pathlib import Path

import tomlkit

from data.intake import profiles
from data.intake.profiles import ProfileError

NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,59}")


@dataclass(frozen=True)
class OwnProfile:
    """A profile of a home.

    Attributes
    ----------
    name : str
        What it is called; of one that cannot be read, its file.
    path : Path
        Its file.
    text : str
        What is in it.
    describes : str
        What it is of.
    fault : str
        What is wrong with it; "" where it can be used.
    """

    name: str
    path: Path
    text: str
    describes: str = ""
    fault: str = ""


def listed(home: Path) -> list[OwnProfile]:
    """The profiles of a home by name, broken ones too."""
    found = []
    for path in sorted((home / profiles.OWN).glob("*.toml")):
        text = path.read_text(encoding="utf-8", errors="replace")
        try:
            known = profiles.read(path)
            found.append(OwnProfile(known.name, path, text, known.describes))
        except ProfileError as error:
            found.append(OwnProfile(path.stem, path, text, fault=str(error).removeprefix(f"{path}: ")))
    return found


def save(home: Path, own: OwnProfile, text: str) -> None:
    """Write a profile that was changed; its name may be another one.

    Raises
    ------
    ProfileError
        If it is wrong, or its name is taken: the old one stays; the message names the key.
    """
    try:
        name = profiles.parse(tomllib.loads(text)).name
    except tomllib.TOMLDecodeError as error:
        raise ProfileError(f"It is not TOML: {error}.") from error
    if name != own.name:
        _demand_free(home, name)
    _write(own.path.with_name(f"{name}.toml"), text)
    if name != own.path.stem:
        own.path.unlink()


def add(home: Path, name: str, text: str) -> Path:
    """Write a new profile into a home; gives its file.

    Raises
    ------
    ProfileError
        If the name cannot be one, or is taken.
    """
    _demand_free(home, name)
    path = home / profiles.OWN / f"{name}.toml"
    path.parent.mkdir(parents=True, exist_ok=True)
    _write(path, text)
    return path


def renamed(text: str, name: str) -> str:
    """Text of a profile with another name."""
    document = tomlkit.parse(text)
    document["name"] = name
    return tomlkit.dumps(document)


def free_name(home: Path, name: str) -> str:
    """A name that no profile has: the wanted one, else with a number behind it."""
    names = (name if number == 1 else f"{name}-{number}" for number in itertools.count(1))
    return next(each for each in names if not _taken(home, each))


def fault_of_name(home: Path, name: str) -> str:
    """Why a profile cannot have a name; "" where it can."""
    if not NAME.fullmatch(name):
        return f"{name!r} cannot be a name: small letters, digits and dashes can."
    return f"{name!r} is the name of another profile." if _taken(home, name) else ""


def remove(own: OwnProfile) -> None:
    """Remove a profile: what it read stays loaded."""
    own.path.unlink(missing_ok=True)


def _demand_free(home: Path, name: str) -> None:
    if fault := fault_of_name(home, name):
        raise ProfileError(fault)


def _taken(home: Path, name: str) -> bool:
    known, broken = profiles.load(home)
    return name in {*known, *broken} or (home / profiles.OWN / f"{name}.toml").exists()


def _write(path: Path, text: str) -> None:
    unfinished = path.with_suffix(f".{os.getpid()}.new")
    unfinished.write_text(text, encoding="utf-8")
    unfinished.replace(path)
