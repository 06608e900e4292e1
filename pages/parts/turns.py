"""Whose turn it is: a few runs at a time, and none of a reader before those of readers who have had less.

Streamlit admits every run at once, and past saturation all of them time out: a few at a time keep each one short.
"""

import threading
from collections import Counter, OrderedDict, deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from streamlit.runtime.scriptrunner import get_script_run_ctx
from streamlit.runtime.scriptrunner_utils.script_requests import RerunData, ScriptRequestType

from analysis import limits

NOBODY = "\n"  # whose run a rehearsal is: no reader is called so


class Gate:
    """Lets runs through, first those of readers who have fewest inside, then by turns.

    What is drawn for nobody comes last: when no reader is inside or waits. It keeps no reader out, either.

    Parameters
    ----------
    width : int
        How many may be inside at once.
    of_one : int
        How many of one reader.
    """

    def __init__(self, width: int, of_one: int) -> None:
        self._width = width
        self._of_one = of_one
        self._lock = threading.Lock()
        self._inside: Counter[str] = Counter()
        self._waiting: OrderedDict[str, deque[threading.Event]] = OrderedDict()  # of whose turn it is longest, first

    @contextmanager
    def turn(self, reader: str, is_abandoned: Callable[[], bool] = lambda: False) -> Iterator[None]:
        """Wait for a turn, and have it until the end of the block.

        Parameters
        ----------
        reader : str
            Whose run it is; `NOBODY` for one that nobody waits for.
        is_abandoned : callable, optional
            Whether nobody waits for the run any more.

        Raises
        ------
        AbandonedError
            If that came to be so before its turn came.
        """
        mine = threading.Event()
        with self._lock:
            self._waiting.setdefault(reader, deque()).append(mine)
            self._let_in()
        while not mine.wait(limits.LOOK_SECONDS):
            if is_abandoned() and self._leaves(reader, mine):
                raise limits.AbandonedError("Nobody waits for this any more.")
        try:
            yield
        finally:
            with self._lock:
                self._inside[reader] -= 1
                self._inside += Counter()  # forgets those who have none inside
                self._let_in()

    def _leaves(self, reader: str, mine: threading.Event) -> bool:
        """Whether a run that waits could leave: its turn may have come meanwhile."""
        with self._lock:
            if mine.is_set():
                return False
            self._waiting[reader].remove(mine)
            if not self._waiting[reader]:
                del self._waiting[reader]
            return True

    def _let_in(self) -> None:
        while (readers := self._inside.total() - self._inside[NOBODY]) < self._width:
            able = [each for each in self._waiting if self._inside[each] < self._of_one]
            able = [each for each in able if each != NOBODY or not readers]
            if not able:
                return
            reader = min(able, key=lambda each: (each == NOBODY, self._inside[each]))
            self._waiting[reader].popleft().set()
            self._waiting.move_to_end(reader)
            if not self._waiting[reader]:
                del self._waiting[reader]
            self._inside[reader] += 1


def session() -> str:
    """Which session this run is of; "" outside of one."""
    context = get_script_run_ctx(suppress_warning=True)
    return context.session_id if context else ""


def abandoned() -> Callable[[], bool]:
    """Whether nobody waits for this run any more: it is to stop, or to begin anew, at the next word to the reader.

    Returns
    -------
    callable
        To be asked from any thread.
    """
    context = get_script_run_ctx(suppress_warning=True)
    return lambda: context is not None and context.script_requests is not None and _is_over(context.script_requests)


def leave_behind() -> None:
    """At the end of a page: let no part of the page that was shown before it ask for a run any more.

    It may have asked while this page was drawn, as a window does that closes when its reader goes back. Streamlit would
    run it as a part of the page before, and the browser clears this page for that.
    """
    context = get_script_run_ctx(suppress_warning=True)
    if context is None or context.script_requests is None:
        return
    # As Streamlit does when the run has ended: what is asked from here on is asked of the parts of this page.
    context.fragment_storage.clear(new_fragment_ids=context.shared.new_fragment_ids.snapshot())
    _leave_behind(context.script_requests, context.page_script_hash)


def _leave_behind(requests: Any, shown: str) -> None:
    with requests._lock:
        asked = requests._rerun_data
        if requests._state == ScriptRequestType.RERUN and asked.fragment_id_queue and asked.page_script_hash != shown:
            requests._state, requests._rerun_data = ScriptRequestType.CONTINUE, RerunData()


def _is_over(requests: Any) -> bool:
    """What Streamlit asks itself whenever a run says something, without answering it: no part of it is public."""
    if requests._state == ScriptRequestType.RERUN:
        # Parts that run again by themselves wait until the page is there.
        return not requests._rerun_data.fragment_id_queue or requests._rerun_data.is_fragment_scoped_rerun
    return bool(requests._state == ScriptRequestType.STOP)
