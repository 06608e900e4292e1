"""What is offered of a card: numbers always, a picture where a browser on the server can draw it."""

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from pages.charts import figures
from pages.parts import printing
from pages.parts.cards import Card
from tests.pages.parts.taken import ORIGIN

BARS = pd.DataFrame({"label": ["Paid search"], "value": [3], "motion": ["inbound"], "text": ["3"]})
DRAWN = {"name": "won by channel", "title": "", "numbers": BARS, "definition": "", "figure": figures.ranked_bars(BARS)}


def offered(card, origin):
    def script(card, origin):
        from pages.parts import downloads

        downloads.of_card(card, origin)

    app = AppTest.from_function(script, kwargs={"card": card, "origin": origin}, default_timeout=30).run()
    assert not app.exception
    return [button.proto.label for button in app.get("download_button")]


@pytest.mark.parametrize(
    ("browser", "card", "origin", "labels"),
    [
        ("/usr/bin/chromium", Card(**DRAWN), ORIGIN, ["CSV", "XLSX", "PNG"]),
        ("/usr/bin/chromium", Card(**DRAWN, is_table=True), ORIGIN, ["CSV", "XLSX"]),
        (None, Card(**DRAWN), ORIGIN, ["CSV", "XLSX"]),
        ("/usr/bin/chromium", Card(**DRAWN), None, ["CSV"]),
    ],
)
def test_what_is_offered_of_a_card(monkeypatch, browser, card, origin, labels):
    monkeypatch.setattr(printing, "browser", lambda: browser)
    assert offered(card, origin) == labels


def test_files_are_called_by_page_view_card_and_day():
    assert ORIGIN.file_name("xlsx", "Won by channel") == "gaps-queue-won-by-channel-2026-10-31.xlsx"
    assert ORIGIN.file_name("pdf") == "gaps-queue-2026-10-31.pdf"
