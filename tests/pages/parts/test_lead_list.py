"""Whom a list of leads is about: by name, by id where there is none, and with a way into the CRM."""

import pytest

from analysis import export
from analysis.lists.page import Page
from analysis.lists.selection import Selection
from analysis.scope import Scope
from data import definitions
from pages.everyone.lead import model as lead
from pages.parts import labels, lead_list
from tests.pages.parts.hostile import NAMES
from tests.worlds import Journey, warehouse_of

LINKS = '[links]\nlead = "https://crm.example.com/l/{lead_id}"\naccount = "https://crm.example.com/a/{account_id}"\n'
TOML = definitions.text().replace("[links]\n", LINKS)


def of(lead_name=None, account=None, account_name=None, owner=None):
    own = {"lead_name": lead_name, "account_id": account, "account_name": account_name, "owner": owner}
    return Journey("seo", {"lead": 0}, lead=own)


# lead-0 to lead-4; the account A_1 is called as its last lead says.
WORLD = [
    of("Zoë Krüger", "A_1", "Kiln", "Ann Ohm"),
    of(None, "A_1", "Kiln 100% Works"),
    of("JOSÉ", "B11", None, "Bo Ek"),
    of("b_1"),
    of(),
]


@pytest.fixture(scope="module")
def warehouse():
    return warehouse_of(WORLD, as_of=20, toml=TOML)


def asked(warehouse, **selection):
    return lead_list.ask(
        warehouse, Scope(), selection=Selection(**selection), page=Page("lead_id", is_descending=False)
    )


@pytest.mark.parametrize(
    ("search", "found"),
    [
        ("kruger", {0}),
        ("OË K", {0}),
        ("jose", {2}),
        ("works", {0, 1}),
        ("a_1", {0, 1}),
        ("_1", {0, 1, 3}),  # a sign as any other: neither B11 nor lead-1
        ("%", {0, 1}),
        ("lead-3", {3}),
        ("n OH", {0}),
        ("record", set()),  # nobody is called (not recorded)
        (" ", {0, 1, 2, 3, 4}),
    ],
)
def test_leads_are_found_by_any_part_of_a_name_an_id_or_an_owner(warehouse, search, found):
    assert set(asked(warehouse, search=search)["lead_id"]) == {f"lead-{number}" for number in found}


def test_what_has_no_name_is_called_by_its_id_where_it_is_shown_and_stays_without_one_in_a_download(warehouse):
    leads = asked(warehouse)
    shown = lead_list.called(leads)
    assert shown["lead_name"].tolist() == ["Zoë Krüger", "lead-1", "JOSÉ", "b_1", "lead-4"]
    assert shown["account_name"].fillna("").tolist() == ["Kiln 100% Works", "Kiln 100% Works", "B11", "", ""]
    assert leads["lead_name"].isna().tolist() == [False, True, False, False, True]


def test_links_lead_into_the_crm_where_the_definitions_say_so_and_the_lead_has_the_id(warehouse):
    leads = asked(warehouse)
    assert leads["lead_link"].iloc[3] == "https://crm.example.com/l/lead-3"
    assert leads["account_link"].fillna("").tolist() == [
        f"https://crm.example.com/a/{x}" for x in ("A_1", "A_1", "B11")
    ] + ["", ""]
    assert {"lead_link", "account_link"} <= set(lead_list.offered(warehouse.definitions.links))
    assert list(lead.links(warehouse, Scope(), lead_id="lead-0").values()) == [
        leads["lead_link"][0],
        leads["account_link"][0],
    ]
    without = warehouse_of(WORLD, as_of=20)
    assert asked(without)["lead_link"].isna().all()
    assert not {"lead_link", "account_link"} & set(lead_list.offered(without.definitions.links))
    assert lead.links(without, Scope(), lead_id="lead-0") == {}


def test_names_are_letters_on_the_page_of_a_lead_and_no_formula_in_a_download():
    hostile = [name for name in NAMES if "\x00" not in name]
    warehouse = warehouse_of([of(name, f"a{n}", name, name) for n, name in enumerate(hostile)], as_of=20, toml=TOML)
    for number, name in enumerate(hostile):
        model = lead.build(warehouse, Scope(), lead_id=f"lead-{number}")
        assert model.title.startswith(labels.literal(name, 80))
        assert f"account {labels.literal(name)}" in model.facts
    text = export.csv_text(asked(warehouse)[["lead_name", "account_name"]])
    assert '"\'=HYPERLINK(""http://example.com"")"' in text
    assert "\n'@,'@\n" in text
