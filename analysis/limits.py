"""How long whoever asks may keep the machine, and whether anybody still waits for what comes of it.

Queries are interrupted from outside. Statistics cannot be: those that go on in rounds ask `check` in each of them.
"""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

import duckdb

from analysis.question import AskError

QUESTION_SECONDS = 15.0
LOOK_SECONDS = 0.2  # between two looks at what runs


class AbandonedError(AskError):
    """Nobody waits for the answer any more."""


@dataclass(frozen=True)
class Limit:
    """What one run may take, with all that it asks and computes.

    Attributes
    ----------
    seconds : float
        How long it may take.
    ends : float
        When that is over, by the clock that never goes back.
    is_abandoned : callable
        Whether nobody waits for it any more.
    """

    seconds: float
    ends: float
    is_abandoned: Callable[[], bool]

    @property
    def is_over(self) -> bool:
        """Whether there is no reason to go on."""
        return self.is_abandoned() or time.monotonic() > self.ends

    def check(self) -> None:
        """Go on only where there is a reason to."""
        if self.is_abandoned():
            raise AbandonedError("Nobody waits for this any more.")
        if time.monotonic() > self.ends:
            raise AskError(
                f"It took longer than {self.seconds:g} seconds to work this out: narrow the period or the filters."
            )


_LIMIT: ContextVar[Limit | None] = ContextVar("limit", default=None)


@contextmanager
def limited(seconds: float, is_abandoned: Callable[[], bool] = lambda: False) -> Iterator[None]:
    """Limit what is asked and computed meanwhile.

    Parameters
    ----------
    seconds : float
        For all of it together.
    is_abandoned : callable, optional
        Whether nobody waits for it any more; asked from another thread, too.
    """
    before = _LIMIT.set(Limit(seconds, time.monotonic() + seconds, is_abandoned))
    try:
        yield
    finally:
        _LIMIT.reset(before)


def check() -> None:
    """Go on only where there is a reason to; outside of `limited` there always is.

    Raises
    ------
    AbandonedError
        If nobody waits for it any more.
    AskError
        If it took longer than it may.
    """
    limit = _LIMIT.get()
    if limit is not None:
        limit.check()


@dataclass(frozen=True)
class _Running:
    cursor: duckdb.DuckDBPyConnection
    ends: float
    limit: Limit | None

    @property
    def is_over(self) -> bool:
        return time.monotonic() > self.ends or (self.limit is not None and self.limit.is_over)


class Watch:
    """Interrupts queries that nobody waits for, and those that take too long: one thread for all that run at once."""

    def __init__(self) -> None:
        self._running: set[_Running] = set()
        self._changing = threading.Lock()
        self._is_looking = False

    @contextmanager
    def over(self, cursor: duckdb.DuckDBPyConnection) -> Iterator[None]:
        """Watch over what a cursor is asked meanwhile."""
        running = _Running(cursor, time.monotonic() + QUESTION_SECONDS, _LIMIT.get())
        with self._changing:
            self._running.add(running)
            if not self._is_looking:
                self._is_looking = True
                threading.Thread(target=self._look, name="watch over queries").start()
        try:
            yield
        finally:
            with self._changing:  # from here on its cursor is interrupted no more
                self._running.remove(running)

    def _look(self) -> None:
        """Look at what runs until nothing does: a thread that went on would keep DuckDB alive as a program ends.

        That is seen at the next look, so that questions one after another need no thread each.
        """
        is_needed = True
        while is_needed:
            time.sleep(LOOK_SECONDS)
            with self._changing:
                for running in self._running:
                    if running.is_over:
                        running.cursor.interrupt()
                is_needed = self._is_looking = bool(self._running)


WATCH = Watch()
