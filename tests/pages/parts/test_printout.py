"""A page on paper says what the page says, shows names from data letter by letter, and cuts no card in two."""

import re
from datetime import date, timedelta
from html.parser import HTMLParser
from io import BytesIO

import pandas as pd
import pytest
from PIL import Image

from analysis.claims.verdicts import ACT
from analysis.scope import Scope
from benchmarks.views import views
from pages.charts import figures, theme
from pages.charts import paper as charts
from pages.parts import labels, paper, printing, printout
from pages.parts.cards import Card, Column, Kpi
from pages.parts.page import Finding, PageModel
from tests.pages.parts.hostile import NAMES
from tests.pages.parts.taken import ORIGIN

PAPER_HEIGHT = (297 - 14 - 16) / 25.4 * 96  # pixels of A4 between its margins
BARS = pd.DataFrame({"label": ["Paid search", "Cold call"], "value": [30, 12], "motion": ["inbound", "outbound"]})


def model(name="Paid search"):
    """A page with everything on it; the name stands wherever names from data may."""
    said = labels.literal(name)
    drawn = BARS.assign(label=[labels.chart_text(name), "Cold call"], text=["30", "12"])
    return PageModel(
        said,
        kpis=(Kpi(said, "$6.7M", "+36%", "inbound", help=said),),
        findings=(Finding(ACT, said, said, who=said, worth=said),),
        cards=(
            Card(
                name="drawn",
                title=said,
                subtitle=f"{said} · {labels.MARKS}",
                figure=figures.ranked_bars(drawn, "count"),
                numbers=drawn,
                definition=said,
                note=f"{said} [List all of them](/leads?owner=x)",
            ),
            Card(name="listed", title=said, numbers=pd.DataFrame({name: [name]}), definition=said, is_table=True),
        ),
    )


class Seen(HTMLParser):
    """Tags, the addresses they name, and the text outside of style and script."""

    def __init__(self, page):
        super().__init__()
        self.tags, self.addresses, self.words, self.inside = [], [], [], ""
        self.feed(page)
        self.text = " ".join(" ".join(self.words).split()).replace("\xa0", " ")

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.inside = tag
        self.addresses += [value for name, value in attrs if name in ("src", "href", "action", "onerror", "onload")]

    def handle_endtag(self, tag):
        self.inside = "" if tag == self.inside else self.inside

    def handle_data(self, data):
        if self.inside not in ("style", "script"):
            self.words.append(data)


def test_it_says_what_the_page_says_of_which_leads_and_where_it_is_found():
    seen = Seen(printout.page(model(), ORIGIN))
    for part in (
        "Acme · Gaps · Queue",
        "Data through 31 Oct 2026",
        "segment SMB",
        "$6.7M",
        "Act",
        "How these numbers are counted",
        ORIGIN.address,
    ):
        assert part in seen.text, part
    assert seen.addresses == ["https://pipeline.example/leads?owner=x", ORIGIN.address]


@pytest.mark.parametrize(
    "name", [*NAMES, "{{ font }}", "{% include 'page.css' %}", "</script><script>alert(1)</script>"]
)
def test_names_from_data_are_shown_letter_by_letter(name):
    """Whatever text gets onto the page: no tag comes of it, and it is shown as it is."""
    for hostile, plain in (
        (printout.page(model(name), ORIGIN), printout.page(model(), ORIGIN)),
        (printout.picture(model(name).cards[0], ORIGIN)[0], printout.picture(model().cards[0], ORIGIN)[0]),
    ):
        seen = Seen(hostile)
        assert seen.tags == Seen(plain).tags
        assert seen.addresses == Seen(plain).addresses
        shown = " ".join(labels.plain(name).replace("\xa0", " ").split())
        assert shown in seen.text


def test_a_page_asks_for_nothing_from_outside_and_runs_only_its_own_script():
    page = printout.page(model(), ORIGIN)
    policy = re.search(r'http-equiv="Content-Security-Policy" content="([^"]*)"', page)[1]
    assert policy.startswith("default-src 'none';")
    nonce = re.search(r"script-src 'nonce-([\w-]+)'", policy)[1]
    assert re.findall(r"<script[^>]*>", page) == [f'<script nonce="{nonce}">'] * 2
    assert nonce not in printout.page(model(), ORIGIN), "nobody can know it before"
    assert "<script" not in printout.page(PageModel("Nothing", empty="Load leads."), ORIGIN)


@pytest.mark.parametrize(
    ("markdown", "pieces"),
    [
        (":blue[\u25cf] Inbound", [("\u25cf", "blue", ""), (" Inbound", "", "")]),
        ("[All](/leads?a=b).", [("All", "", "/leads?a=b"), (".", "", "")]),
        (labels.literal(":red[x] [y](/z)"), [(":red[x] [y](/z)", "", "")]),
        ("[out](https://example.com)", [("[out](https://example.com)", "", "")]),
        ("", []),
    ],
)
def test_our_own_markdown_is_taken_apart(markdown, pieces):
    assert [tuple(each) for each in paper.pieces(markdown)] == pieces


def test_a_table_shows_its_first_rows_and_the_columns_that_fit():
    rows = pd.DataFrame({f"c{place}": ["a rather long text of a cell"] * 40 for place in range(9)})
    table = printout.table(Card(name="x", title="", numbers=rows, definition="", is_table=True), ORIGIN)
    assert len(table.rows) == 15
    assert 2 < len(table.heads) < 9
    assert table.more == f"25\xa0rows and {9 - len(table.heads)}\xa0columns more in the download"
    whole = printout.table(Card(name="x", title="", numbers=rows[["c1"]].head(3), definition=""), ORIGIN)
    assert (len(whole.rows), whole.more) == (3, "")


def test_cells_are_written_as_the_page_shows_them():
    at = pd.Timestamp("2026-06-30T22:30Z")
    row = {"a": 0.069, "b": -0.015, "c": 3702700.4, "d": date(2026, 10, 2), "e": at, "f": "inbound", "g": float("inf")}
    kinds = {"a": "share", "b": "points", "c": "money", "d": "day", "e": "moment", "f": "motion", "g": "count"}
    columns = {name: Column(name, kind) for name, kind in kinds.items()}
    card = Card(name="x", title="", numbers=pd.DataFrame([row]), definition="", columns=columns)
    assert printout.table(card, ORIGIN).rows[0] == (
        "6.9%",
        "\u22121.5",
        "\u20ac3.7M",
        "2 Oct 2026",
        "1 Jul 2026, 00:30",
        "Inbound",
        labels.MISSING,
    )


def pages_of(pdf):
    return len(re.findall(rb"/Type\s*/Page\b(?!s)", pdf))


def test_a_page_becomes_a_pdf_and_a_chart_a_picture_on_white(chromium):
    pdf = printing.pdf(printout.page(model(), ORIGIN), chromium)
    assert pdf.startswith(b"%PDF")
    assert pages_of(pdf) == 1
    html, size = printout.picture(model().cards[0], ORIGIN)
    picture = Image.open(BytesIO(printing.png(html, size, chromium))).convert("RGB")
    assert picture.size == (2 * size[0], 2 * size[1])
    colours = {colour: count for count, colour in picture.getcolors(1 << 24)}
    assert max(colours, key=colours.get) == (255, 255, 255)
    for bar in (theme.INBOUND, theme.OUTBOUND):
        red, green, blue = (int(bar[start : start + 2], 16) for start in (1, 3, 5))
        assert colours.get((red, green, blue), 0) > 1_000, "its bar is drawn"


@pytest.fixture(scope="module")
def still(browser):
    """A page of the browser that runs no scripts: what is on paper has its place before figures are drawn."""
    context = browser.new_context(java_script_enabled=False, viewport={"width": 1000, "height": 1400})
    page = context.new_page()
    page.emulate_media(media="print")
    yield page
    context.close()


@pytest.mark.parametrize("name", [name for name in views() if name != "leads: first page"])
def test_no_card_is_cut_in_two_and_nothing_stands_out_at_the_side(sample_of, still, name, monkeypatch):
    monkeypatch.setattr(charts, "script", str)
    warehouse = sample_of(seed=7, leads=2_000)
    scope = Scope(since=warehouse.as_of - timedelta(days=364), until=warehouse.as_of + timedelta(days=1))
    given = {"text": "", "fault": ""} if name == "data" else {}
    shown = views()[name](warehouse, scope, scope.previous_period(warehouse.as_of), **given)
    still.set_viewport_size({"width": round((210 - 30) / 25.4 * 96), "height": 1000})
    still.set_content(printout.page(shown, ORIGIN))
    for part in still.locator(".card").all():
        box = part.bounding_box()
        assert box["height"] <= PAPER_HEIGHT, part.inner_text()[:80]
        for table in part.locator("table").all():
            inner = table.bounding_box()
            assert inner["x"] + inner["width"] <= box["x"] + box["width"] - 4, "a table is as wide as its card"
