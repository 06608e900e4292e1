"""Runs one question under one Scope."""

import copy
import re
import warnings
from collections.abc import Callable, Hashable, Iterable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from functools import lru_cache, partial
from pathlib import Path
from typing import Any, TypeVar

import duckdb
import pandas as pd
import pyarrow as pa

from analysis import limits
from analysis import sight as sights
from analysis.lists.page import Page
from analysis.lists.selection import Selection
from analysis.query import Query, keep, keeping
from analysis.question import OPTIONAL, AskError, check, question
from analysis.scope import ALL_PIPELINES, Scope
from analysis.scoping import clauses
from analysis.scoping import tables as scoped
from analysis.sight import Behind, Sight
from analysis.statistics.windows import window_of_cycle, window_of_period
from data import connections, dimensions, marts
from data import definitions as definitions_module
from data.definitions import Definitions, spelling_key
from data.names import NOT_RECORDED

ROW_LIMIT = 500_000  # of an answer; the back-test of a million leads takes 115,000
OUTDATED = "The data was built by an earlier version: run `python -m data rebuild`."
ANSWERS_KEPT = 64  # the views of a page share questions, and so do its cards
TEXTS_KEPT = 512  # of questions, some kilobytes each: to parse one takes a quarter of a small answer's time

# A relation would not copy the rows, but plan every question twice: that costs more than the few rows of an answer.
warnings.filterwarnings("ignore", "Arrow output on a DB-API result", UserWarning)


_T = TypeVar("_T")


class Warehouse:
    """One generation, open for questions from many threads.

    Parameters
    ----------
    connection : DuckDBPyConnection
        Open on a generation; every question takes a cursor of its own from it.
    generation : str, default "memory"
        Name of the generation, for the keys of caches.
    catalog : str, default ""
        What a reader sees of it who does not see it whole, see ``analysis.sight``.

    Attributes
    ----------
    has_days : bool
        Whether any lead has a day of creation.
    undated : int
        Leads that have none: in no table where others have one, else all there are.
    """

    def __init__(self, connection: duckdb.DuckDBPyConnection, generation: str = "memory", catalog: str = "") -> None:
        self._connection = connection
        self._catalog = catalog
        self.generation = generation
        self._answer = lru_cache(ANSWERS_KEPT)(partial(_run, connection, catalog))
        self._remembered: dict[Hashable, tuple[Any, list[Query]]] = {}
        facts = self.rows("select as_of_on, currency, time_zone, definitions, has_days from meta.generation")[0]
        self.as_of: date | None = facts[0]
        self.currency: str = facts[1]
        self.definitions_text: str = facts[3]
        self.has_days: bool = facts[4]
        undated = self.rows("select coalesce(sum(records), 0) from marts.unknowns where kind = 'undated lead'")
        self.undated: int = int(undated[0][0])
        self.definitions: Definitions = definitions_module.parse_text(self.definitions_text)

    @classmethod
    def open(cls, generation: Path, home: Path) -> "Warehouse":
        """Open a published generation read-only and locked down."""
        return cls(connections.open_read_only(generation, home), generation.name)

    @classmethod
    def seen(cls, sight: Sight, connection: Behind, generation: str) -> "Warehouse":
        """A generation as those see it who do not see it whole.

        Parameters
        ----------
        sight : Sight
            What they see.
        connection : Behind
            The generation, shared by all of them.
        generation : str
            Its name.
        """
        return cls(connection, generation, sights.catalog(connection, sight))

    @property
    def key(self) -> str:
        """What it answers from, for the keys of caches: the generation, and what is seen of it."""
        return f"{self.generation} {self._catalog}"

    def under(self, definitions: Definitions) -> "Warehouse":
        """The same numbers judged by other definitions: limits count, what a rebuild applies does not.

        Parameters
        ----------
        definitions : Definitions
            Those to judge by.

        Returns
        -------
        Warehouse
            On the same connection, with the same answers; what was made of them is made anew.
        """
        other = copy.copy(self)
        other._remembered = {}
        other.definitions = definitions
        return other

    def close(self) -> None:
        """Close the generation."""
        self._connection.close()

    def ask(
        self,
        name: str,
        scope: Scope | None = None,
        *,
        breakdown: str = "all",
        across: str = "all",
        selection: Selection | None = None,
        page: Page | None = None,
        **arguments: Any,
    ) -> pd.DataFrame:
        """Answer one question.

        Parameters
        ----------
        name : str
            Name of a file in ``analysis/questions``.
        scope : Scope, optional
            Which leads; None is all of them.
        breakdown : str, default "all"
            What the column ``breakdown`` holds; one of ``scoped.BREAKDOWNS``.
        across : str, default "all"
            The same for the column ``across`` of questions that cross two breakdowns.
        selection : Selection, optional
            Which leads of the scope, for questions that list leads; None is all of them.
        page : Page, optional
            Which piece of the list, for questions that list leads; None is the latest 5,000.
        **arguments
            Values of the question's own arguments; ``window_days`` defaults to that of the scope (`window_days`),
            ``untouched_days`` and ``late_days`` to those of the definitions, the others to what ``OPTIONAL`` says.

        Returns
        -------
        DataFrame
            The columns that the question's header names: counts and sums, never a rate.

        Raises
        ------
        AskError
            If the question, the breakdown or an argument is unknown, or the answer takes too long or too many rows;
            `limits.AbandonedError` where nobody waits for it any more.
        """
        limits.check()
        text, values = self.compose(
            name, scope, breakdown=breakdown, across=across, selection=selection, page=page, **arguments
        )
        keep(Query(name, text, values))
        bound = tuple((key, tuple(value) if isinstance(value, list) else value) for key, value in values.items())
        table = self._answer(f"{text}\nlimit {ROW_LIMIT + 1}", bound)
        if table.num_rows > ROW_LIMIT:
            raise AskError(f"The answer has more than {ROW_LIMIT:,} rows: narrow the period or the filters.")
        return _to_frame(table)

    def compose(
        self,
        name: str,
        scope: Scope | None = None,
        *,
        breakdown: str = "all",
        across: str = "all",
        selection: Selection | None = None,
        page: Page | None = None,
        **arguments: Any,
    ) -> tuple[str, dict[str, Any]]:
        """The complete query of a question under a scope, with the values it binds."""
        asked, scope = question(name), scope or Scope()
        defaults = OPTIONAL | {
            "untouched_days": self.definitions.gaps.untouched_days,
            "late_days": self.definitions.balance.late_days,
        }
        if "window_days" in asked.arguments - set(arguments):
            defaults["window_days"] = self.window_days(scope)
        unknown = set(arguments) - asked.arguments
        if unknown:
            raise AskError(f"The question {name!r} takes no {sorted(unknown)[0]!r}.")
        own = {key: arguments.get(key, defaults.get(key)) for key in sorted(asked.arguments)}
        missing = sorted(key for key, value in own.items() if value is None and key not in OPTIONAL)
        if missing:
            raise AskError(f"The question {name!r} needs a value for {missing[0]!r}.")
        check(own)
        try:
            tables, values = scoped.tables(
                asked.body,
                scope.narrowed(usual_pipeline=self.pipeline_of(scope) or None) if scope.pipeline is None else scope,
                breakdown,
                self.definitions,
                across=across,
                selection=selection,
                page=page,
                known_by=own.get("known_by") or (),
                last_day=self.as_of,
            )
        except ValueError as error:
            raise AskError(str(error)) from error
        text = scoped.put_in_front(tables, asked.body)
        used = set(re.findall(r"\$([a-z_]+)", text))  # tables need not take all that they are told
        return text, values | {key: value for key, value in own.items() if key in used}

    def window_days(self, scope: Scope) -> int:
        """Conversion window in days: within it wins count, and leads that were not watched for all of it are left out.

        Parameters
        ----------
        scope : Scope
            Which leads.

        Returns
        -------
        int
            The window of the definitions; a shorter one where the period is too young for it, or where it would leave
            out most leads: then one that holds the cycle that the data shows.
        """
        return self.remembered(("window_days", scope), lambda: self._fitting_window(scope))

    def _fitting_window(self, scope: Scope) -> int:
        longest, last = self.definitions.windows.conversion_days, scope.as_of or self.as_of
        if last is None:
            return longest
        if scope.since is not None:
            newest = min(last, scope.until - timedelta(days=1)) if scope.until else last
            ages = (max((last - day).days, 0) for day in (scope.since, newest))
            longest = window_of_period(longest, sum(ages))
        with keeping():  # it is asked once for many questions, and is none of theirs
            observed = self.ask("observed_days", scope).set_index("days")["leads"]
            won = self.ask("cycles", Scope(as_of=scope.as_of, pipeline=scope.pipeline)).set_index("days")["won"]
        return window_of_cycle(longest, observed, won)

    @property
    def is_sample(self) -> bool:
        """Whether nothing but the invented sample is loaded."""
        return bool(self.rows("select coalesce(bool_and(is_sample), false) from intake.loads")[0][0])

    @property
    def has_target_accounts(self) -> bool:
        """Whether a list of target accounts is loaded."""
        found = self.remembered("target accounts", lambda: self.rows("select count(*) from marts.target_accounts"))
        return bool(found[0][0])

    @property
    def conversions(self) -> pd.DataFrame:
        """What became of amounts in other currencies, as the question of that name says it."""
        with keeping():  # it stands beside what a page asks, and is none of it
            return self.ask("conversions")

    @property
    def pipelines(self) -> tuple[str, ...]:
        """Names of the pipelines that leads are in."""
        return tuple(name for name in self._pipelines if name != NOT_RECORDED)

    @property
    def _pipelines(self) -> tuple[str, ...]:
        return self.remembered("pipelines", lambda: tuple(self.choices(dimensions.PIPELINE)))

    @property
    def usual_pipeline(self) -> tuple[str, ...]:
        """The pipelines that answers keep to where none is chosen, as leads have them.

        () is all: the definitions name none, no lead is in those that they name, or every lead is.
        """
        wanted = {spelling_key(name) for name in self.definitions.pipeline}
        found = tuple(name for name in self._pipelines if spelling_key(name) in wanted) if wanted else ()
        return () if found == self._pipelines else found

    @property
    def unknown_pipelines(self) -> tuple[str, ...]:
        """The pipelines of the definitions that no lead is in."""
        if not self.definitions.pipeline:
            return ()
        there = {spelling_key(name) for name in self._pipelines}
        return tuple(name for name in self.definitions.pipeline if spelling_key(name) not in there)

    def pipeline_of(self, scope: Scope) -> tuple[str, ...]:
        """The pipelines that answers under a scope keep to; () is all."""
        if scope.pipeline is None:
            return self.usual_pipeline
        return () if scope.pipeline == ALL_PIPELINES else scope.pipeline

    def offered(self, names: Iterable[str], scope: Scope | None = None) -> tuple[str, ...]:
        """Those of the dimensions that can be offered, as filters or, under a scope, as breakdowns.

        One that comes with a list only where that is loaded, the pipeline only where leads are in several, and not to
        break down what keeps to one.
        """
        return tuple(name for name in names if self._is_offered(name, scope))

    def _is_offered(self, name: str, scope: Scope | None) -> bool:
        dimension = dimensions.BY_NAME.get(name)
        if dimension is None or not (dimension.is_of_list or dimension.is_of_several):
            return True
        if dimension.is_of_list:
            return self.has_target_accounts
        has_choice = len(self.pipelines) > 1 or bool(self.usual_pipeline)
        return has_choice and (scope is None or len(self.pipeline_of(scope)) != 1)

    def choices(self, dimension: str) -> list[str]:
        """All values of a dimension that leads carry, in alphabetical order."""
        clauses.check_dimension(dimension)
        found = self.rows(f"select distinct {dimension}::varchar as value from marts.journeys order by value")
        return [value for (value,) in found]

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """Rows of a small fixed query."""
        with _cursor_of(self._connection, self._catalog) as cursor:
            return cursor.execute(sql).fetchall()

    def remembered(self, key: Hashable, make: Callable[[], _T]) -> _T:
        """What was made of the answers once, by its key: what lies in a generation never changes.

        Whoever asks for it has asked the questions behind it.
        """
        if key not in self._remembered:
            with keeping() as queries:
                self._remembered[key] = make(), queries
        made, queries = self._remembered[key]
        for query in queries:
            keep(query)
        return made

    def forget_answers(self) -> None:
        """Ask anew from here on, for measuring: the answers of a generation never change."""
        self._answer.cache_clear()
        self._remembered.clear()


def _run(
    connection: duckdb.DuckDBPyConnection, catalog: str, sql: str, values: tuple[tuple[str, Any], ...]
) -> pa.Table:
    bound = {key: list(value) if isinstance(value, tuple) else value for key, value in values}
    with _cursor_of(connection, catalog) as cursor:
        return cursor.execute(_parsed(cursor, sql), bound).to_arrow_table()


_statements: dict[str, duckdb.Statement] = {}


def _parsed(cursor: duckdb.DuckDBPyConnection, sql: str) -> duckdb.Statement:
    """A question's text as the database reads it: the same for every generation, whoever sees it, and all values."""
    statement = _statements.get(sql)
    if statement is None:
        (statement,) = cursor.extract_statements(sql)
        if len(_statements) >= TEXTS_KEPT:
            _statements.clear()
        _statements[sql] = statement
    return statement


@contextmanager
def _cursor_of(connection: duckdb.DuckDBPyConnection, catalog: str) -> Iterator[duckdb.DuckDBPyConnection]:
    """A cursor of its own that is interrupted where its time is over or nobody waits for it, and closed after.

    What a generation of an earlier version lacks is no fault of the query.
    """
    cursor = sights.cursor_of(connection, catalog)
    try:
        with limits.WATCH.over(cursor):
            yield cursor
    except duckdb.InterruptException:
        limits.check()
        raise AskError(
            f"The question took longer than {limits.QUESTION_SECONDS:g} seconds: narrow the period or the filters."
        ) from None
    except duckdb.OutOfMemoryException:
        raise AskError("The question needs more memory than it may take: narrow the period.") from None
    except (duckdb.BinderException, duckdb.CatalogException):
        if marts.is_current(cursor):
            raise
        raise AskError(OUTDATED) from None
    finally:
        cursor.close()


def _to_frame(table: pa.Table) -> pd.DataFrame:
    """Arrow to pandas with text as text: enumerations arrive as categories."""
    for place, column in enumerate(table.schema):
        if pa.types.is_dictionary(column.type):
            table = table.set_column(place, column.name, table.column(place).cast(pa.string()))
    return table.to_pandas()
