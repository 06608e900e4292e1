"""Whom the server answers: requests go in, and either what stands behind answers or a sentence says why not."""

import asyncio
import json

import pytest
from streamlit.web.server.starlette.starlette_app_utils import create_signed_value

from tests.web.asking import HOME, PROXY, Clock, ask, asked, guarded, run
from web import cookies, guard, headers, listening
from web.settings import SettingsError

BEHIND_PROXY = {"PIPELINE_PROXY_HEADER": "X-Forwarded-User", "PIPELINE_PROXY_ADDRESS": f"{PROXY}, 10.1.0.0/24"}


def test_a_reader_on_this_machine_is_answered():
    stands = guarded()
    for host in ("localhost:8501", "127.0.0.1", "[::1]:8501", "LOCALHOST."):
        assert ask(stands, "/sources?view=Cost", host=host).text == "opened"
    assert ask(stands, "/_stcore/upload_file/1/2", method="PUT").text == "opened"
    assert ask(stands, "/_stcore/stream", line=True).status == 101


@pytest.mark.parametrize(
    ("path", "request_", "status"),
    [
        ("/", {"host": "evil.example"}, 421),
        ("/", {"host": "localhost.evil.example"}, 421),
        ("/", {"host": "127.0.0.1.nip.io:8501"}, 421),
        ("/", {"host": "localhost@evil.example"}, 400),
        ("/", {"host": "localhost/evil"}, 400),
        ("/", {"host": "localhost:99999"}, 400),
        ("/", {"host": ""}, 400),
        ("/", {"host": []}, 400),
        ("/", {"host": ["localhost", "evil.example"]}, 400),
        ("/_stcore/health", {"host": "evil.example"}, 421),
        ("/", {"origin": "http://evil.example"}, 403),
        ("/", {"origin": "null"}, 403),
        ("/", {"method": "POST"}, 405),
        ("/", {"method": "TRACE"}, 405),
        ("/", {"method": "PUT"}, 405),
        ("/_stcore/health", {"method": "DELETE"}, 405),
        ("/_stcore/metrics", {}, 404),
        ("/_stcore/metrics/", {}, 404),
        ("//_stcore/metrics", {}, 404),
        ("/_stcore/script-health-check", {}, 404),
        ("/_stcore/agent/openapi.json", {}, 404),
        ("/_stcore/health/metrics", {}, 404),
        ("/_stcore/health", {"line": True}, 404),
        ("/sources/_stcore/stream", {"line": True}, 404),
        ("/_stcore/stream", {"line": True, "origin": "http://evil.example"}, 403),
        ("/_stcore/stream", {"line": True, "origin": "http://localhost:3000"}, 403),  # another program of this machine
        ("/_stcore/stream", {"line": True, "origin": []}, 403),
        ("/_stcore/stream", {"line": True, "host": "evil.example", "origin": "http://evil.example"}, 421),
        ("/a\x00b", {}, 400),
        ("/" + "a" * 20_000, {}, 414),
        ("/?" + "a" * 20_000, {}, 414),
        ("/", {"cookie": "a" * 70_000}, 431),
        ("/", {"here": "192.168.1.5"}, 403),  # somebody started it in another way than server.py
    ],
)
def test_others_are_refused_with_a_sentence(path, request_, status):
    stands = guarded()
    answer = ask(stands, path, **request_)
    assert answer.status == status
    assert answer.text.endswith(".\n")
    assert stands.app.asked == []


def test_the_names_of_the_environment_are_answered_also():
    stands = guarded({"PIPELINE_HOSTS": "pipeline.example.com, 192.168.1.5"})
    for name in ("pipeline.example.com", "Pipeline.Example.com.:443", "192.168.1.5:8501", "localhost"):
        assert ask(stands, host=name).text == "opened"
    assert ask(stands, host="example.com").status == 421
    site = {"host": "pipeline.example.com", "line": True}
    assert ask(stands, "/_stcore/stream", origin="https://pipeline.example.com", **site).status == 101
    assert ask(stands, "/_stcore/stream", origin="https://pipeline.example.com:444", **site).status == 403
    assert ask(stands, "/_stcore/stream", origin="http://192.168.1.5:8501", **site).status == 403


def test_every_answer_has_the_rules_whatever_it_says_of_itself():
    stands = guarded()
    for answer in (
        ask(stands),
        ask(stands, "/_stcore/metrics"),
        ask(stands, "/_stcore/stream", line=True, origin="http://evil.example"),
    ):
        assert headers.OF_PAGES.items() <= answer.headers.items()
    assert headers.OF_FILES.items() <= ask(stands, "/media/abc.csv").headers.items()
    failed = guard.failed(None, ValueError("secret"))
    assert headers.OF_PAGES.items() <= dict(failed.headers).items()
    assert b"secret" not in failed.body


def test_the_rules_let_no_script_be_made_of_text_and_no_other_site_in():
    rules = dict(each.split(" ", 1) for each in headers.OF_PAGES["content-security-policy"].split("; "))
    assert "'unsafe-eval'" not in rules["script-src"]
    assert "'unsafe-inline'" not in rules["script-src"]
    assert rules["script-src"].count("'sha256-") == 1
    assert rules["frame-ancestors"] == rules["object-src"] == rules["base-uri"] == "'none'"
    assert not any("http" in rule or "*" in rule for rule in rules.values())


def test_only_the_proxy_is_answered_and_only_for_a_reader():
    stands = guarded(BEHIND_PROXY)
    for peer in (PROXY, "10.1.0.77", f"::ffff:{PROXY}"):
        assert ask(stands, peer=peer, here="10.0.0.9", x_forwarded_user="ann@example.com").text == "opened"
        assert ask(stands, "/_stcore/stream", line=True, peer=peer, x_forwarded_user="ann").status == 101
        assert ask(stands, peer=peer).status == 403
    for told in ("", "  ", ["ann", "bob"], "a\tb", "a" * 300):
        assert ask(stands, peer=PROXY, x_forwarded_user=told).status == 403
    for peer in (HOME, "10.0.0.6", "10.1.1.1", "fe80::1", ""):
        assert ask(stands, peer=peer, x_forwarded_user="ann").status == 403
        assert ask(stands, "/_stcore/stream", line=True, peer=peer, x_forwarded_user="ann").status == 403
        assert ask(stands, peer=peer, x_forwarded_user="ann", x_forwarded_for=PROXY).status == 403


def test_groups_that_a_reader_sends_along_do_not_count():
    stands = guarded(BEHIND_PROXY | {"PIPELINE_PROXY_GROUPS": "X-Groups"})
    reader = {"peer": PROXY, "x_forwarded_user": "ann"}
    assert ask(stands, **reader, x_groups="sales, leads").text == "opened"
    assert ask(stands, **reader, x_groups=["administrators", "sales"]).status == 403


def test_behind_a_proxy_it_starts_only_where_addresses_are_those_of_sockets(monkeypatch):
    monkeypatch.delenv(listening.FORWARDED)
    with pytest.raises(SettingsError, match=r"server\.py"):
        guarded(BEHIND_PROXY)


def test_the_health_check_needs_no_reader_and_believes_in_none():
    stands = guarded(BEHIND_PROXY)
    for peer in (PROXY, HOME):
        assert ask(stands, "/_stcore/health", peer=peer, x_forwarded_user="ann").text == "opened"
    assert [name for scope in stands.app.asked for name, _ in scope["headers"]] == [b"host", b"host"]


def test_a_reader_who_asks_too_often_waits_and_no_other_does():
    clock = Clock()
    stands = guarded({"PIPELINE_REQUESTS_PER_MINUTE": "60"}, clock)
    assert [ask(stands).status for _ in range(61)] == [200] * 60 + [429]
    assert ask(stands).headers["retry-after"] == "1"
    assert ask(stands, "/_stcore/stream", line=True).status == 429
    assert ask(stands, "/_stcore/health").status == 200
    assert ask(stands, peer="127.0.0.2").status == 200
    clock.now = 5
    assert [ask(stands).status for _ in range(6)] == [200] * 5 + [429]


def test_behind_a_proxy_a_reader_is_counted_by_name():
    stands = guarded(BEHIND_PROXY | {"PIPELINE_REQUESTS_PER_MINUTE": "2"})
    assert [ask(stands, peer=PROXY, x_forwarded_user="ann").status for _ in range(3)] == [200, 200, 429]
    assert ask(stands, peer="10.1.0.1", x_forwarded_user="ann").status == 429
    assert ask(stands, peer=PROXY, x_forwarded_user="bob").status == 200


def test_addresses_of_one_network_of_version_6_are_one_reader():
    stands = guarded({"PIPELINE_REQUESTS_PER_MINUTE": "1"})
    assert [ask(stands, peer=f"2001:db8::{n}").status for n in (1, 2)] == [200, 429]
    assert ask(stands, peer="2001:db8:0:1::1").status == 200


def test_pages_are_opened_until_there_are_enough_and_again_when_one_is_closed():
    async def journey():
        stands = guarded({"PIPELINE_CONNECTIONS": "3", "PIPELINE_CONNECTIONS_PER_READER": "2"})
        closes = {peer: asyncio.Event() for peer in ("127.0.0.1", "127.0.0.2")}

        def opens(peer):
            return asked(stands, "/_stcore/stream", line=True, peer=peer, until=closes[peer])

        first = [asyncio.create_task(opens("127.0.0.1")) for _ in range(2)]
        await asyncio.sleep(0)
        assert (await opens("127.0.0.1")).status == 429  # of this reader
        second = asyncio.create_task(opens("127.0.0.2"))
        await asyncio.sleep(0)
        assert (await opens("127.0.0.2")).status == 429  # of all
        closes["127.0.0.1"].set()
        await asyncio.gather(*first)
        third = asyncio.create_task(opens("127.0.0.2"))
        await asyncio.sleep(0)
        assert stands.app.open_lines == 2
        closes["127.0.0.2"].set()
        await asyncio.gather(second, third)
        assert not stands.lines.open

    run(journey())


def test_what_is_refused_is_logged_but_not_without_end(caplog):
    stands = guarded()
    for _ in range(100):
        ask(stands, "/a\nb?secret", host="evil.example")
    assert len(caplog.messages) == 20
    assert set(caplog.messages) == {"Refused with 400: GET '/a\\nb' from 127.0.0.1"}


def test_a_failing_page_gives_its_place_back():
    stands = guarded()

    async def fails(*_):
        raise RuntimeError

    stands.app = fails
    with pytest.raises(RuntimeError):
        ask(stands, "/_stcore/stream", line=True)
    assert not stands.lines.open


def test_files_wait_for_each_other():
    async def journey():
        stands = guarded({"PIPELINE_UPLOADS": "2"})
        is_read = asyncio.Event()
        most = now = 0

        async def takes(scope, receive, send):
            nonlocal most, now
            now += 1
            most = max(most, now)
            await is_read.wait()
            now -= 1
            await send({"type": "http.response.start", "status": 204, "headers": []})

        stands.app = takes
        drops = [asyncio.create_task(asked(stands, f"/_stcore/upload_file/1/{n}", method="PUT")) for n in range(5)]
        for _ in range(5):
            await asyncio.sleep(0)
        is_read.set()
        assert [answer.status for answer in await asyncio.gather(*drops)] == [204] * 5
        assert most == 2

    run(journey())


SECRET = "a-long-secret-of-a-test"


@pytest.fixture
def sign_in(monkeypatch):
    monkeypatch.setattr(listening, "is_sign_in_configured", lambda: True)
    monkeypatch.setattr(cookies, "get_cookie_secret", lambda: SECRET)


def cookie(told, secret=SECRET):
    return f"_streamlit_user={create_signed_value(secret, '_streamlit_user', json.dumps(told)).decode()}"


def test_readers_who_are_signed_in_are_counted_by_themselves_and_not_by_the_address_of_the_proxy(sign_in):
    stands = guarded({"PIPELINE_REQUESTS_PER_MINUTE": "2"})
    ann, ben = (
        cookie({"is_logged_in": True, "iss": "https://id.example.com", "sub": name, "email": f"{name}@example.com"})
        for name in ("ann", "ben")
    )
    for own in (ann, ben):
        assert [ask(stands, cookie=own).status for _ in range(3)] == [200, 200, 429]
    forged = [cookie({"is_logged_in": True, "sub": f"{number}"}, secret="another") for number in range(3)]
    assert [ask(stands, cookie=each).status for each in forged] == [200, 200, 429], "who is made up is an address"


def test_files_are_given_to_and_taken_from_those_alone_who_are_signed_in(sign_in):
    stands = guarded({"PIPELINE_HOSTS": "10.0.0.9"})
    request = {"peer": "10.0.0.1", "here": "10.0.0.9", "host": "10.0.0.9"}
    mine = cookie({"is_logged_in": True, "email": "ann@example.com"})
    for path, method in (("/media/abc.csv", "GET"), ("/_stcore/upload_file/1/2", "PUT")):
        assert ask(stands, path, method=method, **request, cookie=mine).text == "opened"
        for other in (
            "a=b",
            "_streamlit_user=",
            "_streamlit_user=forged",
            cookie({"is_logged_in": True}, secret="another"),
            cookie({"is_logged_in": False}),
            cookie(["is_logged_in"]),
        ):
            assert ask(stands, path, method=method, **request, cookie=other).status == 403
    assert ask(stands, "/", **request).text == "opened"  # the page on which to sign in
