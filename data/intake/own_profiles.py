"""The profiles of a home: listed, changed, renamed and removed, each a TOML file that a hand may write as well."""

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


def save(own: OwnProfile, text: str) -> None:
    """Write a profile that was changed.

    Raises
    ------
    ProfileError
        If it is wrong: the old one stays; the message names the key.
    """
    try:
        profiles.parse(tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        raise ProfileError(f"It is not TOML: {error}.") from error
    _write(own.path, text)


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


def rename(home: Path, own: OwnProfile, name: str) -> None:
    """Give a profile another name.

    Raises
    ------
    ProfileError
        If the name cannot be one, or is taken.
    """
    _demand_free(home, name)
    document = tomlkit.parse(own.text)
    document["name"] = name
    _write(own.path.with_name(f"{name}.toml"), tomlkit.dumps(document))
    own.path.unlink()


def remove(own: OwnProfile) -> None:
    """Remove a profile: what it read stays loaded."""
    own.path.unlink(missing_ok=True)


def _demand_free(home: Path, name: str) -> None:
    if not NAME.fullmatch(name):
        raise ProfileError(f"{name!r} cannot be a name: small letters, digits and dashes can.")
    known, broken = profiles.load(home)
    if name in {*known, *broken} or (home / profiles.OWN / f"{name}.toml").exists():
        raise ProfileError(f"{name!r} is the name of another profile.")


def _write(path: Path, text: str) -> None:
    unfinished = path.with_suffix(f".{os.getpid()}.new")
    unfinished.write_text(text, encoding="utf-8")
    unfinished.replace(path)
