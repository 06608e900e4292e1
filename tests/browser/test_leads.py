"""Every number opens: from a mark to its leads, to one of them, to a file; and a link shows another reader the same."""

import csv

import pytest

from analysis.question import question
from tests.browser.conftest import settle
from tests.browser.looks import stands_still

pytestmark = pytest.mark.browser
HEADER, ROW = 36, 35


def press(page, mark):
    """Click the middle of a mark, once its chart is drawn for good."""
    stands_still(mark)
    box = mark.bounding_box()
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)


def open_first(page):
    """Press the button of the first row of the first table that has some."""
    table = page.locator("[data-testid=stDataFrame] canvas").first
    # The table is taller than the window: its first row is where the title is.
    page.locator("h1").scroll_into_view_if_needed()
    box = table.bounding_box()
    page.mouse.click(box["x"] + 35, box["y"] + HEADER + ROW / 2)


def press_first(page, within=None, *, row=0):
    """Press the button of the first row of a table within a card or a panel, or of another one."""
    table = (within or page).locator("[data-testid=stDataFrame] canvas").first
    table.scroll_into_view_if_needed()
    box = table.bounding_box()
    page.mouse.click(box["x"] + 35, box["y"] + HEADER + ROW * (row + 0.5))


def panel_of(page):
    """The panel beside the page, once its rows are there."""
    panel = page.get_by_test_id("stDialog")
    panel.locator("[data-testid=stDataFrame] canvas").first.wait_for()
    settle(page)
    return panel


def number_in(panel):
    """How many leads a panel counts, as it writes them."""
    return panel.get_by_test_id("stMetricValue").first.inner_text()


def saved(page, name):
    with page.expect_download() as waiting:
        page.get_by_role("button", name=name).first.click()
    return read(waiting.value)


def read(download):
    return list(csv.DictReader(download.path().read_text("utf-8-sig").splitlines()))


def focused(page):
    """What a reader of the screen hears of the part that has the focus: its name, and whether it is in the panel."""
    return page.evaluate(
        "() => [document.activeElement.ariaLabel || document.activeElement.innerText,"
        " Boolean(document.activeElement.closest('[data-testid=stDialog]'))]"
    )


def tab_to(page, name, *, in_panel=False):
    """Press Tab until the part with a name has the focus."""
    for _ in range(60):
        page.keyboard.press("Tab")
        said, is_in_panel = focused(page)
        if name in said and is_in_panel == in_panel:
            return
    pytest.fail(f"{name} cannot be reached with the keyboard")


def test_a_mark_opens_its_leads_and_they_open_one_by_one(visit):
    page = visit("stages?view=Ways+out")
    press(page, page.locator(".js-plotly-plot").first.locator(".bars .point path").first)
    panel = panel_of(page)
    assert "Motion inbound" in panel.inner_text()
    count = f"{number_in(panel)} leads"
    panel.get_by_role("link", name="Open all in Leads").click()
    page.wait_for_url("**/leads?**")
    page.get_by_text("Only leads that are").wait_for()
    settle(page)
    assert page.get_by_test_id("stDialog").count() == 0
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


def test_a_panel_opens_with_every_click_closes_for_good_and_leads_on_to_a_lead(visit):
    page = visit("dependence?share_of=Leads&period=24+months")
    bars = page.locator(".js-plotly-plot").first.locator(".bars .point path")
    press(page, bars.nth(1))
    panel = panel_of(page)
    first = panel.get_by_role("heading").first.inner_text()
    panel.get_by_role("button", name="Close").click()
    panel.wait_for(state="detached")
    settle(page)
    press(page, bars.nth(1))
    assert panel_of(page).get_by_role("heading").first.inner_text() == first, "the same mark opens again"
    page.keyboard.press("Escape")
    panel.wait_for(state="detached")
    settle(page)
    page.get_by_role("button", name="Numbers").first.click()
    page.get_by_role("button", name="CSV", exact=True).first.wait_for()
    assert panel.count() == 0, "what is done in a card opens nothing anew"
    page.keyboard.press("Escape")
    press(page, bars.nth(0))
    panel_of(page)
    press_first(page, panel)
    page.wait_for_url("**/lead?**lead=*")
    page.get_by_text("What happened, in order").wait_for()
    assert "period=24+months" in page.url, "the choice stays on the way from a part of a page, too"
    assert panel.count() == page.locator("[data-testid=stException]").count() == 0


def test_the_keyboard_alone_leads_from_a_chart_to_its_leads_in_a_file(visit):
    page = visit("stages?view=Ways+out")
    page.get_by_role("button", name="Numbers").first.focus()
    tab_to(page, "Leads")
    page.keyboard.press("Enter")
    page.locator("[role=menu]:focus-within").wait_for()
    page.keyboard.press("ArrowDown")
    chosen = page.evaluate("() => document.activeElement.innerText")
    page.keyboard.press("Enter")
    panel = panel_of(page)
    assert panel.get_by_role("heading").first.inner_text() == chosen
    tab_to(page, "Download leads", in_panel=True)
    with page.expect_download() as waiting:
        page.keyboard.press("Enter")
    assert f"{len(read(waiting.value)):,}" == number_in(panel)
    tab_to(page, "Close", in_panel=True)
    page.keyboard.press("Enter")
    panel.wait_for(state="detached")


def test_a_point_of_a_quarter_opens_the_leads_of_its_days(visit):
    page = visit("dependence?view=Over+time&measure=Leads&period=24+months")
    chart = page.locator(".st-key-figure-shares-by-rolling-quarter")
    press(page, chart.locator(".scatterlayer .trace").last.locator(".points path").nth(2))
    panel = panel_of(page)
    count = number_in(panel)
    panel.get_by_role("link", name="Open all in Leads").click()
    page.wait_for_url("**/leads?**only_through=**")
    page.get_by_text("Only leads that are").wait_for()
    settle(page)
    assert page.locator("h1").inner_text().startswith(f"{count} leads")


def test_a_sales_manager_opens_the_untouched_leads_of_an_owner_and_takes_the_queue_along(visit):
    page = visit("stages?view=Owners")
    press(page, page.locator(".js-plotly-plot").first.locator(".scatterlayer .points path").first)
    panel_of(page).get_by_role("link", name="Open all in Leads").click()
    page.wait_for_url("**/leads?**untouched=yes**")
    page.get_by_text("never touched by us").wait_for()
    settle(page)
    open_first(page)
    page.wait_for_url("**/lead?lead=*")
    page.get_by_text("What happened, in order").wait_for()
    page = visit("gaps?gap=Never+touched")
    page.get_by_role("button", name="Numbers").nth(-2).click()
    queue = saved(page, "CSV")
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
    first = saved(page, "CSV")[0]
    assert {"wins_volume", "wins_mix", "wins_rate"} <= set(first)
    page.keyboard.press("Escape")
    press_first(page, row=1)  # below the total; the first click chooses the cell, the second follows its link
    with page.expect_popup() as opened:
        press_first(page, row=1)
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
    page.get_by_text("with “L1” in name").wait_for()
    settle(page)
    page.wait_for_url("**search=~**")
    other = visit(page.url.rpartition("/")[2], width=390, scheme="dark")
    assert other.locator("h1").inner_text() == page.locator("h1").inner_text()
    said = other.inner_text("[data-testid=stMain]")
    for part in ("lost at engaged", "with “L1” in name", "last 24 months", "Webinar", "Referral"):
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
