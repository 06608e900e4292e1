"""A home without definitions takes over what the first export's profile says about its pipeline."""

import json
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from data import definitions
from data.definitions import Definitions, DefinitionsError
from data.intake.profiles import Profile, ProfileError
from data.store import Store


@dataclass(frozen=True)
class Adoption:
    """Definitions derived from the default ones.

    Attributes
    ----------
    text : str
        The new ``definitions.toml``.
    definitions : Definitions
        The same, read.
    sentence : str
        What is said about it.
    """

    text: str
    definitions: Definitions
    sentence: str


def proposal(generations: Store, profiles: Iterable[Profile]) -> Adoption | None:
    """What the home should take over: nothing when it has definitions or data of its own."""
    if (generations.folder / "definitions.toml").exists() or generations.holds_own_data():
        return None
    profile = next((each for each in profiles if each.stages or each.adopt), None)
    if profile is None:
        return None
    text = definitions.DEFAULT_FILE.read_text(encoding="utf-8")
    taken = []
    for key, value in (profile.adopt or {}).items():
        text = _with_value(text, key, value)
        taken.append(f"{key.replace('_', ' ')} {value}")
    if profile.stages:
        text = _with_stages(text, profile.stages)
        taken.append(f"{len(profile.stages)} stages")
    path = generations.folder / "definitions.toml"
    try:
        adopted = definitions.parse(tomllib.loads(text))
    except DefinitionsError as error:
        raise ProfileError(f"The profile {profile.name} brings what no home can take over: {error}.") from error
    return Adoption(
        text,
        adopted,
        f"The profile {profile.name} brings its {' and '.join(taken)}: see and change them in {path}.",
    )


def _with_value(text: str, key: str, value: str) -> str:
    lines = text.splitlines()
    place = next(place for place, line in enumerate(lines) if line.startswith(f"{key} ="))
    comment = lines[place].partition("#")[2]
    lines[place] = f"{key} = {json.dumps(value)}" + (f"  #{comment}" if comment else "")
    return "\n".join(lines) + "\n"


def _with_stages(text: str, stages: Iterable[Mapping[str, Any]]) -> str:
    """The text with its tables of stages replaced, comments around them kept."""
    lines = text.splitlines()
    heads = [place for place, line in enumerate(lines) if line.startswith("[")]
    first = lines.index("[[stages]]")
    after = next((place for place in heads if place > first and lines[place] != "[[stages]]"), len(lines))
    while lines[after - 1].startswith("#") or not lines[after - 1].strip():
        after -= 1
    written_out = []
    for stage in stages:
        written_out += ["[[stages]]", *(f"{key} = {json.dumps(value)}" for key, value in stage.items()), ""]
    return "\n".join([*lines[:first], *written_out[:-1], *lines[after:]]) + "\n"
