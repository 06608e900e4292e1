"""What a row of an unknown file may be, and which of its columns may hold which field: by names, and by values."""

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from data.definitions import Definitions
from data.intake import evidence, ordered
from data.intake.fields import UNTIL
from data.intake.labels import outcome_in
from data.intake.mapping import ACCOUNT, LEAD, OUTCOME, RATE, ROWS, SPEND, STAGE, TARGET, TOUCH, fields_of, needed
from data.intake.seen import Seen, SeenColumn
from data.intake.synonyms import Names, names, words_of

BY_NAME, BY_VALUES, BY_BOTH = "its name", "its values", "its name and values"
LEAST, LIKELY = 0.4, 0.5  # score, for a column to be proposed, and for an id to go before a better-called name
CALLED = ("lead_name", "account_name")  # taken from what is left once all other fields have their columns
KEYS = frozenset(("account_id", "contact_id"))
IDS = frozenset(("id", "ids", "nr", "nummer", "number", "numero", "no"))
MOSTLY = 0.5  # of the cells
TELLING = 0.3  # of a part of the score, for it to be named as the reason
OF_CONTACT = 0.7  # of a name: the id of a contact is that of the lead where there is no other
UNLIKE = 0.3  # what is left where a word says that it is something else
SPARSE = 0.1  # share of the rows with a value: with less, the name alone counts
NAMED = 0.6  # likeness of a name, for it to be one of a field
BY_ENDINGS = 0.6, 0.2  # score of a day that is there where leads have ended, and what it gets more if it always is
NEAR = 0.3  # of the score: the order of two days says which is the first, where their names say no more than this
VALUES_WEIGHT = 0.6  # values alone say less than a name
# What speaks for each kind of row, by how much: the fields that its files have, and others' have not.
SIGNS_OF: Mapping[str, Mapping[str, float]] = {
    LEAD: {
        **dict.fromkeys(("lead_id", "created_at", "stage"), 1.0),
        **dict.fromkeys(("source", "is_won", "outcome", "amount", "owner", "closed_at"), 0.6),
        **dict.fromkeys(("account_id", "contact_id", "segment", "region", "campaign", "pipeline"), 0.3),
    },
    STAGE: {"lead_id": 1.0, "stage": 1.2, "entered_at": 1.2},
    OUTCOME: {"lead_id": 0.8, "outcome": 1.2, "closed_at": 1.0, "reason": 0.5},
    TOUCH: {"at": 1.0, "lead_id": 0.8, "contact_id": 0.8, "kind": 0.8, "direction": 1.0, "actor": 0.4, "touch_id": 0.4},
    SPEND: {"date": 1.0, "amount": 1.2, "campaign": 0.8, "source": 0.4},
    TARGET: {"month": 1.2, "amount": 1.0, "motion": 1.2},
    ACCOUNT: {"account_id": 1.0, "tier": 1.2},
    RATE: {"day": 0.6, "currency": 1.0, "into_currency": 0.6, "rate": 1.4},
}
WORDS_WEIGHT, WORDS_MOST, FILE_WEIGHT = 0.5, 2.0, 1.0
# A kind with few fields of its own is not one whose file has many more columns, or tells its rows otherwise apart.
WIDE, WIDE_COST = {STAGE: 8, OUTCOME: 10, TARGET: 6, ACCOUNT: 6, RATE: 6}, 0.25
FEW = 20  # rows: that a lead stands once in them says nothing
PEOPLE = {LEAD: 0.7, ACCOUNT: -0.7}  # rows with an e-mail address each are people
SAME_ACCOUNT = 1.5  # a list of accounts has none twice
LACKING, LACKING_KEY = 0.25, 0.7  # what is left where a needed field, or the key to its lead, has no column


@dataclass(frozen=True)
class Guess:
    """A column that may hold a field, how likely that is (0 to 1), and what it goes by."""

    column: str
    score: float
    why: str


def rows_of(seen: Seen, meant: Definitions, known: Names | None = None) -> tuple[tuple[str, float], ...]:
    """What a row of a file may stand for: each kind with its likelihood, the likeliest first.

    Parameters
    ----------
    seen : Seen
        The file.
    meant : Definitions
        Stages and channels, by which labels are known.
    known : Names, optional
        Names of columns; default: all.
    """
    known = names() if known is None else known
    scores = {rows: _speaks_for(seen, rows, columns_for(seen, rows, meant, known), known) for rows in ROWS}
    total = sum(math.exp(2 * score) for score in scores.values())
    shares = [(rows, math.exp(2 * score) / total) for rows, score in scores.items()]
    return tuple(sorted(shares, key=lambda each: -each[1]))


def columns_for(
    seen: Seen, rows: str, meant: Definitions, known: Names | None = None
) -> Mapping[str, tuple[Guess, ...]]:
    """The columns that may hold each of our fields, best first; the first is the proposal.

    Parameters
    ----------
    seen : Seen
        The file.
    rows : str
        What a row stands for, one of ``ROWS``.
    meant : Definitions
        Stages and channels, by which labels are known.
    known : Names, optional
        Names of columns; default: all.

    Returns
    -------
    mapping of str to tuple of Guess
        Fields without a likely column have no entry. No column is proposed for two fields, but that of a contact who
        is the lead.
    """
    known = names() if known is None else known
    scored = {
        name: _ordered(
            guess for column in seen.columns if (guess := _guess(rows, name, column, meant, known)).score >= LEAST
        )
        for name in fields_of(rows)
    }
    if rows == LEAD:
        scored = _by_days(scored, seen, meant, known)
    for name in KEYS & scored.keys():
        scored[name] = _ids_first(scored[name])
    best = _assigned({name: guesses for name, guesses in scored.items() if guesses and name not in CALLED})
    if rows == LEAD:
        best = _without_contradiction(best, seen)
        best = _with_people(best, seen)
    used = {guess.column for guess in best.values()}
    best |= _assigned({name: [each for each in scored.get(name, ()) if each.column not in used] for name in CALLED})
    if UNTIL in best and not _begins(best.get("date")):
        del best[UNTIL]
    return {
        name: (best[name], *(guess for guess in guesses if guess.column != best[name].column))
        for name, guesses in scored.items()
        if name in best
    }


def _guess(rows: str, name: str, column: SeenColumn, meant: Definitions, known: Names) -> Guess:
    fit = evidence.fits(rows, name, column, meant)
    by_name = known.likeness(rows, name, column.name) * fit
    by_values = evidence.speaks(rows, name, column, meant) if fit else 0.0
    if column.filled < SPARSE:
        by_values = 0.0
    is_called_contact = by_name >= NAMED or _is_person(column.name)
    if name == "contact_id" and not is_called_contact and not evidence.may_be_contact(column):
        by_name = by_values = 0.0
    if by_name < fit and known.is_unlike(rows, name, column.name):
        by_name, by_values = UNLIKE * by_name, UNLIKE * by_values
    if rows == LEAD and name == "lead_id" and _is_person(column.name):
        by_name *= OF_CONTACT
    score = 1 - (1 - 0.9 * by_name) * (1 - VALUES_WEIGHT * by_values)
    why = BY_BOTH if min(by_name, by_values) >= TELLING else BY_NAME if by_name >= by_values else BY_VALUES
    return Guess(column.name, score, why)


def _by_days(scored: Mapping[str, list[Guess]], seen: Seen, meant: Definitions, known: Names) -> dict[str, list[Guess]]:
    """The likely columns by what their days say beside each other: the first, the last, and that of the ending."""
    days, found = seen.days_by_row, dict(scored)
    best = _assigned(found)
    ends = ordered.ended(seen, {name: guess.column for name, guess in best.items()}, meant)
    found["created_at"] = _first_days_first(found["created_at"], seen)
    created = found["created_at"][0].column if found["created_at"] else ""
    shares = {
        name: share
        for name, own in days.items()
        if name != created
        and not known.is_unlike(LEAD, "closed_at", name)
        and (share := ordered.closing_share(own, ends))
    }
    if shares and ordered.have_all_ended(ends):
        free = {*days} - {guess.column for name, guess in best.items() if name != "created_at"} - {created}
        is_sole = len(free) == 1 and free <= {*shares} and created in days
        shares = {name: shares[name] for name in free if is_sole and ordered.is_before(days[created], days[name])}
    least, more = BY_ENDINGS
    others = {guess.column: guess for guess in found["closed_at"]}
    others |= {
        name: Guess(name, score, BY_VALUES)
        for name, share in shares.items()
        if (score := least + more * share) > (others[name].score if name in others else 0.0)
    }
    found["closed_at"] = _ordered(others.values())
    closed = found["closed_at"][0].column if found["closed_at"] else ""
    # A change comes after the beginning, and the last one after the end.
    for name, later in (("entered_at", {created: None}), ("changed_at", {created: None, closed: ends or None})):
        found[name] = [
            guess
            for guess in found[name]
            if guess.column not in days
            or (_is_called(guess, created) and not _is_before_any(guess.column, later, days))
        ]
    return found


def _is_called(guess: Guess, created: str) -> bool:
    """Whether the name of a column says enough, where it may as well be the day on which a lead came in."""
    return guess.column != created or guess.score >= NAMED


def _is_before_any(column: str, later: Mapping[str, ordered.Ended | None], days: Mapping[str, ordered.Days]) -> bool:
    """Whether a day lies before one of others, each among its rows."""
    return any(each in days and ordered.is_before(days[column], days[each], among) for each, among in later.items())


def _first_days_first(guesses: list[Guess], seen: Seen) -> list[Guess]:
    """The likely columns of the day on which a lead came in: of those that are likely alike the one that is first."""
    if not guesses:
        return []
    first = guesses[0]
    for guess in guesses[1:]:
        own, other = seen.days_by_row.get(guess.column), seen.days_by_row.get(first.column)
        if own and other and guess.score >= guesses[0].score - NEAR and ordered.is_before(own, other):
            first = guess
    return [replace(first, score=guesses[0].score), *(guess for guess in guesses if guess is not first)]


def _ordered(guesses: Iterable[Guess]) -> list[Guess]:
    return sorted(guesses, key=lambda guess: -guess.score)


def _ids_first(guesses: Sequence[Guess]) -> list[Guess]:
    """The likely columns of a key, ids before names: two firms may have one name."""
    ids = [guess for guess in guesses if guess.score >= LIKELY and not IDS.isdisjoint(words_of(guess.column))]
    return [replace(guess, score=max(guess.score, guesses[0].score)) for guess in ids] + [
        guess for guess in guesses if guess not in ids
    ]


def _assigned(scored: Mapping[str, Sequence[Guess]]) -> dict[str, Guess]:
    """A column for each field, each column once: the surest first."""
    pairs = [(guess, name) for name, guesses in scored.items() for guess in guesses]
    found: dict[str, Guess] = {}
    used: set[str] = set()
    for guess, name in sorted(pairs, key=lambda pair: -pair[0].score):
        if name not in found and guess.column not in used:
            found[name] = guess
            used.add(guess.column)
    return found


def _without_contradiction(best: dict[str, Guess], seen: Seen) -> dict[str, Guess]:
    """An outcome of its own makes flags needless; a flag that only repeats one value says nothing."""
    columns = {column.name: column for column in seen.columns}
    for flag in ("is_won", "is_closed"):
        if flag in best and ("outcome" in best or columns[best[flag].column].distinct < 1):
            del best[flag]
    return best


def _with_people(best: dict[str, Guess], seen: Seen) -> dict[str, Guess]:
    """In a list of people the id of a contact is that of the lead."""
    lead, contact = best.get("lead_id"), best.get("contact_id")
    if lead is not None and contact is None and _is_person(lead.column):
        return {**best, "contact_id": lead}
    if lead is None and contact is not None and _is_unique(seen, contact.column):
        return {**best, "lead_id": contact}
    return best


def _is_person(name: str) -> bool:
    return not {"contact", "kontakt", "person", "contacto", "contatto", "contato"}.isdisjoint(words_of(name))


def _begins(date: Guess | None) -> bool:
    """Whether a day is the first one of a period."""
    begin = {"start", "starts", "begin", "beginn", "from", "von", "debut", "inicio", "inizio", "startdatum"}
    return date is not None and not begin.isdisjoint(words_of(date.column))


def _speaks_for(seen: Seen, rows: str, found: Mapping[str, tuple[Guess, ...]], known: Names) -> float:
    """How far a file's columns, and its name, speak for a kind of row."""
    told = sum(weight * found[name][0].score for name, weight in SIGNS_OF[rows].items() if name in found)
    words = sum(known.column_speaks_for(rows, column.name) for column in seen.columns)
    told += min(WORDS_MOST, WORDS_WEIGHT * words) + FILE_WEIGHT * known.file_speaks_for(rows, stem_of(seen))
    told -= WIDE_COST * max(0, len(seen.columns) - WIDE.get(rows, len(seen.columns)))
    if not is_possible(rows, found):
        told *= LACKING
    if rows == TOUCH and not {"lead_id", "contact_id"} & {*found}:
        told *= LACKING_KEY
    if any(column.reads_as.get("email", 0.0) > MOSTLY and evidence.is_own_id(column) for column in seen.columns):
        told += PEOPLE.get(rows, 0.0)
    if rows == ACCOUNT and "account_id" in found and not _is_unique(seen, found["account_id"][0].column):
        told -= SAME_ACCOUNT
    if rows == TARGET and "motion" not in found:
        told -= 1
    if (
        rows in (STAGE, TOUCH)
        and "lead_id" in found
        and seen.count > FEW
        and _is_unique(seen, found["lead_id"][0].column)
    ):
        told -= 1
    return told


def is_possible(rows: str, found: Mapping[str, tuple[Guess, ...]]) -> bool:
    """Whether a file has a column for each field that its kind of row cannot do without."""
    return all(name in found or (name == "outcome" and all_won(found)) for name in _demanded(rows))


def _demanded(rows: str) -> tuple[str, ...]:
    """The fields without a column of which a file is not of a kind; leads may do without an id of their own."""
    return () if rows == LEAD else (*needed(rows), "entered_at") if rows == STAGE else needed(rows)


def _is_unique(seen: Seen, name: str) -> bool:
    return next(evidence.is_own_id(column) for column in seen.columns if column.name == name)


def stem_of(seen: Seen) -> str:
    """The name of the sheet, else of the file."""
    book, _, sheet = seen.text.taken.path.name.partition(" [")
    return sheet.rstrip("]") if sheet else re.sub(r"(\.\w{2,4}){1,2}$", "", book)


def all_won(found: Mapping[str, tuple[Guess, ...]]) -> bool:
    """Whether the day of the ending says by its name that it is a win."""
    return "closed_at" in found and outcome_in(found["closed_at"][0].column) == "won"
