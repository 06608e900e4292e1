"""Where the server may listen, and who asks."""

import os
import subprocess
import sys

import pytest
from streamlit import config

from data.store import PROJECT
from web import listening
from web.guard import Guard
from web.settings import Settings

PROXY = {"PIPELINE_PROXY_HEADER": "X-Forwarded-User", "PIPELINE_PROXY_ADDRESS": "127.0.0.1"}
SIGN_IN = {
    "redirect_uri": "https://pipeline.example.com/oauth2callback",
    "cookie_secret": "x",
    "client_id": "x",
    "client_secret": "x",
    "server_metadata_url": "https://accounts.example.com/.well-known/openid-configuration",
}
OF_ONE_PROVIDER = {key: SIGN_IN[key] for key in listening.OF_A_PROVIDER}


@pytest.fixture
def options(monkeypatch):
    """Sets options of Streamlit, and what the secrets hold."""
    chosen, secrets = {"server.address": "127.0.0.1"}, {}
    get_option = config.get_option
    monkeypatch.setattr(config, "get_option", lambda name: chosen.get(name, get_option(name)))
    monkeypatch.setattr(listening, "get_secrets_auth_section", lambda: secrets)
    return lambda auth=None, **more: (
        secrets.update(auth or {}),
        chosen.update({f"server.{name}": value for name, value in more.items()}),
    )


def refusals(environment=None):
    return list(listening.refusals(Settings.read(environment or {})))


@pytest.mark.parametrize("address", ["127.0.0.1", "127.8.8.8", "::1", "localhost"])
def test_on_this_machine_it_listens(options, address):
    options(address=address)
    assert refusals() == []


@pytest.mark.parametrize(
    "address", [None, "", "0.0.0.0", "::", "192.168.1.5", "dashboard.example.com", "127.0.0.1.nip.io"]
)
def test_elsewhere_it_listens_only_where_readers_sign_in(options, address):
    options(address=address)
    assert [(address or "all addresses") in each for each in refusals()] == [True]
    assert refusals(PROXY) == []
    options(auth=SIGN_IN)
    assert refusals() == []


def test_what_keeps_other_sites_out_stays_on(options):
    for option in ("enableCORS", "enableXsrfProtection"):
        options(**{option: False})
        assert f"server.{option}" in refusals()[0]
        options(**{option: True})


def test_no_other_header_is_believed_than_the_proxys(options):
    options(trustedUserHeaders={"X-Forwarded-User": "email"})
    assert "trustedUserHeaders" in refusals()[0]
    assert refusals(PROXY) == []
    options(trustedUserHeaders={"X-Forwarded-User": "email", "X-Name": "name"})
    assert "trustedUserHeaders" in refusals(PROXY)[0]


@pytest.mark.parametrize("lacking", SIGN_IN)
def test_signing_in_takes_every_part(options, lacking):
    options(auth={key: value for key, value in SIGN_IN.items() if key != lacking})
    assert not listening.is_sign_in_configured()


def test_a_provider_has_no_section_of_its_own(options):
    options(auth=SIGN_IN | {"client_kwargs": {"prompt": "login"}})
    assert refusals() == []
    options(auth={"google": OF_ONE_PROVIDER})
    assert refusals() == refusals(PROXY)
    assert ["[auth.google]" in each for each in refusals()] == [True], "also beside the one that readers sign in with"


def test_a_named_provider_alone_is_no_sign_in(options):
    options(auth={key: SIGN_IN[key] for key in ("redirect_uri", "cookie_secret")} | {"google": OF_ONE_PROVIDER})
    assert not listening.is_sign_in_configured()


def test_what_is_not_behind_the_guard_is_told_by_the_process(monkeypatch):
    monkeypatch.delenv(listening.GUARDED, raising=False)
    told = {"Host": "localhost:8501"}
    assert listening.is_gone_around(told)
    assert not listening.is_gone_around({}), "a test of a page, in which nobody asks"
    Guard(None, Settings())
    assert not listening.is_gone_around(told)
    monkeypatch.setenv(listening.GUARDED, str(os.getppid()))
    assert listening.is_gone_around(told), "what another process has set counts for nothing"


def test_who_starts_it_is_warned(options):
    assert list(listening.warnings(Settings())) == []
    options(address="0.0.0.0")
    believed, names = listening.warnings(Settings.read(PROXY))
    assert "127.0.0.1/32" in believed
    assert "x-forwarded-user" in believed
    assert "PIPELINE_HOSTS" in names


def test_pages_learn_the_reader_from_the_proxy_alone(monkeypatch):
    told = {"X-Forwarded-User": "ann@example.com", "Host": "localhost"}
    assert listening.reader_of(told) is None
    for name, value in PROXY.items():
        monkeypatch.setenv(name, value)
    assert listening.reader_of(told) == "ann@example.com"
    assert listening.reader_of({"Host": "localhost"}) is None
    assert listening.groups_of({"X-Forwarded-Groups": "emea"}) == [], "no header is believed that is not named"
    monkeypatch.setenv("PIPELINE_PROXY_GROUPS", "X-Forwarded-Groups")
    assert listening.groups_of({"x-forwarded-groups": "emea, board ,,"}) == ["emea", "board"]


def start(tmp_path, *options, **environment):
    return subprocess.run(
        [sys.executable, "server.py", "--server.port", "0", *options],
        cwd=PROJECT,
        env=os.environ | {"PIPELINE_HOME": str(tmp_path)} | environment,
        capture_output=True,
        text=True,
        timeout=60,
    )


@pytest.mark.parametrize(
    ("options", "environment"),
    [
        (("--server.address", "0.0.0.0"), {}),
        (("--server.address", ""), {}),
        ((), {"STREAMLIT_SERVER_ADDRESS": "192.168.1.5"}),
        ((), {"PIPELINE_HOSTS": "https://pipeline.example.com"}),
    ],
)
def test_a_server_that_would_be_open_to_all_does_not_start(tmp_path, options, environment):
    ended = start(tmp_path, *options, **environment)
    assert ended.returncode == 2
    assert len(ended.stderr.splitlines()) == 1
    assert ended.stdout == ""
