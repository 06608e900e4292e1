"""People of a company sign in with its OpenID provider, in a real browser, and see what is theirs."""

import re
import time
from contextlib import suppress

import pytest
from playwright.sync_api import TimeoutError as NotThereError
from playwright.sync_api import expect
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from data.access import keys
from tests.browser import wire
from tests.browser.company import COOKIE_SECRET, PEOPLE, READERS
from tests.browser.looks import settle

pytestmark = pytest.mark.browser

SIGN_IN = "Sign in to see the pipeline"
NOTHING = "Nothing here is yours to see yet"
LEAD = re.compile(r"L1\d{8}")


@pytest.fixture
def arrive(browser, company):
    """Come to an address of the dashboard with a browser that has never been there; what it is sent is kept."""
    contexts = []

    def come(path=""):
        contexts.append(browser.new_context())
        page = contexts[-1].new_page()
        page.sent, page.asked = [], []
        page.on("websocket", lambda line: line.on("framereceived", lambda frame: page.sent.append(frame)))
        page.on("request", lambda request: page.asked.append(request.url))
        page.goto(f"{company.address}/{path}")
        return page

    yield come
    for context in contexts:
        context.close()
    company.says(READERS)


def sign_in(page, name, button="Sign in"):
    page.get_by_role("button", name=button, exact=True).click()
    page.get_by_label("Name").fill(name)
    page.get_by_role("button", name="Go on").click()


def heading(page):
    return page.get_by_role("heading", level=1)


def signed(company, name, **changed):
    return wire.cookie(company.address, wire.claims_of(company, PEOPLE[name], **changed), COOKIE_SECRET)


def test_a_first_visit_shows_the_way_in_and_nothing_else(arrive, company):
    page = arrive("leads?owner=Sam+Novak")
    expect(heading(page)).to_have_text(SIGN_IN)
    expect(page.get_by_test_id("stMain").get_by_role("button")).to_have_count(1)
    said = wire.said(ForwardMsg.FromString(frame) for frame in page.sent)
    assert "This dashboard is for your company" in said
    assert [each for each in company.private() if each in said] == []


def test_signing_in_leads_to_what_was_asked_for(arrive, company):
    page = arrive("gaps?owner=Sam+Novak&view=Queue")  # as a bookmark of before says it
    sign_in(page, "lea")
    page.wait_for_url(f"{company.address}/gaps?owner={keys.key(company.home, 'Sam Novak')}&view=Queue")
    settle(page)
    expect(heading(page)).to_contain_text("open leads miss their next step")
    assert "owner Sam Novak" in page.get_by_test_id("stMain").inner_text()


def test_a_seller_sees_their_own_leads_and_pages_alone(arrive, company):
    page = arrive("leads")
    sign_in(page, "sam")
    page.wait_for_url(f"{company.address}/leads")
    settle(page)
    own = {lead for (lead,) in company.rows("select lead_id from marts.journeys where owner = 'Sam Novak'")}
    sent = set(LEAD.findall(wire.said(ForwardMsg.FromString(frame) for frame in page.sent)))
    assert sent
    assert sent <= own
    page.goto(f"{company.address}/sources")
    expect(heading(page)).to_have_text("Sources is not among your pages")
    page.get_by_role("link", name="Go to Stage drop-off").click()
    page.wait_for_url(f"{company.address}/stages")
    page.goto(company.address)
    page.wait_for_url(f"{company.address}/stages")


def test_a_seller_without_leads_reads_which_would_be_theirs(arrive):
    page = arrive("gaps")
    sign_in(page, "new")
    expect(heading(page)).to_have_text("Nothing of yours yet")
    told = page.get_by_test_id("stMain").inner_text().replace(wire.UNBROKEN, "")
    assert "You see leads with the owner New Seller or new@example.com; there are none so far." in told


@pytest.mark.parametrize("name", ["stranger", "guest"])
def test_whoever_is_granted_nothing_is_told_so(arrive, name):
    page = arrive()
    sign_in(page, name)
    expect(heading(page)).to_have_text(NOTHING)
    told = page.get_by_test_id("stMain").inner_text().replace(wire.UNBROKEN, "")
    assert f"You are signed in as {name}@example.com, and nothing has been granted to you." in told
    page.get_by_role("button", name="Sign in as somebody else").click()
    page.get_by_role("button", name="Leave").click()
    expect(heading(page)).to_have_text(SIGN_IN)


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("unverified", "Your provider has not verified your address."),
        ("elsewhere", "Your account is of another company than this dashboard."),
    ],
)
def test_what_the_provider_says_of_somebody_must_hold(arrive, name, why):
    page = arrive()
    sign_in(page, name)
    expect(page.get_by_text(why)).to_be_visible()
    assert not LEAD.search(wire.said(ForwardMsg.FromString(frame) for frame in page.sent))


def test_a_right_that_has_expired_counts_on_the_next_click(arrive, company):
    page = arrive("gaps")
    began = time.time()
    sign_in(page, "brief")
    page.wait_for_url(f"{company.address}/gaps")
    settle(page)
    expect(heading(page)).to_contain_text("miss their next step")
    # What a provider says holds for whole seconds of the real time, which nobody can turn on.
    time.sleep(max(began + PEOPLE["brief"].seconds + 5 - time.time(), 0))
    page.get_by_role("tab", name="Response time").click()
    expect(page.get_by_text("Your sign-in has expired.")).to_be_visible()
    assert any(each["name"] == "_streamlit_user" for each in page.context.cookies())
    sign_in(page, "sam")
    settle(page)
    expect(page.get_by_role("tab", name="Response time")).to_have_attribute("aria-selected", "true")


def test_what_the_file_says_anew_counts_on_the_next_click(arrive, company):
    page = arrive("gaps")
    sign_in(page, "sam")
    page.wait_for_url(f"{company.address}/gaps")
    settle(page)
    expect(heading(page)).to_contain_text("miss their next step")
    company.says(READERS.replace('role = "seller"', 'role = "counter"'))
    page.get_by_role("tab", name="Response time").click()
    settle(page)
    expect(page.get_by_role("button", name="Marketing")).to_be_visible()
    company.says("")
    with suppress(NotThereError):  # the page looks for new data by itself, too, and may have noticed before the click
        page.get_by_role("tab", name="Queue").click(timeout=3_000)
    expect(heading(page)).to_have_text(NOTHING)


def test_a_part_that_runs_by_itself_says_too_that_a_right_is_gone(arrive, company):
    page = arrive("gaps")
    sign_in(page, "sam")
    page.wait_for_url(f"{company.address}/gaps")
    settle(page)
    company.says("")
    page.locator(".st-key-open-search button").first.click()
    expect(heading(page)).to_have_text(NOTHING)
    assert page.get_by_test_id("stException").count() == 0


def test_whoever_signs_out_is_out(arrive, company):
    page = arrive("gaps")
    page.set_viewport_size({"width": 390, "height": 844})
    sign_in(page, "sam")
    page.wait_for_url(f"{company.address}/gaps")
    settle(page)
    page.get_by_test_id("stPopover").filter(has=page.get_by_text("account_circle")).get_by_role("button").click()
    expect(page.get_by_role("dialog").get_by_text(f"Signed in as sam{wire.UNBROKEN}@example.com")).to_be_visible()
    page.get_by_role("button", name="Sign out").click()
    page.get_by_role("button", name="Leave").click()
    expect(heading(page)).to_have_text(SIGN_IN)
    assert not any(each["name"].startswith("_streamlit_user") for each in page.context.cookies())
    page.goto(f"{company.address}/gaps")
    expect(heading(page)).to_have_text(SIGN_IN)


def test_a_callback_counts_once_and_for_whom_it_is(arrive, company):
    page = arrive()
    sign_in(page, "sam")
    page.wait_for_url(f"{company.address}/stages")
    [callback] = [url for url in page.asked if "/oauth2callback" in url]
    page.context.clear_cookies(name="_streamlit_user")
    page.goto(callback)
    expect(heading(page)).to_have_text(SIGN_IN)  # the same code and state again
    other = arrive()
    other.goto(callback)
    expect(heading(other)).to_have_text(SIGN_IN)  # in a browser that has not asked for it
    other.get_by_role("button", name="Sign in", exact=True).click()
    other.get_by_label("Name").wait_for()
    other.goto(re.sub(r"state=\w+", "state=of-nobody", callback))
    expect(heading(other)).to_have_text(SIGN_IN)
    assert not any(each["name"] == "_streamlit_user" for each in other.context.cookies())


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"iss": "https://login.example.com"}, "You signed in with another provider than your company's."),
        ({"aud": "another-client"}, "You signed in to something else than this dashboard."),
        ({"tid": "company-2"}, "Your account is of another company than this dashboard."),
        ({"exp": 1}, "Your sign-in has expired."),
        ({"email_verified": None}, "Your provider has not verified your address."),
        ({"email": None}, "Your provider tells no address of yours."),
    ],
)
def test_claims_of_another_dashboard_with_the_same_secret_admit_nobody(company, changed, why):
    messages = wire.visited(company.address, "gaps", signed(company, "sam", **changed))
    assert why in wire.said(messages)
    assert not LEAD.search(wire.said(messages))


def test_a_cookie_that_this_dashboard_did_not_write_is_none(company):
    own = signed(company, "sam")
    assert LEAD.search(wire.said(wire.visited(company.address, "gaps", own)))
    claims = wire.claims_of(company, PEOPLE["ada"])
    forged = wire.cookie(company.address, claims, "another secret")
    others_claims = ".".join((forged.rsplit(".", 2)[0], *own.rsplit(".", 2)[1:]))
    of_another_origin = wire.cookie("http://127.0.0.1:1", claims, COOKIE_SECRET)
    for bad in (forged, others_claims, own[:-9] + own[-9:].swapcase(), own[1:], "{}", of_another_origin):
        messages = wire.visited(company.address, "gaps", bad)
        assert SIGN_IN in wire.said(messages)
        assert not LEAD.search(wire.said(messages))


def test_the_way_back_leads_nowhere_else(arrive, company):
    page = arrive("gaps")
    for address in ("//example.com", "/\\example.com", "https://example.com/"):
        page.context.add_cookies([{"name": "way_back", "value": address, "url": f"{company.address}/oauth2callback"}])
        page.goto(f"{company.address}/oauth2callback")
        assert page.url == f"{company.address}/"
