"""The brief is one page, whole in itself, and shows names from data letter by letter."""

import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from jinja2 import UndefinedError

from analysis.scope import Scope
from data.store import PROJECT
from pages.leadership.balance import brief as balance_brief
from pages.parts import brief, labels, paper, printing
from pages.parts.brief import Bar
from tests.pages.parts.hostile import NAMES
from tests.pages.two_engines import INBOUND, OUTBOUND, opportunities, still_open, target, world

FOLDER = PROJECT / "pages" / "parts" / "paper_pages"
SCOPE = "created in the last 12 months · segment SMB · data through 31 Dec 2026"


def written(*groups, targets=None, scope=None):
    return balance_brief.write(world(*groups, targets=targets), scope or Scope(), SCOPE)


@pytest.fixture(scope="module")
def full():
    """A brief with everything on it."""
    targets = [*target("inbound", 4000), *target("outbound", 1000)]
    return written(
        opportunities(("Webinar",), 100), opportunities(OUTBOUND, 70), still_open("Webinar", 40), targets=targets
    )


@pytest.fixture(scope="module")
def plain_brief():
    """A brief whose texts are harmless."""
    return balance_brief.compose(world(opportunities(("Webinar",), 40)), Scope(), SCOPE)


class Seen(HTMLParser):
    """Tags, their attributes, and the text outside of style."""

    def __init__(self, page):
        super().__init__()
        self.tags, self.addresses, self.words, self.inside = set(), [], [], ""
        self.feed(page)
        self.text = " ".join(" ".join(self.words).split()).replace("\xa0", " ")

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.inside = tag
        self.addresses += [value for name, value in attrs if name in ("src", "href", "action", "onerror", "onload")]

    def handle_data(self, data):
        if self.inside != "style":
            self.words.append(data)


def test_it_says_what_the_page_says(full):
    text = Seen(full).text
    assert "More of both: neither inbound nor outbound brings enough, and Webinar is too large a part" in text
    for part in (
        "Data through 30 Dec 2026",
        "segment SMB",
        "Findings",
        "clear",
        "Velocity",
        "Chance to reach the target",
        "threshold 40%",
    ):
        assert part in text, part
    # 100 and 40 of 210 opportunities are Webinar's.
    assert "67%" in text


def test_it_asks_for_nothing_from_outside(full):
    seen = Seen(full)
    assert seen.addresses == []
    assert not seen.tags & {"script", "img", "link", "iframe", "object", "a", "form"}
    assert set(re.findall(r"url\((\w+):", full)) == {"data"}
    assert "default-src 'none'" in full


@pytest.mark.parametrize("name", [*NAMES, "{{ font }}", "{% include 'brief.css' %}"])
def test_names_from_data_are_shown_letter_by_letter(plain_brief, name):
    """Whatever text gets into the page: no tag comes of it, and it is shown as it is."""
    hostile = replace(
        plain_brief,
        scope=name,
        title=name,
        reason=name,
        findings=(("weak", name),),
        numbers=((name, name, name),),
        bars_title=name,
        bars=(Bar(name, 0.5, 0.4, 0.6, name),),
        boxes=((name, name, name),),
    )
    seen = Seen(brief.render(hostile))
    assert seen.tags == Seen(brief.render(plain_brief)).tags
    assert seen.addresses == []
    shown = " ".join(labels.plain(name).replace("\xa0", " ").split())
    assert seen.text.count(shown) >= 9


def test_the_templates_escape_by_themselves():
    assert paper.PAGES.from_string("{{ name }}").render(name='<b>A & B\'s "x"</b>') == (
        "&lt;b&gt;A &amp; B&#39;s &#34;x&#34;&lt;/b&gt;"
    )
    for name in paper.PAGES.list_templates():
        text = (FOLDER / name).read_text(encoding="utf-8")
        assert not re.search(r"\bsafe\b|\bautoescape\b", text), f"{name} trusts a text"


def test_a_template_that_asks_for_what_is_not_there_is_an_error(plain_brief):
    with pytest.raises(UndefinedError, match="nothing"):
        paper.PAGES.from_string("{{ brief.nothing | short }}").render(brief=plain_brief)


def test_no_lead_still_makes_a_page():
    assert "No lead was created" in Seen(written()).text
    assert "only inbound leads are recorded" in Seen(written(opportunities(INBOUND, 40))).text


def pages_of(pdf):
    return len(re.findall(rb"/Type\s*/Page\b(?!s)", pdf))


def test_it_prints_on_exactly_one_page(full, chromium):
    pdf = printing.pdf(full, chromium)
    assert pdf.startswith(b"%PDF")
    assert pages_of(pdf) == 1


LONG = "An unreasonably long name of a channel that somebody typed into a field without an end " * 3


def test_nothing_is_cut_off_at_the_foot(full, browser):
    """Not even with the longest names and every finding on it."""
    crowded = written(
        opportunities([f"{LONG}{place}" for place in range(2)], 80),
        opportunities(INBOUND, 10),
        opportunities(OUTBOUND, 60, amount=900),
        still_open("Webinar", 40),
        targets=[*target("inbound", 4000), *target("outbound", 1000)],
    )
    page = browser.new_page()
    for shown in (full, crowded):
        page.set_content(shown)
        page.emulate_media(media="print")
        page.evaluate("() => document.fonts.ready.then(() => true)")
        inner, outer = page.evaluate(
            "() => [document.querySelector('.page').scrollHeight, document.querySelector('.page').clientHeight]"
        )
        assert inner <= outer
        wide = page.evaluate("() => document.querySelector('.page').scrollWidth")
        assert wide <= page.evaluate("() => document.querySelector('.page').clientWidth")
    page.close()


def test_a_browser_that_fails_is_a_sentence(tmp_path):
    broken = tmp_path / "chromium"
    broken.write_text("#!/bin/sh\nexit 3\n")
    broken.chmod(0o755)
    with pytest.raises(printing.PrintingError, match="chromium did not print the page"):
        printing.pdf("<p>", str(broken))


def test_without_a_browser_no_pdf_is_offered(monkeypatch):
    printing.browser.cache_clear()
    monkeypatch.setenv("PATH", "/nowhere")
    assert printing.browser() is None
    printing.browser.cache_clear()
