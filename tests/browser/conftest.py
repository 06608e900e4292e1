"""A real server on the sample, and a real browser in front of it."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.browser.looks import set_look, settle

PROJECT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def server(sample_home: Path) -> Iterator[str]:
    """Address of a dashboard on the sample."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    process = subprocess.Popen(
        [sys.executable, "server.py", "--server.port", str(port)],
        cwd=PROJECT,
        env=os.environ | {"PIPELINE_HOME": str(sample_home)},
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
def context(browser: Browser) -> BrowserContext:
    """One browser that keeps what it has fetched; every page has a session of its own."""
    return browser.new_context()


@pytest.fixture
def visit(context: BrowserContext, server: str) -> Iterator:
    """Open a page of the dashboard and wait until it is drawn: ``visit("sources", width=390, scheme="dark")``.

    What does not stay that long, such as a toast, is looked for with ``settled=False``.
    """
    pages = []

    def open_page(path: str, *, width: int = 1440, scheme: str = "light", settled: bool = True) -> Page:
        page = context.new_page()
        pages.append(page)
        set_look(page, width, scheme)
        page.set_default_timeout(60_000)
        page.foreign = []  # type: ignore[attr-defined]
        page.on("request", lambda request: _note_foreign(page, request.url, server))
        page.goto(f"{server}/{path}")
        if settled:
            settle(page)
        return page

    yield open_page
    for page in pages:
        page.close()


def _note_foreign(page: Page, url: str, server: str) -> None:
    if not url.startswith((server, "data:", "blob:", server.replace("http", "ws"))):
        page.foreign.append(url)  # type: ignore[attr-defined]


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
