"""Around every page: where one is, the views as tabs and steps of the history, and what is chosen as chips."""

import re
from contextlib import suppress

import pytest
from playwright.sync_api import expect
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from tests.browser import wire
from tests.browser.looks import settle

pytestmark = pytest.mark.browser


def line(page):
    """What a page says that it is about; to be waited for, as it follows a click later than the address does."""
    return page.locator("[data-testid=stMain] [data-testid=stCaptionContainer]").first


def shown_view(page):
    return page.locator("[role=tab][aria-selected=true]").inner_text()


# The tab says at once that it was clicked, the address that the server knows; the first view need not be named.
STANDS_AT = """
view => document.querySelector('[aria-selected=true]').innerText === view
  && [view, null].includes(new URLSearchParams(location.search).get('view'))
"""


def stand_at(page, view):
    """Wait until a view is chosen, and drawn."""
    page.wait_for_function(STANDS_AT, arg=view)
    settle(page)


def test_a_page_says_where_one_is_and_the_way_home(visit):
    page = visit("stages")
    assert page.title() == "Stage drop-off · Pipeline"
    assert page.locator("[data-testid=stTopNavSection]", has_text="Sales: Stage drop-off").count() == 1
    assert page.get_by_text("Sales: Stage drop-off · Invented company").count() == 1
    page.get_by_role("link", name="Home").click()
    page.wait_for_function("() => document.title.startsWith('Pipeline health')")
    settle(page)
    assert page.locator("[data-testid=stTopNavSection]", has_text="Leadership: Pipeline health").count() == 1


def test_an_address_that_is_not_there_says_so(visit):
    page = visit("nowhere", settled=False)
    page.get_by_text("does not seem to exist").wait_for()


def test_each_view_is_a_step_of_the_history(visit):
    page = visit("stages?motion=inbound")
    for view in ("Time", "Owners"):
        page.get_by_role("tab", name=view).click()
        page.wait_for_url(f"**view={view}**")
        settle(page)
    for view in ("Time", "Funnel"):
        page.go_back()
        stand_at(page, view)
        expect(line(page)).to_contain_text("motion inbound")
    assert "view=" not in page.url


def test_what_is_chosen_stands_below_the_choices_and_goes_with_a_click(visit):
    page = visit("stages?motion=inbound&channel=Paid+search&channel=Webinar&count=In+order")
    main = page.locator("[data-testid=stMain]")
    for chip, without in (("Channel: Webinar", r"^(?!.*Webinar)"), ("Count: In order", r"^(?!.*count=)")):
        main.get_by_role("button", name=chip).click()
        page.wait_for_url(re.compile(without))
        settle(page)
        assert main.get_by_role("button", name=chip).count() == 0
    assert "channel=Paid+search" in page.url
    expect(line(page)).to_contain_text("motion inbound · channel Paid search")
    main.get_by_role("button", name="Clear all").click()
    page.wait_for_url(re.compile(r"/stages$"))
    settle(page)
    expect(line(page)).not_to_contain_text("motion")
    page.reload()
    settle(page)
    expect(line(page), "as the address says").not_to_contain_text("motion")


def test_a_quarter_can_be_chosen_beside_the_rolling_periods(visit):
    expect(line(visit("stages?period=Last+quarter"))).to_contain_text(
        "created 1 Jul 2026 to 30 Sep 2026 (last quarter)"
    )


def choose(page, option, *, of):
    """Choose another option of a list."""
    page.get_by_role("combobox", name=of).first.click()
    page.get_by_role("option", name=option, exact=True).click()


def add_filter(page, option, *, of="Motion"):
    """Open the filters, choose one more value and close them."""
    page.locator(".st-key-filters button").first.click()
    page.get_by_test_id("stPopoverBody").get_by_role("combobox", name=of).click()
    page.get_by_role("option", name=option, exact=True).click()
    page.get_by_role("option", name=option, exact=True).wait_for(state="detached")
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    page.get_by_test_id("stPopoverBody").wait_for(state="detached")
    settle(page)


def choose_longer_period(page):
    """Make a choice beside whatever else was chosen, and wait until the page has followed it."""
    choose(page, "24 months", of="Created in")
    page.wait_for_url("**period=24+months**")
    settle(page)


def demand_kept(page):
    """The address says what the page says: another reader, or the same one after a reload, sees it too."""
    before = line(page).inner_text()
    page.get_by_role("button", name="Save view").first.click()
    assert page.get_by_test_id("stDialog").get_by_test_id("stCode").inner_text().strip() == page.url
    page.keyboard.press("Escape")
    page.reload()
    settle(page)
    expect(line(page)).to_have_text(before)


@pytest.mark.parametrize("goes_back", [False, True])
def test_what_is_chosen_after_a_change_of_tab_is_in_the_address(visit, goes_back):
    page = visit("sources?view=Like+for+like")
    for view in ("Change", "Ranking"):
        page.get_by_role("tab", name=view).click()
        stand_at(page, view)
    if goes_back:
        page.go_back()
        stand_at(page, "Change")
    choose(page, "Source", of="Compare by")
    page.wait_for_url("**by=Source**")
    choose_longer_period(page)
    assert "by=Source" in page.url
    expect(line(page)).to_contain_text("reated in the last 24 months")
    demand_kept(page)


def test_what_was_taken_away_does_not_come_back_with_the_next_click(visit):
    page = visit("stages?view=Time")
    add_filter(page, "inbound")
    page.get_by_role("button", name="Motion: inbound").click()
    page.wait_for_url(re.compile(r"^(?!.*motion)"))
    settle(page)
    choose_longer_period(page)
    expect(line(page)).not_to_contain_text("motion")
    add_filter(page, "inbound")
    add_filter(page, "outbound")
    expect(line(page), "the filters themselves work as before").to_contain_text("motion inbound, outbound")


def test_going_back_takes_the_filters_back_for_good(visit):
    page = visit("stages?view=Time")
    page.get_by_role("tab", name="Owners").click()
    page.wait_for_url("**view=Owners**")
    settle(page)
    add_filter(page, "inbound")
    expect(line(page)).to_contain_text("motion inbound")
    page.go_back()
    page.wait_for_url("**view=Time**")
    settle(page)
    choose_longer_period(page)
    expect(line(page)).not_to_contain_text("motion")
    add_filter(page, "inbound")
    page.wait_for_url("**motion=inbound**")
    expect(line(page)).to_contain_text("motion inbound")
    demand_kept(page)


def test_a_part_of_a_page_that_is_left_does_not_take_its_place(server):
    """A window that closes as its reader goes back asks for its part again, of a page that is not shown any more."""
    with wire.connected(server) as wired:
        wired.send(wire.asking_for("gaps").SerializeToString())
        before = list(wire.until_finished(wired))
        left = next(each.navigation.page_script_hash for each in before if each.HasField("navigation"))
        part = [each.delta.fragment_id for each in before if each.delta.fragment_id][-1]  # the first is on every page
        wired.send(wire.asking_for("balance").SerializeToString())
        list(wire.until_finished(wired))  # it begins anew, with what was chosen before
        again = wire.asking_for("")
        again.rerun_script.page_script_hash, again.rerun_script.fragment_id = left, part
        wired.send(again.SerializeToString())
        shown = []
        with suppress(TimeoutError):
            while True:
                told = ForwardMsg.FromString(wired.recv(timeout=2 if shown and shown[-1] == "finished" else 60))
                if told.HasField("new_session"):
                    shown.append(told.new_session.page_script_hash)
                elif told.WhichOneof("type") == "script_finished":
                    shown.append("finished")
    assert left not in shown
    assert shown[1:] == ["finished"]
