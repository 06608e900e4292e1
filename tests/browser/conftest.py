"""A real server on the sample, and a real browser in front of it."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.browser.looks import set_look, settle

PROJECT = Path(__file__).parents[2]


@contextmanager
def served(home: Path) -> Iterator[str]:
    """Address of a dashboard on a home folder."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    process = subprocess.Popen(
        [sys.executable, "server.py", "--server.port", str(port)],
        cwd=PROJECT,
        env=os.environ | {"PIPELINE_HOME": str(home)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _wait_for(f"{address}/_stcore/health", process)
        yield address
    finally:
        process.terminate()
        process.wait(timeout=20)


@pytest.fixture(scope="session")
def server(sample_home: Path) -> Iterator[str]:
    """Address of a dashboard on the sample."""
    with served(sample_home) as address:
        yield address


class Tabs:
    """Pages of one browser that are used again: a page that was there before has Streamlit's scripts compiled already.

    Every address that a page is sent to begins a session of its own.
    """

    def __init__(self, context: BrowserContext, server: str) -> None:
        self._context = context
        self._server = server
        self._idle: list[Page] = []

    def take(self) -> Page:
        page = self._idle.pop() if self._idle else self._new()
        page.foreign = []  # type: ignore[attr-defined]
        return page

    def give_back(self, page: Page) -> None:
        if not page.is_closed():
            self._idle.append(page)

    def _new(self) -> Page:
        page = self._context.new_page()
        page.set_default_timeout(60_000)
        page.on("request", lambda request: self._note_foreign(page, request.url))
        return page

    def _note_foreign(self, page: Page, url: str) -> None:
        if not url.startswith((self._server, "data:", "blob:", self._server.replace("http", "ws"))):
            page.foreign.append(url)  # type: ignore[attr-defined]


@pytest.fixture(scope="session")
def tabs(browser: Browser, server: str) -> Tabs:
    """One browser that keeps what it has fetched."""
    return Tabs(browser.new_context(), server)


@pytest.fixture
def visit(tabs: Tabs, server: str) -> Iterator:
    """Open a page of the dashboard and wait until it is drawn: ``visit("sources", width=390, scheme="dark")``.

    What does not stay that long, such as a toast, is looked for with ``settled=False``.
    """
    pages = []

    def open_page(path: str, *, width: int = 1440, scheme: str = "light", settled: bool = True) -> Page:
        page = tabs.take()
        pages.append(page)
        set_look(page, width, scheme)
        page.goto(f"{server}/{path}")
        if settled:
            settle(page)
        return page

    yield open_page
    for page in pages:
        tabs.give_back(page)


def _wait_for(address: str, process: subprocess.Popen) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until:
        assert process.poll() is None, "the server stopped"
        try:
            with urllib.request.urlopen(address, timeout=2) as answer:
                if answer.status == 200:
                    return
        except OSError:
            time.sleep(0.2)
    pytest.fail("the server did not answer within a minute")
