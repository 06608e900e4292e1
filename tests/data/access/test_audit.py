"""What readers did: every line is there, whole, and none says more than who, when and what."""

import json
import os
import stat
from concurrent.futures import ThreadPoolExecutor
from itertools import islice

from data.access import audit


def test_lines_of_many_at_once_are_all_there_and_whole(tmp_path):
    with ThreadPoolExecutor(16) as many:
        list(
            many.map(lambda number: audit.note(tmp_path, "ada@example.com", audit.READ, page=f"p{number}"), range(500))
        )
    told = list(audit.lines(tmp_path, 1_000))
    assert sorted(line["page"] for line in told) == sorted(f"p{number}" for number in range(500))
    assert {tuple(line) for line in told} == {("at", "reader", "what", "page")}


def test_the_latest_line_comes_first_across_months_and_what_was_cut_is_left_out(tmp_path):
    audit.note(tmp_path, "ada@example.com", audit.READ, page="health")
    audit.note(tmp_path, "ben@example.com", audit.EXPORTED, file="csv")
    (tmp_path / audit.FOLDER / "2020-01.jsonl").write_text(
        '{"at": "2020-01-02", "what": "read"}\n{"at": "20', encoding="utf-8"
    )
    assert [line["what"] for line in audit.lines(tmp_path, 9)] == ["exported", "read", "read"]
    assert [line["what"] for line in islice(audit.lines(tmp_path, 1), 9)] == ["exported"]
    assert list(audit.lines(tmp_path / "empty", 9)) == []


def test_what_a_full_disk_cut_takes_no_other_line_with_it(tmp_path):
    audit.note(tmp_path, "ada@example.com", audit.READ, page="health")
    (file,) = (tmp_path / audit.FOLDER).iterdir()
    file.write_text(file.read_text(encoding="utf-8") + '{"at": "2026-11-30T12:0', encoding="utf-8")
    audit.note(tmp_path, "ben@example.com", audit.READ, page="stages")
    assert [line["page"] for line in audit.lines(tmp_path, 9)] == ["stages", "health"]


def test_only_its_owner_can_read_the_log(tmp_path):
    before = os.umask(0)
    try:
        audit.note(tmp_path, "", audit.READ)
    finally:
        os.umask(before)
    (file,) = (tmp_path / audit.FOLDER).iterdir()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert json.loads(file.read_text(encoding="utf-8"))["reader"] == ""
