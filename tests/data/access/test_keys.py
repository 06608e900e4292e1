"""Keys: the same in Python and in SQL, kept by the home, and nothing of the lead in them; and texts that are sealed."""

import stat

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.access import keys

TEXTS = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\0"), max_size=60)


@given(
    ids=st.lists(
        st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\0"), max_size=20),
        unique=True,
        min_size=2,
    )
)
def test_sql_finds_the_lead_of_a_key_and_no_other(tmp_path_factory, ids):
    home = tmp_path_factory.getbasetemp()
    asked = keys.key(home, ids[0])
    found = duckdb.execute(
        f"select lead_id from (select unnest(?::varchar[]) as lead_id) where {keys.condition(home, asked)}", [ids]
    ).fetchall()
    assert found == [(ids[0],)]


def test_another_home_has_other_keys_and_the_same_one_keeps_its_own(tmp_path):
    ours, theirs = tmp_path / "ours", tmp_path / "theirs"
    ours.mkdir()
    theirs.mkdir()
    first = keys.key(ours, "L-1")
    keys._secret.cache_clear()
    assert keys.key(ours, "L-1") == first != keys.key(theirs, "L-1")
    assert stat.S_IMODE((ours / keys.FILE).stat().st_mode) == 0o600
    assert keys.key(tmp_path / "nowhere", "L-1").startswith(keys.MARK), "a home that cannot be written has keys too"


@pytest.mark.parametrize(
    "told", ["", "L-1", "~", "~" + "0" * 23, "~" + "0" * 25, "~" + "g" * 24, "~" + "'" * 24, "~" + "A" * 24]
)
def test_what_is_no_key_is_no_part_of_a_query(tmp_path, told):
    assert not keys.is_key(told)
    with pytest.raises(ValueError, match="no key"):
        keys.condition(tmp_path, told)


def test_an_owner_is_found_by_their_key_in_the_column_of_owners(tmp_path):
    asked = keys.key(tmp_path, "Robin Vale")
    rows = "(values ('L-1', 'Robin Vale'), ('Robin Vale', 'Sam Novak')) as leads(lead_id, owner)"
    found = duckdb.execute(f"select lead_id from {rows} where {keys.condition(tmp_path, asked, 'owner')}").fetchall()
    assert found == [("L-1",)]


@given(text=TEXTS, other=TEXTS)
def test_a_sealed_text_opens_for_those_who_see_the_same_and_says_nothing(tmp_path_factory, text, other):
    home = tmp_path_factory.getbasetemp()
    told = keys.sealed(home, text, "all")
    assert keys.is_sealed(told)
    assert not keys.is_key(told)
    assert keys.sealed(home, text, "all") == told, "an address stays the same"
    assert keys.opened(home, told, "all") == text
    assert keys.opened(home, told, "some") is None
    if other != text:
        assert keys.sealed(home, other, "all") != told


def test_neither_a_text_nor_its_length_stands_in_what_is_sealed(tmp_path):
    told = {name: keys.sealed(tmp_path, name, "") for name in ("Jo", "Robin Vale", "jane@b.example")}
    assert len(set(map(len, told.values()))) == 1
    assert not any(name in each for name, each in told.items())
    (tmp_path / "other").mkdir()
    assert keys.opened(tmp_path / "other", told["Jo"], "") is None, "another home has another secret"


@pytest.mark.parametrize("told", ["Jane", "~", "~" + "0" * 24, "~" + "A" * 42, "~" + "A" * 42 + "=", "~" + "é" * 50])
def test_what_was_not_sealed_is_not_taken_for_it(told):
    assert not keys.is_sealed(told)


@pytest.mark.parametrize("told", ["~" + "A" * 43, "~" + "A" * 45, "~" + "_-" * 40])
def test_what_somebody_made_up_does_not_open(tmp_path, told):
    assert keys.is_sealed(told)
    assert keys.opened(tmp_path, told, "") is None
