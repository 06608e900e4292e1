"""Which profile and which of its files an export is: told by its header, nothing else."""

import difflib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from data.intake import IntakeError, header
from data.intake.columns import names_in
from data.intake.fields import TABLES
from data.intake.header import Header
from data.intake.profiles import FileKind, Profile
from data.intake.take import Taken, Text, decode

# A file of an unknown kind has some column in common with a profile by chance; this many speak for a damaged header.
NEAR = 3
UNREAD_SHOWN = 5
FIELD_NAMES = {"closed_at": "closing day"}
# Words in the names of columns that look like a field which the file does not have otherwise.
LOOKS_LIKE = {
    "closed_at": {"close", "closed", "closing", "geschlossen", "abschluss", "cierre"},
    "amount": {"amount", "value", "revenue", "price", "betrag", "wert", "importe", "montant"},
    "source": {"source", "origin", "quelle", "fuente", "channel"},
    "owner": {"owner", "rep", "assignee", "seller", "besitzer", "verkäufer", "propietario"},
}


@dataclass(frozen=True)
class Recognised:
    """A file with the profile that knows it.

    Attributes
    ----------
    text : Text
        The file as text.
    profile : Profile
        Its kind of export.
    kind : FileKind
        Which file of that export it is.
    header : Header
        Where its column names stand.
    notes : tuple of str
        What the log says about how it was read.
    decimal : str or None
        What parts the cents, where the command says so.
    """

    text: Text
    profile: Profile
    kind: FileKind
    header: Header
    notes: tuple[str, ...]
    decimal: str | None = None


@dataclass(frozen=True)
class Nearest:
    """The kind of export that a file is near to.

    Attributes
    ----------
    profile : Profile
        Its kind of export.
    kind : FileKind
        Which file of that export it is.
    header : Header
        Where its column names stand.
    missing : tuple of tuple of str
        Columns that it lacks, each by all the names under which it is known; () where it is refused for another reason.
    """

    profile: Profile
    kind: FileKind
    header: Header
    missing: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class _Fit:
    """How well a row of a file fits one kind of file."""

    text: Text
    profile: Profile
    kind: FileKind
    header: Header

    @cached_property
    def missing(self) -> list[tuple[str, ...]]:
        return [names for names in self.kind.required if not self.header.has_any(names)]

    @property
    def unread(self) -> list[str]:
        read = {header.normal(name) for name in self.kind.names}
        return [name.strip() for name in self.header.names if header.normal(name) and header.normal(name) not in read]

    @property
    def rank(self) -> tuple[int, int, int, bool, bool]:
        """The more of its columns the profile asks for and uses, the better it fits; then the earlier row.

        Of two that fit alike the one that asks for the name of the file, or that extends the other, is meant.
        """
        known = sum(self.header.has_any((name,)) for name in self.kind.names)
        is_own = self.profile.extends is not None
        is_named = bool(self.kind.named)
        return len(self.kind.required) - len(self.missing), known, -self.header.position, is_named, is_own


def recognise(taken: Taken, profiles: Iterable[Profile]) -> Recognised:
    """Find the profile that knows a file.

    Parameters
    ----------
    taken : Taken
        The file.
    profiles : iterable of Profile
        Those to choose from: all, or the one that was asked for.

    Raises
    ------
    IntakeError
        If none fits, or several fit alike; the sentence names the nearest.
    """
    known = list(profiles)
    fits = _fits(taken, known)
    whole = [fit for fit in fits if not fit.missing]
    if not whole:
        raise _refuse(taken, fits, known)
    best = max(whole, key=lambda fit: fit.rank)
    rivals = {fit.profile.name for fit in whole if fit.rank == best.rank} - {best.profile.name}
    if rivals:
        names = " and ".join(sorted({best.profile.name, *rivals}))
        raise taken.refuse(f"fits the profiles {names} alike: say which with --profile")
    _demand_no_day_under_another_name(taken, best)
    if best.kind.gives_nothing:
        told = (f"gives nothing: {best.kind.gives_nothing}",)
        return Recognised(best.text, best.profile, best.kind, best.header, (*best.text.notes, *told))
    notes = (*best.text.notes, *header.check(best.text, best.header, best.kind.names), *_note_on_unread(best))
    return Recognised(best.text, best.profile, best.kind, best.header, notes)


def nearest(taken: Taken, profiles: Iterable[Profile]) -> Nearest | None:
    """The kind of export that a file would be of, if it had all the columns; None where none is near.

    Parameters
    ----------
    taken : Taken
        A file that no profile knows.
    profiles : iterable of Profile
        Those to choose from.
    """
    known = list(profiles)
    fits = _fits(taken, known)
    near = _near(fits, known) if fits else None
    if near is None:
        return None
    missing = near.missing or [names for names, _ in _days_under_another_name(near)]
    return Nearest(near.profile, near.kind, near.header, tuple(missing))


def _fits(taken: Taken, known: Iterable[Profile]) -> list[_Fit]:
    """How every row that could be the header fits every kind of file."""
    texts: dict[tuple[str, ...], Text] = {}
    rows: dict[tuple[tuple[str, ...], tuple[str, ...]], list[Header]] = {}
    fits = []
    for profile in known:
        if profile.encodings not in texts:
            texts[profile.encodings] = decode(taken, profile.encodings)
        text, way = texts[profile.encodings], (profile.encodings, profile.delimiters)
        if way not in rows:
            rows[way] = header.candidates(text, profile.delimiters)
        kinds = [kind for kind in profile.files if not kind.named or _stem(taken) in map(header.normal, kind.named)]
        found = [_Fit(text, profile, _spelled_out(kind, row), row) for kind in kinds for row in rows[way]]
        fits += [fit for fit in found if not fit.kind.is_alone or not fit.unread]
    return fits


def _stem(taken: Taken) -> str:
    """Name of a file without its ending, and without the number of a part: a large table is read in several."""
    return header.normal(re.sub(r" \d+$", "", taken.name.rpartition(".")[0] or taken.name))


def _spelled_out(kind: FileKind, row: Header) -> FileKind:
    """The kind of file with the names that a header has for those that a profile gives a star."""
    return kind.renamed(lambda name: (row.named(name),)) if kind.has_star else kind


def _demand_no_day_under_another_name(taken: Taken, fit: _Fit) -> None:
    """Leads may have no day, but a day whose column is misspelt must not be lost over it."""
    for wanted, near in _days_under_another_name(fit):
        raise taken.refuse(
            f"has leads, but its column {' or '.join(map(repr, wanted))} is missing (nearest: {near!r}): rename "
            "it, or take it out if it holds no day"
        )


def _days_under_another_name(fit: _Fit) -> Iterator[tuple[tuple[str, ...], str]]:
    """Names of the day of creation that a file of leads does not have, and the column that is named like it."""
    for fill in fit.kind.fills:
        wanted = names_in(fill.columns["created_at"]) if fill.table == "leads" and "created_at" in fill.columns else []
        if wanted and not fit.header.has_any(wanted) and (near := _nearest(fit, wanted)):
            yield tuple(wanted), near


def _nearest(fit: _Fit, wanted: Iterable[str]) -> str:
    """The column, of those that the profile does not read, whose name is nearest to a wanted one; "" for none."""
    by_normal = {header.normal(name): name for name in fit.unread}
    found = [match for name in wanted for match in difflib.get_close_matches(header.normal(name), by_normal, 1, 0.6)]
    return by_normal[found[0]] if found else ""


def _note_on_unread(fit: _Fit) -> list[str]:
    """Columns that the profile does not read: most are of no use, one may be a misspelt one."""
    unread = [" ".join(name.split())[: header.NAME_CHARACTERS] for name in fit.unread]
    if not unread:
        return []
    more = f" and {len(unread) - UNREAD_SHOWN} more" if len(unread) > UNREAD_SHOWN else ""
    notes = [f"columns that are not read: {', '.join(unread[:UNREAD_SHOWN])}{more}"]
    given = {
        name
        for fill in fit.kind.fills
        for name, spec in fill.columns.items()
        if name in fill.constants or fit.header.has_any(names_in(spec))
    }
    fillable = {field for fill in fit.kind.fills for field in TABLES[fill.table]}
    alike = [
        f"{name!r} like the {FIELD_NAMES.get(field, field)}"
        for name in unread
        for field, words in LOOKS_LIKE.items()
        if field in fillable - given and not words.isdisjoint(re.findall(r"\w+", header.normal(name)))
    ]
    if alike:
        how = "name them in a profile, or rename them, if they are"
        notes.append(f"of these some look useful, {', '.join(alike[:UNREAD_SHOWN])}: {how}")
    return notes


def _near(fits: list[_Fit], profiles: list[Profile]) -> _Fit | None:
    """The best of the fits, where it is more than chance."""
    near = max(fits, key=lambda fit: (fit.rank[0] / len(fit.kind.required), fit.rank))
    found, used, *_ = near.rank
    is_chance = found * 2 < len(near.kind.required) or (found + used < NEAR and len(profiles) > 1)
    return None if is_chance else near


def _refuse(taken: Taken, fits: list[_Fit], profiles: list[Profile]) -> IntakeError:
    if not fits:
        return taken.refuse("has no line that could be its column names")
    near = _near(fits, profiles)
    if near is None:
        return header.refuse_unknown(fits[0].text, [fit.header for fit in fits])
    wanted = near.missing[0]
    there = [name for name in near.header.shown if name]
    by_normal = {header.normal(name): name for name in there}
    nearest = [match for name in wanted for match in difflib.get_close_matches(header.normal(name), by_normal, 1, 0.6)]
    hint = f" (nearest: {by_normal[nearest[0]]!r})" if nearest else f" (there are {', '.join(there[:8])})"
    return taken.refuse(
        f"looks like {near.kind.role} of the profile {near.profile.name}, but its column "
        f"{' or '.join(map(repr, wanted))} is missing{hint}: rename it; where the file is of another kind, "
        f"{header.way_out(near.text)}"
    )
