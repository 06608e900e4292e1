"""Profiles check themselves; the shipped ones are whole."""

import tomllib
from contextlib import suppress
from copy import deepcopy
from pathlib import Path

import pytest

from data.intake import profiles
from data.intake.profiles import ProfileError
from tests.data.intake.homes import Home

SHIPPED = {
    "apollo-contacts",
    "canonical",
    "euro-reference-rates",
    "google-ads",
    "hubspot-airbyte",
    "hubspot-contacts",
    "hubspot-deals",
    "hubspot-dlt",
    "hubspot-tables",
    "linkedin-ads",
    "meta-ads",
    "olist",
    "pipedrive-changes",
    "pipedrive-deals",
    "pipedrive-tables",
    "salesforce-leads",
    "salesforce-opportunities",
    "salesforce-tables",
    "zoho-deals",
}
OWN = """
name = "ours"
[[files]]
role = "deals"
required = ["deal", "opened"]
[[files.fill]]
table = "leads"
[files.fill.columns]
lead_id = "deal"
created_at = "opened"
"""
WRONG = {
    "unknown key": ("role =", "rule =", r"files\[0\]\.rule: no such key; known are role, "),
    "unknown table": ('"leads"', '"deals"', r"files\[0\]\.fill\[0\]\.table: 'deals' is not one of leads, "),
    "unknown field": ("lead_id", "deal_id", r"fill\[0\]\.columns\.deal_id: no such key; known are lead_id, "),
    "missing field": ('lead_id = "deal"\n', "", r"columns\.lead_id: leads cannot be filled without it"),
    "no name": ('name = "ours"', "", "name: must be a text"),
    "no recognition": ('["deal", "opened"]', "[]", r"required: must list the columns"),
    "wrong column": ('"opened"\n', "5\n", r"columns\.created_at: must be a column name"),
    "wrong zone": ('name = "ours"', 'name = "ours"\ntime_zone = "Berlin"', "time_zone: 'Berlin' is not an IANA name"),
    "wrong decimal": ('name = "ours"', 'name = "ours"\ndecimal = "auto"', "decimal: 'auto' is not 'point' or 'comma'"),
    "wrong dates": ('name = "ours"', 'name = "ours"\ndates = ["us"]', "dates: 'us' is not one of iso, day-first"),
    "keep without order": (
        'table = "leads"',
        'table = "leads"\nkeep = "last"',
        "keep: needs a table with an id, and `by`",
    ),
    "no toml": ("[[files]]", "[[files", "ours.toml: "),
}


def test_all_kinds_of_export_are_shipped():
    assert set(profiles.load()[0]) == SHIPPED


def test_every_shipped_profile_has_its_own_name_and_says_what_it_is():
    for path in profiles.SHIPPED.glob("*.toml"):
        values = tomllib.loads(path.read_text(encoding="utf-8"))
        assert (values["name"], bool(values["describes"])) == (path.stem, True)


@pytest.mark.parametrize(("before", "after", "sentence"), WRONG.values(), ids=WRONG.keys())
def test_a_wrong_profile_is_refused_with_file_and_key(tmp_path, before, after, sentence):
    path = tmp_path / "ours.toml"
    path.write_text(OWN.replace(before, after))
    with pytest.raises(ProfileError, match=sentence) as refused:
        profiles.read(path)
    assert str(path) in str(refused.value)


WHOLE = {
    "name": "ours",
    "encodings": ["utf-8"],
    "delimiters": [","],
    "dates": ["iso", "%d %m %Y"],
    "decimal": "comma",
    "time_zone": "UTC",
    "complete_through": ["touches.at"],
    "adopt": {"currency": "EUR"},
    "stages": [{"name": "lead", "role": "lead"}],
    "files": [
        {
            "role": "deals",
            "required": ["deal", ["opened", "created"]],
            "latest_by": ["changed"],
            "fill": [
                {
                    "table": "states",
                    "columns": {"lead_id": "deal", "stage": {"first": ["stage", "step"]}},
                    "constants": {"reason": "Price"},
                    "values": {"outcome": {"Won": "won"}},
                    "prefixes": {"lead_id": "deal-"},
                    "lookups": {
                        "stage": {"file": "deals", "key": "a", "value": "b", "where": {"c": "d"}, "rows": "found"}
                    },
                    "where": {"kind": ["deal"]},
                    "unless": {"gone": "yes"},
                    "by": "changed",
                    "keep": "last",
                }
            ],
        }
    ],
}


def every_value(values, path=()):
    """Where each value stands in nested tables and lists."""
    for key, value in values.items() if isinstance(values, dict) else enumerate(values):
        yield (*path, key)
        if isinstance(value, dict | list):
            yield from every_value(value, (*path, key))


@pytest.mark.parametrize("place", list(every_value(WHOLE)), ids=lambda place: ".".join(map(str, place)))
@pytest.mark.parametrize("wrong", [5, "%Q", [[5]], {"what": 5}], ids=repr)
def test_a_value_of_another_kind_is_refused_in_a_sentence_or_read(place, wrong):
    values = deepcopy(WHOLE)
    assert profiles.parse(values).name == "ours"
    inner = values
    for key in place[:-1]:
        inner = inner[key]
    inner[place[-1]] = wrong
    with suppress(ProfileError):  # and nothing else
        profiles.parse(values)


def test_own_profiles_are_read_beside_the_shipped_ones_and_may_replace_them(tmp_path):
    folder = tmp_path / "profiles"
    folder.mkdir()
    (folder / "ours.toml").write_text(OWN)
    (folder / "olist.toml").write_text(OWN.replace('"ours"', '"olist"'))
    found, broken = profiles.load(tmp_path)
    assert not broken
    assert set(found) == SHIPPED | {"ours"}
    assert found["olist"].files[0].role == "deals"


EXTENDED = """
name = "ours"
extend = "hubspot-deals"
[rename]
"Create Date" = "Opened on"
Amount = ["Deal value", "Worth"]
[[files]]
role = "deals"
[[files.fill]]
table = "leads"
columns.segment = "Tier"
"""
DEALS = "Record ID,Deal Stage,{},{},Tier,Deal source\n7,Contract sent,2026-01-02,900,Gold,Web\n"


def with_own(tmp_path, text):
    home = Home(tmp_path)
    (home.folder / "profiles").mkdir(parents=True)
    (home.folder / "profiles" / "ours.toml").write_text(text)
    return home


@pytest.mark.parametrize("names", [("Opened on", "Deal value"), ("Opened on", "Worth"), ("Create Date", "Amount")])
def test_a_profile_may_extend_a_shipped_one_with_columns_of_other_names(tmp_path, names):
    home = with_own(tmp_path, EXTENDED)
    assert home.take(deals=DEALS.format(*names)).profile == "ours"
    found = home.rows(
        "select lead_id, created_at::date::varchar, amount::integer, segment, source from canonical.leads"
    )
    assert found == [("7", "2026-01-02", 900, "Gold", "Web")]


def test_an_extended_profile_adds_fills_and_files_and_says_other_things_of_the_whole(tmp_path):
    more = """
[[files.fill]]
table = "touches"
columns.lead_id = "Record ID"
columns.at = "First call"
[[files]]
role = "list"
required = ["company"]
[[files.fill]]
table = "target_accounts"
columns.account_id = "company"
"""
    home = with_own(tmp_path, EXTENDED.replace("[rename]", 'decimal = "comma"\n[rename]') + more)
    home.load(
        deals="Record ID,Deal Stage,Opened on,Deal value,First call\n7,Contract sent,2026-01-02,1.500,2026-01-03\n",
        list="company\nAcme\n",
    )
    assert home.rows("select amount::integer from canonical.leads") == [(1500,)]
    assert home.rows('select lead_id, "at"::date::varchar from canonical.touches') == [("7", "2026-01-03")]
    assert home.rows("select account_id from canonical.target_accounts") == [("Acme",)]


@pytest.mark.parametrize(
    ("before", "after", "sentence"),
    [
        (
            '"hubspot-deals"',
            '"hubspot"',
            r"ours.toml: extend: 'hubspot' is no shipped profile; there are apollo-contacts",
        ),
        ('"hubspot-deals"', "5", "ours.toml: extend: must be a text"),
        ('name = "ours"', "", "ours.toml: name: must be a text"),
        ('"Create Date"', '"Creat Date"', r"rename\.Creat Date: hubspot-deals reads no column of this name"),
        ('"Opened on"', "5", r"rename\.Create Date: must be a column name or a list of names"),
        ("[rename]", "rename = 5\n[other]", "ours.toml: rename: must be a table, such as "),
        ('role = "deals"', "", r"files\[0\]\.role: must be a text"),
        ("columns.segment", "columns.segmen", r"columns\.segmen: no such key"),
        ('"leads"', '"lead"', r"table: 'lead' is not one of leads"),
    ],
)
def test_a_broken_extension_is_said_with_file_and_key_and_other_loads_go_on(tmp_path, before, after, sentence):
    home = with_own(tmp_path, EXTENDED.replace(before, after, 1))
    with pytest.raises(ProfileError, match=sentence):
        profiles.read(home.folder / "profiles" / "ours.toml")
    report = home.load(deals=DEALS.format("Create Date", "Amount"))
    assert report.files[0].profile == "hubspot-deals"
    assert "ours" in report.notes[0]


def test_templates_have_the_columns_that_the_canonical_profile_knows():
    templates = Path(profiles.SHIPPED).parent / "templates"
    kinds = {kind.role: kind for kind in profiles.load()[0]["canonical"].files}
    assert {path.stem for path in templates.glob("*.csv")} == set(kinds)
    for path in templates.glob("*.csv"):
        header = set(path.read_text(encoding="utf-8").splitlines()[0].split(","))
        # How leads ended may stand in their own rows; the templates keep it apart.
        first = kinds[path.stem].fills[0]
        known = {name for column in first.columns.values() for name in column.parts}
        assert header | {"updated_at"} == known | {"updated_at"}
