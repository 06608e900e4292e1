"""What accounts are called on all their leads, and homes from before names."""

import pytest

from data import marts
from data.store import Store
from tests.data.intake.homes import Home
from tests.worlds import day

NAMES = "select lead_id, lead_name, account_id, account_name from marts.journeys order by lead_id"
COLUMNS = "lead_id,lead_name,created_at,source,account_id,account_name,updated_at\n"


@pytest.fixture
def home(tmp_path):
    return Home(tmp_path)


# Of one account: L1 was changed last, but its account's name came before; L2's name is the one told last.
ACCOUNT = {
    "old": f"{COLUMNS}L1,,2026-01-02,Web,A1,Kiln,2026-02-01\n",
    "new": f"{COLUMNS}L2,,2026-01-02,Web,A1,Kiln & Sons,2026-02-02\nL3,,2026-01-02,Web,A1,,2026-02-09\n",
    "changed": f"{COLUMNS}L1,Ada,2026-01-02,Web,A1,,2026-02-08\n"
    "L4,,2026-01-02,Web,,Alone,2026-02-09\nL5,,2026-01-02,Web,A2,,\n",
}


@pytest.mark.parametrize("order", [("old", "new", "changed"), ("changed", "new", "old"), ("new", "old", "changed")])
def test_an_account_has_one_name_on_all_its_leads_the_one_told_last_in_whatever_order_files_come(home, order):
    for name in order:
        home.load(**{name: ACCOUNT[name]})
    assert home.rows(NAMES) == [
        ("L1", "Ada", "A1", "Kiln & Sons"),
        ("L2", None, "A1", "Kiln & Sons"),
        ("L3", None, "A1", "Kiln & Sons"),
        ("L4", None, None, "Alone"),
        ("L5", None, "A2", None),
    ]


def test_without_a_time_of_change_the_name_of_the_later_import_counts(home):
    columns = "lead_id,created_at,source,account_id,account_name\n"
    home.load(first=f"{columns}L2,2026-01-02,Web,A1,Kiln\n")
    home.load(second=f"{columns}L1,2026-01-02,Web,A1,Kiln Works\n")
    assert {row[3] for row in home.rows(NAMES)} == {"Kiln Works"}


def test_a_home_from_before_names_is_rebuilt_and_takes_them_when_its_file_is_loaded_again(home, monkeypatch):
    model = marts.model

    def former(name: str) -> str:
        """The canonical tables as they were before leads had names."""
        lines = model(name).splitlines(keepends=True)
        return "".join(line for line in lines if not line.startswith(("    lead_name ", "    account_name ")))

    store = Store(home.folder)
    with monkeypatch.context() as before:
        before.setattr(marts, "model", former)
        before.setattr(marts, "build", lambda *_, **__: None)
        before.setattr(marts, "verify", lambda _: None)
        with store.new_generation("before") as build:
            row = {"lead_id": "L1", "created_at": day(0), "account_id": "A1", "load_id": build.load_id}
            build.connection.execute(
                "insert into canonical.leads (lead_id, created_at, account_id, load_id)"
                " values ($lead_id, $created_at, $account_id, $load_id)",
                row,
            )
    assert home.rows("select count(*) from duckdb_columns() where column_name = 'lead_name'") == [(0,)]
    assert store.is_outdated()
    with store.new_generation("rebuilt", keeps_sample=True):
        pass
    assert not store.is_outdated()
    assert home.rows(NAMES) == [("L1", None, "A1", None)]
    home.load(again=f"{COLUMNS}L1,Ada,2026-01-02,Web,A1,Kiln,2026-02-01\n")
    assert home.rows(NAMES) == [("L1", "Ada", "A1", "Kiln")]
