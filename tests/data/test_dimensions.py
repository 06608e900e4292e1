"""A new dimension of leads is a line in the list, and one in each profile whose exports have it."""

import json
import shutil
import subprocess
import sys

import pytest

from data import dimensions, store
from data.store import PROJECT

ADDED = {
    "data/dimensions.py": ('    Dimension("team"),\n', '    Dimension("industry", is_of_buyer=True),\n'),
    "data/profiles/canonical.toml": ('team = "team"\n', 'industry = "industry"\n'),
}
LEADS = """lead_id,created_at,source,owner,industry
1,2026-01-05,google ads,Ann,Software
2,2026-01-06,google ads,Ann,Software
3,2026-01-07,cold calls,Ben,Mining
4,2026-01-08,cold calls,Ben,
"""
TOUCHES = """lead_id,at,channel,direction,kind
1,2026-01-06,email,outbound,email
3,2026-01-08,phone,outbound,call
"""
OUTDATED = "The data was built by an earlier version: run `python -m data rebuild`.\n"


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    """A copy of the code that knows the dimension industry, and a home with leads that have one."""
    folder = tmp_path_factory.mktemp("house")
    for name in ("data", "analysis", "pages", "web"):
        shutil.copytree(PROJECT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name, (before, line) in ADDED.items():
        text = (folder / name).read_text(encoding="utf-8")
        assert text.count(before) == 1
        (folder / name).write_text(text.replace(before, line + before), encoding="utf-8")
    (folder / "leads.csv").write_text(LEADS, encoding="utf-8")
    (folder / "touches.csv").write_text(TOUCHES, encoding="utf-8")
    return folder


def run(folder, *arguments):
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=folder,
        env={"PIPELINE_HOME": str(folder / "home"), "PATH": ""},
        capture_output=True,
        text=True,
        check=False,
    )


def asked(folder, *arguments):
    answer = run(folder, "-m", "analysis", *arguments, "--format", "json")
    assert not answer.stderr or answer.stderr.startswith("Conversion within ")
    return json.loads(answer.stdout)


def test_a_new_dimension_is_asked_filtered_and_counted_everywhere(house):
    # What was built before knows no industry.
    with store.Store(house / "home").new_generation("before"):
        pass
    assert run(house, "-m", "analysis", "conversion", "--breakdown", "industry").stderr == OUTDATED
    assert run(house, "-m", "data", "rebuild").stderr == ""
    assert run(house, "-m", "data", "load", "leads.csv", "touches.csv").stderr == ""
    by_industry = {row["breakdown"]: row["leads"] for row in asked(house, "conversion", "--breakdown", "industry")}
    assert by_industry == {"Software": 2, "Mining": 1, "(not recorded)": 1}
    assert [row["leads"] for row in asked(house, "conversion", "--industry", "Software")] == [2]
    for question in ("stage_dropoff", "gap_counts", "activity"):
        assert "Software" in {row["breakdown"] for row in asked(house, question, "--breakdown", "industry")}
    assert {row["lead_id"] for row in asked(house, "leads", "--industry", "Mining")} == {"3"}


def test_a_new_dimension_is_a_filter_of_every_page_and_a_parameter_of_links(house):
    code = """
from analysis.lists.selection import Selection
from analysis.scope import Scope
from pages.parts import opens, scope_bar
from pages.parts.words import leads
print(scope_bar.FILTERS["industry"], opens.told({"industry": "Mining"}), opens.dimensions({"industry": "Mining"}))
print(leads.selected(Selection(), {"industry": ("Mining",)}), Scope(industry=("Mining",)).filters())
"""
    shown = run(house, "-c", code)
    assert shown.stdout.splitlines() == [
        "Industry {'only_industry': 'Mining'} {'industry': ('Mining',)}",
        "['industry Mining'] {'industry': ('Mining',)}",
    ]


def test_names_are_columns_and_stand_once():
    assert len(set(dimensions.NAMES)) == len(dimensions.NAMES)
    assert all(name.isidentifier() and name.islower() for name in dimensions.NAMES)
