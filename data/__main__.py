"""Command line of the intake: ``python -m data load | check | log | undo | rebuild | sample``."""

import argparse
import sys
from collections.abc import Sequence
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import duckdb

from data import definitions, terminal
from data.definitions import DefinitionsError
from data.intake import IntakeError
from data.intake.amounts import DECIMALS
from data.intake.instants import FAMILIES
from data.intake.load import Report, load_files
from data.intake.profiles import ProfileError
from data.marts import MartError
from data.store import Store, StoreError

COLUMNS = ("file", "profile", "role", "rows", "imported", "unchanged", "duplicate", "quarantined")
REASONS_SHOWN = 5


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
        return int(options.command(options))
    except (IntakeError, ProfileError, DefinitionsError, StoreError, MartError) as error:
        print(error, file=sys.stderr)
    except BrokenPipeError:
        raise
    except OSError as error:
        print(f"{error.filename or 'The disk'}: {error.strerror or error}.", file=sys.stderr)
    except duckdb.OutOfMemoryException:
        print("Building this takes more memory: set PIPELINE_IMPORT_MEMORY, for example to 4GB.", file=sys.stderr)
    except duckdb.Error as error:
        print(f"The database gave up: {str(error).splitlines()[0]}", file=sys.stderr)
    return 1


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
        files.set_defaults(command=command)
    log = commands.add_parser("log", parents=[home], help="list the imports")
    log.set_defaults(command=_log)
    undo = commands.add_parser("undo", parents=[home], help="go back to the generation before the last import")
    undo.set_defaults(command=_undo)
    rebuild = commands.add_parser("rebuild", parents=[home], help="build anew, after a change of the definitions")
    rebuild.add_argument("--if-outdated", action="store_true", help="only where an earlier version built it")
    rebuild.set_defaults(command=_rebuild)
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


def _load(options: argparse.Namespace) -> int:
    report = _import(options, publish=True)
    print(_told(report))
    if report.is_published:
        print(f"Published as load #{report.load_id}.")
    return 0


def _check(options: argparse.Namespace) -> int:
    report = _import(options, publish=False)
    print(_told(report))
    if report.already is None:
        print("Nothing was changed: this was a check.")
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
    )


def _told(report: Report) -> str:
    """A report as text: one row per file, and what else the reader should know below."""
    if report.already is not None:
        return f"Already loaded {report.already}: nothing changed."
    rows = [
        (
            each.file,
            each.profile,
            each.role,
            *map(str, each.counts),
        )
        for each in report.files
    ]
    lines = [_table(COLUMNS, rows)]
    for each in report.files:
        remarks = [*each.notes, *(f"quarantine: {count} x {reason}" for reason, count in each.reasons[:REASONS_SHOWN])]
        if len(each.reasons) > REASONS_SHOWN:
            remarks.append(f"quarantine: {len(each.reasons) - REASONS_SHOWN} more reasons")
        lines += [f"{each.file}: {remark}" for remark in remarks]
    lines += report.notes
    if report.adopted is not None:
        lines.append(report.adopted)
    return "\n".join(lines)


def _table(head: Sequence[str], rows: Sequence[Sequence[str]], count_texts: int = 3) -> str:
    """Columns as wide as their longest cell; texts to the left, numbers to the right."""
    widths = [max(len(row[place]) for row in [head, *rows]) for place in range(len(head))]
    return "\n".join(
        "  ".join(
            cell.ljust(width) if place < count_texts else cell.rjust(width)
            for place, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in [head, *rows]
    )


def _log(options: argparse.Namespace) -> int:
    current = Store(options.home).current()
    if current is None:
        print("Nothing has been loaded yet.")
        return 0
    with closing(duckdb.connect(str(current), read_only=True)) as connection:
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
    print(_table(("load", "at (UTC)", "what", *COLUMNS[3:]), rows))
    return 0


def _undo(options: argparse.Namespace) -> int:
    print(f"The dashboard shows {Store(options.home).undo().name} again.")
    return 0


def _rebuild(options: argparse.Namespace) -> int:
    generations = Store(options.home)
    if options.if_outdated and not generations.is_outdated():
        return 0
    if generations.current() is None:
        raise StoreError(f"{generations.folder} holds nothing to rebuild: load your files first.")
    is_sample = not generations.holds_own_data()
    with generations.new_generation("rebuilt with the definitions", keeps_sample=True) as build:
        build.is_sample = is_sample  # copying and building is all there is to do
    print(f"Rebuilt with {definitions.file_of(generations.folder)}.")
    return 0


def _sample(options: argparse.Namespace) -> int:
    from data import sample  # the generator is only needed here

    generations = Store(options.home)
    if generations.current() is not None and options.if_empty:
        return 0
    if generations.current() is not None:
        raise StoreError(
            f"{generations.folder} holds data already: choose an empty folder with --home, or undo what is loaded."
        )
    try:
        sample.publish(generations, leads=options.leads, seed=options.seed, scenario=options.scenario)
    except ValueError as error:
        raise StoreError(str(error)) from error
    print(f"Published a sample of {options.leads:,} leads (seed {options.seed}) in {generations.folder}.")
    return 0


if __name__ == "__main__":
    terminal.run(main)
