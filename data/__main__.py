"""Command line of the data: ``python -m data load | check | undo | erase | retain | backup | restore …``."""

import argparse
import os
import shlex
import sys
import tempfile
import traceback
from collections.abc import Sequence
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import duckdb

from data import definitions, erasing, grids, retention
from data.access import audit
from data.backup import making, restoring
from data.definitions import DefinitionsError
from data.feeds.adding import add
from data.feeds.feed import Feed, FeedError
from data.feeds.sync import sync
from data.forgetting import register, told
from data.intake import IntakeError, draft, known, looked, profiles, propose, proposed, report, telling
from data.intake.amounts import DECIMALS
from data.intake.draft import Draft
from data.intake.gates import MistakeError
from data.intake.instants import FAMILIES
from data.intake.load import load_files
from data.intake.profiles import ProfileError
from data.intake.report import Report
from data.intake.seen import look
from data.intake.take import take
from data.intake.unpack import unpack
from data.marts import MartError
from data.settings.versions import SettingsError
from data.store import Store, StoreError
from data.terminal import plain, raise_if_stopped, run, say

KEEPING = "leads stay under opaque ids without names, so that every number stays as it is"
DROPPING = "leads leave with all that happened to them, so that they count nowhere any more"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command.

    Parameters
    ----------
    arguments : sequence of str, optional
        Default: those of the process.

    Returns
    -------
    int
        0 when something was published or was already there, 1 when not; usage errors leave with 2.
    """
    options = _parser().parse_args(arguments)
    try:
        _warn(Store(options.home).look().fault)
        if options.command is not _erase:
            _warn(register.unfinished(Store(options.home).folder))
        return int(options.command(options))
    except MistakeError as error:
        for sentence in error.sentences:
            _warn(plain(sentence))
        _warn("Nothing was changed.")
    except (IntakeError, ProfileError, DefinitionsError, StoreError, MartError, FeedError, SettingsError) as error:
        _warn(plain(str(error)))
    except BrokenPipeError:
        raise
    except OSError as error:
        _warn(plain(f"{error.filename or 'The disk'}: {error.strerror or error}."))
    except duckdb.OutOfMemoryException:
        _warn("Building this takes more memory: set PIPELINE_IMPORT_MEMORY, for example to 4GB.")
    except Exception:  # noqa: BLE001  # whoever runs it gets a sentence, a file gets the rest
        raise_if_stopped()
        _warn(f"This is a fault of the program, and nothing was changed; {_details()} says more.")
    return 1


def _details() -> str:
    """Write down what failed; gives the file."""
    opened, path = tempfile.mkstemp(prefix="pipeline-fault-", suffix=".txt")
    with os.fdopen(opened, "w", encoding="utf-8", errors="backslashreplace") as file:
        traceback.print_exc(file=file)
    return path


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m data", description="Bring data in, and look after it.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    home = argparse.ArgumentParser(add_help=False)
    home.add_argument("--home", type=Path, help="folder of the generations (default: PIPELINE_HOME, else .home)")
    for name, command, meaning in (
        ("load", _load, "import files as one step"),
        ("check", _check, "say what importing files would do, and change nothing"),
    ):
        files = commands.add_parser(name, parents=[home], help=meaning)
        files.add_argument("files", nargs="+", type=Path, metavar="FILE")
        files.add_argument("--profile", help="kind of export (default: told by the column names)")
        files.add_argument("--dates", choices=tuple(FAMILIES), help="form of the dates, where the files do not tell it")
        files.add_argument("--decimal", choices=DECIMALS, help="what parts the cents, where the files do not tell it")
        files.add_argument("--whole", action="store_true", help="the whole export: leads it does not name are gone")
        files.add_argument("--anyway", action="store_true", help="load what looks like a mistake all the same")
        files.add_argument("--again", action="store_true", help="load files anew that were loaded before")
        files.set_defaults(command=command, draft=None)
        if command is _check:
            files.add_argument("--draft", type=Path, help="folder of profiles to read with; keeps what a load would do")
    look = commands.add_parser("look", parents=[home], help="say what the files of a draft are, and keep it there")
    look.add_argument("--draft", type=Path, required=True, metavar="FOLDER", help="holds them in a folder `files`")
    look.set_defaults(command=_look)
    publish = commands.add_parser("publish", parents=[home], help="show what a check kept in a draft")
    publish.add_argument("draft", type=Path, metavar="FOLDER")
    publish.set_defaults(command=_publish)
    edit = commands.add_parser("edit", parents=[home], help="load what a page took down of an edited table")
    edit.add_argument("edit", type=Path, metavar="FILE")
    edit.set_defaults(command=_edit)
    propose = commands.add_parser("propose", parents=[home], help="propose how to read files that no profile knows")
    propose.add_argument("files", nargs="+", type=Path, metavar="FILE")
    propose.add_argument("--name", help="what to call the profile (default: as the first file)")
    propose.add_argument("--save", action="store_true", help="write it as a profile into the home")
    propose.set_defaults(command=_propose)
    feed = commands.add_parser("feed", parents=[home], help="let what comes in a folder or database be loaded by sync")
    feed.add_argument("folder", nargs="?", type=Path, metavar="FOLDER")
    feed.add_argument("--database", metavar="VARIABLE", help="variable of the environment that holds its address")
    feed.add_argument("--tables", nargs="+", default=[], metavar="TABLE", help="of the database, with their schema")
    feed.add_argument("--query", metavar="SQL", help="in their place, a query of which each row is a record")
    feed.add_argument("--changed-at", metavar="COLUMN", help="that says when a row was last changed")
    feed.add_argument("--name", help="what to call it (default: the folder or the variable)")
    feed.add_argument("--profile", help="kind of export (default: told by the column names)")
    feed.set_defaults(command=_feed)
    bring = commands.add_parser("sync", parents=[home], help="load what is new in the feeds of the definitions")
    bring.add_argument("--feed", metavar="NAME", help="of this feed only")
    bring.add_argument("--anyway", action="store_true", help="load what was refused all the same, where it can be read")
    bring.set_defaults(command=_sync)
    log = commands.add_parser("log", parents=[home], help="list the imports")
    log.set_defaults(command=_log)
    undo = commands.add_parser("undo", parents=[home], help="go back to the generation before the last import")
    undo.set_defaults(command=_undo)
    rebuild = commands.add_parser("rebuild", parents=[home], help="build anew, after a change of the definitions")
    rebuild.add_argument("--if-outdated", action="store_true", help="only where an earlier version built it")
    rebuild.set_defaults(command=_rebuild)
    back_up = commands.add_parser("backup", parents=[home], help="write all that the home holds into one file")
    back_up.add_argument("into", type=Path, metavar="FILE", help="a new file, or a folder for one named by the time")
    back_up.add_argument("--keep", type=_positive, metavar="N", help="of those named by the time, only the latest N")
    back_up.set_defaults(command=_backup)
    restore = commands.add_parser("restore", help="put a backup in the place of a home")
    restore.add_argument("file", type=Path, metavar="FILE")
    restore.add_argument("--into", "--home", dest="home", type=Path, help="folder (default: PIPELINE_HOME, else .home)")
    restore.add_argument("--replace", action="store_true", help="although the folder is not empty: it is put away")
    restore.set_defaults(command=_restore)
    erase = commands.add_parser("erase", parents=[home], help="forget persons, everywhere and for good")
    erase.add_argument(
        "ids", nargs="*", metavar="ID", help="of a lead or a contact; without: who was erased and is back"
    )
    numbers = erase.add_mutually_exclusive_group()
    numbers.add_argument("--keep-numbers", action="store_true", default=None, help=f"their {KEEPING}")
    numbers.add_argument(
        "--drop-numbers", action="store_false", dest="keep_numbers", default=None, help=f"their {DROPPING}"
    )
    erase.add_argument("--dry-run", action="store_true", help="say what would leave, and change nothing")
    erase.add_argument("--anyway", action="store_true", help="also a contact that very many leads have")
    erase.set_defaults(command=_erase)
    retain = commands.add_parser("retain", parents=[home], help="forget what is old, by the rules of the definitions")
    retain.set_defaults(command=_retain)
    sample = commands.add_parser("sample", parents=[home], help="fill an empty home with the example company")
    sample.add_argument("--leads", type=_positive, default=24_000, help="how many leads (default: 24000)")
    sample.add_argument("--if-empty", action="store_true", help="do nothing where something is loaded")
    sample.add_argument("--seed", type=int, default=7, help="same seed, same rows (default: 7)")
    sample.add_argument("--scenario", default="", help="a company in another situation (data/sample/scenarios.toml)")
    sample.set_defaults(command=_sample)
    return parser


def _positive(text: str) -> int:
    if not text.isdecimal() or int(text) == 0:
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number above zero")
    return int(text)


def _warn(sentence: str) -> None:
    if sentence:
        say(sentence, sys.stderr)


def _load(options: argparse.Namespace) -> int:
    done = _import(options, publish=True)
    say(telling.told(done, Store(options.home).folder, in_full=False))
    if done.is_published:
        say(f"Published as load #{done.load_id}.")
        _forget_old(Store(options.home))
    _warn(Store(options.home).broken())
    return 0


def _check(options: argparse.Namespace) -> int:
    if options.draft is not None:
        options.draft.mkdir(parents=True, exist_ok=True)
    found = _import(options, publish=False)
    if options.draft is not None:
        report.write(found, options.draft)
    say(telling.told(found, Store(options.home).folder, in_full=True))
    say("Nothing was changed: this was a check.")
    for sentence in found.stops:
        _warn(plain(f"A load would stop here. {sentence}"))
    return 1 if found.stops else 0


def _look(options: argparse.Namespace) -> int:
    found = looked.look(Draft(options.draft), Store(options.home).folder)
    for each in found.files:
        known = f"{each.profile} {each.role}" if each.profile else each.refused
        say(f"{each.name}: {known}")
    return 0


def _publish(options: argparse.Namespace) -> int:
    generations = Store(options.home)
    draft.publish(Draft(options.draft), generations)
    say("Published: the dashboard shows it as of now; `python -m data undo` takes it back.")
    _forget_old(generations)
    _warn(generations.broken())
    return 0


def _edit(options: argparse.Namespace) -> int:
    before, rows = grids.taken_down(options.edit)
    done = grids.save(before, rows, options.home)
    if not done.is_published:
        say("Nothing was changed.")
        return 0
    say(telling.told(done, Store(options.home).folder, in_full=False))
    say(f"Published as load #{done.load_id}.")
    _forget_old(Store(options.home))
    _warn(Store(options.home).broken())
    return 0


def _propose(options: argparse.Namespace) -> int:
    home = Store(options.home).folder
    meant = definitions.load(home)
    name = proposed.name_for(options.files[0]) if options.name is None else options.name
    with tempfile.TemporaryDirectory(prefix="pipeline-") as folder:
        unpacked = unpack(options.files, Path(folder))
        files = [look(take(path)) for path in unpacked.paths]
        proposal = propose.proposal(files, meant, name)
        say(proposed.told(proposal, files, meant))
        for note in unpacked.notes:
            say(plain(note))
    if not options.save:
        say("Nothing was saved: `--save` writes this as a profile that can be corrected by hand.")
        return 0
    path = proposed.save(proposal.export, home)
    named = shlex.join(map(str, options.files))
    say(f"Saved as {path}: correct it where it is wrong, then `python -m data check {named} --profile {name}`.")
    return 0


def _import(options: argparse.Namespace, *, publish: bool) -> Report:
    return load_files(
        options.files,
        profile=options.profile,
        dates=options.dates,
        decimal=options.decimal,
        home=options.home,
        publish=publish,
        whole=options.whole,
        anyway=options.anyway,
        again=options.again,
        draft=Draft(options.draft, is_kept=True) if options.draft is not None else None,
    )


def _feed(options: argparse.Namespace) -> int:
    folder = str(options.folder.resolve()) if options.folder else ""
    database = options.database or ""
    asked = {key: getattr(options, key) for key in ("name", "profile", "query", "changed_at")}
    try:
        feed = Feed(folder, database, tuple(options.tables), **{key: value for key, value in asked.items() if value})
    except ValueError as error:
        raise FeedError(f"{error}.") from error
    for note in add(Store(options.home).folder, feed):
        say(note)
    written = definitions.file_of(Store(options.home).folder)
    say(f"Written into {written}: `python -m data sync` loads what comes from {feed.title}.")
    return 0


def _sync(options: argparse.Namespace) -> int:
    is_right = sync(Store(options.home), say=say, warn=_warn, named=options.feed, anyway=options.anyway)
    _warn(Store(options.home).broken())
    return 0 if is_right else 1


def _log(options: argparse.Namespace) -> int:
    generations = Store(options.home)
    look = generations.look()
    if look.is_empty:
        say("Nothing has been loaded yet.")
        return 0
    if look.generation is None:
        return 1
    with closing(duckdb.connect(str(look.generation), read_only=True)) as connection:
        found = connection.execute(
            "select load_id, epoch_us(loaded_at), summary, coalesce(sum(count_rows), 0)::bigint, "
            "coalesce(sum(count_imported), 0)::bigint, coalesce(sum(count_unchanged), 0)::bigint, "
            "coalesce(sum(count_duplicate), 0)::bigint, coalesce(sum(count_quarantined), 0)::bigint "
            "from intake.loads left join intake.files using (load_id) "
            "group by all order by load_id"
        ).fetchall()
    rows = [
        (f"#{load_id}", f"{datetime.fromtimestamp(at / 1e6, UTC):%Y-%m-%d %H:%M}", summary, *map(str, counts))
        for load_id, at, summary, *counts in found
    ]
    say(telling.table(("load", "at (UTC)", "what", *telling.COLUMNS[3:]), rows))
    _warn(generations.broken())
    return 0


def _undo(options: argparse.Namespace) -> int:
    generations = Store(options.home)
    say(f"The dashboard shows {generations.undo().name} again.")
    _warn(generations.broken())
    return 0


def _rebuild(options: argparse.Namespace) -> int:
    generations = Store(options.home)
    look = generations.look()
    if options.if_outdated and (look.fault or not generations.is_outdated()):
        return 0  # what is broken is not covered up unasked
    if look.generation is None:
        if look.fault:
            return 1
        raise StoreError(f"{generations.folder} holds nothing to rebuild: load your files first.")
    is_sample = not generations.holds_own_data()
    with generations.new_generation("rebuilt with the definitions", keeps_sample=True) as build:
        build.is_sample = is_sample  # copying and building is all there is to do
    say(f"Rebuilt with {definitions.file_of(generations.folder)}.")
    if others := _read_otherwise(generations):
        was = "was" if len(others) == 1 else "were"
        say(
            f"Files are not kept, so a rebuild does not read them again: {telling.in_words(others)} {was} read with "
            "other definitions, another profile or an earlier version. "
            "Load again what those of now should apply to."
        )
    return 0


def _read_otherwise(generations: Store) -> list[str]:
    """Files that would be read in another way now."""
    generation, meant = generations.current(), definitions.load(generations.folder)
    if generation is None:
        return []
    sound, _ = profiles.load(generations.folder)
    with closing(duckdb.connect(str(generation), read_only=True)) as connection:
        return known.read_otherwise(
            connection, {name: known.recipe_of(each, meant, ()) for name, each in sound.items()}
        )


def _backup(options: argparse.Namespace) -> int:
    path, manifest = making.make(Store(options.home), options.into, kept=options.keep)
    say(
        f"Wrote {path}: {manifest.generation} and {len(manifest.files) - 1} other files, {path.stat().st_size:,} bytes."
        " Loads in the making and earlier generations are not in it."
    )
    return 0


def _restore(options: argparse.Namespace) -> int:
    store = Store(options.home)
    manifest = restoring.restore(options.file, store, replacing=options.replace)
    say(f"Restored {manifest.generation}, as of {manifest.made_at:%Y-%m-%d %H:%M} UTC, in {store.folder}.")
    if store.is_outdated():
        say("An earlier version built it: `python -m data rebuild` makes it current.")
    return 0


def _erase(options: argparse.Namespace) -> int:
    generations = Store(options.home)
    if options.dry_run:
        say(told.foreseen(erasing.foresee(generations, options.ids, anyway=options.anyway)))
        say("Nothing was changed: this was a dry run.")
        return 0
    if options.keep_numbers is None:
        _warn(f"Say what becomes of their numbers. --keep-numbers: their {KEEPING}. --drop-numbers: their {DROPPING}.")
        return 2
    done = erasing.erase(generations, options.ids, keep_numbers=options.keep_numbers, anyway=options.anyway)
    audit.note(generations.folder, "", **done.audit_line())
    say(told.erased(done))
    for sentence in told.faults(done):
        _warn(sentence)
    return 0 if done.is_done else 1


def _retain(options: argparse.Namespace) -> int:
    generations = Store(options.home)
    say(retention.retain(generations).told() or "Nothing is older than the rules under [retention] allow.")
    _warn(generations.broken())
    return 0


def _forget_old(generations: Store) -> None:
    """Apply the rules to what a load left, and say what they removed."""
    if removed := retention.retain(generations).told():
        say(removed)


def _sample(options: argparse.Namespace) -> int:
    from data import sample  # the generator is only needed here

    generations = Store(options.home)
    if not generations.look().is_empty and options.if_empty:
        return 0
    if not generations.look().is_empty:
        raise StoreError(
            f"{generations.folder} holds data already: choose an empty folder with --home, or undo what is loaded."
        )
    try:
        sample.publish(generations, leads=options.leads, seed=options.seed, scenario=options.scenario)
    except ValueError as error:
        raise StoreError(str(error)) from error
    say(f"Published a sample of {options.leads:,} leads (seed {options.seed}) in {generations.folder}.")
    return 0


if __name__ == "__main__":
    run(main)
