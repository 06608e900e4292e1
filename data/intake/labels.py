"""What the labels of a field may mean, in several languages: guesses for one to look at."""

import difflib
import tomllib
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from pathlib import Path

from data.definitions import Definitions, spelling_key
from data.intake.fields import OUTCOMES
from data.intake.fill import stage_name
from data.intake.meanings import ALIKE, nearest_channel
from data.intake.synonyms import folded, words_of

FILE = Path(__file__).with_name("labels.toml")
CLOSING = ("won", "lost", "disqualified")
PLANNED = "planned"
COMPOUND = 6  # letters of a word, for it to be seen at an end of a longer one
SHORTEST = 2  # a word up to this length stands in many labels


def labels_for(field: str, labels: Iterable[str], meant: Definitions) -> Mapping[str, str | None]:
    """What each label of a field may mean; None where nothing is known of it.

    Parameters
    ----------
    field : str
        One of our fields that has labels.
    labels : iterable of str
        As the file writes them.
    meant : Definitions
        Stages and channels.

    Returns
    -------
    mapping of str to str or None
        Of stages the name of a stage (None where a label closes a deal), of outcomes one of ``OUTCOMES``, of sources a
        channel, of motions and directions ``inbound`` or ``outbound``, of flags ``yes`` or ``no``, of touches a kind.
    """
    guess = _guess(field, meant)
    return {label: guess(label) for label in labels}


def is_flag(label: str) -> bool:
    """Whether a label says yes or no."""
    return _exact("flag", label) is not None


def outcome_in(name: str) -> str | None:
    """How a deal ended by the name of a column, such as that of the day on which it was won."""
    found = _told("outcome", " ".join(words_of(name)))
    return found if found in CLOSING else None


def meanings_of(field: str) -> tuple[str, ...]:
    """All that the labels of a field may mean, where the definitions do not say it: of ``kind`` what touches are."""
    return tuple(dict.fromkeys(_words()[field].values()))


def said_in(name: str, kind: str) -> str | None:
    """What the name of a file says of all of its rows: their motion, or the kind of their touches."""
    words = [word for each in words_of(name) for word in (each, each.rstrip("s"), each.rstrip("e"))]
    return next((meaning for word in words if len(word) > SHORTEST and (meaning := _exact(kind, word))), None)


def _guess(field: str, meant: Definitions) -> Callable[[str], str | None]:
    match field:
        case "stage":
            return lambda label: _stage(label, meant)
        case "outcome":
            return lambda label: _outcome(label, meant)
        case "source" | "channel":
            return lambda label: _channel(label, meant)
        case "is_won" | "is_closed":
            return lambda label: _exact("flag", label)
        case "motion" | "direction":
            return lambda label: _told("motion", label)
        case "kind":
            return _kind
        case "cost_type":
            return lambda label: _told(field, label)
    return lambda _: None


def _stage(label: str, meant: Definitions) -> str | None:
    known = stage_name(label, meant)
    if known in meant.stage_names:
        return known if meant.closing_of(label) in (None, "won") else None
    if _outcome(label, meant) in CLOSING:
        return None
    role = _told("stage", label)
    if role is not None:
        return meant.stage_names[meant.position_of(role) - 1]
    near = difflib.get_close_matches(spelling_key(label), meant.stage_spellings, 1, ALIKE)
    return meant.stage_spellings[near[0]] if near else None


def _outcome(label: str, meant: Definitions) -> str | None:
    if label.casefold() in OUTCOMES:
        return label.casefold()
    known = meant.closing_of(label)
    if known is not None or meant.stage_of(label) in meant.stage_names[:-1]:
        return known if known is not None or _exact("outcome", label) != "open" else "open"
    return _told("outcome", label)


def _kind(label: str) -> str | None:
    """The kind of a touch; that one did not take place is only said by a label that says nothing else."""
    found = _told("kind", label)
    return found if found != PLANNED or _exact("kind", label) else None


def _channel(label: str, meant: Definitions) -> str | None:
    if known := meant.channel_of(label):
        return known
    translated = _told("channel", label)
    return (meant.channel_of(translated) if translated else None) or nearest_channel(label, meant)


@cache
def _words() -> dict[str, dict[str, str]]:
    """Of each kind of label what a word means, the longest words first."""
    found = {}
    for kind, meanings in tomllib.loads(FILE.read_text(encoding="utf-8")).items():
        words = {_key(text): meaning for meaning, texts in meanings.items() for text in (meaning, *texts)}
        found[kind] = dict(sorted(words.items(), key=lambda each: -len(each[0])))
    return found


def _key(label: str) -> str:
    return spelling_key(folded(label))


def _exact(kind: str, label: str) -> str | None:
    return _words()[kind].get(_key(label))


def _told(kind: str, label: str) -> str | None:
    """What a label says as a whole, else the longest of its long words; None where a word turns it around."""
    key = _key(label)
    if exact := _words()[kind].get(key):
        return exact
    within = f" {key} "
    known = [each for each in _words()[kind].items() if len(each[0]) > SHORTEST]
    word, meaning = next((each for each in known if f" {each[0]} " in within), ("", None))
    if meaning is None:  # a compound, as in "Neuanfrage"
        ends = {end for part in key.split() for length in range(COMPOUND, len(part)) for end in _ends(part, length)}
        word, meaning = next((each for each in known if each[0] in ends), ("", None))
    is_turned = any(each in _words()["turned"] and each not in word.split() for each in key.split())
    return None if is_turned else meaning


def _ends(word: str, length: int) -> tuple[str, str]:
    """The beginning and the end of a word, so many letters long."""
    return word[:length], word[-length:]
