"""Three readers get what they came for from the start page, by the keyboard alone and in few steps."""

import pytest

from tests.browser.looks import settle, stands_still
from tests.pages.parts.taken import sheets

pytestmark = pytest.mark.browser

MOST_TABS = 120

# What has the focus, as it is called; the page itself can have it, too, so that the arrows scroll it.
FOCUSED = """
() => {
  const focused = document.activeElement;
  return focused.matches('main, body') ? '' : focused.ariaLabel || focused.innerText;
}
"""


# Whether the title is there and is another.
IS_OTHER = """
before => {
  const title = document.querySelector('h1')?.innerText.replaceAll('\\u00a0', ' ');
  return title?.trim() && title !== before && !title.includes('\\u2007');
}
"""


class Keyboard:
    """A reader without a mouse: what they press to choose something counts as a step, the way there does not."""

    def __init__(self, page):
        self.page = page
        self.steps = 0

    def go_to(self, name, *, within=None):
        """Press Tab until what is called so has the focus, within a part of the page."""
        for _ in range(MOST_TABS):
            self.page.keyboard.press("Tab")
            said = self.page.evaluate(FOCUSED)
            if name in said and (within is None or self.page.locator(within).locator(":focus").count()):
                assert self.page.evaluate("() => document.activeElement.matches(':focus-visible')"), "seen to be there"
                return
        pytest.fail(f"{name} cannot be reached with the keyboard")

    def go_down_to(self, name):
        """Press the arrow down until an entry of the open menu is called so."""
        self.page.locator("[role=menu] :focus").wait_for()
        for _ in range(MOST_TABS):
            if name in self.page.evaluate(FOCUSED):
                return
            self.page.keyboard.press("ArrowDown")
        pytest.fail(f"{name} cannot be reached with the keyboard")

    def choose(self):
        self.steps += 1
        self.page.keyboard.press("Enter")

    def choose_page(self):
        """Choose what has the focus, and wait until the page that it leads to says what it finds."""
        before = title(self.page)
        self.choose()
        self.page.wait_for_function(IS_OTHER, arg=before)
        settle(self.page)
        stands_still(self.page.locator("h1"))
        settle(self.page)


def title(page):
    return page.locator("h1").inner_text().replace("\xa0", " ")


def test_a_leader_reads_the_recommendation_after_one_step(visit):
    page = visit("")
    reader = Keyboard(page)
    reader.go_to("Balance", within="[data-testid=stMain]")
    reader.choose_page()
    assert title(page) == "Build prospecting as a second engine before buying more Paid search"
    assert reader.steps == 1


def test_a_marketer_reads_what_to_raise_after_two_steps(visit):
    page = visit("")
    reader = Keyboard(page)
    reader.go_to("Sources", within="[data-testid=stMain]")
    reader.choose_page()
    reader.go_to("Like for like", within="[role=tablist]")  # one tab has the focus, the arrows go to the others
    page.keyboard.press("End")
    page.wait_for_function("() => document.activeElement.innerText === 'Cost'")
    reader.choose_page()
    assert title(page).startswith("Raise ")
    assert reader.steps == 2


def test_a_sales_manager_has_the_open_leads_with_names_in_a_file_after_three_steps(visit):
    page = visit("")
    reader = Keyboard(page)
    reader.go_to("Sales")
    reader.choose()
    reader.go_down_to("Gaps")
    reader.choose_page()
    reader.go_to("Work list")
    with page.expect_download() as waiting:
        reader.choose()
    heads, *leads = sheets(waiting.value.path().read_bytes())["All"]
    assert len(leads) > 1000
    assert all(lead[heads.index("Lead")] and lead[heads.index("Next step")] for lead in leads)
    assert reader.steps == 3


def test_a_screen_reader_hears_a_page_in_the_order_of_its_questions(visit):
    """The finding, which leads, views, choices, key figures with what they mean, then each card with its numbers."""
    heard = visit("stages").locator("[data-testid=stMain]").aria_snapshot()
    place = 0
    for said in (
        "Sales: Stage drop-off",
        'heading "Outbound falls behind inbound most between contacted and engaged',
        "created in the last 12 months · data through 31 Oct 2026",
        'tab "Funnel" [selected]',
        'combobox "Created in"',
        "Reach prospect",
        'button "Help for Reach prospect"',
        'button "See leads"',
        'heading "Of all leads, inbound 5.4% and outbound 3.3% reach the end" [level=2]',
        'button "Numbers"',
        "Bars over 7 stages: Inbound ends at 5.4% · 401 leads; Outbound ends at 3.3% · 69 leads.",
        'heading "What to do" [level=2]',
        'heading "No clear change over the quarters',
    ):
        assert said in heard[place:], f"{said} is not heard, or too early"
        place = heard.index(said, place)
