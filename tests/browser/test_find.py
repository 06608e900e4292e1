"""The keyboard finds any page, and a view that was saved is found again as it was."""

import json
import shutil

import pytest

from tests.browser.looks import settle
from tests.browser.serving import served

pytestmark = pytest.mark.browser
HOSTILE = "<b>x</b> **bold** [y](http://z.example) :material/home: $1$"


def ask(page, key, text):
    """Open the search with a key, type, and take what is found first."""
    page.keyboard.press(key)
    field = page.get_by_role("dialog").get_by_role("searchbox")
    field.wait_for()
    page.wait_for_function("() => document.activeElement.type === 'search'")
    page.keyboard.type(text)
    page.keyboard.press("Enter")


def told(page):
    return page.locator("[data-testid=stCaptionContainer]").first.inner_text()


def test_keys_open_the_search_and_enter_opens_what_is_found_first(visit, sampled):
    page = visit("?period=24+months")
    page.locator("h1").click()
    ask(page, "/", "cost")
    page.wait_for_url("**/sources?**view=Cost**")
    settle(page)
    assert page.get_by_role("dialog").count() == 0
    assert "created in the last 24 months" in told(page), "the choice comes along"
    ask(page, "Control+k", "webinar")
    page.get_by_role("dialog").wait_for(state="detached")
    page.wait_for_url("**/?channel=Webinar")
    settle(page)
    assert "created in the last 12 months · channel Webinar" in told(page), "a name is shown alone"
    ((name,),) = sampled.rows("select min(lead_name) from marts.journeys where lead_name like '% %'")
    ask(page, "/", name.upper())
    page.wait_for_url("**/lead?**")
    settle(page)
    assert name in page.inner_text("[data-testid=stMain]")


def test_a_slash_that_is_typed_stays_one_and_arrows_walk_through_what_is_found(visit):
    page = visit("leads")
    find = page.get_by_label("Find", exact=True)
    find.click()
    page.keyboard.type("a/b")
    assert find.input_value() == "a/b"
    assert page.get_by_role("dialog").count() == 0
    page.locator("h1").click()
    page.keyboard.press("/")
    page.wait_for_function("() => document.activeElement.type === 'search'")
    page.keyboard.type("funnel")
    page.get_by_role("dialog").get_by_role("link", name="Stages").wait_for()
    for key in ("ArrowDown", "ArrowDown", "ArrowUp"):
        page.keyboard.press(key)
    assert "Funnel" in page.evaluate("document.activeElement.innerText")
    page.keyboard.press("Enter")
    page.wait_for_url("**/stages**")


def test_a_saved_view_is_found_again_as_it_was(sample_home, tmp_path, browser):
    shutil.copytree(sample_home, tmp_path / "home", symlinks=True)
    with served(tmp_path / "home") as address:
        page = browser.new_page(viewport={"width": 1440, "height": 900})
        page.goto(f"{address}/sources?view=Cost&channel=Webinar&channel=Referral")
        settle(page)
        headline, choice = page.locator("h1").inner_text(), told(page)
        page.get_by_role("button", name="Save view").click()
        page.get_by_role("dialog").get_by_label("Name").fill(HOSTILE)
        link = page.get_by_role("dialog").get_by_test_id("stCode").inner_text().replace("\n", "")
        page.keyboard.press("Enter")
        page.get_by_role("dialog").wait_for(state="detached")
        assert link == f"{address}/sources?view=Cost&channel=Webinar&channel=Referral"
        page.goto(f"{address}/my_views?period=24+months")
        settle(page)
        assert page.get_by_text(headline, exact=True).count() == 1
        named = page.get_by_role("link", name="bold")
        assert named.inner_text().replace("\u2060", "").endswith(HOSTILE), "letter by letter"
        named.click()
        page.wait_for_url("**/sources?**")
        settle(page)
        assert (page.locator("h1").inner_text(), told(page)) == (headline, choice)
        page.goto(f"{address}/sources?view=Change&period=24+months&motion=inbound")
        settle(page)
        page.locator("h1").click()
        ask(page, "/", "bold")
        page.wait_for_function("told => document.querySelector('h1')?.innerText === told", arg=headline)
        settle(page)
        assert told(page) == choice, "of the page that is shown, too"
        page.close()
    (view,) = json.loads((tmp_path / "home" / "saved" / "views.json").read_text(encoding="utf-8"))["views"]
    assert (view["name"], view["said"]["headline"].replace("\xa0", " ")) == (HOSTILE, headline.replace("\xa0", " "))
    assert view["before"] is None
