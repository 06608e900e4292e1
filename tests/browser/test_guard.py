"""The guard in a real server: what pages need works, what strangers send opens nothing."""

import http.client
import itertools
import socket
import urllib.request
from contextlib import closing, suppress
from urllib.parse import urlsplit

import pytest
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import connect
from websockets.typing import Origin, Subprotocol

from data.store import PROJECT
from tests.browser import wire
from tests.browser.conftest import served
from tests.browser.looks import settle
from web import listening

pytestmark = pytest.mark.browser

PAGES = ("", "sources", "stages", "leads", "lead?lead=L100003387", "add_data", "settings", "weekly")
SHELL = b'<div id="root"></div>'  # which every address of the dashboard begins with: it holds no data
PATHS = (
    "/../../etc/passwd",
    "/..%2f..%2fetc%2fpasswd",
    "/%2e%2e/%2e%2e/etc/passwd",
    "/%252e%252e/etc/passwd",
    "/etc/passwd",
    "/.streamlit/config.toml",
    "/server.py",
    "/app/static/../server.py",
    "/app/static/..%2f.streamlit/config.toml",
    "/app/static/..%5cserver.py",
    "/app/static/%2fetc/passwd",
    "/static/../../server_util.py",
    "/component/../../etc/passwd",
    "/component/x/..%2f..%2fetc/passwd",
    "/media/..%2f..%2fserver.py",
    "/media/" + "a" * 40,
    "/_stcore/metrics",
    "/_stcore/%6detrics",
    "/_stcore/../_stcore/metrics",
    "/_stcore//metrics",
    "/_stcore/metrics?families=session_events",
    "/_stcore/script-health-check",
    "/_stcore/agent/openapi.json",
    "/_stcore/agent/mcp",
    "/_stcore/bidi-components/../../../etc/passwd",
    "/_stcore/upload_file/../metrics",
    "//evil.example/",
    "/\\evil.example",
    "/\\\\evil.example\\share",
    "/a%00b",
    "/a%0d%0aSet-Cookie:x",
    "/%ff%fe",
    "/sources;drop",
    "/<script>alert(1)</script>",
    "/?" + "a" * 20_000,
    "/" + "a" * 20_000,
    "*",
    "http://evil.example/",
)
HOSTS = (
    "evil.example",
    "localhost.evil.example",
    "127.0.0.1.nip.io",
    "localhost@evil.example",
    "evil.example:{port}",
    "localhost:99999",
    "localhost/",
    "[::ffff:1.2.3.4]",
    "0.0.0.0",
    "169.254.169.254",
    "",
    "a" * 5_000,
)
METHODS = ("POST", "PATCH", "PUT", "DELETE", "OPTIONS", "TRACE", "CONNECT", "PROPFIND", "MKCOL", "FOO", "get", "")
ORIGINS = ("http://evil.example", "https://localhost", "http://localhost:1", "null", "file://", "http://[", "", "*")
HEADERS = (
    ("X-Long", "a" * 70_000),
    ("Cookie", "a=" + "b" * 66_000),
    ("Transfer-Encoding", "chunked"),
    ("Content-Length", "-1"),
    ("Content-Length", "99999999999999999999"),
    ("Range", "bytes=99-1"),
    ("X-Forwarded-For", "127.0.0.1"),
    ("X-Forwarded-Host", "evil.example"),
    ("X-Original-URL", "/_stcore/metrics"),
    ("X-HTTP-Method-Override", "DELETE"),
    ("Sec-WebSocket-Protocol", "streamlit, x, y"),
)
STREAM = {
    "Upgrade": "websocket",
    "Connection": "Upgrade",
    "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
    "Sec-WebSocket-Version": "13",
}
NO_HTTP = (
    b"\x16\x03\x01\x02\x00\x01\x00",
    b"\x00" * 100,
    b"GET\r\n\r\n",
    b"GET / HTTP/9.9\r\n\r\n",
    b"PRI * HTTP/2.0\r\n\r\n",
)


def request(target="/", method="GET", headers=()):
    lines = [f"{method} {target} HTTP/1.1", *(f"{name}: {value}" for name, value in headers), "", ""]
    return "\r\n".join(lines).encode("latin-1")


def hostile(port):
    """Requests that no page makes, as bytes."""
    own, close = ("Host", f"localhost:{port}"), ("Connection", "close")
    yield from NO_HTTP
    yield request(headers=[close])
    yield request(headers=[("Host", "localhost\x00"), close])
    for path, method in itertools.product(PATHS, ("GET", "HEAD", "PUT")):
        yield request(path, method, [own, close])
    for host in HOSTS:
        yield request("/", "GET", [("Host", host.format(port=port)), close])
        yield request("/_stcore/stream", "GET", [("Host", host.format(port=port)), *STREAM.items()])
    for method, path in itertools.product(METHODS, ("/", "/_stcore/health", "/_stcore/upload_file/1/2")):
        yield request(path, method, [own, close])
    for origin in ORIGINS:
        yield request("/", "GET", [own, close, ("Origin", origin)])
        yield request("/_stcore/stream", "GET", [own, ("Origin", origin), *STREAM.items()])
    for header in HEADERS:
        yield request("/_stcore/metrics", "GET", [own, close, header])
        yield request("/_stcore/upload_file/1/2", "PUT", [own, close, header])


def sent(port, content):
    """What comes back for bytes, until the server closes the line or says no more."""
    came = b""
    with socket.create_connection(("127.0.0.1", port), timeout=10) as line, suppress(OSError):
        line.sendall(content)
        line.settimeout(1)
        while part := line.recv(65_536):
            came += part
            if content.startswith((b"GET /_stcore/stream", b"\x00")):
                break
    return came


def test_without_the_guard_no_page_shows_anything(sample_home):
    with served(sample_home, command=("-m", "streamlit", "run", "dashboard.py")) as address:
        for path in ("", "leads", "settings"):
            told = wire.visited(address, path)
            shown = [each.delta.new_element for each in told if each.delta.HasField("new_element")]
            assert [each.alert.body for each in shown] == [listening.GONE_AROUND]


def test_nothing_that_strangers_send_opens_anything(server):
    port = urlsplit(server).port
    secrets = [(PROJECT / name).read_bytes()[:60] for name in ("server.py", ".streamlit/config.toml")]
    requests = list(hostile(port))
    assert len(requests) >= 200
    for content in requests:
        came = sent(port, content)
        head, _, body = came.partition(b"\r\n\r\n")
        status = int(head.split(b" ")[1]) if head else 400
        assert status in {200, 400, 403, 404, 405, 411, 413, 414, 421, 426, 431}, (content[:200], head[:200])
        if status == 200:
            assert SHELL in body or content.startswith(b"HEAD"), (content[:200], body[:200])
        assert b"root:" not in came
        assert not any(secret in came for secret in secrets)
    with urllib.request.urlopen(f"{server}/_stcore/health", timeout=2) as answer:
        assert answer.read() == b"ok"


@pytest.mark.parametrize("origin", [None, "http://evil.example", "http://localhost:1"])
def test_no_other_site_opens_a_line(server, origin):
    with pytest.raises(InvalidStatus) as refused:
        connect(stream_of(server), origin=origin and Origin(origin))
    assert refused.value.response.status_code == 403
    assert b"its own pages only" in refused.value.response.body


@pytest.mark.parametrize(
    "frame",
    [
        b"\x82\xff" + (2**40).to_bytes(8) + b"\x00" * 4,  # says that a terabyte follows
        b"\x81\x85\x00\x00\x00\x00hello",  # a text
        b"\x82\x85\x00\x00\x00\x00\xff\xff\xff\xff\xff",  # nothing that a page says
        b"\x8f\x80\x00\x00\x00\x00",  # a kind that there is not
        b"\x82\x05hello",  # not masked
    ],
)
def test_a_line_that_says_what_no_page_says_is_closed(server, frame):
    with connect(stream_of(server), origin=Origin(server), subprotocols=[Subprotocol("streamlit")]) as line:
        line.socket.sendall(frame)
        with suppress(ConnectionClosed):
            for _ in range(50):
                line.recv(timeout=10)
    with urllib.request.urlopen(f"{server}/_stcore/health", timeout=5) as answer:
        assert answer.status == 200


@pytest.mark.parametrize("path", PAGES)
def test_a_page_needs_nothing_that_is_forbidden(visit, path):
    page = visit(path)
    assert page.blocked == []
    assert page.locator("h1").count() == 1


def test_what_does_not_come_from_the_server_is_not_run_and_not_fetched(visit):
    page = visit("glossary")
    page.evaluate("""() => {
        window.forbidden = 0;
        document.addEventListener('securitypolicyviolation', () => window.forbidden++);
        const script = document.createElement('script');
        script.textContent = 'window.ran = true';
        const frame = document.createElement('iframe');
        frame.src = 'https://evil.example/';
        const picture = new Image();
        picture.src = 'https://evil.example/told?what=this';
        document.body.append(script, frame, picture);
        fetch('https://evil.example/').catch(() => {});
    }""")
    page.wait_for_function("() => window.forbidden === 4")
    assert page.evaluate("() => window.ran") is None
    page.blocked.clear()


def test_files_are_taken_in_and_given_out(browser, tmp_path):
    with served(tmp_path) as address:
        page = browser.new_page()
        blocked = []
        page.on("console", lambda told: blocked.append(told.text) if "Content Security" in told.text else None)
        page.goto(f"{address}/add_data")
        settle(page)
        leads = b"lead_id,created_at,source\n" + b"".join(b"L%d,2026-03-01,Web\n" % n for n in range(30))
        page.set_input_files("input[type=file]", [{"name": "leads.csv", "mimeType": "text/csv", "buffer": leads}])
        page.get_by_role("button", name="Publish").wait_for(timeout=90_000)
        assert blocked == []
        page.close()


def test_the_proxy_is_known_by_its_own_address(monkeypatch, tmp_path):
    monkeypatch.setenv("PIPELINE_PROXY_HEADER", "X-Forwarded-User")
    monkeypatch.setenv("PIPELINE_PROXY_ADDRESS", "127.0.0.2")
    with served(tmp_path) as address:

        def status(peer, path="/", **headers):
            told = {name.replace("_", "-"): value for name, value in headers.items()}
            port = urlsplit(address).port
            with closing(http.client.HTTPConnection("127.0.0.1", port, source_address=(peer, 0), timeout=10)) as line:
                line.request("GET", path, headers=told)
                return line.getresponse().status

        assert status("127.0.0.2", X_Forwarded_User="ann") == 200
        assert status("127.0.0.2", X_Forwarded_User="ann", X_Forwarded_For="203.0.113.7") == 200
        assert status("127.0.0.2") == 403
        assert status("127.0.0.1", X_Forwarded_User="ann") == 403
        assert status("127.0.0.1", X_Forwarded_User="ann", X_Forwarded_For="127.0.0.2") == 403
        assert status("127.0.0.1", "/_stcore/health") == 200

        def opens(peer):
            return connect(
                stream_of(address),
                origin=Origin(address),
                source_address=(peer, 0),
                additional_headers={"X-Forwarded-User": "ann", "X-Forwarded-For": "127.0.0.2"},
            )

        with opens("127.0.0.2"):
            pass
        with pytest.raises(InvalidStatus):
            opens("127.0.0.1")


def stream_of(server):
    return f"{server.replace('http', 'ws')}/_stcore/stream"
