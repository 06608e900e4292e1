"""Answers a question in the terminal, from the same code as the pages: ``python -m analysis conversion``."""

import argparse
import sys
from datetime import date

import pandas as pd

from analysis.question import GATES, MODES, AskError, names, question
from analysis.scope import Scope
from analysis.scoping.tables import BREAKDOWNS
from analysis.statistics.proportions import wilson_intervals
from analysis.warehouse import Warehouse
from data import dimensions
from data.definitions import DefinitionsError
from data.store import Store


def main(arguments: list[str] | None = None) -> int:
    """Run the command line; returns the exit status."""
    options = _parser().parse_args(arguments)
    if options.question is None:
        width = max(map(len, names()))
        print("\n".join(f"{name:{width}}  {question(name).title}" for name in names()))
        return 0
    try:
        print(_write(_answer(options), options.format))
    except (AskError, DefinitionsError, ValueError) as error:
        print(f"{error}", file=sys.stderr)
        return 1
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m analysis", description=__doc__)
    parser.add_argument("question", nargs="?", help="name of a question; without one, all are listed")
    parser.add_argument("--breakdown", choices=sorted(BREAKDOWNS), default="all")
    parser.add_argument(
        "--across", choices=sorted(BREAKDOWNS), default="all", help="second breakdown, of questions that cross two"
    )
    parser.add_argument("--since", type=date.fromisoformat, metavar="DAY", help="first day of creation")
    parser.add_argument("--until", type=date.fromisoformat, metavar="DAY", help="the day after the last")
    parser.add_argument("--as-of", type=date.fromisoformat, metavar="DAY", help="last day whose events count")
    for name in dimensions.NAMES:
        parser.add_argument(f"--{name}", action="append", metavar="NAME", help="admit only these; may be repeated")
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
    generation = store.current()
    if generation is None:
        raise AskError(
            f"Nothing is loaded in {store.folder} yet: run python -m data load FILE, or python -m data sample."
        )
    warehouse = Warehouse.open(generation, store.folder)
    try:
        scope = Scope(
            since=options.since,
            until=options.until,
            as_of=options.as_of,
            excluded_reasons=tuple(options.without_reason or ()),
            **{name: tuple(values) for name in dimensions.NAMES if (values := getattr(options, name)) is not None},
        )
        given = {name: getattr(options, name) for name in ("window_days", "gate", "mode", "step_days", "overall_days")}
        own = {name: value for name, value in given.items() if value is not None}
        frame = warehouse.ask(options.question, scope, breakdown=options.breakdown, across=options.across, **own)
    finally:
        warehouse.close()
    for rate in question(options.question).rates:
        estimates = wilson_intervals(frame[rate.successes], frame[rate.trials])
        estimates.columns = pd.Index([rate.name, f"{rate.name}_low", f"{rate.name}_high"])
        frame = frame.join(estimates)
    return frame


def _write(frame: pd.DataFrame, form: str) -> str:
    if form == "json":
        return frame.to_json(orient="records", date_format="iso", indent=2, force_ascii=False)
    if form == "csv":
        return frame.to_csv(index=False).rstrip("\n")
    return frame.to_string(index=False, na_rep="–", float_format=lambda value: f"{value:,.4g}")


if __name__ == "__main__":
    sys.exit(main())
