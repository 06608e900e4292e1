"""A real server on the sample, and a real browser in front of it."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.company import PROVIDER, Company, open_company
from tests.browser.looks import NOTE_SHIFTS, set_look, settle
from tests.browser.serving import served

expect.set_options(timeout=30_000)


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
        page.blocked = []  # type: ignore[attr-defined]
        return page

    def give_back(self, page: Page) -> None:
        if not page.is_closed():
            self._idle.append(page)

    def _new(self) -> Page:
        page = self._context.new_page()
        page.set_default_timeout(60_000)
        page.add_init_script(NOTE_SHIFTS)
        page.on("request", lambda request: self._note_foreign(page, request.url))
        page.on("console", lambda told: self._note_blocked(page, told.text))
        return page

    def _note_blocked(self, page: Page, told: str) -> None:
        if "Content Security Policy" in told:
            page.blocked.append(told)  # type: ignore[attr-defined]

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
    blocked = [told for page in pages for told in page.blocked]  # type: ignore[attr-defined]
    for page in pages:
        tabs.give_back(page)
    assert blocked == [], "the rules of the guard forbid what a page needs"


@pytest.fixture(scope="session")
def provider() -> str:
    """Path of a node that can run the provider; without one the test is skipped, except under CI."""
    node = shutil.which("node")
    if node is None or not (PROVIDER / "node_modules").is_dir():
        reason = f"no provider to sign in with: it needs node, and `npm ci` in {PROVIDER.name}"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    return node


@pytest.fixture(scope="session")
def company(provider: str, home_of: Callable[..., Path], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Company]:
    """A small company whose people sign in."""
    folder = tmp_path_factory.mktemp("company")
    shutil.copytree(home_of(leads=2_000), folder / "home", symlinks=True)
    with open_company(folder / "home", folder / "secrets.toml", provider) as opened:
        yield opened
