"""Addresses of the CRM's pages: only of the web, and whatever stands in an id stays one part of them."""

from urllib.parse import unquote, urlsplit

import pytest

from data import definitions
from data.definitions import DefinitionsError
from data.links import Links
from tests.pages.parts.hostile import NAMES

CRM = Links(lead="https://crm.example.com/leads/{lead_id}?tab=1", account="http://crm.example.com/a/{account_id}")


@pytest.mark.parametrize("lead_id", [*NAMES, "../../logout", "a/b?c#d", "javascript:alert(1)", "{account_id}", "Ä 1"])
def test_an_id_stays_one_part_of_the_address(lead_id):
    parts = urlsplit(CRM.of("lead", {"lead_id": lead_id}))
    assert (parts.scheme, parts.netloc, parts.query, parts.fragment) == ("https", "crm.example.com", "tab=1", "")
    folder, own = parts.path.rsplit("/", 1)
    assert (folder, unquote(own)) == ("/leads", lead_id)


@pytest.mark.parametrize("missing", [None, float("nan"), "", " ", ".", ".."])
def test_without_an_id_or_a_template_there_is_no_link(missing):
    assert CRM.of("account", {"account_id": missing}) is None
    assert Links().of("lead", {"lead_id": "1"}) is None


@pytest.mark.parametrize(
    ("template", "sentence"),
    [
        ("javascript:alert('{lead_id}')", "is not an address that begins with https:// or http://"),
        ("//crm.example.com/{lead_id}", "is not an address that begins"),
        ("https:///{lead_id}", "is not an address that begins"),
        ("https://crm.example.com@evil.example/{lead_id}", "is not an address that begins"),
        ("https://{lead_id}.example.com/", "has a brace where no id can stand"),
        ("https://crm.example.com/{lead_id}/{", "has a brace where no id can stand"),
        ("https://crm.example.com/{id}", "has {id}, which is none of {lead_id}, {account_id}, {contact_id}"),
        ("https://crm.example.com/{lead_id.__class__}", "has {lead_id.__class__}, which is none of"),
        ("https://crm.example.com/leads", "does not say whose page it is: {lead_id} or {contact_id} must stand in it"),
        ("https://crm.example.com/{account_id}", "does not say whose page it is"),
        ("https://crm.example.com/ {lead_id}", "is not an address without blanks"),
        (7, "is not an address without blanks"),
    ],
)
def test_a_wrong_template_is_refused_with_its_key(template, sentence):
    with pytest.raises(DefinitionsError) as refused:
        definitions.parse({**definitions.tomllib.loads(definitions.text()), "links": {"lead": template}})
    assert str(refused.value).startswith(f"links.lead: {template!r} {sentence}")
