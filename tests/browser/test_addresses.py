"""No address holds a person: neither an owner that is chosen nor what a reader searches for, wherever they go."""

import re
from urllib.parse import quote, quote_plus, unquote_plus

import pytest
from playwright.sync_api import expect

from tests.browser.looks import settle
from tests.browser.test_find import ask
from tests.browser.test_handover import PAUSE
from tests.browser.test_leads import open_first, panel_of, saved
from tests.browser.test_shell import choose_longer_period, demand_kept, line

pytestmark = pytest.mark.browser
OWNER = "Robin Vale"
KEY = r"~[0-9a-f]{24}"
HISTORY = "() => performance.getEntries().map(each => each.name)"
LINKS = "() => [...document.querySelectorAll('a')].map(each => each.href)"


class Addresses:
    """Every address that a page has, asks for, links to or tells the server."""

    def __init__(self, page):
        self.page, self.seen = page, set()
        page.on("request", self._asked)
        page.on("framenavigated", self._gone)
        page.on("websocket", lambda line: line.on("framesent", lambda frame: self._said(frame)))

    def _asked(self, request):
        self.seen |= {request.url, request.headers.get("referer", "")}

    def _gone(self, frame):
        self.seen.add(frame.url)

    def _said(self, frame):
        told = frame if isinstance(frame, bytes) else frame.encode()
        self.seen |= {each.decode() for each in re.findall(rb"[\w.]+=[\w+%~.&=-]+", told)}

    def name(self, *texts):
        """Which of them hold any of some texts, however they are written."""
        self.seen |= {self.page.url, *self.page.evaluate(LINKS), *self.page.evaluate(HISTORY)}
        written = {each for text in texts for each in (text, quote(text), quote_plus(text), text.split()[-1])}
        return [each for each in self.seen if any(text in each or text in unquote_plus(each) for text in written)]


def find(page, text):
    """Search the list of leads."""
    page.get_by_label("Find", exact=True).fill(text)
    page.get_by_label("Find", exact=True).press("Enter")
    page.get_by_text(f"with “{text}” in name").wait_for()
    settle(page)


def add_owner(page, name):
    """Open the filters, choose one more owner of many and close them."""
    page.locator(".st-key-filters button").first.click()
    page.get_by_test_id("stPopoverBody").get_by_role("combobox", name="Owner").click()
    page.keyboard.type(name.split()[0])
    page.get_by_role("option", name=name, exact=True).click()
    page.get_by_role("option", name=name, exact=True).wait_for(state="detached")
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    page.get_by_test_id("stPopoverBody").wait_for(state="detached")
    settle(page)


def wait_until_said(page, text):
    """The address changes before the page does."""
    page.locator("[data-testid=stCaptionContainer]", has_text=text).first.wait_for()
    settle(page)


def heading(page):
    return page.locator("h1").inner_text()


def test_from_the_gaps_of_an_owner_to_one_of_their_leads_no_address_names_anybody(visit):
    page = visit("gaps")
    addresses = Addresses(page)
    page.reload()
    settle(page)
    ask(page, "Control+k", OWNER)
    page.wait_for_url(re.compile(rf"/gaps\?owner={KEY}"))
    page.get_by_role("dialog").wait_for(state="detached")
    settle(page)
    expect(line(page)).to_contain_text(f"owner {OWNER}")
    page.get_by_role("button", name="See leads").first.click()
    panel_of(page).get_by_role("link", name="Open all in Leads").click()
    page.wait_for_url("**/leads?**owner=~**")
    page.get_by_label("Find", exact=True).wait_for()
    settle(page)
    expect(line(page)).to_contain_text(f"owner {OWNER}")
    every = heading(page)
    name = next(row["lead_name"] for row in saved(page, "Download leads") if " " in row["lead_name"])
    find(page, name)
    found = heading(page)
    assert found != every
    page.wait_for_url("**search=~**")
    open_first(page)
    page.wait_for_url("**/lead?**lead=~**")
    page.get_by_text("What happened, in order").wait_for()
    settle(page)
    for _ in range(6):  # a page that is entered may take steps of the history
        page.go_back()
        page.wait_for_timeout(PAUSE)
        settle(page)
        if "search=~" in page.url:
            break
    assert page.get_by_label("Find", exact=True).input_value() == name, "on the way back it is still searched for"
    assert heading(page) == found
    page.reload()
    settle(page)
    assert heading(page) == found, "the address says it"
    page.get_by_label("Find", exact=True).fill("")
    page.get_by_label("Find", exact=True).press("Enter")
    page.wait_for_url(re.compile(r"^(?!.*search=)"))
    settle(page)
    assert heading(page) == every
    page.get_by_role("button", name="Share").click()
    page.get_by_role("button", name="Copy link").wait_for()
    assert len(addresses.seen) > 50, "much was asked for"
    assert addresses.name(OWNER, name) == []
    assert page.locator("[data-testid=stException]").count() == 0


def test_an_owner_is_chosen_and_taken_away_like_any_other_filter(visit):
    page = visit("stages?view=Time")
    addresses = Addresses(page)
    page.get_by_role("tab", name="Owners").click()
    page.wait_for_url("**view=Owners**")
    settle(page)
    add_owner(page, OWNER)
    page.wait_for_url(re.compile(KEY))
    wait_until_said(page, f"owner {OWNER}")
    page.get_by_role("button", name=f"Owner: {OWNER}").click()
    page.wait_for_url(re.compile(r"^(?!.*owner)"))
    settle(page)
    choose_longer_period(page)
    expect(line(page), "what was taken away does not come back with the next click").not_to_contain_text("owner")
    add_owner(page, OWNER)
    add_owner(page, "Sam Novak")
    wait_until_said(page, f"owner {OWNER}, Sam Novak")
    demand_kept(page)
    page.go_back()
    page.wait_for_url(re.compile(rf"^(?!.*owner.*owner).*{KEY}"))
    wait_until_said(page, f"owner {OWNER} ·")
    expect(line(page)).not_to_contain_text("Sam Novak")
    page.go_forward()
    page.wait_for_url(re.compile(r"owner.*owner"))
    settle(page)
    wait_until_said(page, f"owner {OWNER}, Sam Novak")
    assert addresses.name(OWNER, "Sam Novak") == []


def test_a_bookmark_of_before_opens_and_says_the_key_from_then_on(visit):
    page = visit("gaps?gap=Never+touched&owner=Robin+Vale&owner=Nobody+Known", settled=False)
    page.wait_for_url(re.compile(rf"/gaps\?gap=Never\+touched&owner={KEY}$"))
    settle(page)
    expect(line(page)).to_contain_text(f"owner {OWNER}")
    other = visit(page.url.rpartition("/")[2])
    expect(line(other)).to_have_text(line(page).inner_text())
    assert heading(other) == heading(page)
    other.close()
    page = visit("leads?search=vale&only_owner=Robin+Vale")
    assert "with “vale” in name" in page.inner_text("[data-testid=stMain]")
    assert f"owner {OWNER}" in page.inner_text("[data-testid=stMain]")
    assert page.get_by_label("Find", exact=True).input_value() == "vale"
    assert "ale" not in page.url.partition("?")[2].replace("search", "")
