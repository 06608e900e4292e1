"""The key of a lead: the same in Python and in SQL, kept by the home, and nothing of the lead in it."""

import stat

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.access import keys


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
