"""Folders as feeds: what lands there is loaded once, with its account, and what cannot be is told in a sentence."""

import os
import time
from pathlib import Path
from types import SimpleNamespace

import pytest

from data import definitions, files
from data.__main__ import main
from data.feeds import folder, memory, sync
from data.store import PROJECT, Store
from tests.data.intake.homes import Home

pytestmark = pytest.mark.usefixtures("no_marts")
HEAD = "lead_id,created_at,source"
LEADS = "select lead_id, source from canonical.leads order by lead_id"
HUBSPOT = PROJECT.parent / "shared/data/hubspot_tables"


class Landing:
    """A home with a feed, and the folder that exports land in."""

    def __init__(self, tmp_path, capsys):
        self.home, self.drop, self._capsys = Home(tmp_path), tmp_path / "drop", capsys
        self.drop.mkdir()
        assert main(["feed", str(self.drop), "--name", "CRM", "--home", str(self.home.folder)]) == 0
        capsys.readouterr()

    def land(self, name, *rows, head=HEAD, age=60.0):
        """A file that was written so many seconds ago."""
        path = self.drop / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("\n".join([head, *rows, ""]), encoding="utf-8")
        at = time.time() - age
        os.utime(path, (at, at))
        return path

    def sync(self, *options):
        """Its status, what it says and what it complains of."""
        status = main(["sync", "--home", str(self.home.folder), *options])
        told = self._capsys.readouterr()
        return status, told.out.splitlines(), told.err.splitlines()

    @property
    def leads(self):
        return self.home.rows(LEADS)

    @property
    def remembered(self):
        (feed,) = definitions.load(self.home.folder).feeds
        return memory.read(self.home.folder, feed)


@pytest.fixture
def landing(tmp_path, capsys):
    return Landing(tmp_path, capsys)


def test_what_lands_is_loaded_once_with_its_account(landing):
    landing.land("january.csv", "L-1,2026-01-05,seo", "L-2,2026-01-06,webinar", "L-3,soon,seo")
    said = "CRM: load #1 of 1 file: 3 rows, 2 imported, 1 quarantined."
    assert landing.sync() == (0, [said], [])
    assert landing.sync() == (0, ["CRM: nothing new."], [])
    assert landing.leads == [("L-1", "seo"), ("L-2", "webinar")]
    assert [line["told"] for line in sync.log(landing.home.folder, 9)] == [said.removeprefix("CRM: ")]
    assert sync.log(landing.home.folder, 9)[0]["files"] == {"january.csv": [3, 2, 0, 0, 1]}


def test_a_file_of_the_same_name_is_read_again_once_it_changed(landing):
    landing.land("leads.csv", "L-1,2026-01-05,seo")
    landing.sync()
    landing.land("leads.csv", "L-1,2026-01-05,webinar", "L-2,2026-01-06,seo", age=30)
    assert landing.sync()[1] == ["CRM: load #2 of 1 file: 2 rows, 2 imported."]
    assert landing.leads == [("L-1", "webinar"), ("L-2", "seo")]


def test_of_two_files_the_later_one_counts_whatever_they_are_called(landing):
    landing.land("a.csv", "L-1,2026-01-05,webinar", age=60)
    landing.land("b.csv", "L-1,2026-01-05,seo", age=90)
    assert landing.sync()[1] == ["CRM: load #1 of 2 files: 2 rows, 2 imported."]
    assert landing.leads == [("L-1", "webinar")]


def test_what_is_no_export_is_told_once_and_the_rest_is_loaded(landing):
    landing.land("minutes.txt", "we met", head="On Monday")
    landing.land("more/leads.csv", "L-1,2026-01-05,seo")
    status, said, wrong = landing.sync()
    assert (status, said) == (1, ["CRM: load #1 of 1 file: 1 row, 1 imported."])
    assert len(wrong) == 1
    assert wrong[0].startswith("CRM: minutes.txt is no export that a profile knows: its columns are On Monday.")
    assert wrong[0].endswith("If it is no export, take it out of the folder.")
    assert landing.sync() == (0, ["CRM: nothing new, and 1 file is refused as before."], [])
    assert landing.remembered.faults == [wrong[0].removeprefix("CRM: ")]
    landing.land("minutes.txt", "L-2,2026-01-05,seo", age=10)
    assert landing.sync()[0] == 0
    assert landing.remembered.faults == []
    assert [lead for lead, _ in landing.leads] == ["L-1", "L-2"]


def test_a_file_that_is_still_written_waits_for_the_next_time(landing, monkeypatch):
    landing.land("done.csv", "L-1,2026-01-05,seo", age=0)
    path = landing.land("growing.csv", "L-2,2026-01-05,se", age=0)
    waited = []

    def write_on(seconds):
        waited.append(seconds)
        path.write_text(f"{HEAD}\nL-2,2026-01-05,seo\n", encoding="utf-8")

    monkeypatch.setattr(folder, "time", SimpleNamespace(time=time.time, sleep=write_on))
    assert landing.sync()[1] == [
        "CRM: growing.csv is still being written: the next sync reads it.",
        "CRM: load #1 of 1 file: 1 row, 1 imported.",
    ]
    monkeypatch.setattr(folder, "time", SimpleNamespace(time=time.time, sleep=waited.append))
    assert landing.sync()[1] == ["CRM: load #2 of 1 file: 1 row, 1 imported."]
    assert landing.leads == [("L-1", "seo"), ("L-2", "seo")]
    assert landing.sync()[1] == ["CRM: nothing new."]
    assert waited == [folder.QUIET_SECONDS] * 2, "where nothing is new there is nothing to wait for"


@pytest.mark.parametrize(
    "name", [".leads.csv.x7", "leads.csv.part", "~$leads.xlsx", "Leads.CSV.crdownload", ".git/a.csv"]
)
def test_what_others_are_at_work_on_is_passed_over(landing, name):
    landing.land(name, "L-1,2026-01-05,seo")
    assert landing.sync() == (0, ["CRM: nothing new."], [])


def test_many_files_are_loaded_so_many_at_once(landing, monkeypatch):
    monkeypatch.setattr(folder, "MOST_AT_ONCE", 8)
    for number in range(20):
        landing.land(f"{number}.csv", f"L-{number % 18},2026-01-05,s{number}", age=900 - number)
    assert [line.partition(":")[2] for line in landing.sync()[1]] == [
        " load #1 of 8 files: 8 rows, 8 imported.",
        " load #2 of 8 files: 8 rows, 8 imported.",
        " load #3 of 4 files: 4 rows, 4 imported.",
    ]
    assert len(landing.leads) == 18
    assert dict(landing.leads)["L-0"] == "s18", "the latest file counts"


def test_one_broken_file_among_good_ones_is_found_and_the_others_are_loaded(landing):
    landing.land("a.csv", "L-1,2026-01-05,seo")
    landing.land("b.csv", "L-2,05/01/2026,seo", "L-3,03/04/2026,seo", "L-4,01/02/2026,seo")
    landing.land("c.csv", "L-5,2026-01-05,seo")
    status, _, wrong = landing.sync()
    assert status == 1
    assert len(wrong) == 1
    assert "b.csv" in wrong[0]
    assert [lead for lead, _ in landing.leads] == ["L-1", "L-5"]


def test_a_file_that_may_not_be_read_keeps_no_other_out(landing, monkeypatch):
    landing.land("a.csv", "L-1,2026-01-05,seo")
    landing.land("b.csv", "L-2,2026-01-05,seo")
    opened = Path.open

    def refuse(path, *args, **options):
        if path.name == "a.csv":
            raise PermissionError(13, "Permission denied", str(path))
        return opened(path, *args, **options)

    monkeypatch.setattr(Path, "open", refuse)
    status, _, wrong = landing.sync()
    assert (status, wrong) == (1, ["CRM: a.csv cannot be read: Permission denied."])
    assert landing.leads == [("L-2", "seo")]


@pytest.mark.parametrize("lost", ["all", "half"])
def test_whoever_loses_the_memory_loads_nothing_twice(landing, lost):
    landing.land("leads.csv", "L-1,2026-01-05,seo")
    landing.sync()
    (file,) = (landing.home.folder / memory.FOLDER).glob("*.json")
    if lost == "all":
        file.unlink()
    else:
        file.write_bytes(file.read_bytes()[:40])
    assert landing.sync() == (0, ["CRM: nothing new."], [])
    assert len(Store(landing.home.folder).generations()) == 1
    assert list(landing.remembered.files) == ["leads.csv"]


def test_a_folder_that_is_gone_is_told_each_time_and_other_feeds_come(landing, tmp_path):
    other = tmp_path / "other"
    other.mkdir()
    main(["feed", str(other), "--home", str(landing.home.folder)])
    landing.land("leads.csv", "L-1,2026-01-05,seo")
    landing.sync()
    landing.drop.rename(tmp_path / "elsewhere")
    (other / "leads.csv").write_text(f"{HEAD}\nL-2,2026-01-05,seo\n", encoding="utf-8")
    gone = f"CRM: {landing.drop} is not a folder that is there: make it, or correct it in Settings > Feeds."
    for said in (f"{other}: load #2 of 1 file: 1 row, 1 imported.", f"{other}: nothing new."):
        status, out, wrong = landing.sync()
        assert (status, wrong, out[-1]) == (1, [gone], said)
    assert landing.leads == [("L-1", "seo"), ("L-2", "seo")]
    assert landing.sync("--feed", str(other))[0] == 0
    assert landing.sync("--feed", "ERP")[2] == [f"There is no feed 'ERP'; there are CRM, {other}."]


def test_what_looks_like_a_mistake_stays_out_until_it_is_meant(landing):
    landing.land("leads.csv", *(f"L-{number},2026-01-{number % 28 + 1:02},seo" for number in range(60)))
    landing.sync()
    later = [f"L-{number},{'soon' if number % 5 == 0 else '2026-01-05'},seo" for number in range(60, 120)]
    landing.land("later.csv", *later, age=10)
    status, said, wrong = landing.sync()
    assert (status, said) == (1, [])
    assert wrong[0].startswith("CRM: later.csv: 12 of 60 rows")
    assert len(landing.leads) == 60
    assert landing.sync()[1] == ["CRM: nothing new, and 1 file is refused as before."]
    meant = ["CRM: load #2 of 1 file: 60 rows, 48 imported, 12 quarantined."]
    assert landing.sync("--anyway") == (0, meant, [])
    assert len(landing.leads) == 108


def test_a_profile_that_there_is_not_is_told(landing, tmp_path):
    main(["feed", str(tmp_path), "--profile", "sap", "--home", str(landing.home.folder)])
    status, _, wrong = landing.sync("--feed", str(tmp_path))
    assert status == 1
    assert wrong[0].startswith(f"{tmp_path}: There is no profile 'sap'; there are ")


def test_only_one_sync_is_at_work(landing):
    with files.alone(landing.home.folder / memory.FOLDER):
        assert landing.sync() == (1, [], [sync.BUSY])


def test_without_a_feed_the_way_to_one_is_told(tmp_path, capsys):
    assert main(["sync", "--home", str(tmp_path)]) == 1
    assert "python -m data feed" in capsys.readouterr().err
    assert main(["feed", str(tmp_path / "none"), "--home", str(tmp_path)]) == 1
    assert "is not a folder that is there" in capsys.readouterr().err


def test_files_that_give_names_are_taken_along_with_what_comes_later(landing, real_data):
    tables = real_data / "hubspot_tables"

    def arrive(*names, age):
        for name in names:
            copy = landing.drop / name
            copy.write_bytes((tables / name).read_bytes())
            os.utime(copy, (time.time() - age,) * 2)

    names = ("deal_pipeline_stage_data.csv", "owner_data.csv")
    arrive(*names, age=90)
    assert landing.sync() == (0, ["CRM: nothing new."], [])
    assert {each.became for each in landing.remembered.files.values()} == {memory.WAITS}
    arrive("deal_data.csv", age=60)
    assert "of 3 files" in landing.sync()[1][0]
    first = landing.home.rows("select lead_id, owner from canonical.leads order by all")
    (landing.drop / "deal_data.csv").unlink()
    (landing.drop / "deals.csv").write_text(
        (tables / "deal_data.csv").read_text(encoding="utf-8") + "\n", encoding="utf-8"
    )
    assert landing.sync()[0] == 0
    assert landing.home.rows("select lead_id, owner from canonical.leads order by all") == first
