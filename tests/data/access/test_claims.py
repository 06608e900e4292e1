"""What a provider said of somebody admits them only if all of it holds, and only until it ends."""

import pytest

from data.access import claims
from data.access.claims import Expected, NotAdmittedError

NOW = 1_800_000_000.0
DEMANDED = Expected("https://id.example.com", "dashboard")
SAID = {
    "iss": "https://id.example.com/",
    "aud": ["dashboard", "other"],
    "exp": NOW + 1,
    "email": "ada@example.com",
    "email_verified": True,
    "name": "Ada Berg",
    "groups": ["emea", 3, ""],
}


def test_who_is_admitted_is_known_by_address_name_and_groups():
    who = claims.admitted(SAID, DEMANDED, NOW)
    assert (who.address, who.name, who.groups) == ("ada@example.com", "Ada Berg", {"emea"})


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"iss": "https://id.example.org"}, "another provider"),
        ({"iss": None}, "another provider"),
        ({"aud": "other"}, "something else"),
        ({"aud": None}, "something else"),
        ({"exp": NOW}, "expired"),
        ({"exp": NOW - 1}, "expired"),
        ({"exp": str(NOW + 9)}, "expired"),
        ({"exp": True}, "expired"),
        ({"email": None}, "tells no address"),
        ({"email": ["ada@example.com"]}, "tells no address"),
        ({"email": "ada"}, "tells no address"),
        ({"email_verified": False}, "not verified"),
        ({"email_verified": "true"}, "not verified"),
        ({"email_verified": 1}, "not verified"),
    ],
)
@pytest.mark.parametrize("is_left_out", [False, True])
def test_what_does_not_hold_or_is_not_said_admits_nobody(changed, said, is_left_out):
    name = next(iter(changed))
    told = {key: value for key, value in SAID.items() if key != name} if is_left_out else SAID | changed
    with pytest.raises(NotAdmittedError, match=said):
        claims.admitted(told, DEMANDED, NOW)


def test_a_provider_of_many_companies_must_say_that_it_is_ours():
    ours = Expected(DEMANDED.issuer, DEMANDED.audience, tenant="t-1")
    for told in ({"tid": "t-1"}, {"hd": "t-1"}):
        assert claims.admitted(SAID | told, ours, NOW)
    for told in ({}, {"tid": "t-2"}, {"hd": None}):
        with pytest.raises(NotAdmittedError, match="another company"):
            claims.admitted(SAID | told, ours, NOW)


def test_nothing_demanded_is_nobody_admitted():
    for demanded in (Expected("", "dashboard"), Expected(DEMANDED.issuer, "")):
        with pytest.raises(NotAdmittedError):
            claims.admitted(SAID | {"iss": "", "aud": ""}, demanded, NOW)


def test_settings_say_what_is_demanded(monkeypatch):
    for name in ("PIPELINE_ISSUER", "PIPELINE_TENANT", "PIPELINE_ADDRESSES_VERIFIED", "PIPELINE_GROUPS"):
        monkeypatch.delenv(name, raising=False)
    auth = {"client_id": "dashboard", "server_metadata_url": f"{DEMANDED.issuer}{claims.METADATA}"}
    assert claims.expected(auth) == DEMANDED
    monkeypatch.setenv("PIPELINE_TENANT", "t-1")
    monkeypatch.setenv("PIPELINE_ADDRESSES_VERIFIED", "yes")
    monkeypatch.setenv("PIPELINE_GROUPS", "roles")
    told = claims.expected(auth)
    assert (told.tenant, told.verifies, told.groups) == ("t-1", True, "roles")
    said = {key: value for key, value in SAID.items() if key != "email_verified"} | {"tid": "t-1", "roles": "emea"}
    assert claims.admitted(said, told, NOW).groups == {"emea"}
