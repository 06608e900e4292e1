"""A home as one file: what comes back is what was there, and nothing that was altered, cut off or planted does."""

import contextlib
import hashlib
import io
import itertools
import os
import shutil
import signal
import subprocess
import sys
import tarfile

import pyarrow as pa
import pytest

from benchmarks import damages
from data import visits, whole
from data.__main__ import main
from data.access import audit
from data.backup import making, manifest, restoring
from data.definitions import DEFAULT_FILE
from data.store import PROJECT, Store, StoreError
from tests.data.homes import figures
from tests.worlds import add, day

pytestmark = pytest.mark.usefixtures("no_marts")
FIXTURE = PROJECT / "tests/data/homes" / f"{manifest.own_version()}.tar.zst"
OURS = f"# ours\n{DEFAULT_FILE.read_text(encoding='utf-8')}"
DAMAGED = "is no backup, or is cut off or damaged: nothing was restored"


@pytest.fixture(scope="module")
def original(tmp_path_factory):
    """A home with one lead and definitions of its own, and its backup."""
    folder = tmp_path_factory.mktemp("original")
    store = Store(folder / "home")
    load(store, "a")
    (store.folder / "definitions.toml").write_text(OURS, encoding="utf-8")
    making.make(store, folder / "backup.tar.zst")
    return folder


@pytest.fixture
def small(original, tmp_path):
    return Store(shutil.copytree(original / "home", tmp_path / "home", symlinks=True))


@pytest.fixture
def packed(original, tmp_path):
    return shutil.copy(original / "backup.tar.zst", tmp_path / "backup.tar.zst")


def load(store, name):
    with store.new_generation(name) as build:
        add(build.connection, "leads", [{"lead_id": name, "created_at": day(0), "load_id": build.load_id}])


def content(folder):
    """The files of a home that say something, with what they hold; that of a link is where it leads."""
    found = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*")}
    passing = ("import.lock", "whole.json", "lock")
    return {
        name: path.readlink() if path.is_symlink() else path.read_bytes()
        for name, path in found.items()
        if path.name not in passing and not path.is_dir()
    }


def run(capsys, *arguments):
    status = main([str(each) for each in arguments])
    shown = capsys.readouterr()
    return status, shown.out, shown.err


# There and back


def test_what_is_restored_says_what_the_home_said(tmp_path, capsys):
    first, second, packed = tmp_path / "first", tmp_path / "second", tmp_path / "packed.tar.zst"
    restoring.restore(FIXTURE, Store(first))
    visits.note(first, "somebody", (3, "2026-11-01"))
    for passing in ("drafts/1/files/deals.csv", "jobs/rebuild/told", "spill/x.tmp", "saved/lock", ".visits.json.77"):
        (first / passing).parent.mkdir(parents=True, exist_ok=True)
        (first / passing).write_text("passing")
    status, out, _ = run(capsys, "backup", packed, "--home", first)
    assert status == 0
    assert "Loads in the making and earlier generations are not in it." in out
    assert packed.stat().st_mode & 0o777 == 0o600
    assert run(capsys, "restore", packed, "--into", second)[0] == 0
    assert figures.of(second) == figures.of(first)
    assert {name for name, held in content(first).items() if held != content(second).get(name)} == {
        "drafts/1/files/deals.csv",
        "jobs/rebuild/told",
        "spill/x.tmp",
        ".visits.json.77",
    }
    assert content(second).keys() < content(first).keys()
    assert {path.stat().st_mode & 0o077 for path in (second, *second.glob("**/*.toml"))} == {0}
    assert sorted(path.name for path in tmp_path.iterdir()) == ["first", "packed.tar.zst", "second"]


def test_common_tools_can_read_it(packed):
    with pa.CompressedInputStream(packed.open("rb"), "zstd") as stream, tarfile.open(fileobj=stream, mode="r|") as tar:
        names = tar.getnames()
    assert names[0] == "definitions.toml"
    assert names[1].startswith("generations/gen-000001-")
    assert names[2].startswith("manifest-")


def test_a_backup_while_a_load_runs_holds_what_was_there_before(small, tmp_path):
    with small.new_generation("running"):
        _, held = making.make(small, tmp_path / "backup.tar.zst")
        before = small.current().name
    assert held.generation == before != small.current().name


def test_loads_that_clear_the_generation_away_meanwhile_take_nothing_from_it(small, tmp_path, monkeypatch):
    adds, before = making._add, small.current()

    def add_late(*arguments):
        for name in "xyz":
            if before.exists():
                load(small, name)
        return adds(*arguments)

    monkeypatch.setattr(making, "_add", add_late)
    packed, _ = making.make(small, tmp_path / "backup.tar.zst")
    assert not before.exists()
    restoring.restore(packed, Store(tmp_path / "other"))
    assert Store(tmp_path / "other").current().name == before.name


def test_what_changes_while_it_is_read_is_read_again(small, tmp_path, monkeypatch):
    own, looks = small.folder / "definitions.toml", [b"# newer", b"# newest"]
    look = Store.look

    def changing(store):
        if looks:
            own.write_bytes(looks.pop(0))
        return look(store)

    monkeypatch.setattr(Store, "look", changing)
    packed, _ = making.make(small, tmp_path / "backup.tar.zst")
    restoring.restore(packed, Store(tmp_path / "other"))
    assert (tmp_path / "other/definitions.toml").read_bytes() == b"# newest"


def test_what_never_holds_still_is_said(small, tmp_path, monkeypatch):
    times = itertools.count()
    monkeypatch.setattr(making, "_states", lambda store: {"definitions.toml": (next(times),)})
    with pytest.raises(StoreError, match="change all the time: try again"):
        making.make(small, tmp_path / "backup.tar.zst")
    assert not (tmp_path / "backup.tar.zst").exists()


def test_definitions_that_a_stopped_load_was_about_to_hand_over_come_along(tmp_path, monkeypatch):
    store = Store(tmp_path / "home")
    load_once(store, monkeypatch)
    packed, _ = making.make(store, tmp_path / "backup.tar.zst")
    other = Store(tmp_path / "other")
    restoring.restore(packed, other)
    other.settle()
    assert (other.folder / "definitions.toml").read_text(encoding="utf-8") == OURS


def load_once(store, monkeypatch):
    """Load for the first time, and be stopped in the moment in which it is shown."""

    def stop(*_):
        raise KeyboardInterrupt

    with (
        contextlib.suppress(KeyboardInterrupt),
        monkeypatch.context() as patch,
        store.new_generation("a", adopted=OURS),
    ):
        patch.setattr(Store, "_finish_publishing", stop)
        patch.setattr(Store, "_clear_leftovers", lambda self: None)
    assert not (store.folder / "definitions.toml").exists()


# What a backup is not made of, and where it is not written


def test_a_home_that_is_not_whole_is_not_backed_up(small, tmp_path, capsys):
    damages.flip(small.current())
    status, out, told = run(capsys, "backup", tmp_path / "backup.tar.zst", "--home", small.folder)
    assert (status, out) == (1, "")
    assert "No backup was made, since the home is not whole. The data cannot be read" in told
    assert not (tmp_path / "backup.tar.zst").exists()


def test_a_bit_that_turned_on_the_disk_is_noticed(small, tmp_path, monkeypatch):
    monkeypatch.setattr(whole, "fault_of", lambda path: "")
    damages.flip(small.current())
    with pytest.raises(StoreError, match="is damaged on the disk"):
        making.make(small, tmp_path / "backup.tar.zst")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["home"]


def test_refused_places(small, packed, tmp_path, capsys):
    def told(into, home):
        return run(capsys, "backup", into, "--home", home)[2]

    assert "is there already: choose another name" in told(packed, small.folder)
    assert "lies in the home" in told(small.folder / "backup.tar.zst", small.folder)
    assert "Nothing is loaded in" in told(tmp_path / "x", tmp_path / "nowhere")
    assert "No such file or directory" in told(tmp_path / "no/folder/x", small.folder)
    (small.folder / "profiles").symlink_to(tmp_path)
    assert "profiles is a link to a folder, which no backup follows" in told(tmp_path / "x", small.folder)
    (small.folder / "profiles").unlink()
    os.mkfifo(small.folder / "pipe")
    assert "pipe is no file that can be kept" in told(tmp_path / "x", small.folder)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["backup.tar.zst", "home"]


def test_of_those_named_by_the_time_the_latest_are_kept(small, tmp_path, capsys):
    folder = tmp_path / "backups"
    folder.mkdir()
    others = ["pipeline-20200101T000000Z.tar.zst.old", "notes.txt"]
    old = [f"pipeline-2020010{number}T000000Z.tar.zst" for number in (1, 2, 3)]
    for name in (*others, *old):
        (folder / name).touch()
    assert run(capsys, "backup", folder, "--keep", "2", "--home", small.folder)[0] == 0
    left = {path.name for path in folder.iterdir()}
    assert left > {*others, old[-1]}
    assert left.isdisjoint(old[:-1])
    assert len(left) == 4


# What is not restored


def test_a_home_with_anything_in_it_is_left_alone_unless_it_is_meant(small, packed, tmp_path, capsys):
    other = Store(tmp_path / "other")
    load(other, "b")
    before = content(other.folder)
    status, _, told = run(capsys, "restore", packed, "--into", other.folder)
    assert status == 1
    assert "is not empty: restore into another folder with --into, or give --replace" in told
    assert content(other.folder) == before
    assert run(capsys, "restore", packed, "--into", other.folder, "--replace")[0] == 0
    assert content(other.folder) == content(small.folder)
    load(other, "c")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["backup.tar.zst", "home", "other"]


def test_what_readers_did_since_the_backup_stays_in_the_log(small, tmp_path):
    audit.note(small.folder, "before@example.com", audit.READ)
    packed, _ = making.make(small, tmp_path / "backup.tar.zst")
    audit.note(small.folder, "after@example.com", audit.EXPORTED)
    restoring.restore(packed, small, replacing=True)
    done = [(line["reader"], line["what"]) for line in audit.lines(small.folder, 9)]
    assert done == [("after@example.com", "exported"), ("before@example.com", "read")]
    assert {path.stat().st_mode & 0o777 for path in (small.folder / audit.FOLDER).iterdir()} == {0o600}


def test_nothing_is_replaced_under_a_load(small, packed, tmp_path):
    other = Store(tmp_path / "other")
    with other.new_generation("running"), pytest.raises(StoreError, match="Another import is running: running"):
        restoring.restore(packed, other, replacing=True)
    assert other.current() is not None


def places(size):
    return range(0, size, size // 20)


def test_a_backup_that_is_cut_off_or_goes_on_is_never_restored(small, packed, tmp_path):
    as_made, before = packed.read_bytes(), content(small.folder)
    for wrong in (*(as_made[:at] for at in places(len(as_made))), as_made[:-1], as_made + b"more"):
        packed.write_bytes(wrong)
        for store in (Store(tmp_path / "other"), small):
            with pytest.raises(StoreError, match=DAMAGED):
                restoring.restore(packed, store, replacing=True)
    assert content(small.folder) == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["backup.tar.zst", "home"]


def test_of_a_backup_with_a_bit_turned_nothing_is_restored_that_was_not_there(small, packed, tmp_path):
    as_made, before, told = packed.read_bytes(), content(small.folder), []
    for at in places(len(as_made)):
        packed.write_bytes(as_made[:at] + bytes([as_made[at] ^ 0x10]) + as_made[at + 1 :])
        try:
            restoring.restore(packed, small, replacing=True)
        except StoreError as error:
            told.append(str(error))
        assert content(small.folder) == before
    assert len(told) > 15, "a bit between the files means nothing, any other does"
    assert {DAMAGED in each for each in told} == {True}
    assert sorted(path.name for path in tmp_path.iterdir()) == ["backup.tar.zst", "home"]


def pack(path, *members):
    """A backup of members of one's own, each a header and its content."""
    with (
        pa.CompressedOutputStream(path.open("wb"), "zstd") as stream,
        tarfile.open(fileobj=stream, mode="w|") as archive,
    ):
        for member, held in members:
            member.size = len(held)
            archive.addfile(member, io.BytesIO(held))


def unpack(path):
    with (
        pa.CompressedInputStream(path.open("rb"), "zstd") as stream,
        tarfile.open(fileobj=stream, mode="r|") as archive,
    ):
        return [(member, archive.extractfile(member).read()) for member in archive]


def named(name, kind=tarfile.REGTYPE, link=""):
    member = tarfile.TarInfo(name)
    member.type, member.linkname = kind, link
    return member


PLANTED = {
    "absolute": named("/planted"),
    "outside": named("../planted"),
    "around": named("saved/../../planted"),
    "not plain": named("./planted"),
    "a link": named("planted", tarfile.SYMTYPE, "/etc/passwd"),
    "a second name": named("planted", tarfile.LNKTYPE, "/etc/passwd"),
    "a folder": named("planted", tarfile.DIRTYPE),
    "a pipe": named("planted", tarfile.FIFOTYPE),
    "not in the manifest": named("planted"),
    "there twice": named("definitions.toml"),
}


@pytest.mark.parametrize("kind", PLANTED)
@pytest.mark.parametrize("place", [0, -1, 99])
def test_what_somebody_planted_is_not_unpacked(packed, tmp_path, kind, place):
    members = unpack(packed)
    member = PLANTED[kind]
    member.name = f"{tmp_path}{member.name}" if kind == "absolute" else member.name
    members.insert(place, (member, b""))
    pack(packed, *members)
    with pytest.raises(StoreError, match=r"holds what no backup holds|is cut off or damaged"):
        restoring.restore(packed, Store(tmp_path / "in/other"))
    assert [path.name for path in (tmp_path / "in").iterdir()] == []
    assert not (tmp_path / "planted").exists()


def test_what_is_missing_or_exchanged_is_noticed(packed, tmp_path):
    members = unpack(packed)
    (own, _), _, (told, text) = members
    altered = text.replace(b'"made_at": "2', b'"made_at": "1')
    for wrong in (
        members[1:],
        [members[0], members[2]],
        members[:2],
        [(own, b"# evil"), *members[1:]],
        [*members[:2], (told, altered)],
    ):
        pack(packed, *wrong)
        with pytest.raises(StoreError, match=DAMAGED):
            restoring.restore(packed, Store(tmp_path / "other"))


def retold(packed, old, new):
    """The same backup with another manifest, which is whole."""
    *files, (_, text) = unpack(packed)
    assert old in text
    text = text.replace(old, new)
    pack(packed, *files, (named(f"manifest-{hashlib.sha256(text).hexdigest()}.json"), text))


@pytest.mark.parametrize(("old", "new"), [(b'"format": 1', b'"format": 2'), (b'"version": "0', b'"version": "99')])
def test_a_backup_of_a_later_version_is_told_from_a_damaged_one(packed, tmp_path, old, new):
    retold(packed, old, new)
    with pytest.raises(StoreError, match=r"was made by version .* and this is .*: restore it with"):
        restoring.restore(packed, Store(tmp_path / "other"))


def test_a_generation_of_another_version_of_the_engine_is_said_to_be_one(small, tmp_path, monkeypatch):
    with monkeypatch.context() as blind:
        blind.setattr(whole, "fault_of", lambda path: "")
        damages.age(small.current())
        packed, _ = making.make(small, tmp_path / "backup.tar.zst")
    with pytest.raises(StoreError, match="was written by another version of DuckDB"):
        restoring.restore(packed, Store(tmp_path / "other"))


def test_where_folders_cannot_be_exchanged_a_way_out_is_said(small, packed, tmp_path, monkeypatch):
    other = Store(tmp_path / "other")
    load(other, "b")
    before = content(other.folder)
    monkeypatch.setattr(restoring.ctypes, "CDLL", lambda *_, **__: object())
    with pytest.raises(StoreError, match=r"cannot be replaced at once here .* restore into another folder with --into"):
        restoring.restore(packed, other, replacing=True)
    assert content(other.folder) == before


# Killed in the middle

KILLED = """
import os, signal, sys
from data import marts
from data.__main__ import main
from data.access import audit
from data.backup import making, restoring

def killed(*_):
    os.kill(os.getpid(), signal.SIGKILL)

module, name, when = sys.argv[1].split()
module = {"making": making, "restoring": restoring}[module]
meant = getattr(module, name)

def late(*arguments):
    meant(*arguments)
    killed()

setattr(module, name, late if when == "after" else killed)
main(sys.argv[2:])
"""


def killed(moment, *arguments):
    ended = subprocess.run(
        [sys.executable, "-c", KILLED, moment, *map(str, arguments)], cwd=PROJECT, capture_output=True, check=False
    )
    assert ended.returncode == -signal.SIGKILL, ended.stderr


@pytest.mark.parametrize("moment", ["making _add before", "making _add after"])
def test_a_killed_backup_is_none_and_the_next_one_clears_up(small, tmp_path, moment):
    folder = tmp_path / "backups"
    folder.mkdir()
    killed(moment, "backup", folder / "one.tar.zst", "--home", small.folder)
    assert [path.name for path in folder.iterdir()] == [making.UNFINISHED]
    (folder / making.UNFINISHED).write_bytes(b"0" * (32 << 20))  # of a larger home
    making.make(small, folder / "one.tar.zst")
    assert [path.name for path in folder.iterdir()] == ["one.tar.zst"]
    restoring.restore(folder / "one.tar.zst", Store(tmp_path / "other"))


@pytest.mark.parametrize(
    ("moment", "is_restored"),
    [
        ("restoring _written before", False),
        ("restoring _written after", False),
        ("restoring _exchange before", False),
        ("restoring _exchange after", True),
    ],
)
def test_a_killed_restore_is_done_or_was_never_begun(small, packed, tmp_path, moment, is_restored):
    other = Store(tmp_path / "other")
    load(other, "b")
    homes = {False: content(other.folder), True: content(small.folder)}
    killed(moment, "restore", packed, "--into", other.folder, "--replace")
    assert content(other.folder) == homes[is_restored]
    assert other.look().fault == ""
    restoring.restore(packed, other, replacing=True)
    assert content(other.folder) == homes[True]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["backup.tar.zst", "home", "other"]


def test_one_at_a_time(small, packed, tmp_path):
    with making._unfinished(tmp_path), pytest.raises(StoreError, match="Another backup is being written into"):
        making.make(small, tmp_path / "second.tar.zst")
    with restoring._staging(tmp_path / "other"), pytest.raises(StoreError, match="Another backup is being restored"):
        restoring.restore(packed, Store(tmp_path / "other"))


def test_a_folder_that_cannot_be_written_is_named_with_a_way_out(packed, tmp_path):
    in_the_way = tmp_path / "file"
    in_the_way.touch()
    with pytest.raises(StoreError, match=r"A backup is unpacked beside the home first, and .*file cannot be written"):
        restoring.restore(packed, Store(in_the_way / "home"))
