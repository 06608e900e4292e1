"""The file that says who sees what: what it grants together, and what holds while it is broken."""

import os

import pytest

from data.access import readers
from data.access.readers import Identity, ReadersError

FILE = """
[roles.analyst]
pages = ["marketing"]

[[readers]]
person = "ada@example.com"
role = "leader"
rows = "all"

[[readers]]
person = "Ben@Example.com"
role = "seller"
rows = {owner = ["(reader)"], region = ["DACH", "Nordics"]}

[[readers]]
group = "emea"
role = "analyst"
rows = [{region = "DACH"}, {team = ["Inbound desk"]}]

[[readers]]
person = "cleo@example.com"
role = "marketer"
"""


@pytest.fixture(autouse=True)
def nobody_administers(monkeypatch):
    monkeypatch.delenv(readers.ADMINISTRATORS, raising=False)


def test_a_person_sees_what_the_file_says():
    known = readers.parse(FILE)
    ada = known.reader(Identity("ada@example.com"))
    assert (ada.grants, ada.may("export"), ada.may("names"), ada.may("settings")) == (None, True, False, False)
    ben = known.reader(Identity("ben@example.COM", "Ben Okafor"))
    assert ben.grants == ((("owner", ("Ben Okafor", "ben@example.COM")), ("region", ("DACH", "Nordics"))),)
    assert ben.rights == {"names", "amounts"}
    assert "gaps" in ben.pages
    assert "leadership" not in ben.pages


def test_who_is_named_twice_may_do_both():
    ben = readers.parse(FILE).reader(Identity("ben@example.com", "Ben", frozenset({"emea", "other"})))
    assert ben.grants[1:] == ((("region", ("DACH",)),), (("team", ("Inbound desk",)),))
    assert {"marketing", "gaps"} <= ben.pages
    assert ben.rights == {"names", "amounts"}, "the analysts bring none"


def test_what_is_not_said_is_not_granted():
    known = readers.parse(FILE)
    cleo = known.reader(Identity("cleo@example.com"))
    assert cleo.grants == ()
    assert cleo.is_known
    for stranger in (Identity("eve@example.com", "Ada", frozenset({"EMEA", ""})), Identity("", "", frozenset({""}))):
        nobody = known.reader(stranger)
        assert (nobody.is_known, nobody.grants, nobody.rights, nobody.pages) == (False, (), frozenset(), frozenset())


def test_administrators_of_the_environment_are_there_before_any_file(tmp_path, monkeypatch):
    monkeypatch.setenv(readers.ADMINISTRATORS, " Root@example.com ,,")
    known = readers.read(tmp_path)
    assert known.fault == ""
    assert known.reader(Identity("root@example.com")).may("settings")
    assert known.reader(Identity("root@example.com")).grants is None
    assert not known.reader(Identity("ada@example.com")).is_known
    assert not known.reader(Identity("")).is_known


def test_the_file_is_read_anew_when_it_changes_and_grants_nothing_while_it_is_broken(tmp_path, monkeypatch):
    monkeypatch.setenv(readers.ADMINISTRATORS, "root@example.com")
    file, ada = tmp_path / readers.FILE, Identity("ada@example.com")
    file.write_text(FILE, encoding="utf-8")
    assert readers.read(tmp_path).reader(ada).may("export")
    for state, text in enumerate((FILE.replace("leader", "boss"), "[[readers]", "\xff")):
        file.write_bytes(text.encode("latin-1"))
        os.utime(file, ns=(state, state))
        known = readers.read(tmp_path)
        assert known.fault.startswith("readers.toml grants nobody anything until it is mended: ")
        assert not known.reader(ada).is_known
        assert known.reader(Identity("root@example.com")).may("audit")
    file.write_text(FILE.replace('"leader"', '"marketer"'), encoding="utf-8")
    os.utime(file, ns=(9, 9))
    assert "leadership" in readers.read(tmp_path).reader(ada).pages


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[[reader]]\nperson='a@b'", "there is no 'reader'"),
        ("readers = 3", "write"),
        ("[[readers]]\nrole='leader'", "reader 1 is a person by address, or a group"),
        ("[[readers]]\nperson='a@b'\ngroup='g'\nrole='leader'", "write one of the two"),
        ("[[readers]]\nperson=' '\nrole='leader'", "reader 1 is a person by address, or a group"),
        ("[[readers]]\nperson='a@b'\nrole='boss'", "There are: leader, marketer, sales manager, seller, administrator"),
        ("[[readers]]\nperson='a@b'\nrole='leader'\nrow='all'", "role and rows, and nothing else"),
        ("[[readers]]\nperson='a@b'\nrole='leader'\nrows='ALL'", 'sees rows = "all"'),
        ("[[readers]]\nperson='a@b'\nrole='leader'\nrows={}", 'sees rows = "all"'),
        ("[[readers]]\nperson='a@b'\nrole='leader'\nrows={channel='Email'}", "cannot see rows by 'channel'"),
        ("[[readers]]\nperson='a@b'\nrole='leader'\nrows={owner=[3]}", "owner of reader 1 are a list of texts"),
        ("[roles.x]\nrights=['fly']", "there is no right 'fly'"),
        ("[roles.x]\nright=['names']", "says pages and rights, and nothing else"),
        ("[roles]\nx=3", "says pages and rights, and nothing else"),
    ],
)
def test_what_is_misspelled_is_refused_and_not_left_out(text, said):
    with pytest.raises(ReadersError, match=said):
        readers.parse(text)


def test_blanks_around_a_name_mean_nothing():
    known = readers.parse("[[readers]]\ngroup=' emea '\nperson='  '\nrole='leader'\nrows='all'")
    assert known.reader(Identity("ada@example.com", groups=frozenset({"emea"}))).is_known
    assert not known.reader(Identity("", groups=frozenset())).is_known


def test_where_nobody_signs_in_everything_is_open():
    everybody = readers.everybody()
    assert everybody.grants is None
    assert everybody.rights == set(readers.RIGHTS)
