"""Every number opens: from a mark to its leads, to one of them, to a file; and a link shows another reader the same."""

import csv

import pytest

from analysis.question import question
from tests.browser.conftest import settle
from tests.browser.looks import stands_still

pytestmark = pytest.mark.browser
HEADER, ROW = 36, 35


def press(page, mark):
    """Click the middle of a mark."""
    mark.scroll_into_view_if_needed()
    box = mark.bounding_box()
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)


def open_first(page):
    """Press the button of the first row of the first table that has some."""
    table = page.locator("[data-testid=stDataFrame] canvas").first
    # The table is taller than the window: its first row is where the title is.
    page.locator("h1").scroll_into_view_if_needed()
    box = table.bounding_box()
    page.mouse.click(box["x"] + 35, box["y"] + HEADER + ROW / 2)


def press_first(page):
    """Press the button of the first row of a table within a card."""
    table = page.locator("[data-testid=stDataFrame] canvas").first
    table.scroll_into_view_if_needed()
    box = table.bounding_box()
    page.mouse.click(box["x"] + 35, box["y"] + HEADER + ROW / 2)


def saved(page, name):
    with page.expect_download() as waiting:
        page.get_by_role("button", name=name).first.click()
    return list(csv.DictReader(waiting.value.path().read_text("utf-8-sig").splitlines()))


def test_a_mark_opens_its_leads_and_they_open_one_by_one(visit):
    page = visit("stages?view=Ways+out")
    press(page, page.locator(".js-plotly-plot").first.locator(".bars .point path").first)
    link = page.get_by_role("link", name="Open in Leads")
    link.wait_for()
    count = page.locator("p", has_text="motion inbound").locator("strong").first.inner_text()
    link.click()
    page.wait_for_url("**/leads?**")
    page.get_by_text("Only leads that are").wait_for()
    settle(page)
    assert page.locator("h1").inner_text().startswith(count), "the list has as many leads as the mark"
    assert "motion inbound" in page.inner_text("[data-testid=stMain]")
    rows = saved(page, "Download leads")
    assert f"{len(rows):,} leads" == count
    assert {row["motion"] for row in rows} == {"inbound"}
    address = page.url.rpartition("/")[2]
    assert visit(address, width=390).locator("h1").inner_text().startswith(count), "the address reproduces it"
    open_first(page)
    page.wait_for_url("**/lead?lead=*")
    page.get_by_text("What happened, in order").wait_for()
    assert page.get_by_text(f"Lead {rows[0]['lead_id']}").count() == 1
    assert page.locator("[data-testid=stException]").count() == 0


def test_a_point_of_a_quarter_opens_the_leads_of_its_days(visit):
    page = visit("dependence?view=Over+time&measure=Leads&period=24+months")
    chart = page.locator(".st-key-figure-shares-by-rolling-quarter")
    press(page, chart.locator(".scatterlayer .trace").last.locator(".points path").nth(2))
    page.get_by_role("link", name="Open in Leads").wait_for()
    settle(page)
    count = page.locator("p", has_text="created from").locator("strong").first.inner_text()
    page.get_by_role("link", name="Open in Leads").click()
    page.wait_for_url("**/leads?**only_through=**")
    page.get_by_text("Only leads that are").wait_for()
    settle(page)
    assert page.locator("h1").inner_text().startswith(count)


def test_a_sales_manager_opens_the_untouched_leads_of_an_owner_and_takes_the_queue_along(visit):
    page = visit("stages?view=Owners")
    press(page, page.locator(".js-plotly-plot").first.locator(".scatterlayer .points path").first)
    page.get_by_role("link", name="Open in Leads").click()
    page.wait_for_url("**/leads?**untouched=yes**")
    page.get_by_text("never touched by us").wait_for()
    settle(page)
    open_first(page)
    page.wait_for_url("**/lead?lead=*")
    page.get_by_text("What happened, in order").wait_for()
    page = visit("gaps?gap=Never+touched")
    page.get_by_role("button", name="Numbers").nth(-2).click()
    queue = saved(page, "Download CSV")
    assert len(queue) > 10
    assert {row["count_touches_by_us"] for row in queue} == {"0"}
    page.keyboard.press("Escape")
    press_first(page)
    page.wait_for_url("**/lead?lead=*")
    page.get_by_text(f"Lead {queue[0]['lead_id']}").wait_for()
    assert page.locator("[data-testid=stException]").count() == 0


def test_a_marketer_sees_why_a_campaign_changed_and_opens_its_leads(visit):
    page = visit("sources?view=Change&by=Campaign&channel=Webinar&compare=Year+before")
    assert page.get_by_text("the columns add up to the figures").count() == 1
    page.get_by_role("button", name="Numbers").last.click()
    first = saved(page, "Download CSV")[0]
    assert {"wins_volume", "wins_mix", "wins_rate"} <= set(first)
    page.keyboard.press("Escape")
    press_first(page)  # the first click chooses the cell, the second follows its link
    with page.expect_popup() as opened:
        press_first(page)
    leads = opened.value
    leads.get_by_text(f"campaign {first['name']}").wait_for()
    settle(leads)
    assert leads.locator("h1").inner_text().startswith(f"{int(first['leads_after']):,} lead")
    assert "channel Webinar" in leads.inner_text("[data-testid=stMain]")
    leads.close()


def test_a_link_shows_another_reader_the_same_leads(visit):
    page = visit(
        "leads?stage=engaged&exit=lost&period=24+months&channel=Webinar&channel=Referral&sort=Amount&way=First+first"
    )
    page.get_by_label("Find").fill("L1")
    page.get_by_label("Find").press("Enter")
    page.get_by_text("id begins with").wait_for()
    settle(page)
    assert "search=L1" in page.url
    other = visit(page.url.rpartition("/")[2], width=390, scheme="dark")
    assert other.locator("h1").inner_text() == page.locator("h1").inner_text()
    said = other.inner_text("[data-testid=stMain]")
    for part in ("lost at engaged", "id begins with", "last 24 months", "Webinar", "Referral"):
        assert part in said
    assert saved(other, "Download leads") == saved(page, "Download leads")


def test_the_query_of_a_chart_can_be_read(visit):
    page = visit("sources?motion=outbound")
    page.get_by_role("button", name="Numbers").first.click()
    queries = page.get_by_label("Show the query").first
    stands_still(queries)  # a panel that still grows closes the list that opens in it
    queries.click()
    page.get_by_role("option").filter(has_text=question("conversion").title).first.click()
    page.get_by_text("with scoped_journeys as").wait_for()
    assert "'outbound'" in page.inner_text("[data-testid=stCode]")
    assert page.locator("[data-testid=stException]").count() == 0
