"""What a server imports before its first page."""

import subprocess
import sys

from benchmarks import imports
from data.store import PROJECT

FIRST_PAGE = """
import sys
from pathlib import Path
from analysis.scope import Scope
from benchmarks.samples import opened
from pages.leadership.health import model
with opened(Path(sys.argv[1])) as warehouse:
    print(model.build(warehouse, Scope(), earlier=None).title)
print(*sys.modules)
"""


def test_a_server_starts_without_what_it_does_not_use():
    _, names = imports.imported(PROJECT)
    assert {"streamlit", "duckdb", "pages.leadership.health.model", "scipy.special"} <= names
    # scipy.stats alone takes as long as all the rest; statsmodels is for tests.
    assert not names & {"scipy.stats", "scipy.optimize", "statsmodels", "matplotlib", "polars"}


def test_the_first_page_comes_without_what_takes_longest_to_load(sample_home):
    command = [sys.executable, "-c", FIRST_PAGE, sample_home]
    title, names = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=True).stdout.splitlines()
    assert title
    assert "scipy.special" in names.split()
    assert "scipy.stats" not in names.split()


def test_two_checkouts_are_compared(monkeypatch, capsys):
    slower = iter([9.0, 9.0, 1.0, 2.0, 3.0, 4.0, 1.0, 2.0])  # by turns; the first round does not count
    monkeypatch.setattr(imports, "imported", lambda checkout: (next(slower), set()))
    imports.main(["elsewhere", "--repeats", "3"])
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines] == ["1.00", "2.00", "0.50"]
