"""The whole way of some files into one new generation: all of them, or nothing."""

import tempfile
from collections.abc import Callable, Iterable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from pathlib import Path

from data import conversions, definitions, progress, store
from data.forgetting.register import Register
from data.intake import IntakeError, adopt, contents, gates, known, profiles, work
from data.intake.draft import Draft
from data.intake.profiles import Profile, ProfileError
from data.intake.recognise import Recognised, recognise
from data.intake.report import Report
from data.intake.take import Taken, take
from data.intake.unpack import Unpacked, unpack


class _NothingNewError(Exception):
    """Files that were loaded before change nothing of what is known."""

    def __init__(self, done: work.Done) -> None:
        super().__init__()
        self.done = done


def load_files(
    paths: Iterable[Path],
    *,
    profile: str | None = None,
    dates: str | None = None,
    decimal: str | None = None,
    home: Path | None = None,
    publish: bool = True,
    whole: bool = False,
    in_part: bool = False,
    anyway: bool = False,
    again: bool = False,
    strict: bool = False,
    draft: Draft | None = None,
) -> Report:
    """Import files as one step.

    Parameters
    ----------
    paths : iterable of Path
        The files of one or more exports, as text or packed.
    profile : str, optional
        Name of the profile to use; otherwise each file is recognised by its header.
    dates : str, optional
        Form of the dates (see ``data.intake.instants.FAMILIES``), where the files do not tell it.
    decimal : str, optional
        What parts the cents of amounts, ``point`` or ``comma``, where the files do not tell it.
    home : Path, optional
        Folder of the generations, default as in ``data.store.home``.
    publish : bool, default True
        Whether to publish; otherwise everything is done and thrown away.
    whole : bool, default False
        Whether the files are the whole export: leads of the same kind of export that they do not name are gone.
    in_part : bool, default False
        Whether the files only tell what changed since the last ones.
    anyway : bool, default False
        Whether to do what looks like a mistake.
    again : bool, default False
        Whether to load files anew that would change nothing.
    strict : bool, default False
        Whether nothing is loaded where a row would go into quarantine.
    draft : Draft, optional
        Profiles and definitions to read with, beside those of the home, and where to keep what would be published.

    Returns
    -------
    Report
        The account of every file.

    Raises
    ------
    IntakeError
        If a file cannot be imported; then none is, and the old data stays.
    ProfileError, DefinitionsError, StoreError
        If what is around the files is wrong.
    """
    choice = _Choice(profile, dates, decimal, whole=whole, in_part=in_part, anyway=anyway, again=again, strict=strict)
    with tempfile.TemporaryDirectory(prefix="pipeline-") as folder:
        progress.tell("Opening the files")
        return _load(unpack(paths, Path(folder)), choice, store.Store(home), draft, publish=publish)


def recogniser(*, profile: str | None = None, home: Path | None = None) -> Callable[[Path, Path], list[Recognised]]:
    """What tells what files are to the profiles of a home, before they are loaded.

    Parameters
    ----------
    profile : str, optional
        Name of the profile to use.
    home : Path, optional
        Folder of the generations, default as in ``data.store.home``.

    Returns
    -------
    callable
        Takes a file, as text or packed, and an empty folder for what is in it; returns it, or what is in it and known.
        Raises an IntakeError where it is no export, or of no kind that is known.

    Raises
    ------
    IntakeError, ProfileError
        If there is no such profile, or it is broken.
    """
    sound, broken = profiles.load(store.Store(home).folder)
    chosen = _choose(sound, broken, profile)

    def _recognised(path: Path, folder: Path) -> list[Recognised]:
        unpacked = unpack([path], folder)
        return _recognise_all(map(take, unpacked.paths), chosen, broken, unpacked)[0]

    return _recognised


@dataclass(frozen=True)
class _Choice:
    """What was said beside the files."""

    profile: str | None
    dates: str | None
    decimal: str | None
    whole: bool
    in_part: bool
    anyway: bool
    again: bool
    strict: bool


def _load(
    unpacked: Unpacked, choice: _Choice, generations: store.Store, draft: Draft | None, *, publish: bool
) -> Report:
    if publish:
        generations.settle()
    taken = list({each.sha256: each for each in map(take, unpacked.paths)}.values())
    sound, broken = profiles.load(generations.folder, draft.folder if draft else None)
    known_files, unknown = _recognise_all(taken, _choose(sound, broken, choice.profile), broken, unpacked)
    files = [replace(_with_dates(each, choice.dates), decimal=choice.decimal) for each in known_files]
    _demand_lookups(files)
    told_there = draft.definitions_text() if draft else None
    adopted = adopt.proposal(generations, [file.profile for file in files]) if told_there is None else None
    meant_text = told_there or (adopted.text if adopted else definitions.text(generations.folder))
    meant = definitions.parse_text(meant_text)
    choices = (choice.dates, choice.decimal, "whole" if choice.whole else None)
    recipes = {file.text.taken.sha256: known.recipe_of(file.profile, meant, choices) for file in files}
    before = None if choice.again else known.loaded_before(generations.current(), recipes)
    if publish and before is not None and before.is_same and before.is_latest:
        return Report(None, already=before.told)
    summary = ", ".join(f"{file.text.taken.name} ({file.profile.name} {file.kind.role})" for file in files)
    base = generations.base()
    told = adopted.sentence if adopted else None
    loaded = before.told if before is not None and before.is_same else None
    try:
        with _begun(generations, summary, adopted, taken, draft, meant_text, publish=publish) as build:
            state = known.state_of(build.connection) if loaded else []
            known.forget_states(build.connection, recipes)
            done = work.fill_tables(
                build.connection,
                files,
                meant,
                build.load_id,
                list(recipes.values()),
                register=Register.of(generations.folder),
                whole=choice.whole,
                in_part=choice.in_part,
                anyway=choice.anyway,
            )
            if choice.strict:
                _demand_all(build)
            build.complete_through = done.complete_through
            brought = contents.read(build.connection, build.load_id, meant)
            if loaded:
                _demand_news(build, done, state)
            elif choice.in_part:
                _demand_changes(done)
            stops = () if choice.anyway or loaded else done.stops  # what is loaded again was accepted before
            if publish:
                gates.demand_none(stops)
    except _NothingNewError as nothing:
        return Report(None, nothing.done.accounts, loaded, meanings=nothing.done.meanings)
    published = generations.current() if publish else None
    converted = conversions.told(published) if published is not None else []
    if draft is not None and draft.is_kept:
        draft.remember(base, summary, meant_text, stops)  # now that all of it is built
    notes = (*unpacked.notes, *unknown, *_left_out(broken), *_on_loaded_before(before), *converted)
    return Report(build.load_id, done.accounts, None, told, publish, notes, done.meanings, stops, brought)


def _demand_all(build: store.Build) -> None:
    """Refuse what has a faulty row."""
    faults = build.connection.execute(
        "select distinct column_name, value, reason, record from intake.quarantine where load_id = $load_id order by 4",
        {"load_id": build.load_id},
    ).fetchall()
    if faults:
        told = [
            f"{column or 'A row'}{'' if value is None else f' {value!r}'}: {reason}, in the row {record}."
            for column, value, reason, record in faults
        ]
        raise IntakeError(" ".join(told))


def _demand_news(build: store.Build, done: work.Done, state: list[tuple[object, ...]]) -> None:
    if known.state_of(build.connection) == state:
        raise _NothingNewError(done)


def _demand_changes(done: work.Done) -> None:
    """What was read once more to miss nothing makes no generation of its own."""
    if not any(each.count_imported + each.count_quarantined for each in done.accounts):
        raise _NothingNewError(done)


def _on_loaded_before(before: known.Before | None) -> list[str]:
    """Why files that were loaded before are loaded all the same."""
    if before is None:
        return []
    if before.is_same:
        return [f"Loaded before {before.told}, and other files since: what these say counts again."]
    return [f"Loaded before {before.told}, with another profile, other definitions or choices: read anew."]


def _begun(
    generations: store.Store,
    summary: str,
    adopted: adopt.Adoption | None,
    taken: Iterable[Taken],
    draft: Draft | None,
    meant_text: str,
    *,
    publish: bool,
) -> AbstractContextManager[store.Build]:
    text = adopted.text if adopted is not None else None
    size = sum(each.path.stat().st_size for each in taken)
    if draft is not None and draft.is_kept:
        return generations.prepared(draft.generation, summary, definitions_text=meant_text, incoming_bytes=size)
    return (
        generations.new_generation(summary, adopted=text, incoming_bytes=size)
        if publish
        else generations.trial(summary, incoming_bytes=size)
    )


def _recognise_all(
    taken: Iterable[Taken], chosen: list[Profile], broken: Mapping[str, ProfileError], unpacked: Unpacked
) -> tuple[list[Recognised], list[str]]:
    """The files, and notes on sheets that no profile knows beside others of their workbook that one does."""
    found: list[Recognised] = []
    unknown: list[tuple[Path, IntakeError]] = []
    for each in taken:
        try:
            found.append(_recognise(each, chosen, broken))
        except IntakeError as error:
            if each.path not in unpacked.books:
                raise
            unknown.append((unpacked.books[each.path], error))
    books = {unpacked.books.get(file.text.taken.path) for file in found}
    for book, refusal in unknown:
        if book not in books:
            raise refusal
    return found, [f"Left out: {refusal}" for _, refusal in unknown]


def _recognise(taken: Taken, chosen: list[Profile], broken: Mapping[str, ProfileError]) -> Recognised:
    try:
        return recognise(taken, chosen)
    except IntakeError as error:
        if broken:
            raise IntakeError(f"{error} {_left_out(broken)[0]}") from None
        raise


def _left_out(broken: Mapping[str, ProfileError]) -> tuple[str, ...]:
    return tuple(f"The profile {name} is left out, because it is broken: {error}." for name, error in broken.items())


def _choose(known_profiles: dict[str, Profile], broken: Mapping[str, ProfileError], name: str | None) -> list[Profile]:
    if name is None:
        return list(known_profiles.values())
    if name in broken:
        raise broken[name]
    if name not in known_profiles:
        raise IntakeError(f"There is no profile {name!r}; there are {', '.join(sorted(known_profiles))}.")
    return [known_profiles[name]]


def _with_dates(file: Recognised, dates: str | None) -> Recognised:
    if dates is None:
        return file
    return replace(file, kind=replace(file.kind, dates=tuple(dict.fromkeys(("iso", dates)))))


def _demand_lookups(files: list[Recognised]) -> None:
    """A file whose labels stand in another file is no use without it."""
    for file in files:
        siblings = [each for each in files if each.profile.name == file.profile.name]
        there = {each.kind.role for each in siblings}
        if not any(each.kind.fills for each in siblings):
            raise file.text.taken.refuse(
                f"gives nothing: {file.kind.gives_nothing}"
                if file.kind.gives_nothing
                else "only gives names to what other files of its export hold: load it with them"
            )
        for each in file.kind.fills:
            for lookup in each.lookups.values():
                if lookup.is_required and lookup.file not in there:
                    raise file.text.taken.refuse(
                        f"needs the {lookup.file} file of the same export beside it, for the labels: load them together"
                    )
