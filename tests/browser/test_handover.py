"""What a reader has chosen goes along from page to page, and back."""

import re

import pytest

from tests.browser.conftest import settle

pytestmark = pytest.mark.browser
PAUSE = 1_500  # milliseconds
ADDRESS = {"Stage drop-off": "stages", "Dependence": "dependence"}
CHOSEN = "created in the last 24 months · motion inbound"


def told(page):
    return page.locator("[data-testid=stCaptionContainer]").first.inner_text()


def go_to(page, section, title):
    before = page.locator("h1").inner_text()
    page.locator("[data-testid=stTopNavSection]", has_text=section).click()
    page.locator("[data-testid=stTopNavPopoverBody]").get_by_text(title, exact=True).click()
    # Of the page that is gone to: the address of the one before has the choice too.
    page.wait_for_url(re.compile(rf"/{ADDRESS[title]}\b.*period=24"))
    # The address is there before the page is: a reader goes on from what can be read.
    page.wait_for_function("before => document.querySelector('h1')?.innerText !== before", arg=before)
    settle(page)


def test_the_choice_goes_along_and_the_view_does_not(visit):
    page = visit("sources?period=24+months&motion=inbound&view=Starting+stage")
    go_to(page, "Sales", "Stage drop-off")
    assert CHOSEN in told(page)
    go_to(page, "Leadership", "Dependence")
    assert CHOSEN in told(page)
    assert "Starting" not in page.url
    for _ in range(6):  # a page that is entered may take steps of the history for its choice
        page.go_back()
        page.wait_for_timeout(PAUSE)  # nobody steps back faster than the page can begin to answer
        settle(page)
        if "/stages?" in page.url:
            break
    page.wait_for_url("**/stages?**")
    settle(page)
    assert CHOSEN in told(page), "as the address says"


def test_the_link_of_a_finding_shows_what_the_finding_says(visit):
    page = visit("?period=24+months")
    page.locator("[data-testid=stPageLink] a[href*='to_view=Like+for+like']").click()
    page.wait_for_url("**/sources?**")
    settle(page)
    assert "created in the last 24 months" in told(page)
    assert page.get_by_role("tab", name="Like for like", selected=True).count() == 1
    assert "view=Like+for+like" in page.url
    assert "to_view" not in page.url


def test_an_address_sets_no_more_than_widgets(visit):
    page = visit("dependence?to_choice+kept=x&to_page+shown+last=x&to_view=Nonsense")
    assert "created in the last 12 months" in told(page)
