"""Readers whom a proxy signs in, as browsers behind it have it: each sees their part, and nobody sees any without."""

import re
import shutil
from contextlib import closing

import duckdb
import pytest
from playwright.sync_api import expect

from data.access import readers
from data.store import Store
from tests import private
from tests.browser import wire
from tests.browser.looks import settle
from tests.browser.serving import served

pytestmark = pytest.mark.browser

ENVIRONMENT = {
    "PIPELINE_PROXY_HEADER": "X-User",
    "PIPELINE_PROXY_ADDRESS": "127.0.0.1",
    "PIPELINE_HOSTS": "pipeline.example.com",
    readers.ADMINISTRATORS: "root@example.com",
}
FILE = """
[[readers]]
person = "eve@example.com"
role = "sales manager"
rows = {region = "Europe"}

[[readers]]
person = "ned@example.com"
role = "sales manager"
rows = {region = "North America"}
"""
ALL = "leads?period=All"


@pytest.fixture(scope="module")
def home(home_of, tmp_path_factory):
    folder = tmp_path_factory.mktemp("proxy") / "home"
    shutil.copytree(home_of(leads=2_000), folder, symlinks=True)
    (folder / readers.FILE).write_text(FILE, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def address(home):
    with served(home, **ENVIRONMENT) as started:
        yield started


@pytest.fixture
def opened(browser, address):
    """Opens an address as somebody, in a browser of their own."""
    contexts = []

    def open_page(who, path=""):
        context = browser.new_context(extra_http_headers={"X-User": who} if who else {})
        contexts.append(context)
        page = context.new_page()
        page.answer = page.goto(f"{address}/{path}")
        return page

    yield open_page
    for context in contexts:
        context.close()


@pytest.fixture(scope="module")
def leads(home):
    """How many leads there are of each region, as a title says it."""
    with closing(duckdb.connect(str(Store(home).current()), read_only=True)) as connection:
        counts = connection.execute("select region::varchar, count(*) from marts.journeys group by all").fetchall()
    named = {region: f"{count:,}\N{NO-BREAK SPACE}leads" for region, count in counts}
    assert named["Europe"] != named["North America"]
    return named


def title(page):
    return page.get_by_role("heading", level=1)


def test_each_reader_sees_their_leads(opened, leads):
    pages = {who: opened(f"{who}@example.com", ALL) for who in ("eve", "ned")}
    for who, region in (("eve", "Europe"), ("ned", "North America")):
        expect(title(pages[who])).to_contain_text(leads[region], timeout=60_000)
        settle(pages[who])
        pages[who].get_by_test_id("stPopover").filter(has_text="account_circle").get_by_role("button").click()
        expect(pages[who].get_by_text(re.compile(f"Signed in as {who}.?@example.com")).first).to_be_visible()
        assert pages[who].get_by_role("button", name="Sign out").count() == 0, "that is the proxy's"


def test_without_a_reader_nothing_is_answered(opened):
    page = opened("")
    assert page.answer.status == 403
    assert "Nobody is signed in" in page.content()


def test_whom_the_file_does_not_name_sees_no_lead(opened):
    page = opened("new@example.com", ALL)
    expect(title(page)).to_have_text("Nothing here is yours to see yet", timeout=60_000)
    assert page.get_by_test_id("stTopNavLink").count() == 0


def test_who_signs_in_as_another_in_an_open_page_sees_the_others_leads_and_no_mixture(opened, leads):
    page = opened("eve@example.com", ALL)
    expect(title(page)).to_contain_text(leads["Europe"], timeout=60_000)
    settle(page)
    page.context.set_extra_http_headers({"X-User": "ned@example.com"})
    page.get_by_role("button", name="Page 2").click()
    settle(page)
    expect(title(page)).to_contain_text(leads["Europe"])  # the line is still the one that was opened as eve
    page.reload()
    expect(title(page)).to_contain_text(leads["North America"], timeout=60_000)
    settle(page)
    page.context.set_extra_http_headers({})
    assert page.reload().status == 403
    assert "leads" not in page.content()


def test_a_line_that_is_opened_again_as_another_tells_of_nobody_elses_leads(address, home):
    with closing(duckdb.connect(str(Store(home).current()), read_only=True)) as connection:
        hidden = private.hidden(lambda sql: connection.execute(sql).fetchall(), "region = 'North America'")
    eves = wire.visited(address, ALL, headers={"X-User": "eve@example.com"})
    [session] = {each.new_session.initialize.session_id for each in eves if each.HasField("new_session")}
    neds = wire.visited(address, ALL, headers={"X-User": "ned@example.com"}, session=session)
    assert {each.new_session.initialize.session_id for each in neds if each.HasField("new_session")} == {session}
    assert len([each for each in hidden if each in wire.said(eves)]) > 50
    assert [each for each in hidden if each in wire.said(neds)] == []
    nobodys = wire.visited(address, ALL, headers={"X-User": "new@example.com"}, session=session)
    assert "Nothing here is yours to see yet" in wire.said(nobodys)
    assert [each for each in hidden if each in wire.said(nobodys)] == []


def test_only_the_administrator_sees_who_may_see_what(opened):
    page = opened("root@example.com", "readers")
    expect(title(page)).to_contain_text("may read this dashboard", timeout=60_000)
    page = opened("eve@example.com", "readers")
    expect(title(page)).to_contain_text("is not among your pages", timeout=60_000)
    assert page.get_by_text("ned@example.com").count() == 0
