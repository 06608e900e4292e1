"""Draws pages before anybody asks: the first one before the server is ready, all views of each new generation after it.

Only what all share is built that way: models of a whole generation with the usual choices, by the same functions and
under the same keys as a reader's. Who sees a part of the data has models of their own.
"""

import logging
import threading
from collections.abc import Iterator
from contextlib import suppress

from data.store import Store
from pages.parts import handover, rehearsal, site

PATIENCE_SECONDS = 20.0  # for the first page; a server that is late is worse than a first page that is
LOOK_SECONDS = 5.0  # between two looks for a new generation
STOP_SECONDS = 5.0
LEFT_OUT = "settings"  # a page without models: to draw it is to note what a hand has changed in its files

log = logging.getLogger(__name__)


def views() -> Iterator[tuple[str, dict[str, str]]]:
    """Every view that is about the data, in the order of the navigation.

    Yields
    ------
    tuple of str and dict
        Path of its page, and what its address says besides.
    """
    for page in site.PAGES.values():
        if page.is_listed and page.needs_data and page.name != LEFT_OUT:
            path = "" if page == site.FIRST else page.name
            yield from ((path, {handover.VIEW: view.name}) for view in page.views)
            if not page.views:
                yield path, {}


class Ahead:
    """Draws pages in a thread of its own, one view at a time; it begins none while a reader's page is drawn.

    Parameters
    ----------
    is_all : bool, default True
        Whether to draw more than the first page of a start.
    """

    def __init__(self, *, is_all: bool = True) -> None:
        self._is_all = is_all
        self._is_over = threading.Event()
        self._has_first = threading.Event()
        self._thread = threading.Thread(target=self._work, name="pages drawn ahead", daemon=True)

    def start(self) -> None:
        """Begin, with the first page."""
        self._thread.start()

    def wait_for_the_first(self) -> None:
        """Wait until the first page is there; no longer than a server may keep everybody waiting."""
        self._has_first.wait(PATIENCE_SECONDS)

    def stop(self) -> None:
        """Leave what is begun, if anything is."""
        self._is_over.set()
        if self._thread.is_alive():
            self._thread.join(STOP_SECONDS)

    def _work(self) -> None:
        try:
            self._draw("", {}, _current())
        finally:
            self._has_first.set()
        drawn = ""
        while self._is_all and not self._is_over.is_set():
            generation = _current()
            if generation not in ("", drawn) and all(self._draw(path, told, generation) for path, told in views()):
                log.info("All views of %s are there.", generation)
                drawn = generation
            self._is_over.wait(LOOK_SECONDS)

    def _draw(self, path: str, told: dict[str, str], generation: str) -> bool:
        """Draw one view; a fault of it is nobody's reason to wait, and whoever opens it is told.

        Returns
        -------
        bool
            Whether to go on: not where another generation has come.
        """

        def goes_on() -> bool:
            return generation != "" and not self._is_over.is_set() and _current() == generation

        try:
            return goes_on() and rehearsal.rehearse(path, told, goes_on)
        except Exception:
            log.exception("The page %r %s could not be drawn ahead.", path, told)
            return True


def _current() -> str:
    """Name of the generation that readers are shown; "" where there is none, or it cannot be told: pages say why."""
    with suppress(OSError):
        shown = Store().look().generation
        return "" if shown is None else shown.name
    return ""
