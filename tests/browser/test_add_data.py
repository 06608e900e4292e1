"""A workbook with German columns goes from drop to dashboard by clicking, and the next one needs two clicks."""

import io
from datetime import date, timedelta

import pytest
import xlsxwriter
from playwright.sync_api import Browser, Page, expect

from data.store import Store
from tests.browser.looks import settle
from tests.browser.serving import served

HEAD = ("Vorgang", "Angelegt am", "Herkunft", "Betreuer", "Vertriebsphase", "Abgeschlossen am", "Auftragswert (EUR)")
SOURCES = ("Google-Anzeigen", "Messe", "Empfehlung", "Kaltakquise Telefon")
PHASES = ("Neu", "Qualifiziert", "Angebot", "Gewonnen", "Verloren")
PATIENCE_MS = 90_000
MOST_INTERACTIONS = 40


def workbook(month: int) -> bytes:
    """Sixty deals of a month: a preamble above the names, days as days, amounts as texts with a decimal comma."""
    written = io.BytesIO()
    with xlsxwriter.Workbook(written, {"in_memory": True}) as book:
        sheet, day = book.add_worksheet("Vorgänge"), book.add_format({"num_format": "dd.mm.yyyy"})
        sheet.write(0, 0, "Vertriebsbericht")
        sheet.write_row(2, 0, HEAD)
        for place in range(60):
            created = date(2026, month, 1) + timedelta(days=place % 28)
            phase = PHASES[place % len(PHASES)]
            sheet.write_string(3 + place, 0, f"V-{month}-{place:03}")
            sheet.write_datetime(3 + place, 1, created, day)
            sheet.write_row(3 + place, 2, (SOURCES[place % len(SOURCES)], "A. Weber", phase))
            if phase in ("Gewonnen", "Verloren"):
                sheet.write_datetime(3 + place, 5, created + timedelta(days=5), day)
            sheet.write_string(3 + place, 6, f"{place + 1}.{place:03},50")
    return written.getvalue()


class Reader:
    """Somebody in front of the page, whose interactions are counted."""

    def __init__(self, page: Page, address: str) -> None:
        self.page, self.address, self.interactions = page, address, 0

    def opens(self) -> None:
        self.page.goto(f"{self.address}/add_data")
        settle(self.page)

    def drops(self, name: str, content: bytes) -> None:
        self.interactions += 1
        file = {"name": name, "mimeType": "application/octet-stream", "buffer": content}
        self.page.set_input_files("input[type=file]", [file])

    def clicks(self, label: str) -> None:
        self.interactions += 1
        button = self.page.get_by_role("button", name=label)
        button.wait_for(timeout=PATIENCE_MS)
        button.click()

    def sees(self, title: str) -> None:
        expect(self.page.get_by_role("heading", level=1)).to_contain_text(title, timeout=PATIENCE_MS)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Store:
    return Store(tmp_path_factory.mktemp("own"))


@pytest.fixture(scope="module")
def reader(browser: Browser, home: Store):
    with served(home.folder) as address:
        page = browser.new_context(timezone_id="Europe/Berlin").new_page()
        page.set_default_timeout(PATIENCE_MS)
        yield Reader(page, address)
        page.context.close()


def test_a_german_workbook_is_loaded_by_clicking(reader, home):
    reader.opens()
    reader.drops("Vorgänge.xlsx", workbook(3))
    reader.sees("1 file to explain")
    expect(reader.page.get_by_text("Rows readable")).to_be_visible()
    reader.clicks("See what will happen")
    reader.sees("Ready: 60 leads new or changed")
    assert home.look().is_empty
    reader.clicks("Publish")
    reader.sees("Published: every page shows it")
    assert reader.interactions < MOST_INTERACTIONS
    reader.page.get_by_role("link", name="Pipeline health").last.click()
    expect(reader.page.get_by_text("60 leads").first).to_be_visible(timeout=PATIENCE_MS)


def test_the_next_month_needs_two_clicks_and_a_reader_is_told(reader, browser, home):
    other = browser.new_page()
    other.goto(f"{reader.address}/data")
    settle(other)
    reader.opens()
    reader.interactions = 0
    reader.drops("Vorgänge April.xlsx", workbook(4))
    reader.clicks("Publish")
    reader.sees("Published")
    assert reader.interactions == 2
    expect(other.get_by_text("There is new data")).to_be_visible(timeout=PATIENCE_MS)
    other.get_by_role("button", name="Show it").click()
    expect(other.get_by_role("heading", level=1)).to_contain_text("120 leads", timeout=PATIENCE_MS)
    other.close()


def test_on_a_phone_nothing_is_wider_than_the_screen(reader):
    reader.page.set_viewport_size({"width": 390, "height": 844})
    reader.opens()
    reader.drops(
        "other.csv", b"Vorgangs-Nr;Datum;Weg\n" + b"".join(b"X-%03d;03.04.2026;Messe\n" % n for n in range(50))
    )
    reader.page.get_by_role("button", name="See what will happen").wait_for()
    assert reader.page.evaluate("document.documentElement.scrollWidth") <= 390
    box = reader.page.get_by_role("button", name="See what will happen").bounding_box()
    assert box["x"] + box["width"] <= 390
