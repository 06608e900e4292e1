"""A load in the making: prepared in its folder, then published as it stands, or left."""

import io
import os

import pytest

from data import definitions, marts
from data.__main__ import main
from data.intake import IntakeError, draft, own_profiles
from data.intake.draft import Draft
from data.intake.gates import MistakeError
from data.intake.load import load_files
from data.store import Store, StoreError
from tests.data.intake.homes import leads

GOOD = leads("L-1,2026-01-05,Webinar,100", "L-2,2026-01-06,Cold call,200")
LEADS = "select lead_id, source, amount::integer from canonical.leads order by 1"
PROFILE = """
name = "ours"
[[files]]
role = "deals"
required = ["nr", "made"]
[[files.fill]]
table = "leads"
[files.fill.columns]
lead_id = "nr"
created_at = "made"
"""


@pytest.fixture
def begun(home):
    return Draft.begin(home.folder)


def prepare(home, begun, **options):
    paths = [home.write("leads.csv", options.pop("content", GOOD))]
    return load_files(paths, home=home.folder, publish=False, draft=begun, **options)


def test_preparing_changes_nothing_and_publishing_shows_what_a_load_would(home, begun):
    report = prepare(home, begun)
    assert Store(home.folder).look().is_empty
    assert (report.brought.leads, report.brought.first_on.isoformat()) == (2, "2026-01-05")
    draft.publish(begun, Store(home.folder))
    assert home.rows(LEADS) == [("L-1", "Webinar", 100), ("L-2", "Cold call", 200)]
    assert not begun.is_prepared


def test_what_was_prepared_on_other_data_is_not_published(home, begun):
    prepare(home, begun)
    home.load(other=leads("L-9,2026-01-05,Webinar,1"))
    with pytest.raises(StoreError, match="Other data or other settings came since"):
        draft.publish(begun, Store(home.folder))
    assert home.rows("select lead_id from canonical.leads") == [("L-9",)]


def test_what_was_prepared_with_other_definitions_is_not_published(home, begun):
    prepare(home, begun)
    (home.folder / "definitions.toml").write_text(definitions.text().replace('"USD"', '"EUR"'))
    with pytest.raises(StoreError, match="other settings"):
        draft.publish(begun, Store(home.folder))


def test_profiles_and_definitions_of_a_draft_become_the_homes(home, begun):
    begun.own_profiles.mkdir()
    (begun.own_profiles / "ours.toml").write_text(PROFILE)
    begun.own_definitions.write_text(definitions.text().replace('"USD"', '"EUR"'))
    prepare(home, begun, content="nr,made\nD-1,2026-01-05\n")
    assert own_profiles.listed(home.folder) == []
    draft.publish(begun, Store(home.folder))
    assert [each.name for each in own_profiles.listed(home.folder)] == ["ours"]
    assert definitions.load(home.folder).currency == "EUR"
    assert home.load(next="nr,made\nD-2,2026-02-05\n").files[0].profile == "ours"


def test_a_refused_load_leaves_nothing_prepared(home, begun):
    with pytest.raises(IntakeError):
        prepare(home, begun, content="nothing that is known\n1\n")
    assert not begun.generation.exists()
    with pytest.raises(IntakeError, match="nothing that is prepared"):
        draft.publish(begun, Store(home.folder))


def test_another_file_makes_what_was_prepared_worthless(home, begun):
    prepare(home, begun)
    begun.add("../../more/.calls.csv", io.BytesIO(GOOD.encode()))
    assert [each.name for each in begun.files.iterdir()] == ["calls.csv"]
    assert not begun.is_prepared


def test_drafts_that_were_left_are_cleared_away(home, begun):
    assert Draft.named(home.folder, begun.name) == begun
    long_ago = begun.folder.stat().st_mtime - 2 * draft.KEPT_SECONDS
    os.utime(begun.folder, (long_ago, long_ago))
    Draft.begin(home.folder)
    assert Draft.named(home.folder, begun.name) is None


@pytest.mark.parametrize("name", ["", "..", "0" * 15, "../generations", "0123456789abcdeg"])
def test_an_address_names_no_other_folder(home, name):
    assert Draft.named(home.folder, name) is None


def test_what_looks_like_a_mistake_is_not_published_unless_it_is_meant(home, begun):
    home.load(first=GOOD)
    suspicious = leads(*(f"{'' if n % 6 == 0 else f'M-{n}'},2026-02-03,Webinar,1" for n in range(40)))
    report = prepare(home, begun, content=suspicious)
    assert len(report.stops) == 1
    with pytest.raises(MistakeError, match="7 of 40 rows"):
        draft.publish(begun, Store(home.folder))
    assert home.rows("select count(*) from canonical.leads") == [(2,)]
    prepare(home, begun, content=suspicious, anyway=True)
    draft.publish(begun, Store(home.folder))
    assert home.rows("select count(*) from canonical.leads") == [(35,)]


def test_a_build_that_was_stopped_halfway_is_not_prepared(home, begun, monkeypatch):
    def stop(*_, **__):
        raise KeyboardInterrupt

    monkeypatch.setattr(marts, "build", stop)
    with pytest.raises(KeyboardInterrupt):
        prepare(home, begun)
    assert not (begun.folder / draft.PREPARED).exists()
    assert not begun.is_prepared


def test_amounts_of_several_currencies_are_not_added_up(home, begun):
    rows = (
        "L-1,2026-01-05,won,100,EUR",
        "L-2,2026-01-05,won,20,USD",
        "L-3,2026-01-05,won,3,EUR",
        "L-4,2026-01-05,,9,CHF",
    )
    content = leads(*rows, columns="lead_id,created_at,outcome,amount,currency")
    assert prepare(home, begun, content=content).brought.won_amounts == (("EUR", 103.0), ("USD", 20.0))


def test_check_and_publish_on_the_command_line(home, capsys):
    path, folder = home.write("leads.csv", GOOD), home.folder / "mine"
    assert main(["check", str(path), "--home", str(home.folder), "--draft", str(folder)]) == 0
    assert "2 leads, created from 2026-01-05 to 2026-01-06, 0 won" in capsys.readouterr().out
    assert main(["publish", str(folder), "--home", str(home.folder)]) == 0
    assert len(home.rows(LEADS)) == 2
    assert main(["publish", str(folder), "--home", str(home.folder)]) == 1
    assert "holds nothing that is prepared" in capsys.readouterr().err
