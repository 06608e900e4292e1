"""Every file of a page is made when its button is clicked, and is what it says it is."""

import re

import pytest

from tests.browser.looks import settle
from tests.pages.parts.taken import sheets

pytestmark = pytest.mark.browser

DAY = re.compile(r"-\d{4}-\d\d-\d\d\.")


def saved(page, button):
    """The name without its day, and the content of what a click downloads."""
    with page.expect_download() as waiting:
        button.click()
    return DAY.sub(".", waiting.value.suggested_filename), waiting.value.path().read_bytes()


def opened(page, button):
    """Open a popover; what it holds has arrived."""
    button.click()
    body = page.locator("[data-testid=stPopoverBody]")
    body.get_by_test_id("stDownloadButton").first.wait_for()
    settle(page)
    return body


def test_every_download_of_a_page_makes_its_file(visit):
    page = visit("?period=24+months")
    cards = page.locator("[class*=st-key-numbers-]").get_by_test_id("stPopoverButton")
    menu = opened(page, page.get_by_role("button", name="Share"))
    files = dict(saved(page, button) for button in menu.get_by_test_id("stDownloadButton").all())
    assert list(files) == ["pipeline-health.pdf", "pipeline-health.xlsx"]
    assert files["pipeline-health.pdf"].startswith(b"%PDF")
    book = sheets(files["pipeline-health.xlsx"])
    assert list(book)[0::5] == ["Key figures", "About"]
    assert len(book) == cards.count() + 2
    about = dict(row[:2] for row in book["About"])
    assert "created in the last 24 months" in about["Leads"]
    assert about["Address"] == page.url
    page.keyboard.press("Escape")
    pictures = 0
    for card in cards.all():
        offered = opened(page, card)
        own = dict(saved(page, button) for button in offered.get_by_test_id("stDownloadButton").all())
        name = next(iter(own)).removesuffix(".csv")
        assert list(own) == [f"{name}.{ending}" for ending in ("csv", "xlsx", "png")[: len(own)]]
        lines = own[f"{name}.csv"].decode("utf-8-sig").splitlines()
        rows = next(iter(sheets(own[f"{name}.xlsx"]).values()))
        assert len(rows) == len(lines) > 1
        if f"{name}.png" in own:
            pictures += 1
            assert own[f"{name}.png"].startswith(b"\x89PNG")
        page.keyboard.press("Escape")
    assert pictures == page.locator(".js-plotly-plot").count()


def test_a_list_of_leads_is_the_same_in_both_files(visit):
    page = visit("leads?owner=Robin+Vale")
    files = dict(saved(page, button) for button in page.locator("[class*=st-key-file-leads-leads-] button").all())
    lines = files["leads-leads.csv"].decode("utf-8-sig").splitlines()
    heads, *leads = sheets(files["leads-leads.xlsx"])["leads"]
    assert len(leads) == len(lines) - 1 > 100
    assert {lead[heads.index("Owner")] for lead in leads} == {"Robin Vale"}
    assert any(lead[heads.index("Lead")] for lead in leads)
    assert all(lead[heads.index("Lead id")] for lead in leads)


def test_a_link_that_is_copied_leads_back_to_the_page_as_it_stands(visit):
    page = visit("gaps?gap=Never+touched")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.get_by_role("tab", name="Owners over time").click()
    page.wait_for_url("**view=Owners+over+time**")
    settle(page)
    opened(page, page.get_by_role("button", name="Share")).get_by_role("button", name="Copy link").click()
    page.get_by_text("Link copied").wait_for()
    assert page.evaluate("() => navigator.clipboard.readText()") == page.url
    before = page.locator("h1").inner_text()
    page.goto(page.evaluate("() => navigator.clipboard.readText()"))
    settle(page)
    assert page.locator("h1").inner_text() == before


def test_a_page_that_the_browser_prints_shows_all_of_its_charts_and_no_controls(visit):
    page = visit("")
    page.emulate_media(media="print")
    for control in ("stToolbar", "stSelectbox", "stPopover", "stPageLink"):
        assert page.get_by_test_id(control).locator("visible=true").count() == 0, control
    cells = page.locator(".stGridCell:has(.js-plotly-plot)")
    assert {cell.evaluate("e => getComputedStyle(e).breakInside") for cell in cells.all()} == {"avoid"}
    page.emulate_media(media="screen")
