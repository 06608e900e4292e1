"""From the columns that are chosen for the fields of a file to its mapping: ids, constants, labels, form of days."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from data.definitions import Definitions, spelling_key
from data.intake import evidence
from data.intake.currencies import CODES, SIGNS
from data.intake.guesses import Guess, all_won, stem_of
from data.intake.labels import CLOSING, labels_for, outcome_in, said_in
from data.intake.mapping import HASH_OF_ROW, LEAD, OUTCOME, SPEND, STAGE, TOUCH, MappedFile, fields_of
from data.intake.seen import Seen, SeenColumn
from data.intake.synonyms import words_of

BY_EMAIL = "no column of ids, and an e-mail address of its own in every row"
BY_HASH = "no column tells the rows apart: a key is made of the whole row, and a row that changes becomes another one"
OWN_VALUES = 0.6  # share of the values that differ: fewer, and a column does not tell rows apart
MEDIA = {"impression", "impressionen", "impr", "click", "klick", "clic", "cpc", "cpm", "ctr"}

Guesses = Mapping[str, tuple[Guess, ...]]


def with_own_id(seen: Seen, guesses: Guesses) -> dict[str, tuple[Guess, ...]]:
    """The guesses for leads without an id that does not tell them apart; an e-mail address that does stands in."""
    found, by_name = dict(guesses), _by_name(seen)
    own = by_name[found["lead_id"][0].column] if "lead_id" in found else None
    if own is not None and (own.differs > OWN_VALUES or not own.distinct):
        return found
    found.pop("lead_id", None)
    for column in seen.columns:
        if column.reads_as.get("email", 0.0) > 0.9 and evidence.is_own_id(column):
            taken = {name: each for name, each in found.items() if each[0].column != column.name}
            return {**taken, "lead_id": (Guess(column.name, column.filled, BY_EMAIL),)}
    return found


def mapped(seen: Seen, rows: str, role: str, guesses: Guesses, meant: Definitions) -> MappedFile:
    """The mapping of a file.

    Parameters
    ----------
    seen : Seen
        The file.
    rows : str
        What a row stands for.
    role : str
        What to call the file.
    guesses : mapping of str to tuple of Guess
        The columns of each field, best first.
    meant : Definitions
        Stages and channels, by which labels are known.
    """
    by_name = _by_name(seen)
    chosen = {field: by_name[found[0].column] for field, found in guesses.items()}
    columns: dict[str, Any] = {field: _spec(field, column) for field, column in chosen.items()}
    if rows == LEAD and "lead_id" not in columns:
        columns["lead_id"] = HASH_OF_ROW
    if several := _endings(guesses):
        columns["closed_at"] = {"first": several}
    return MappedFile(
        role,
        rows,
        {name: columns[name] for name in fields_of(rows) if name in columns},
        {name: text for name, text in _constants(seen, rows, guesses, meant).items() if name not in columns},
        {name: labels for name, labels in _values(stem_of(seen), rows, chosen, meant).items() if labels},
        "day-first" if any(map(_is_dotted, chosen.values())) else None,
    )


def _is_dotted(column: SeenColumn) -> bool:
    """Whether days have dots: nobody writes the month first before one, so they need no choice."""
    return column.reads_as.get("dotted", 0.0) * column.reads_as.get("instant", 0.0) > 0.5


def _by_name(seen: Seen) -> dict[str, SeenColumn]:
    return {column.name: column for column in seen.columns}


def _spec(field: str, column: SeenColumn) -> Any:
    """A column; where cells hold several keys parted by semicolons, the first of each."""
    texts = (*column.samples, *(label for label, _ in column.labels))
    is_several = field in ("account_id", "contact_id") and any(";" in text for text in texts)
    return {"main": [column.name]} if is_several else column.name


def _endings(guesses: Guesses) -> list[str]:
    """The columns of the day of a win and of that of a loss, where each has its own."""
    found: dict[str | None, str] = {}
    for guess in guesses.get("closed_at", ()):
        found.setdefault(outcome_in(guess.column), guess.column)
    return [found["won"], found["lost"]] if {"won", "lost"} <= found.keys() else []


def _constants(seen: Seen, rows: str, guesses: Guesses, meant: Definitions) -> dict[str, str]:
    """What holds for every row, where that is evident."""
    found: dict[str, str] = {}
    name = stem_of(seen)
    if rows in (LEAD, SPEND) and "amount" in guesses and (code := _currency(seen, guesses["amount"][0].column, meant)):
        found["currency"] = code
    if rows == OUTCOME and all_won(guesses):
        found["outcome"] = "won"
    if rows in (LEAD, TOUCH) and (motion := said_in(name, "motion")):
        found["motion" if rows == LEAD else "direction"] = motion
    if rows == TOUCH and (kind := said_in(name, "kind")):
        found["kind"] = kind
    if rows == SPEND:
        if any(word.rstrip("s") in MEDIA for column in seen.columns for word in words_of(column.name)):
            found["cost_type"] = "media"
        within = [each for each in meant.channel_spellings if f" {each} " in f" {spelling_key(name)} "]
        if within:
            found["source"] = max(within, key=len).title()
    return found


def _currency(seen: Seen, name: str, meant: Definitions) -> str | None:
    """The one currency that a column of amounts names, in its name or beside its amounts."""
    column = _by_name(seen)[name]
    texts = [name, *column.samples, *(label for label, _ in column.labels)]
    found = {code for text in texts if (code := _currency_in(text, meant.currency))}
    return found.pop() if len(found) == 1 else None


def _currency_in(text: str, own: str) -> str | None:
    codes = [word for word in re.findall(r"[A-Z]{3}", text) if word in CODES]
    if codes:
        return codes[0]
    sign = next((each for each in sorted(SIGNS, key=len, reverse=True) if not each.isalpha() and each in text), None)
    if sign is None:
        return None
    return own if own in SIGNS[sign] else SIGNS[sign][0]


def _values(name: str, rows: str, chosen: Mapping[str, SeenColumn], meant: Definitions) -> dict[str, dict[str, str]]:
    """What the labels of the chosen columns mean, as far as something is known of them."""
    labels = {field: [label for label, _ in column.labels] for field, column in chosen.items()}
    found: dict[str, dict[str, str]] = {
        field: _known(field, labels[field], meant)
        for field in ("stage", "is_won", "is_closed", "motion", "direction", "kind", "cost_type")
        if field in labels
    }
    if "kind" in labels and (said := said_in(name, "kind")):  # a file of calls has calls, whatever came of them
        found["kind"] = {label: found["kind"].get(label, said) for label in labels["kind"]}
    if "outcome" in labels:
        flags = labels_for("is_won", labels["outcome"], meant)
        is_flag = all(flags.values())
        won = {label: "won" if flag == "yes" else "not won" for label, flag in flags.items()}
        found["outcome"] = won if is_flag else _known("outcome", labels["outcome"], meant)
    elif "stage" in labels and rows in (LEAD, STAGE):
        endings = {label: end for label, end in _known("outcome", labels["stage"], meant).items() if end in CLOSING}
        unstaged = {label: end for label, end in endings.items() if label not in found["stage"]}
        if rows == STAGE:
            found["stage"] |= unstaged  # in a history a label that closes is one of its stages
        else:
            found["outcome"] = unstaged
    return found


def _known(field: str, labels: Sequence[str], meant: Definitions) -> dict[str, str]:
    return {label: guess for label, guess in labels_for(field, labels, meant).items() if guess is not None}
