"""What the words in mapped columns mean: stages and endings, kinds and directions of touches, channels of sources."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from data import definitions
from data.definitions import Definitions
from data.intake import labels as known_labels
from data.intake.draft import Draft
from data.intake.fields import OUTCOMES
from data.intake.looked import UnknownFile
from data.intake.mapping import LEAD, MappedFile
from data.intake.meanings import GUESS, Meanings
from data.names import MOTIONS, NOT_RECORDED
from data.settings.draft import Draft as Changed
from data.store import Store

CHANNELS, GUESSED, BASICS = "channels.json", "guessed-channels.json", "basics.json"
LOSSES = {f"ended: {outcome}": outcome for outcome in ("lost", "disqualified")}
SHOWN = 100
NOTHING = ""  # what a word stands for that shall mean nothing


@dataclass(frozen=True)
class Label:
    """A word of a file.

    Attributes
    ----------
    text : str
        As the file writes it.
    rows : int
        In how many of the records looked at.
    means : str or None
        What it stands for, as one of the options; None where for nothing.
    is_guess : bool
        Whether only its likeness says so.
    """

    text: str
    rows: int
    means: str | None
    is_guess: bool


@dataclass(frozen=True)
class Words:
    """The words of one column, and what they could mean."""

    field: str
    column: str
    options: tuple[str, ...]
    labels: tuple[Label, ...]
    not_shown: int = 0

    @property
    def open(self) -> list[Label]:
        """Those that mean nothing or are guessed, the most frequent first."""
        return [each for each in self.labels if each.is_guess or each.means is None]

    @property
    def without_meaning(self) -> list[Label]:
        """Those that stand for nothing."""
        return [each for each in self.labels if each.means is None]

    @property
    def guessed(self) -> list[Label]:
        """Those whose meaning is a guess."""
        return [each for each in self.labels if each.means is not None and each.is_guess]

    @property
    def sure(self) -> list[Label]:
        """Those that are known."""
        return [each for each in self.labels if not (each.is_guess or each.means is None)]


def meant_before(draft: Draft) -> Definitions:
    """What is known without the reader's choices: the definitions of the home, or those that a profile brings."""
    return definitions.parse_text(draft.base_definitions(Store().folder))


def words_of(mapped: MappedFile, sight: UnknownFile, known: Definitions, chosen: Mapping[str, str]) -> list[Words]:
    """The words that must be understood, of every mapped column that holds some.

    Parameters
    ----------
    mapped : MappedFile
        How the file is read.
    sight : UnknownFile
        What is in it.
    known : Definitions
        Of the home.
    chosen : mapping of str to str
        Sources to which the reader gave a channel.
    """
    found = []
    options = {
        "stage": (*known.stage_names, *LOSSES),
        "outcome": OUTCOMES,
        "direction": MOTIONS,
        "kind": tuple(sorted(known_labels.meanings_of("kind"))),
        "source": tuple(channel.name for channel in known.channels),
    }
    for field, possible in options.items():
        column = mapped.columns.get(field)
        labels = sight.labels.get(column, ()) if isinstance(column, str) else ()
        if labels:
            means = _meanings(field, labels, mapped, known, chosen)
            found.append(Words(field, str(column), possible, means, max(len(labels) - SHOWN, 0)))
    return found


def with_meaning(mapped: MappedFile, field: str, label: str, means: str | None, known: Definitions) -> MappedFile:
    """The file with a word that means something else; None where it means nothing."""
    values = {name: dict(labels) for name, labels in mapped.values.items()}
    for name in {field, "outcome"} if field == "stage" else {field}:
        values.get(name, {}).pop(label, None)
    value = means or NOTHING
    if field == "stage" and value in (ends := _endings(known)):
        # A deal tells how it ended by its outcome, a change of stage by its stage.
        field, value = ("outcome", ends[value]) if mapped.rows == LEAD else (field, LOSSES.get(value, value))
    values.setdefault(field, {})[label] = value
    return replace(mapped, values=values)


def _endings(known: Definitions) -> dict[str, str]:
    """The outcome of each option under which a deal has ended."""
    return {known.stages[-1].name: "won", **LOSSES}


def with_guesses(mapped: MappedFile, sight: UnknownFile, known: Definitions) -> MappedFile:
    """The file with all that is guessed taken for true, and without the words that mean nothing."""
    for each in words_of(mapped, sight, known, {}):
        if each.field != "source":
            for label in each.labels:
                if label.is_guess:
                    mapped = with_meaning(mapped, each.field, label.text, label.means, known)
    values = {
        name: {label: means for label, means in labels.items() if means != NOTHING}
        for name, labels in mapped.values.items()
    }
    return replace(mapped, values=values)


def channels(draft: Draft) -> dict[str, str]:
    """The channels that the reader gave to sources."""
    return _kept(draft, CHANNELS)


def basics(draft: Draft) -> dict[str, str]:
    """Currency and time zone, where the reader was asked for them."""
    return _kept(draft, BASICS)


def keep(
    draft: Draft,
    *,
    channels: Mapping[str, str] | None = None,
    guessed: Mapping[str, str] | None = None,
    basics: Mapping[str, str] | None = None,
) -> None:
    """Remember what was chosen; where it differs from the home's definitions, the draft has its own that say so."""
    for name, chosen in ((CHANNELS, channels), (GUESSED, guessed), (BASICS, basics)):
        if chosen is not None:
            (draft.folder / name).write_text(json.dumps(dict(chosen)), encoding="utf-8")
    base = draft.base_definitions(Store().folder)
    changed = Changed(base)
    for key, value in _kept(draft, BASICS).items():
        if getattr(changed.meant, key) != value:
            changed.put(key, value)
    for label, channel in (_kept(draft, GUESSED) | _kept(draft, CHANNELS)).items():
        if channel != NOTHING:
            changed.spell("channels", label, channel)
    before = draft.definitions_text()
    if changed.text != definitions.text(Store().folder):
        draft.own_definitions.write_text(changed.text, encoding="utf-8")
    else:
        draft.own_definitions.unlink(missing_ok=True)
    if draft.definitions_text() != before:
        draft.forget_prepared()


def _kept(draft: Draft, name: str) -> dict[str, str]:
    try:
        return dict(json.loads((draft.folder / name).read_text(encoding="utf-8")))
    except OSError:
        return {}


def _meanings(
    field: str,
    labels: Sequence[tuple[str, int]],
    mapped: MappedFile,
    known: Definitions,
    chosen: Mapping[str, str],
) -> tuple[Label, ...]:
    """What each word means: as the reader says, as the definitions know it, else as its likeness suggests."""
    texts = [text for text, _ in labels]
    guesses = dict(known_labels.labels_for(field, texts, known))
    endings = {outcome: text for text, outcome in _endings(known).items()}
    if field == "stage":
        ended = known_labels.labels_for("outcome", texts, known)
        guesses |= {text: endings[ended[text] or ""] for text in texts if ended.get(text) in endings}
    found = []
    for text, rows in labels[:SHOWN]:
        told = chosen.get(text) if field == "source" else mapped.values.get(field, {}).get(text)
        if field == "stage":
            told = endings.get(mapped.values.get("outcome", {}).get(text, ""), endings.get(told or "", told))
        sure, guess = told if told is not None else _known(field, text, known), guesses.get(text)
        is_guess = sure is None and guess is not None
        found.append(Label(text, rows, guess if is_guess else sure or None, is_guess))
    return tuple(sorted(found, key=lambda each: (each.means is not None, not each.is_guess)))


def _known(field: str, text: str, known: Definitions) -> str | None:
    """What the definitions take a word for."""
    if field == "source":
        return known.channel_of(text)
    if field != "stage":
        return None
    ended = known.closing_of(text)
    return known.stages[-1].name if ended == "won" else f"ended: {ended}" if ended else known.stage_of(text)


def unsure_sources(found: Meanings, chosen: Mapping[str, str]) -> Words:
    """The sources of a load that map to no channel, or to one by a guess."""
    known = found.meant
    labels = [
        Label(each.label, each.count, chosen.get(each.label, each.means) or None, each.how == GUESS)
        for each in found.sources
        if each.label != NOT_RECORDED and (each.means is None or each.how == GUESS or each.label in chosen)
    ]
    return Words("source", "source", tuple(channel.name for channel in known.channels), tuple(labels))


def without_meaning(mapped: MappedFile, sight: UnknownFile, known: Definitions) -> list[Label]:
    """The stage words that stand for nothing: rows of them count nowhere."""
    found = words_of(mapped, sight, known, {})
    return [label for each in found if each.field == "stage" for label in each.labels if label.means is None]
