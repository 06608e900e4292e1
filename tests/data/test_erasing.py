"""Whom the home forgets is in none of its files afterwards, stays out, and takes the numbers along or leaves them."""

import re
import shutil
import signal
import stat
import subprocess
import sys
from contextlib import closing

import duckdb
import pytest

from analysis.question import AskError, names
from benchmarks.samples import opened
from data import definitions, erasing, marts, saved_views
from data.__main__ import main
from data.access import audit, keys
from data.forgetting.persons import ErasingError
from data.forgetting.register import CONTACT, LEAD, Register
from data.intake.draft import Draft
from data.intake.load import load_files
from data.store import PROJECT, Store, StoreError

# Ada has two leads and a colleague at Acme; lead-1 is a part of lead-10; and ids are as people write them.
LEADS = """lead_id,lead_name,created_at,source,account_id,account_name,contact_id,amount
lead-1,Ada Lovelace,2026-01-05,Webinar,A-1,Acme,ada@acme.example,100
lead-2,Ada Lovelace,2026-02-05,Cold email,A-1,Acme,ada@acme.example,200
lead-10,Bob Ross,2026-01-06,Webinar,A-1,Acme,bob@acme.example,300
lead-11,Cleo d'Or,2026-01-07,Referral,A-2,Cleo d'Or Ltd,cleo@or.example,400
"ü'{2}|é,%x",Zoë Ångström,2026-01-08,Webinar,A-3,Zed,z/1,500
lead-12,Dan Brown,2026-01-09,Referral,A-4,Dan & Co,dan@co.example,600
"""
OUTCOMES = """lead_id,outcome,closed_at,amount,reason
lead-1,won,2026-03-01,100,
lead-10,lost,2026-03-02,,Ada Lovelace left for another job
lead-11,won,2026-03-03,400,
"""
TOUCHES = """touch_id,lead_id,contact_id,at,channel,direction
t-1,lead-1,,2026-01-10,Cold call,outbound
t-2,,ada@acme.example,2026-02-10,Cold email,outbound
t-3,lead-10,bob@acme.example,2026-01-11,Cold call,outbound
t-4,lead-10,ada@acme.example,2026-01-12,Cold call,inbound
"""
WRONG = """lead_id,lead_name,created_at,source
lead-1,Ada Lovelace,some day,Webinar
lead-13,Eve,another day,Webinar
lead-14,Fay,2026-01-10,Webinar
"""
NO_TRACE = ("lead-1", "lead-2", "Ada Lovelace", "ada@acme.example")


@pytest.fixture(scope="module")
def loaded(tmp_path_factory):
    folder = tmp_path_factory.mktemp("loaded")
    _load(folder / "home", leads=LEADS, outcomes=OUTCOMES, touches=TOUCHES)
    _load(folder / "home", wrong=WRONG)
    return folder / "home"


@pytest.fixture
def store(loaded, tmp_path):
    shutil.copytree(loaded, tmp_path / "home", symlinks=True)
    return Store(tmp_path / "home")


@pytest.fixture
def without_marts(monkeypatch):
    """Who leaves, and from where, does not depend on them."""

    def only_meta(connection, text, *_, **__):
        connection.execute("create schema if not exists marts; drop schema if exists meta cascade; create schema meta")
        connection.execute("create table marts.lead_states as select lead_id, 0 as record_key from canonical.leads")
        marts.write_meta(connection, definitions.parse_text(text), text)

    monkeypatch.setattr(marts, "build", only_meta)
    monkeypatch.setattr(marts, "verify", lambda *_: None)


def _load(home, again=False, **texts):
    folder = home.parent / "inbox"
    folder.mkdir(exist_ok=True)
    paths = [folder / f"{name}.csv" for name in texts]
    for path, text in zip(paths, texts.values(), strict=True):
        path.write_text(text, encoding="utf-8")
    return load_files(paths, home=home, anyway=True, again=again)


def rows(store, query):
    with closing(duckdb.connect(str(store.current()), read_only=True)) as connection:
        connection.execute("set TimeZone = 'UTC'")
        return connection.execute(query).fetchall()


def texts_of(home):
    """Every text of every database of a home, and the content of every other file."""
    found = []
    for path in (each for each in home.rglob("*") if each.is_file()):
        if path.suffix != ".duckdb":
            found.append(path.read_bytes().decode("utf-8", "replace"))
            continue
        with closing(duckdb.connect(str(path), read_only=True)) as connection:
            for schema, table in connection.execute("select schema_name, table_name from duckdb_tables()").fetchall():
                every = f'select columns(*)::varchar from "{schema}"."{table}"'
                found += [text for row in connection.execute(every).fetchall() for text in row if text is not None]
    return found


def naming(home, words):
    """Those of some words that a home names, each with no letter or digit beside it."""
    texts = "\n".join(set(texts_of(home)))
    # What is before a word is looked at behind it: so an expression begins with letters that are found fast.
    written = {each: re.escape(each) for each in words if each in texts}
    return {each for each, text in written.items() if re.search(rf"{text}(?<!\w{text})(?!\w)", texts)}


def answers(home):
    """What every question says that needs no argument, but for who the leads and accounts are."""
    found = {}
    with opened(home) as warehouse:
        for name in names():
            try:
                frame = warehouse.ask(name, breakdown="source")
            except AskError:
                continue
            hidden = [each for each in frame if each.endswith(("_id", "_name")) or each == "place"]
            numbers = frame.drop(columns=hidden).apply(lambda each: each.round(4) if each.dtype.kind == "f" else each)
            told = (repr(row).replace("Ada Lovelace", "(erased)") for row in numbers.itertuples(index=False, name=None))
            found[name] = sorted(told)
    return found


@pytest.mark.parametrize("keep_numbers", [True, False])
def test_a_person_leaves_every_generation_with_all_their_leads(store, keep_numbers):
    assert len(store.generations()) == 2
    assert naming(store.folder, NO_TRACE) == set(NO_TRACE)
    done = erasing.erase(store, ["lead-1"], keep_numbers=keep_numbers)
    assert done.is_done
    assert (done.foreseen.leads, done.foreseen.contacts, done.generations) == (2, 1, 2)
    assert naming(store.folder, NO_TRACE) == set()
    assert naming(store.folder, ["lead-10", "Bob Ross", "bob@acme.example"]) == {
        "lead-10",
        "Bob Ross",
        "bob@acme.example",
    }
    assert len(store.generations()) == 2
    assert store.look().fault == ""


def test_numbers_that_are_kept_stay_under_opaque_ids(store):
    before = answers(store.folder)
    erasing.erase(store, ["ada@acme.example"], keep_numbers=True)
    assert answers(store.folder) == before
    theirs = rows(
        store,
        "select lead_id, lead_name, contact_id, account_id, account_name, amount::int from canonical.leads "
        "where lead_id like 'erased-%' order by amount",
    )
    assert [row[1] for row in theirs] == [None, None], "no name"
    assert [row[3:] for row in theirs] == [("A-1", "Acme", 100), ("A-1", "Acme", 200)], "the company has other people"
    assert theirs[0][2] == theirs[1][2], "still one person"
    assert theirs[0][2].startswith("erased-")
    assert len({row[0] for row in theirs}) == 2


@pytest.mark.usefixtures("without_marts")
def test_an_account_of_nobody_else_gets_an_opaque_id_too(store):
    erasing.erase(store, ["lead-11"], keep_numbers=True)
    (account,) = rows(store, "select account_id, account_name from canonical.leads where amount = 400")
    assert account[0].startswith("erased-")
    assert account[1] is None


def test_numbers_that_are_dropped_are_those_of_the_person(store):
    counted = "select count(*), sum(amount)::int, count(*) filter (outcome = 'won') from marts.journeys"
    touched = "select count(*) from marts.touchpoints"
    as_of = rows(store, "select as_of::varchar from meta.generation")
    assert rows(store, counted) == [(7, 2100, 2)]
    before = rows(store, touched)[0][0]
    erasing.erase(store, ["lead-1"], keep_numbers=False)
    assert rows(store, counted) == [(7 - 2, 2100 - 100 - 200, 2 - 1)]
    assert rows(store, touched)[0][0] == before - 3, "t-1, t-2 and t-4 are theirs"
    assert rows(store, "select as_of::varchar from meta.generation") == as_of


@pytest.mark.usefixtures("without_marts")
def test_what_others_wrote_of_them_names_them_no_more(store):
    erasing.erase(store, ["lead-2"], keep_numbers=True)
    assert rows(store, "select reason from canonical.outcomes where lead_id = 'lead-10'") == [
        ("(erased) left for another job",)
    ]
    assert rows(store, "select line, value, record from intake.quarantine order by line") == [
        (2, None, None),
        (3, "another day", "lead-13,Eve,another day,Webinar"),
    ]


@pytest.mark.usefixtures("without_marts")
def test_ids_with_odd_letters(store):
    odd = ["ü'{2}|é,%x", "Zoë Ångström"]
    assert naming(store.folder, odd[1:]) == {odd[1]}
    assert erasing.erase(store, odd[:1], keep_numbers=False).is_done
    assert not [text for text in texts_of(store.folder) if any(each in text for each in odd)]
    assert rows(store, "select count(*) from canonical.leads") == [(6,)]


def test_a_later_load_does_not_bring_them_back_and_accounts_for_their_rows(store):
    erasing.erase(store, ["lead-1"], keep_numbers=True)
    before = answers(store.folder)
    outcomes = OUTCOMES.replace("Ada Lovelace", "(erased)")  # what others wrote is corrected where they wrote it
    report = _load(store.folder, again=True, leads=LEADS.replace("400", "450"), outcomes=outcomes, touches=TOUCHES)
    assert {each.file: each.counts for each in report.files} == {
        "leads.csv": (6, 1, 3, 0, 2),
        "outcomes.csv": (3, 0, 2, 0, 1),
        "touches.csv": (4, 0, 1, 0, 3),
    }
    assert {reason for each in report.files for reason, _ in each.reasons} == {"left out: its person was erased"}
    assert naming(store.folder, NO_TRACE) == set()
    assert rows(store, "select count(*), sum(amount)::int from canonical.leads") == [(7, 2100 + 50)]
    assert answers(store.folder) == before, "nobody counts twice"


@pytest.mark.usefixtures("without_marts")
def test_a_whole_export_takes_no_kept_numbers_away(store):
    erasing.erase(store, ["lead-1"], keep_numbers=True)
    path = store.folder.parent / "whole.csv"
    path.write_text(LEADS.replace("lead-12,", "lead-15,"), encoding="utf-8")
    load_files([path], home=store.folder, whole=True, anyway=True)
    assert rows(store, "select count(*) from canonical.leads where lead_id like 'erased-%'") == [(2,)]


@pytest.mark.usefixtures("without_marts")
def test_faulty_rows_of_theirs_are_not_kept_either(store):
    erasing.erase(store, ["lead-1"], keep_numbers=False)
    report = _load(store.folder, again=True, wrong=WRONG)
    assert report.files[0].counts == (3, 0, 1, 0, 2)
    assert rows(store, "select line, reason, record from intake.quarantine where load_id = 3 order by line") == [
        (2, "left out: its person was erased", None),
        (3, "is no date of the form year-month-day", "lead-13,Eve,another day,Webinar"),
    ]
    assert naming(store.folder, NO_TRACE) == set()


@pytest.mark.usefixtures("without_marts")
def test_the_register_keeps_keyed_hashes_that_only_its_owner_can_read(store):
    done = erasing.erase(store, ["lead-1"], keep_numbers=True)
    register = Register.of(store.folder)
    assert register.hashes == set(done.hashes)
    named = {
        register.digest(LEAD, "lead-1"),
        register.digest(LEAD, "lead-2"),
        register.digest(CONTACT, "ada@acme.example"),
    }
    assert register.hashes == named
    for name in ("key", "hashes.txt"):
        assert stat.S_IMODE((store.folder / "erased" / name).stat().st_mode) == 0o600
    ids = ["lead-1", "é'x", ""]
    with closing(duckdb.connect()) as connection:
        column = register.digest_sql(LEAD, "id")
        found = connection.execute(f"select {column} from (select unnest($ids) as id)", {"ids": ids}).fetchall()
    assert found == [(register.digest(LEAD, each),) for each in ids]


@pytest.mark.usefixtures("without_marts")
def test_without_its_key_nothing_is_loaded(store):
    erasing.erase(store, ["lead-1"], keep_numbers=True)
    (store.folder / "erased" / "key").unlink()
    with pytest.raises(StoreError, match="so nobody can tell whose rows were erased"):
        _load(store.folder, again=True, leads=LEADS)


@pytest.mark.usefixtures("without_marts")
def test_views_drafts_kept_files_and_logs_name_them_no_more(store):
    home = store.folder
    saved_views.put(home, saved_views.SavedView("one", "lead", (("lead", "lead-1"),)))
    saved_views.put(home, saved_views.SavedView("ten", "lead", (("lead", "lead-10"),)))
    saved_views.put(home, saved_views.SavedView("key", "lead", (("lead", keys.key(home, "lead-2")),)))
    draft, other = Draft.begin(home), Draft.begin(home)
    (draft.files / "new.csv").write_text("id\nlead-2\n")
    (other.files / "new.csv").write_text("id\nlead-20\n")
    kept = home / "originals"
    kept.mkdir()
    (kept / "leads.csv").write_bytes(LEADS.replace("\n", "\r\n").encode("utf-8"))
    with_zip = kept / "leads.xlsx"
    subprocess.run(
        [
            sys.executable,
            "-c",
            f"import zipfile; zipfile.ZipFile({str(with_zip)!r}, 'w', 8).writestr('a.xml', {LEADS!r})",
        ],
        check=True,
    )
    (home / "jobs").mkdir()
    (home / "jobs" / "told").write_text("page=lead&lead=ada%40acme.example and lead-10")
    foreseen = erasing.foresee(store, ["lead-1"])
    assert foreseen.places == {
        "loads in the making": 1, "saved views": 2, "kept files": 1, "deleted files": 1, "other texts": 1
    }  # fmt: skip
    assert draft.folder.exists(), "looking changes nothing"
    done = erasing.erase(store, ["lead-1"], keep_numbers=False)
    assert done.is_done
    assert [view.name for view in saved_views.read(home)] == ["ten"]
    assert (draft.folder.exists(), other.folder.exists()) == (False, True)
    lines = LEADS.replace("\n", "\r\n").splitlines(keepends=True)
    assert (kept / "leads.csv").read_bytes().decode() == "".join([lines[0], *lines[3:]])
    assert done.deleted == ("originals/leads.xlsx",)
    assert "ada" not in (home / "jobs" / "told").read_text()
    assert "lead-10" in (home / "jobs" / "told").read_text()


@pytest.mark.usefixtures("without_marts")
def test_what_cannot_be_changed_is_said_and_nothing_is_called_done(store, capsys):
    (store.folder / "profiles").mkdir()
    (store.folder / "profiles" / "ours.txt").write_text("as in the deal of Ada Lovelace")
    assert main(["erase", "lead-1", "--keep-numbers", "--home", str(store.folder)]) == 1
    told = capsys.readouterr()
    assert "profiles/ours.txt" in told.err
    assert "Not done" in told.err
    assert "Done" not in told.out
    (store.folder / "profiles" / "ours.txt").unlink()
    assert main(["erase", "lead-1", "--keep-numbers", "--home", str(store.folder)]) == 0
    assert "Nothing was found. Done" in capsys.readouterr().out


@pytest.mark.usefixtures("without_marts")
def test_ids_that_nobody_has_are_refused(store):
    before = sorted(store.folder.rglob("*"))
    with pytest.raises(ErasingError, match="No lead and no contact has the id lead-9; nothing was changed"):
        erasing.erase(store, ["lead-1", "lead-9"], keep_numbers=True)
    assert sorted(store.folder.rglob("*")) == before


@pytest.mark.usefixtures("without_marts")
def test_a_contact_of_very_many_leads_is_no_person(store):
    many = "".join(f"many-{number},Somebody,2026-01-05,Webinar,,,info@x.example,1\n" for number in range(60))
    _load(store.folder, many=LEADS.splitlines()[0] + "\n" + many)
    with pytest.raises(ErasingError, match=r"60 leads have the contact info@x\.example"):
        erasing.erase(store, ["many-7"], keep_numbers=True)


@pytest.mark.usefixtures("without_marts")
def test_an_id_of_two_persons_asks_which(store):
    _load(store.folder, more=LEADS.splitlines()[0] + "\nlead-16,Gil,2026-01-05,Webinar,,,lead-12,1\n")
    with pytest.raises(ErasingError, match="write lead:lead-12 or contact:lead-12"):
        erasing.erase(store, ["lead-12"], keep_numbers=False)
    erasing.erase(store, ["contact:lead-12"], keep_numbers=False)
    assert rows(store, "select lead_id from canonical.leads where lead_id in ('lead-12', 'lead-16')") == [("lead-12",)]


@pytest.mark.usefixtures("without_marts")
def test_the_command_asks_what_becomes_of_the_numbers(store, capsys):
    assert main(["erase", "lead-1", "--home", str(store.folder)]) == 2
    assert "--keep-numbers: their leads stay under opaque ids" in capsys.readouterr().err
    assert main(["erase", "lead-1", "--dry-run", "--home", str(store.folder)]) == 0
    assert "leads 2, outcomes 1, touches 3" in capsys.readouterr().out
    assert naming(store.folder, NO_TRACE) == set(NO_TRACE)


@pytest.mark.usefixtures("without_marts")
def test_an_audit_gets_counts_and_hashes_alone(store):
    lines = []
    erasing.erase(store, ["lead-1"], keep_numbers=True, audit=lines.append)
    assert [line["is_done"] for line in lines] == [True]
    assert not [word for word in NO_TRACE if word in repr(lines)]


@pytest.mark.usefixtures("without_marts")
def test_whom_a_backup_brings_back_is_erased_again(store, tmp_path, capsys):
    home = ["--home", str(store.folder)]
    assert main(["backup", str(tmp_path / "backup.tar.zst"), *home]) == 0
    assert main(["erase", "lead-1", "--keep-numbers", *home]) == 0
    assert main(["restore", str(tmp_path / "backup.tar.zst"), "--replace", *home]) == 0
    assert naming(store.folder, NO_TRACE) == set(NO_TRACE)
    capsys.readouterr()
    main(["log", *home])
    assert "a backup brought persons back" in capsys.readouterr().err
    assert main(["erase", "--drop-numbers", *home]) == 0
    assert naming(store.folder, NO_TRACE) == set()
    main(["log", *home])
    assert "a backup brought persons back" not in capsys.readouterr().err
    assert [line["what"] for line in audit.lines(store.folder, 9)] == ["erased", "erased"]


KILLED = """
import os, signal, sys
from pathlib import Path
from data import definitions, erasing, marts
from data.store import Store

left = int(sys.argv[2])

def counting(do):
    def counted(*given, **named):
        global left
        left -= 1
        if left < 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return do(*given, **named)
    return counted

for name in ("rename", "unlink", "symlink_to"):
    setattr(Path, name, counting(getattr(Path, name)))
def only_meta(connection, text, *_, **__):
    connection.execute("create schema if not exists marts; drop schema if exists meta cascade; create schema meta")
    connection.execute("create table marts.lead_states as select lead_id, 0 as record_key from canonical.leads")
    marts.write_meta(connection, definitions.parse_text(text), text)

marts.build = only_meta
marts.verify = lambda *_: None
erasing.erase(Store(Path(sys.argv[1])), ["lead-1"], keep_numbers=True)
print("done")
"""


@pytest.mark.usefixtures("without_marts")
def test_whoever_is_killed_leaves_a_home_that_is_read_and_a_second_run_completes_it(store, tmp_path):
    steps = 0
    while True:
        home = tmp_path / f"killed-{steps}"
        shutil.copytree(store.folder, home, symlinks=True)
        killed = subprocess.run(
            [sys.executable, "-c", KILLED, str(home), str(steps)], cwd=PROJECT, capture_output=True, check=False
        )
        if killed.returncode == 0:
            break
        assert killed.returncode == -signal.SIGKILL, killed.stderr
        again = Store(home)
        assert again.look().fault == ""
        assert again.current() is not None
        done = erasing.erase(again, ["lead-1"], keep_numbers=True)
        assert done.is_done, steps
        assert len(again.generations()) == 2
        assert not [
            each for each in (home / "generations").iterdir() if each.name.startswith(("building", "replacing"))
        ]
        assert naming(home, NO_TRACE) == set()
        steps += 4
    assert steps > 20


def test_a_hundred_persons_of_the_sample(home_of, tmp_path):
    shutil.copytree(home_of(leads=2000), tmp_path / "home", symlinks=True)
    store = Store(tmp_path / "home")
    persons = rows(store, "select lead_id, contact_id from canonical.leads order by hash(lead_id) limit 100")
    ids = [each for pair in persons for each in pair]
    assert naming(store.folder, ids) == set(ids)
    before = answers(store.folder)
    done = erasing.erase(store, [lead for lead, _ in persons], keep_numbers=True)
    assert done.is_done
    assert (done.foreseen.leads, done.foreseen.contacts) == (100, 100)
    content = store.current().read_bytes()
    assert not [each for each in ids if each.encode() in content]
    assert naming(store.folder, ids) == set()
    assert answers(store.folder) == before
