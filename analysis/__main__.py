"""Answers a question in the terminal, from the same code as the pages: ``python -m analysis conversion``."""

import argparse
import re
import sys
from datetime import date
from typing import Any

import pandas as pd

from analysis import export, valuing
from analysis.question import GATES, MODES, AskError, Question, names, question
from analysis.scope import ALL_PIPELINES, Scope
from analysis.scoping.tables import BREAKDOWNS
from analysis.statistics.proportions import wilson_intervals
from analysis.warehouse import OUTDATED, Warehouse
from data import dimensions
from data.definitions import DefinitionsError
from data.store import Store
from data.terminal import plain, run, say

MISSING = "–"


def main(arguments: list[str] | None = None) -> int:
    """Run the command line; returns the exit status."""
    options = _parser().parse_args(arguments)
    if options.question is None:
        width = max(map(len, names()))
        print("\n".join(f"{name:{width}}  {question(name).title}" for name in names()))
        return 0
    try:
        asked, frame = question(options.question), _answer(options)
        answer = {"table": _table, "csv": _csv, "json": _json}[options.format](asked, frame)
        (say if options.format == "table" or sys.stdout.isatty() else print)(answer)  # a file gets what there is
    except (AskError, DefinitionsError, ValueError) as error:
        say(plain(str(error)), sys.stderr)
        return 1
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m analysis", description=__doc__)
    parser.add_argument("question", nargs="?", help="name of a question; without one, all are listed")
    parser.add_argument(
        "--breakdown",
        choices=sorted(BREAKDOWNS),
        default="all",
        help="months and quarters by their first day; quarters are fiscal ones",
    )
    parser.add_argument(
        "--across", choices=sorted(BREAKDOWNS), default="all", help="second breakdown, of questions that cross two"
    )
    parser.add_argument(
        "--since", type=date.fromisoformat, metavar="DAY", help="first day of creation, or of what happened"
    )
    parser.add_argument(
        "--until",
        type=date.fromisoformat,
        metavar="DAY",
        help="the day after the last; of expected values, the day by which they are won",
    )
    parser.add_argument("--as-of", type=date.fromisoformat, metavar="DAY", help="last day whose events count")
    for name in dimensions.NAMES:
        all_of = "; 'all' for all, where there is a usual one" if name == dimensions.PIPELINE else ""
        parser.add_argument(
            f"--{name.replace('_', '-')}",
            action="append",
            metavar="NAME",
            help=f"admit only these; may be repeated{all_of}",
        )
    parser.add_argument("--window-days", type=int, metavar="N", help="days that a conversion may take")
    parser.add_argument("--gate", choices=GATES, help="where the comparison starts")
    parser.add_argument("--mode", choices=MODES, help="what counts as reaching a stage")
    parser.add_argument("--step-days", type=int, metavar="N", help="days that each step may take")
    parser.add_argument("--overall-days", type=int, metavar="N", help="days from the creation to a stage")
    parser.add_argument("--without-reason", action="append", metavar="NAME", help="leave out leads dropped for it")
    parser.add_argument("--format", choices=("table", "csv", "json"), default="table")
    return parser


def _answer(options: argparse.Namespace) -> pd.DataFrame:
    """The question's counts, and beside them the rates that its header declares."""
    store = Store()
    look = store.look()
    generation = look.generation
    if look.fault and generation is None:
        raise AskError(look.fault)
    if look.fault:
        say(look.fault, sys.stderr)
    if generation is None:
        raise AskError(
            f"Nothing is loaded in {store.folder} yet: run python -m data load FILE, or python -m data sample."
        )
    if store.is_outdated():
        raise AskError(OUTDATED)
    warehouse = Warehouse.open(generation, store.folder)
    try:
        scope = _scope(options)
        if re.search(r"\b(scoped|selected|paged)_", question(options.question).body):
            _say_pipeline(warehouse, scope)
        given = {name: getattr(options, name) for name in ("window_days", "gate", "mode", "step_days", "overall_days")}
        own = {name: value for name, value in given.items() if value is not None}
        if question(options.question).values_leads:
            scope, worth = _valued(warehouse, scope)
            own |= question(options.question).taken(worth)
        if question(options.question).dates_events:
            scope, period = scope.without_period()
            own |= period
        if "window_days" in question(options.question).arguments - set(own):
            own["window_days"] = _window(warehouse, scope)
        frame = warehouse.ask(options.question, scope, breakdown=options.breakdown, across=options.across, **own)
    finally:
        warehouse.close()
    for rate in question(options.question).rates:
        estimates = wilson_intervals(frame[rate.successes], frame[rate.trials])
        estimates.columns = pd.Index([rate.name, f"{rate.name}_low", f"{rate.name}_high"])
        frame = frame.join(estimates)
    return frame


def _scope(options: argparse.Namespace) -> Scope:
    """Which leads the answer is about."""
    scope = Scope(
        since=options.since,
        until=options.until,
        as_of=options.as_of,
        excluded_reasons=tuple(options.without_reason or ()),
        **{name: tuple(values) for name in dimensions.NAMES if (values := getattr(options, name)) is not None},
    )
    every = ("all", ALL_PIPELINES[0].casefold())
    is_every = any(name.casefold() in every for name in scope.pipeline or ())
    return scope.narrowed(pipeline=ALL_PIPELINES) if is_every else scope


def _say_pipeline(warehouse: Warehouse, scope: Scope) -> None:
    """Say which pipeline the answer keeps to where nobody chose, and of which there is none."""
    for name in warehouse.unknown_pipelines:
        say(f"No lead is in the pipeline {plain(name)!r} that the definitions name as a usual one.", sys.stderr)
    if scope.pipeline is None and warehouse.usual_pipeline:
        usual = ", ".join(plain(name) for name in warehouse.usual_pipeline)
        say(f"Only the usual pipeline, {usual}: --pipeline all counts all of them.", sys.stderr)


def _window(warehouse: Warehouse, scope: Scope) -> int:
    """The conversion window of the pages, said where it is not that of the definitions."""
    days, usual = warehouse.window_days(scope), warehouse.definitions.windows.conversion_days
    if days != usual:
        said = f"Conversion within {days} days: the usual {usual} would leave out most of these leads."
        print(f"{said} Choose with --window-days.", file=sys.stderr)
    return days


def _valued(warehouse: Warehouse, scope: Scope) -> tuple[Scope, dict[str, Any]]:
    """Value open leads by what they bring by the day ``until``, or ever, whenever they were created."""
    within, last = None, scope.as_of or warehouse.as_of
    if scope.until is not None and last is not None:
        within = (scope.until - last).days
        if within < 1:
            raise AskError(f"--until {scope.until} is not after {last}, the day as of which the leads are open.")
        scope = scope.narrowed(until=None)
    worth = valuing.learn(warehouse, scope)
    if worth is None:
        raise AskError("There was no lead yet to learn from, or none whose closing has a day.")
    return scope, worth.arguments(within)


def _table(asked: Question, frame: pd.DataFrame) -> str:
    """The answer for reading; a sentence where there is none."""
    if frame.empty and "scoped_" in asked.body:
        return "No lead matches: widen the period or leave out a filter."
    if frame.empty:
        return "Nothing of this is recorded."
    shares = {f"{rate.name}{end}" for rate in asked.rates for end in ("", "_low", "_high")}
    shown = frame.copy()
    for name in frame.select_dtypes("number"):
        shown[name] = _shares(frame[name]) if name in shares else _numbers(frame[name])
    return shown.to_string(index=False, na_rep=MISSING)


def _shares(values: pd.Series) -> list[str]:
    return [MISSING if pd.isna(value) else f"{value * 100:.2f}%" for value in values]


def _numbers(values: pd.Series) -> list[str]:
    """Numbers with as many digits as their size needs, the same for all."""
    largest = values.abs().max()
    digits = 0 if largest >= 1000 or (values.dropna() % 1 == 0).all() else 2 if largest >= 1 else 4
    return [MISSING if pd.isna(value) else f"{value:,.{digits}f}" for value in values]


def _csv(_: Question, frame: pd.DataFrame) -> str:
    return export.csv_text(frame).rstrip("\n")


def _json(_: Question, frame: pd.DataFrame) -> str:
    return frame.to_json(orient="records", date_format="iso", indent=2, force_ascii=False)


if __name__ == "__main__":
    run(main)
