"""The law of the account: rows = imported + unchanged + duplicate + quarantined, whatever the rows are."""

from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from data.intake import IntakeError
from tests.data.intake.homes import Home, leads

IDS = st.sampled_from(["L-1", "L-2", "L-3", "", "1.2E+18"])
DATES = st.sampled_from(["2026-01-05", "2026-01-06 10:00", "2026-02-30", "", "2199-01-01"])
SOURCES = st.sampled_from(["Webinar", '"two\nlines"', '"a, b"', ""])
AMOUNTS = st.sampled_from(["1", "1,5", "-3", ""])
ROWS = st.tuples(IDS, DATES, SOURCES, AMOUNTS).map(lambda cells: ",".join(f'"{c}"' if c == "1,5" else c for c in cells))
DAMAGED = st.sampled_from(["L-4,2026-01-05", "L-5,2026-01-05,x,1,2", "footer"])
FILES = st.lists(st.lists(st.one_of(ROWS, ROWS, ROWS, DAMAGED), min_size=1, max_size=8), min_size=1, max_size=3)


@settings(max_examples=10)
@given(files=FILES)
def test_every_row_has_one_fate(files):
    with TemporaryDirectory() as folder:
        home = Home(Path(folder))
        known: set[str] = set()
        for place, rows in enumerate(files):
            try:
                report = home.load(**{f"leads{place}": leads(*rows)})
            except IntakeError:
                continue  # refused: the next file must find everything as it was
            if report.already is not None:
                continue
            account = report.files[0]
            rows_in, imported, unchanged, duplicate, quarantined = account.counts
            assert rows_in == len(rows)
            assert rows_in == imported + unchanged + duplicate + quarantined
            load_id = report.load_id
            held = home.rows(f"select count(distinct line) from intake.quarantine where load_id = {load_id}")
            assert held == [(quarantined,)]
            now = {lead for (lead,) in home.rows("select lead_id from canonical.leads")}
            assert known <= now
            assert len(now) <= len(known) + imported
            known = now
