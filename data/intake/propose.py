"""Propose how to read files that no profile knows: what a row is, which column holds what, what labels mean.

A proposal goes by names, in several languages, and by values; every choice says by which. It is a guess for one to look
at, and a mapping like any other: ``python -m data propose`` writes it as a profile.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from data.definitions import Definitions
from data.intake import drafted
from data.intake.guesses import Guess, columns_for, is_possible, rows_of
from data.intake.joins import Join, joins, share_of_ids
from data.intake.labels import labels_for
from data.intake.mapping import (
    ACCOUNT,
    LEAD,
    OUTCOME,
    RATE,
    SPEND,
    STAGE,
    TARGET,
    TOUCH,
    MappedExport,
)
from data.intake.seen import Seen
from data.intake.synonyms import Names, names

__all__ = ["Guess", "Join", "Proposal", "columns_for", "joins", "labels_for", "proposal", "propose", "rows_of"]

COMPLETING = 0.8  # of the ids of a file: with more among those of another one, it tells of the same leads
BY_JOIN = "its values in the other file"
NOUNS = {LEAD: "leads", STAGE: "stages", OUTCOME: "outcomes", TOUCH: "touches", SPEND: "spend"} | {
    TARGET: "targets",
    ACCOUNT: "target accounts",
    RATE: "exchange rates",
}


@dataclass(frozen=True)
class Proposal:
    """How to read some files, and what that goes by.

    Attributes
    ----------
    export : MappedExport
        The mapping, a file for each in their order.
    kinds : tuple of tuple
        Of each file the kinds of rows, likeliest first.
    guesses : tuple of mapping of str to tuple of Guess
        Of each file our fields with their columns, best first.
    joins : tuple of Join
        How the files belong together, those that were taken.
    twice : tuple of (int, int)
        Files of people whom the leads of another file name: as leads of their own they would count twice.
    """

    export: MappedExport
    kinds: tuple[tuple[tuple[str, float], ...], ...]
    guesses: tuple[Mapping[str, tuple[Guess, ...]], ...]
    joins: tuple[Join, ...]
    twice: tuple[tuple[int, int], ...] = ()


def propose(files: Sequence[Seen], meant: Definitions, name: str) -> MappedExport:
    """The mapping of some files that one starts from, see ``proposal``."""
    return proposal(files, meant, name).export


def proposal(
    files: Sequence[Seen], meant: Definitions, name: str, kinds: Sequence[str] | None = None, known: Names | None = None
) -> Proposal:
    """How to read the files of one load.

    Parameters
    ----------
    files : sequence of Seen
        The files.
    meant : Definitions
        Stages and channels, by which labels are known.
    name : str
        What to call the export.
    kinds : sequence of str, optional
        What a row of each file stands for; default: the likeliest.
    known : Names, optional
        Names of columns; default: all.

    Returns
    -------
    Proposal
        The mapping, and what it goes by.
    """
    known = names() if known is None else known
    likely = tuple(rows_of(seen, meant, known) for seen in files)
    rows = tuple(kinds) if kinds is not None else tuple(each[0][0] for each in likely)
    guesses = [dict(columns_for(seen, kind, meant, known)) for seen, kind in zip(files, rows, strict=True)]
    if kinds is None and (others := _completing(files, rows, guesses, meant, known)):
        rows = tuple(others.get(place, kind) for place, kind in enumerate(rows))
        guesses = [dict(columns_for(seen, kind, meant, known)) for seen, kind in zip(files, rows, strict=True)]
    taken = _join(list(zip(files, rows, map(_firsts, guesses), strict=True)), guesses)
    roles = [_role(rows, place) for place in range(len(files))]
    guesses = [
        drafted.with_own_id(seen, found) if kind == LEAD else found
        for seen, kind, found in zip(files, rows, guesses, strict=True)
    ]
    mapped = tuple(
        drafted.mapped(seen, kind, role, found, meant)
        for seen, kind, role, found in zip(files, rows, roles, guesses, strict=True)
    )
    return Proposal(MappedExport(name, mapped), likely, tuple(guesses), taken, tuple(_twice(files, rows, guesses)))


def _role(rows: Sequence[str], place: int) -> str:
    noun = NOUNS[rows[place]]
    nth = sum(kind == rows[place] for kind in rows[: place + 1])
    return noun if nth == 1 else f"{noun} {nth}"


def _completing(
    files: Sequence[Seen],
    rows: Sequence[str],
    guesses: Sequence[Mapping[str, tuple[Guess, ...]]],
    meant: Definitions,
    known: Names,
) -> dict[int, str]:
    """Files taken for leads whose ids are those of the leads of another file: what of these they tell instead."""
    leads = [place for place, kind in enumerate(rows) if kind == LEAD and "lead_id" in guesses[place]]
    found: dict[int, str] = {}
    for place in leads:
        for of_place in leads:
            # Two files that both say when leads came in are two parts of one export.
            if place in found or of_place in (place, *found) or "created_at" in guesses[place]:
                continue
            own, other = (guesses[each]["lead_id"][0].column for each in (place, of_place))
            if share_of_ids(files[place], own, files[of_place], other) >= COMPLETING:
                for kind in (OUTCOME, STAGE):
                    if place not in found and is_possible(kind, columns_for(files[place], kind, meant, known)):
                        found[place] = kind
    return found


def _twice(
    files: Sequence[Seen], rows: Sequence[str], guesses: Sequence[Mapping[str, tuple[Guess, ...]]]
) -> Iterator[tuple[int, int]]:
    """Files of leads that are the contacts of the leads of another one, with that one."""
    for place, own in enumerate(map(_firsts, guesses)):
        for of_place, other in enumerate(map(_firsts, guesses)):
            if place == of_place or not rows[place] == rows[of_place] == LEAD:
                continue
            named, ids = other.get("contact_id"), own.get("lead_id")
            if (
                named
                and ids
                and named != other.get("lead_id")
                and share_of_ids(files[of_place], named, files[place], ids) >= COMPLETING / 2
            ):
                yield place, of_place


def _join(
    files: Sequence[tuple[Seen, str, Mapping[str, str]]], guesses: list[dict[str, tuple[Guess, ...]]]
) -> tuple[Join, ...]:
    """Take the best join of each pair of files: its columns are the lead's id in both, or the contact's."""
    taken: list[Join] = []
    for join in joins(files):
        if any((join.file, join.of_file) == (each.file, each.of_file) for each in taken):
            continue
        rows, own, others = files[join.file][1], guesses[join.file], guesses[join.of_file]
        if rows == ACCOUNT:
            key = "account_id"
        elif rows in (STAGE, OUTCOME) or _first(others, "lead_id") == join.of_column:
            key = "lead_id"
        else:
            key = "contact_id"
        if key == "lead_id" and not join.is_one:
            continue  # it would tell several leads as one
        _take(own, key, join.column, join.share)
        _take(others, key, join.of_column, join.share)
        taken.append(join)
    return tuple(taken)


def _firsts(guesses: Mapping[str, tuple[Guess, ...]]) -> dict[str, str]:
    return {field: found[0].column for field, found in guesses.items()}


def _take(guesses: dict[str, tuple[Guess, ...]], field: str, column: str, share: float) -> None:
    """Propose a column for a field, and for none beside it; one that already is stays."""
    if _first(guesses, field) == column:
        return
    for name, found in list(guesses.items()):
        left = tuple(guess for guess in found if guess.column != column)
        if found[0].column == column and name != "lead_id":
            guesses.pop(name)
            if name in ("touch_id", "account_id") and left:
                guesses[name] = left
    guesses[field] = (Guess(column, share, BY_JOIN), *guesses.get(field, ()))


def _first(guesses: Mapping[str, tuple[Guess, ...]], field: str) -> str | None:
    return guesses[field][0].column if field in guesses else None
