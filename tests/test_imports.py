"""What a server imports before its first page."""

from benchmarks import imports
from data.store import PROJECT


def test_a_server_starts_without_what_it_does_not_use():
    _, names = imports.imported(PROJECT)
    assert {"streamlit", "duckdb", "pages.leadership.health.model", "scipy.special"} <= names
    # scipy.stats alone takes as long as all the rest; statsmodels is for tests.
    assert not names & {"scipy.stats", "scipy.optimize", "statsmodels", "matplotlib", "polars"}


def test_two_checkouts_are_compared(monkeypatch, capsys):
    slower = iter([9.0, 9.0, 1.0, 2.0, 3.0, 4.0, 1.0, 2.0])  # by turns; the first round does not count
    monkeypatch.setattr(imports, "imported", lambda checkout: (next(slower), set()))
    imports.main(["elsewhere", "--repeats", "3"])
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines] == ["1.00", "2.00", "0.50"]
