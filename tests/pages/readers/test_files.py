"""No file that a reader takes away tells of leads that are not theirs: every file of every view, each unpacked.

The suite sees each view with one reader; by hand, with all of them: ``LEAKS=1 pytest`` on this file.
"""

import html
import os
import shutil
import zipfile
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from io import BytesIO

import duckdb
import pytest
import streamlit as st
from streamlit.elements.lib.mutable_popover_container import PopoverContainer
from streamlit.testing.v1 import AppTest

from data.access import readers
from data.access.readers import Identity
from data.store import PROJECT, Store
from pages.charts import paper as charts
from pages.parts import paper, printing, queries, reader, site
from tests import private

FILE = """
[[readers]]
person = "seller@example.com"
role = "all of it"
rows = {owner = "Sam Novak"}

[[readers]]
person = "manager@example.com"
role = "all of it"
rows = {team = "Outbound Americas"}

[[readers]]
person = "europe@example.com"
role = "no names"
rows = {region = "Europe"}

[[readers]]
person = "counter@example.com"
role = "neither"
rows = {region = "North America"}

[roles."all of it"]
pages = ["leadership", "marketing", "sales", "everyone"]
rights = ["names", "amounts", "export"]

[roles."no names"]
pages = ["leadership", "marketing", "sales", "everyone"]
rights = ["amounts", "export"]

[roles.neither]
pages = ["leadership", "marketing", "sales", "everyone"]
rights = ["export"]
"""
BY_HAND = int(os.environ.get("LEAKS", "0"))
LONG = "Past forecasts"  # as long as all others together, and no lead by itself is in it


@dataclass(frozen=True)
class Reading:
    """Somebody who may take files away, and the leads that are theirs."""

    address: str
    theirs: str
    has_names: bool = True


READINGS = (
    Reading("seller@example.com", "owner = 'Sam Novak'"),
    Reading("manager@example.com", "team = 'Outbound Americas'"),
    Reading("europe@example.com", "region = 'Europe'", has_names=False),
    Reading("counter@example.com", "region = 'North America'", has_names=False),
)
PAGES = [page for page in site.PAGES.values() if page.name not in reader.RIGHT_OF_PAGE]
VIEWS = [(page.name, view) for page in PAGES for view in [each.name for each in page.views] or [""]]
LISTS = ("gaps", "leads", "lead", "weekly")
SEEN = [
    (page, view, reading)
    for at, (page, view) in enumerate(VIEWS)
    for place, reading in enumerate(READINGS)
    if BY_HAND or (view != LONG and (at % len(READINGS) == place or (page in LISTS and reading is READINGS[0])))
]


@pytest.fixture(scope="module")
def home(home_of, tmp_path_factory):
    folder = tmp_path_factory.mktemp("files") / "home"
    shutil.copytree(home_of(leads=2_000), folder, symlinks=True)
    (folder / readers.FILE).write_text(FILE, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def rows(home):
    """Asks the generation, whoever may see it."""
    with closing(duckdb.connect(str(Store(home).current()), read_only=True)) as connection:
        yield lambda sql: connection.execute(sql).fetchall()


@pytest.fixture
def taken(home, rows, monkeypatch):
    """Opens a view with all its popovers as somebody, and takes every file that it offers."""
    monkeypatch.setenv("PIPELINE_HOME", str(home))
    monkeypatch.setattr(PopoverContainer, "open", property(lambda _: True, lambda *_: None))
    # A browser prints and draws what it is given and nothing else.
    monkeypatch.setattr(printing, "browser", lambda: "/usr/bin/chromium")
    monkeypatch.setattr(printing, "pdf", lambda html, _: html.encode())
    monkeypatch.setattr(printing, "png", lambda html, *_: html.encode())
    # What every page on paper carries, which is long and says nothing.
    monkeypatch.setattr(charts, "script", lambda: "")
    monkeypatch.setattr(paper, "_font", lambda: "")
    offered: dict[str, Callable[[], bytes] | bytes] = {}
    button = st.download_button

    def noted(label, data, file_name, *told, **further):
        offered[file_name] = data
        return button(label, data, file_name, *told, **further)

    def asked(queries, *, key):
        offered[f"{key}.sql"] = "\n".join(each.text for each in queries).encode()

    monkeypatch.setattr(st, "download_button", noted)
    monkeypatch.setattr(queries, "show", asked)

    def take(page, view, reading):
        monkeypatch.setattr(reader, "identity", lambda: Identity(reading.address))
        app = AppTest.from_file(str(PROJECT / "dashboard.py"), default_timeout=60)
        app.run()
        offered.clear()
        if page == "lead":
            lead = rows(
                f"select lead_id from marts.journeys where {reading.theirs} order by outcome = 'won' desc limit 1"
            )
            app.query_params["lead"] = lead[0][0]
        if view:
            app.query_params["view"] = view
        app.switch_page(site.PAGES[page].script).run()
        assert not app.exception
        assert not app.error
        for see in [each.key for each in app.button if str(each.key).startswith("see-")][:1]:
            app.button(key=see).click().run()
            assert app.get("dialog"), "the leads behind a number"
        return {name: unpacked(data() if callable(data) else data) for name, data in offered.items()}

    return take


def unpacked(file):
    """All texts of a file, those of workbooks and figures as well."""
    if zipfile.is_zipfile(BytesIO(file)):
        with zipfile.ZipFile(BytesIO(file)) as packed:
            return html.unescape("\n".join(packed.read(name).decode() for name in packed.namelist()))
    return html.unescape(file.decode("utf-8-sig")).replace("\\u00a0", " ")


@pytest.mark.parametrize(
    ("page", "view", "reading"),
    SEEN,
    ids=lambda each: each.address.partition("@")[0] if isinstance(each, Reading) else each,
)
def test_no_file_tells_of_others(taken, rows, page, view, reading):
    private_to_others = private.hidden(rows, reading.theirs, has_names=reading.has_names)
    assert len(private_to_others) > 500
    files = taken(page, view, reading)
    told = {name: [each for each in private_to_others if each in text] for name, text in files.items()}
    assert {name: found for name, found in told.items() if found} == {}
