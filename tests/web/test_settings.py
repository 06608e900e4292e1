"""What the environment may say."""

import re

import pytest

from data.store import PROJECT
from web import settings
from web.settings import Settings, SettingsError

PROXY = {"PIPELINE_PROXY_HEADER": "X-Forwarded-User", "PIPELINE_PROXY_ADDRESS": "10.0.0.5"}


def test_what_is_blank_is_not_set():
    assert Settings.read({"PIPELINE_HOSTS": " ", "PIPELINE_PROXY_HEADER": "", "PIPELINE_UPLOADS": ""}) == Settings()


def test_what_is_set_is_read():
    read = Settings.read(
        PROXY | {"PIPELINE_HOSTS": "A.example.com., [2001:DB8::1],", "PIPELINE_REQUESTS_PER_MINUTE": " 90 "}
    )
    assert read.hosts == {"a.example.com", "2001:db8::1"}
    assert read.requests == 90
    assert Settings.read({"PIPELINE_DRAWN_AHEAD": " First "}).ahead == settings.FIRST
    assert read.proxy.header == "x-forwarded-user"


@pytest.mark.parametrize(
    ("environment", "said"),
    [
        ({"PIPELINE_HOSTS": "https://a.example.com"}, "without https://"),
        ({"PIPELINE_HOSTS": "a.example.com:443"}, "without https://"),
        ({"PIPELINE_HOSTS": "*"}, "without https://"),
        ({"PIPELINE_PROXY_HEADER": "X-User"}, "go together"),
        ({"PIPELINE_PROXY_ADDRESS": "10.0.0.5"}, "go together"),
        (PROXY | {"PIPELINE_PROXY_ADDRESS": "proxy.example.com"}, "such as 10.0.0.5"),
        (PROXY | {"PIPELINE_PROXY_ADDRESS": "10.0.0.5/8"}, "host bits"),
        (PROXY | {"PIPELINE_PROXY_ADDRESS": "10.0.0.5, ::/0"}, "everybody"),
        (PROXY | {"PIPELINE_PROXY_HEADER": "X User"}, "name of a header"),
        (PROXY | {"PIPELINE_PROXY_HEADER": "Host"}, "name of a header"),
        ({"PIPELINE_REQUESTS_PER_MINUTE": "0"}, "above 0"),
        ({"PIPELINE_CONNECTIONS": "-1"}, "above 0"),
        ({"PIPELINE_UPLOADS": "many"}, "above 0"),
        ({"PIPELINE_DRAWN_AHEAD": "some"}, "all, first or nothing"),
    ],
)
def test_what_cannot_be_meant_is_refused_with_its_name(environment, said):
    with pytest.raises(SettingsError, match=said) as refused:
        Settings.read(environment)
    assert any(name in str(refused.value) for name in environment)


def test_a_name_that_the_proxy_sends_in_utf_8_is_read_so():
    proxy = Settings.read(PROXY).proxy
    assert proxy.reader(["Jörg".encode().decode("latin-1")]) == "Jörg"
    assert proxy.reader(["J\xf6rg"]) == "Jörg"
    assert proxy.reader([" ann "]) == "ann"


def test_the_document_names_every_setting_and_its_default():
    text = (PROJECT / "docs" / "security.md").read_text(encoding="utf-8")
    told = dict(re.findall(r"^\| `(PIPELINE_\w+)` \| (\w+) \|", text, flags=re.MULTILINE))
    none = dict.fromkeys((settings.HOSTS, settings.PROXY_HEADER, settings.PROXY_ADDRESS, settings.PROXY_GROUPS), "none")
    assert told == none | {name: str(usual) for name, usual in settings.DEFAULTS.items()}
