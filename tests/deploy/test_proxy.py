"""Caddy as ``deploy/Caddyfile`` sets it up, in front of the dashboard and of two processes that say who they are."""

import contextlib
import http.client
import os
import shutil
import socket
import subprocess
import threading
import time
import urllib.error
import urllib.request
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from playwright.sync_api import expect

from data.backup import making, restoring
from data.store import PROJECT, Store
from tests.browser.conftest import served
from tests.browser.looks import settle

pytestmark = pytest.mark.skipif(shutil.which("caddy") is None, reason="there is no Caddy here")
CADDYFILE = PROJECT / "deploy/Caddyfile"
MORE = b"lead_id,created_at,source,amount\nMORE-1,2026-10-20,Webinar,100\n"
BLOCK = b"0" * (1 << 20)


def free_port():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


@contextlib.contextmanager
def proxied(folder, *upstreams):
    """Address of a proxy in front of processes; without TLS, so that nothing is installed on this machine."""
    port, admin = free_port(), free_port()
    environment = os.environ | {
        "PIPELINE_HOST": f"http://localhost:{port}",
        "PIPELINE_UPSTREAM": " ".join(upstreams),
        "CADDY_ADMIN": f"localhost:{admin}",
        "XDG_DATA_HOME": str(folder / "data"),
        "XDG_CONFIG_HOME": str(folder / "config"),
    }
    with (
        (folder / "log").open("w") as log,
        subprocess.Popen(
            ["caddy", "run", "--config", CADDYFILE, "--adapter", "caddyfile"], env=environment, stdout=log, stderr=log
        ) as process,
    ):
        try:
            wait_for(port, process)
            yield f"http://localhost:{port}"
        finally:
            process.terminate()


def wait_for(port, process):
    until = time.monotonic() + 30
    while time.monotonic() < until:
        assert process.poll() is None, "the proxy stopped"
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        time.sleep(0.05)
    pytest.fail("the proxy did not listen within half a minute")


class Noting(BaseHTTPRequestHandler):
    """Says its own port, after it has read what was sent."""

    def do_GET(self):
        self.send_response(200)
        self.end_headers()
        self.wfile.write(str(self.server.server_port).encode())

    def do_PUT(self):
        while self.rfile.read(int(self.rfile.readline(), 16)):
            self.rfile.readline()
        self.do_GET()

    def log_message(self, *_):
        pass


@pytest.fixture
def processes():
    servers = [ThreadingHTTPServer(("127.0.0.1", 0), Noting) for _ in range(2)]
    for each in servers:
        threading.Thread(target=each.serve_forever, daemon=True).start()
    yield servers
    for each in servers:
        each.shutdown()
        each.server_close()


@pytest.fixture
def front(processes, tmp_path):
    with proxied(tmp_path, *(f"127.0.0.1:{each.server_port}" for each in processes)) as address:
        yield address


def fetched(address, **headers):
    return urllib.request.urlopen(urllib.request.Request(address, headers=headers), timeout=60)


def test_the_configuration_is_valid_and_tidy():
    for command in (["validate", "--adapter", "caddyfile", "--config"], ["fmt"]):
        subprocess.run(["caddy", *command, CADDYFILE], check=True, capture_output=True)


def test_a_reader_stays_with_a_process_as_long_as_it_is_there(front, processes):
    first = fetched(front)
    cookie = first.headers["set-cookie"].partition(";")[0]
    own = first.read()
    assert {fetched(front, cookie=cookie).read() for _ in range(20)} == {own}
    assert len({fetched(front).read() for _ in range(40)}) == 2
    gone = next(each for each in processes if str(each.server_port).encode() == own)
    gone.shutdown()
    gone.socket.close()
    assert fetched(front, cookie=cookie).read() != own


def test_the_font_is_kept_for_a_day_and_pages_are_not(front):
    assert fetched(f"{front}/app/static/InterVariable.woff2").headers["cache-control"] == "public, max-age=86400"
    assert fetched(f"{front}/leads").headers["cache-control"] is None
    assert fetched(f"{front}/leads").headers["strict-transport-security"] == "max-age=31536000"


@pytest.mark.parametrize(("megabytes", "status"), [(200, 200), (211, 413)])
def test_more_than_the_dashboard_takes_is_refused_in_front_of_it(front, megabytes, status):
    line = http.client.HTTPConnection(front.removeprefix("http://"), timeout=60)
    with contextlib.suppress(BrokenPipeError, ConnectionResetError):
        line.request("PUT", "/_stcore/upload_file/a/b", body=(BLOCK for _ in range(megabytes)), encode_chunked=True)
    assert line.getresponse().status == status
    line.close()


@pytest.mark.browser
def test_readers_click_through_it_and_see_what_is_restored_under_them(browser, tmp_path):
    fixture = next((PROJECT / "tests/data/homes").glob("*.tar.zst"))
    home, other = Store(tmp_path / "home"), Store(tmp_path / "other")
    for each in (home, other):
        restoring.restore(fixture, each)
    shutil.rmtree(other.folder / "saved")
    packed, _ = making.make(other, tmp_path / "without views.tar.zst")
    with served(home.folder) as behind, proxied(tmp_path, behind.removeprefix("http://")) as address:
        page = browser.new_page()
        page.set_default_timeout(60_000)
        lines = []
        page.on("websocket", lambda line: lines.append(line.url))
        page.goto(f"{address}/add_data")
        settle(page)
        assert lines == [f"{address.replace('http', 'ws')}/_stcore/stream"]
        page.set_input_files("input[type=file]", [{"name": "more.csv", "mimeType": "text/csv", "buffer": MORE}])
        expect(page.get_by_text("known by its columns")).to_be_visible()
        page.goto(f"{address}/leads")
        settle(page)
        page.get_by_role("button", name="Share").click()
        with page.expect_download() as waiting:
            page.get_by_test_id("stDownloadButton").last.click()
        assert waiting.value.path().read_bytes().startswith(b"PK"), "a workbook"
        page.goto(f"{address}/my_views")
        expect(page.get_by_text("Money").first).to_be_visible()
        restoring.restore(packed, home, replacing=True)
        page.reload()
        settle(page)
        expect(page.get_by_text("Money")).to_have_count(0)
        page.close()
