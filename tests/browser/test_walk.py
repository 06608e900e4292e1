"""Walks every page on the sample: nothing fails, overlaps, scrolls sideways, calls outside or shuts anyone out."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.looks import look, settle

pytestmark = pytest.mark.browser

PAGES = {
    "health": "",
    "dependence": "dependence",
    "stress": "stress",
    "balance": "balance",
    "sources": "sources",
    "attribution": "attribution",
    "stages": "stages",
    "gaps": "gaps",
    "prospecting": "prospecting",
    "leads": "leads",
    "lead": "lead?lead=L100003387",
    "interplay": "interplay",
    "data": "data",
    "settings": "settings",
}

VIEWS = {
    "stress": ("Back-test",),
    "dependence": (
        "Shares&grain=Account",
        "Over+time&period=All",
        "Sole+and+overlap",
        "Within+a+channel&period=All",
        "Single+points+of+failure&limit_channel=30",
    ),
    "balance": ("Situations", "Coverage", "Velocity", "Segments"),
    "sources": ("Ranking&gate=From+opportunity", "Gates", "Maturity", "Crossed", "Like+for+like", "Change", "Cost"),
    "stages": (
        "Ways+out",
        "Ways+out&count=In+order&within=within+30+days",
        "Time",
        "Biggest+leak",
        "After+the+drop",
        "Owners",
    ),
    "gaps": ("Queue&gap=Never+touched", "Response+time&groups=Owner&clock=Working+hours", "Owners+over+time"),
    "settings": ("Stages", "Owners", "Time+and+hours", "Thresholds", "Exchange+rates", "Targets", "History"),
    "prospecting": ("Coverage&by=Owner", "Sequences", "Persistence+and+effort", "Objections"),
}

# Streamlit's sparkline of st.metric is an SVG without a name; the number beside it says the same.
ACCEPTED = {"svg-img-alt"}

OVERLAPS = """
() => {
  const seen = [];
  for (const plot of document.querySelectorAll('.js-plotly-plot')) {
    const texts = [...plot.querySelectorAll('svg text')]
      .filter(t => t.textContent.trim() && getComputedStyle(t).opacity > 0.1)
      .map(t => ({text: t.textContent, box: t.getBoundingClientRect()}))
      .filter(t => t.box.width > 0);
    for (let i = 0; i < texts.length; i++) for (let j = i + 1; j < texts.length; j++) {
      const a = texts[i].box, b = texts[j].box;
      const w = Math.min(a.right, b.right) - Math.max(a.left, b.left);
      const h = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
      if (w > 2 && h > 4 && w * h > 0.15 * Math.min(a.width * a.height, b.width * b.height))
        seen.push(texts[i].text + ' | ' + texts[j].text);
    }
  }
  return seen;
}
"""

CUT = """
() => [...document.querySelectorAll('.js-plotly-plot')].flatMap(plot => {
  const frame = plot.getBoundingClientRect();
  return [...plot.querySelectorAll('svg text')]
    .map(t => [t.textContent, t.getBoundingClientRect()])
    .filter(([text, box]) => text.trim() && box.width > 0 && (box.left < frame.left - 2 || box.right > frame.right + 2))
    .map(([text]) => text);
})
"""


CUT_FIGURES = """
() => [...document.querySelectorAll('[data-testid=stMetricLabel] p, [data-testid=stMetricValue] > div')]
  .filter(text => text.scrollWidth > text.clientWidth + 1)
  .map(text => text.textContent)
"""


# One load shows all of them: colours of charts do not follow the mode, and a chart redraws itself to fit its room.
LOOKS = ((1440, "light"), (1440, "dark"), (390, "dark"), (390, "light"))
LOOKS_OF_VIEWS = ((1440, "dark"), (390, "light"))
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES.keys())
def test_page_is_whole_and_accessible(visit, path):
    page = visit(path)
    for width, scheme in LOOKS:
        look(page, width=width, scheme=scheme)
        demand_whole(page)
        if width == 1440:
            demand_accessible(page)


@pytest.mark.parametrize("path", [f"{page}?view={view}" for page, views in VIEWS.items() for view in views])
def test_view_is_whole(visit, path):
    page = visit(path)
    for width, scheme in LOOKS_OF_VIEWS:
        look(page, width=width, scheme=scheme)
        demand_whole(page)


def demand_whole(page):
    assert page.locator("[data-testid=stException], [data-testid=stAlert]").count() == 0
    assert page.locator("h1").count() == 1
    assert page.evaluate(OVERLAPS) == []
    assert page.evaluate(CUT_FIGURES) == []
    assert page.evaluate(CUT) == []
    assert page.evaluate("() => document.scrollingElement.scrollWidth <= window.innerWidth"), "scrolls sideways"
    assert page.foreign == [], "the page called outside"


def demand_accessible(page):
    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": TAGS}}).response["violations"]
    serious = {each["id"] for each in found if each["impact"] in ("serious", "critical")}
    assert serious - ACCEPTED == set(), [node["html"] for each in found for node in each["nodes"]][:5]


def test_a_link_reproduces_the_view(visit):
    page = visit("sources?period=24+months&motion=outbound")
    assert "last 24 months" in page.inner_text("[data-testid=stMain]")
    assert "motion outbound" in page.inner_text("[data-testid=stMain]")


def test_a_value_that_is_not_there_falls_back_with_a_notice(visit):
    page = visit("sources?period=9999-99-99&channel=%27%3BDROP", settled=False)
    assert "is left out" in page.inner_text("[data-testid=stToast] >> nth=0")
    settle(page)
    assert page.locator("[data-testid=stException]").count() == 0


def test_numbers_of_a_chart_are_one_click_away(visit):
    page = visit("sources")
    page.get_by_role("button", name="Numbers").first.click()
    page.get_by_role("button", name="Download CSV").first.wait_for()


def test_a_click_on_a_mark_lists_the_leads_behind_it(visit):
    page = visit("dependence?share_of=Leads")
    bar = page.locator(".js-plotly-plot").first.locator(".bars .point path").nth(1)
    bar.scroll_into_view_if_needed()
    box = bar.bounding_box()
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.get_by_text("channel Free trial and demo").wait_for()
    page.get_by_role("button", name="Download leads").wait_for()


def test_a_sales_manager_finds_whose_leads_wait_and_takes_the_queue_along(visit):
    page = visit("gaps?gap=Never+touched")
    title = page.get_by_role("heading", name="has the most untouched open leads")
    assert title.inner_text().startswith("Robin Vale has the most untouched open leads")
    page.goto(f"{page.url}&owner=Robin+Vale")
    settle(page)
    assert "owner Robin Vale" in page.inner_text("[data-testid=stMain]")
    assert page.get_by_role("heading", name="of Robin Vale").count() == 1
    # The last card lists who has waited for too long; the queue stands before it.
    page.get_by_role("button", name="Numbers").nth(-2).click()
    with page.expect_download() as download:
        page.get_by_role("button", name="Download CSV").click()
    lines = download.value.path().read_text(encoding="utf-8-sig").splitlines()
    assert "lead_id,gap" in lines[0]
    assert len(lines) > 50
    assert all("Robin Vale" in line for line in lines[1:])
