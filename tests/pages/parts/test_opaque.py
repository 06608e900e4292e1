"""What addresses hold in the place of names, ids and texts."""

from urllib.parse import parse_qsl

import pytest

from analysis.scope import Scope
from data.access import keys
from pages.parts import opaque, opens
from pages.parts.words import controls as words


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("PIPELINE_HOME", str(tmp_path))
    return tmp_path


@pytest.mark.parametrize("name", ["owner", "only_owner", "stop_owner", "to_owner", "exactly_owner", "account"])
def test_of_owners_and_accounts_addresses_hold_keys(home, name):
    assert opaque.is_private(name)
    [(same, told)] = opaque.closed([(name, "Robin Vale")])
    assert (same, told) == (name, keys.key(home, "Robin Vale"))
    assert opaque.closed([(name, told)]) == [(name, told)], "what is a key stays one"


@pytest.mark.parametrize("name", ["search", "exactly_search"])
def test_what_is_searched_for_is_sealed(home, name):
    [(_, told)] = opaque.closed([(name, "jane@b.example")], "some")
    assert keys.opened(home, told, "some") == "jane@b.example"
    assert opaque.closed([(name, told)], "some") == [(name, told)]


def test_all_else_stays_and_nothing_is_no_name():
    address = [("period", "All"), ("channel", "Webinar"), ("team", "Inbound"), ("owner", ""), ("search", "")]
    assert opaque.closed(address) == address


def test_a_link_in_a_table_names_nobody(home):
    address = opens.link(Scope(owner=("Robin Vale",)), {"account": "acme", "gap": "stalled"})
    assert dict(parse_qsl(address.partition("?")[2])) == {
        "period": "All",
        "owner": keys.key(home, "Robin Vale"),
        "account": keys.key(home, "acme"),
        "with_gap": "stalled",
    }


@pytest.mark.parametrize("name", [*opaque.COLUMNS, *opaque.TYPED])
def test_that_something_is_left_out_is_said_of_each(name):
    assert words.left_out(name).endswith("it is left out.")
