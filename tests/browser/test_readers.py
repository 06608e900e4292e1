"""Three readers with a question each: an answer where they look first, and the same one wherever they read on."""

import csv
import re

import pytest
from playwright.sync_api import expect

from tests.browser.looks import HEIGHT, settle

pytestmark = pytest.mark.browser

# Verdict of a channel, and the word for it in the titles of Cost.
JUDGED = {"Raise": "raise", "Cut": "cut", "Keep": "keep", "Cannot tell yet": "cannot tell yet", "Map it": "map it"}
RAISED = re.compile(r"(?P<back>[\d.]+)× its spend came back, [^;)]+, \$(?P<win>[\d.]+)(?P<unit>K?) a win")


def plain(text):
    return text.replace("\xa0", " ").replace("\u2060", "")


def title(page):
    return plain(page.locator("h1").inner_text())


def findings(page):
    """What is found, line by line: from the label on, without the icon."""
    lines = page.locator("[data-testid=stMain] p", has=page.locator("strong")).all_inner_texts()
    return [plain(line).partition(" ")[2] for line in lines if " — " in line]


def figure(page, label):
    """A key figure, as a number."""
    shown = page.locator("[data-testid=stMetric]", has_text=label).locator("[data-testid=stMetricValue]").inner_text()
    return int(shown.replace(",", ""))


def first_number(text):
    return int(re.search(r"[\d,]+", text)[0].replace(",", ""))


def follow(page, finding):
    """Go where the link beside a finding leads."""
    before = page.locator("h1").inner_text()
    block = "[data-testid=stHorizontalBlock], [data-testid=stVerticalBlock]"  # beside its finding, or below it
    page.locator(block, has_text=finding).filter(has=page.get_by_role("link")).last.get_by_role("link").click()
    page.wait_for_function(
        "before => ![undefined, before].includes(document.querySelector('h1')?.innerText)", arg=before
    )
    settle(page)


def saved(page, button):
    with page.expect_download() as waiting:
        button.click()
    return list(csv.DictReader(waiting.value.path().read_text("utf-8-sig").splitlines()))


def numbers(page, heading):
    """The table behind a card, as its download has it."""
    opens = page.get_by_role("button", name="Numbers")
    page.locator("[data-testid=stVerticalBlock]", has=page.get_by_role("heading", name=heading)).filter(
        has=opens
    ).last.get_by_role("button", name="Numbers").click()
    rows = saved(page, page.get_by_role("button", name="CSV", exact=True))
    page.keyboard.press("Escape")
    return rows


def test_a_leader_learns_which_engine_is_needed_and_what_too_much_hangs_on_and_why(visit):
    page = visit("")
    act = next(line for line in findings(page) if line.startswith("Act · leadership"))
    hangs = next(line for line in findings(page) if "above the threshold" in line)
    answer, _, surely = act.partition(" — ")[2].partition(". ")
    name, share, limit = re.search(r"— (.+) brings (\d+%) .* above the threshold of (\d+%)", hangs).groups()

    follow(page, act.partition(" — ")[2][:40])
    assert title(page) == answer
    reason = findings(page)[0]
    assert reason.startswith("Act · leadership")
    assert reason.endswith(surely), "as sure as on the page before"
    assert f"{name}'s share of opportunities is {share}, above the threshold of {limit}" in reason
    assert hangs in findings(page), "word by word"
    decides = numbers(page, "rules hold")[0]
    assert decides["value"].startswith(share.replace(" ", "\xa0"))
    assert plain(decides["limit"]) == f"above {limit}"
    assert decides["verdict"] == "holds, clear"

    page.go_back()
    page.get_by_text(hangs[-60:-20]).wait_for()
    settle(page)
    follow(page, hangs.partition(" — ")[2][:40])
    assert title(page) == f"{name} brings {share} of opportunities, above the {limit} threshold"


def test_a_marketer_learns_first_what_to_raise_to_keep_and_to_cut(visit):
    page = visit("sources")
    page.get_by_role("tab", name="Cost").click()
    page.wait_for_url("**view=Cost**")
    page.get_by_role("heading", name="running channels").wait_for()
    settle(page)
    first = page.locator("[data-testid=stDataFrame]").first
    assert first.bounding_box()["y"] < HEIGHT, "seen without scrolling"
    for column in ("Verdict", "Spend, last 3 months, $", "Return", "Per win, $"):
        # A table writes its cells some time after it is drawn.
        expect(first.get_by_text(column, exact=True).and_(first.locator("th"))).to_be_attached()

    rows = numbers(page, "running channels")
    said = plain(page.locator("h2").first.inner_text())
    assert said.startswith(f"Of {len(rows)} running channels: ")
    named = {verdict: [row["name"] for row in rows if row["said"] == verdict] for verdict in JUDGED}
    for verdict, names in named.items():
        assert (f"{JUDGED[verdict]} {len(names)}" in said) == bool(names)
    assert sum(map(len, named.values())) == len(rows), "every channel has a verdict"
    assert title(page).startswith(f"Raise {' and '.join(named['Raise'])}, ")
    assert title(page).endswith(f"; {len(named['Cannot tell yet'])} cannot be told yet")

    act = findings(page)[0]
    assert act.startswith("Act · marketing · $")
    for row, words in zip([row for row in rows if row["said"] == "Raise"], RAISED.finditer(act), strict=True):
        assert float(words["back"]) == pytest.approx(float(row["return"]), rel=0.03)
        win = float(words["win"]) * (1_000 if words["unit"] else 1)
        assert win == pytest.approx(float(row["cost_per_win"]), rel=0.05)
    stake = re.search(r"\$([\d.]+)K in the latest three months", act)[1]
    spent = sum(float(row["latest"]) for row in rows if row["said"] == "Raise")
    assert float(stake) * 1_000 == pytest.approx(spent, rel=0.01)


@pytest.mark.parametrize(("gap", "label"), [("Never touched", "Untouched, open"), ("Stalled", "Stalled now")])
def test_a_sales_manager_finds_the_same_open_leads_wherever_they_are_counted(visit, gap, label):
    number = figure(visit("stages"), label)
    assert number > 100
    page = visit(f"gaps?gap={gap.replace(' ', '+')}")
    assert first_number(title(page)) == number
    assert sum(int(row["leads"]) for row in numbers(page, "has the most")) == number, "of all owners"
    page = visit(f"leads?gap={gap.lower().replace(' ', '+')}")
    assert title(page) == f"{number:,} leads, all open"
    rows = saved(page, page.get_by_role("button", name="Download leads"))
    assert len({row["lead_id"] for row in rows}) == number
    assert {row["outcome"] for row in rows} == {"open"}


def test_the_key_figure_of_gaps_and_the_line_of_prospecting_count_the_same_untouched_leads(visit):
    assert figure(visit("gaps"), "Untouched, open") == figure(visit("stages"), "Untouched, open")
    line = plain(visit("prospecting").locator("[data-testid=stCaptionContainer]").first.inner_text())
    still_open = first_number(line.partition("never touched by us, ")[2])
    assert first_number(title(visit("gaps?gap=Never+touched&motion=outbound"))) == still_open


def test_a_finding_about_open_leads_leads_to_just_these(visit):
    page = visit("stages")
    for line in [line for line in findings(page) if "open leads — " in line]:
        number = first_number(line)
        follow(page, line.partition(" — ")[2][:40])
        assert title(page) == f"{number:,} leads, all open"
        page.go_back()
        page.get_by_role("heading", name="reach each stage").or_(page.get_by_text("Reach prospect")).first.wait_for()
        settle(page)
