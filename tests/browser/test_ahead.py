"""Pages are drawn before anybody asks: no first reader waits for what all share, and nobody sees more by it."""

import re
import shutil
import time
from urllib.parse import urlencode

import pytest
from websockets.exceptions import InvalidStatus

from data import sample
from data.access import keys, readers
from data.store import Store
from pages.parts import site
from tests.browser import counted, wire
from tests.browser.serving import served
from web.settings import AHEAD, ALL, FIRST

PATIENCE_SECONDS = 120
LEADS = re.compile(r"\d+\N{NO-BREAK SPACE}leads")
FILE = """
[[readers]]
person = "eve@example.com"
role = "sales manager"
rows = {region = "Europe"}
"""
PROXY = {
    "PIPELINE_PROXY_HEADER": "X-User",
    "PIPELINE_PROXY_ADDRESS": "127.0.0.1",
    readers.ADMINISTRATORS: "root@example.com",
}
ROOT, EVE = {"X-User": "root@example.com"}, {"X-User": "eve@example.com"}


@pytest.fixture
def home(home_of, tmp_path):
    shutil.copytree(home_of(leads=600), tmp_path / "home", symlinks=True)
    return tmp_path / "home"


class Told:
    """What a server notes of itself."""

    def __init__(self, file):
        self.file = file
        self.command = ("-m", "tests.browser.counted", str(file))

    def lines(self):
        return self.file.read_text().splitlines() if self.file.exists() else []

    @property
    def built(self):
        return max((int(line.split()[1]) for line in self.lines() if line.startswith(counted.BUILT)), default=0)

    def wait_until_all_is_drawn(self, name):
        until = time.monotonic() + PATIENCE_SECONDS
        while f"{counted.DRAWN} {name} are there." not in self.lines():
            assert time.monotonic() < until, self.lines()
            time.sleep(0.1)


@pytest.fixture
def told(tmp_path):
    return Told(tmp_path / "told")


def first_visits():
    """The address of every view of what the navigation offers."""
    for page in site.PAGES.values():
        if page.is_listed:
            path = "" if page == site.FIRST else page.name
            views = [{"view": view.name} for view in page.views] or [{}]
            yield from (f"{path}?{urlencode(view)}" for view in [{}, *views])


def damaged(home):
    Store(home).current().write_bytes(b"no data")


def emptied(home):
    shutil.rmtree(home)


def files_of(home):
    """All that readers leave in a home; a key for addresses is there as soon as one is made."""
    keys.key(home, "")
    files = (each for each in home.rglob("*") if each.is_file() and each.parent.name != "generations")
    return {each: each.stat().st_mtime_ns for each in files}


def demand_that_nothing_is_built(told, server, addresses):
    for address in addresses:
        ahead = told.built
        wire.visited(server, address)
        assert told.built == ahead, address


def test_the_first_page_is_there_when_the_server_is_ready(home, told):
    with served(home, command=told.command, **{AHEAD: FIRST}) as server:
        before = told.built
        said = wire.said(wire.visited(server, ""))
        assert told.built == before > 0
        assert "Invented company" in said
        wire.visited(server, "stages")
        assert told.built > before, "the others are built for whoever asks"


def test_every_view_is_there_before_its_first_reader_also_of_data_that_came_later(home, told):
    before = files_of(home)
    with served(home, command=told.command, **{AHEAD: ALL}) as server:
        told.wait_until_all_is_drawn(Store(home).current().name)
        assert files_of(home) == before, "nobody was here"
        demand_that_nothing_is_built(told, server, first_visits())
        sample.publish(Store(home), leads=700, seed=8)
        told.wait_until_all_is_drawn(Store(home).current().name)
        demand_that_nothing_is_built(told, server, list(first_visits())[::6])


def test_who_sees_a_part_sees_no_more_of_it_for_what_was_drawn_ahead(home, told):
    (home / readers.FILE).write_text(FILE, encoding="utf-8")
    with served(home, command=told.command, **PROXY, **{AHEAD: FIRST}) as server:
        ahead = told.built
        whole = wire.said(wire.visited(server, "", headers=ROOT))
        assert told.built == ahead > 0, "who sees everything waits for nothing"
        part = wire.said(wire.visited(server, "", headers=EVE))
        assert told.built > ahead, "who sees a part has models of their own"
        assert LEADS.search(whole)[0] != LEADS.search(part)[0]
        with pytest.raises(InvalidStatus, match="403"):
            wire.visited(server, "")


def test_who_has_not_signed_in_sees_nothing_of_what_was_drawn_ahead(home, told, tmp_path):
    provider = {
        "redirect_uri": "http://127.0.0.1:1/oauth2callback",
        "cookie_secret": "not much of a secret, for nobody signs in",
        "client_id": "dashboard",
        "client_secret": "secret",
        "server_metadata_url": "http://127.0.0.1:1/.well-known/openid-configuration",
    }
    secrets = tmp_path / "secrets.toml"
    secrets.write_text("[auth]\n" + "".join(f'{name} = "{each}"\n' for name, each in provider.items()))
    with served(home, "--secrets.files", str(secrets), command=told.command, **{AHEAD: FIRST}) as server:
        ahead = told.built
        assert ahead > 0
        for path in ("", "stages", "leads"):
            said = wire.said(wire.visited(server, path))
            assert "Sign in" in said
            assert "Invented company" not in said
        assert told.built == ahead


@pytest.mark.parametrize("spoilt", [damaged, emptied])
def test_a_server_without_data_starts(home, told, spoilt):
    spoilt(home)
    with served(home, command=told.command, **{AHEAD: ALL}) as server:
        assert wire.said(wire.visited(server, ""))
        assert told.built == 0
        assert not [line for line in told.lines() if counted.DRAWN in line]
