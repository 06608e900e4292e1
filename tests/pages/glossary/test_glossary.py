"""Every term is defined once, is found, and is explained where it stands."""

import re
import tomllib
from dataclasses import replace

import pytest
from streamlit.testing.v1 import AppTest

from data.defaults import Gaps, Windows
from data.definitions import load
from data.store import PROJECT
from pages.parts import glossary, labels
from pages.parts.words import rates

SOURCE = PROJECT / "pages/parts/words/glossary.toml"
USUAL = load()


@pytest.fixture
def app(sample_home, monkeypatch):
    """The page Glossary on the sample."""
    monkeypatch.setenv("PIPELINE_HOME", str(sample_home))
    opened = AppTest.from_file(str(PROJECT / "dashboard.py"), default_timeout=30).run()
    return opened.switch_page("pages/everyone/glossary/page.py").run()


def shown(app):
    return [each.value.strip("*") for each in app.markdown if each.value.startswith("**")]


def test_every_term_has_a_name_and_a_spelling_of_its_own():
    written = [each for group in tomllib.loads(SOURCE.read_text(encoding="utf-8"))["groups"] for each in group["terms"]]
    assert len(glossary.TERMS) == len(written)
    spelled = [word for each in written for word in each.get("spelled", ())]
    assert len(set(spelled)) == len(spelled)
    assert [word for word in spelled if word != word.lower()] == []


def test_terms_say_what_holds_in_this_home():
    ours = replace(USUAL, gaps=Gaps(untouched_days=1, reply_days=3), windows=Windows(90, 0.8))
    assert "at least 1\xa0day old" in glossary.meaning("Never touched", ours)
    assert "at least 3\xa0days since" in glossary.meaning("unanswered reply", ours)
    assert "longer than 80% of the leads" in glossary.meaning("stalled", ours)
    assert "within 90\xa0days of creation" in glossary.meaning("Conversion", ours)
    for term in glossary.TERMS.values():
        assert not re.search(r"[{}]", glossary.filled(term.plain + term.formula, ours)), term.name


def test_plain_words_need_no_statistics():
    named = re.compile(r"\b(hhi|gini|wilson|kaplan|bootstrap|log scale|variance|denominator|quantile|cohort)", re.I)
    assert [term.name for term in glossary.TERMS.values() if named.search(term.plain)] == []


def test_a_term_is_explained_where_it_stands_first():
    text, terms = glossary.marked("1,429 leads stalled; stalled ones of either motion", USUAL)
    assert terms == {"stalled", "motion"}
    assert text.count("](/glossary?term=stalled ") == 1
    assert text.startswith('1,429 leads [stalled](/glossary?term=stalled "Still at its stage for longer than 90%')
    assert glossary.marked(labels.without_markdown("2 stalled"), USUAL, {"stalled"}) == ("2 stalled", set())


@pytest.mark.parametrize(
    "text",
    [
        "[List all of them](/leads?gap=stalled)",
        "[stalled leads](/leads)",
        "`stalled` in the file",
        ":material/stalled: here",
        f"owner {labels.literal('un-stalled_x')}",
        "installed and stalledness",
    ],
)
def test_what_is_no_term_stays_as_it_is(text):
    assert glossary.marked(text, USUAL) == (text, set())


def test_a_name_from_data_cannot_get_out_of_its_text_by_being_a_term():
    name = '](http://x) "stalled" [y'
    text, _ = glossary.marked(labels.literal(name), USUAL)
    assert re.findall(r"(?<!\\)\]\((\S+)", text) == ["/glossary?term=stalled"]


def test_rates_are_named_as_the_glossary_defines_them():
    assert rates.defined(rates.OF_CLOSED_LEADS) == (
        "Win rate of closed leads: won leads over leads that closed as won or lost."
    )


def test_the_page_has_every_term_and_finds_by_other_words(app):
    assert not app.exception
    assert len(shown(app)) == len(glossary.TERMS)
    app.text_input(key="find").set_value("gate").run()
    assert shown(app) == ["Where a comparison starts"]
    app.text_input(key="find").set_value("cost win").run()
    assert "Cost per lead, opportunity, win" in shown(app)
    app.text_input(key="find").set_value("xyzzy").run()
    assert shown(app) == []
    assert app.header[0].value == "No such word"


def test_a_link_leads_to_one_term(app):
    app.query_params["term"] = "stalled"
    app.run()
    assert app.header[0].value == "Stalled"
    app.query_params["term"] = "nonsense"
    app.run()
    assert app.header[0].value == next(iter(glossary.GROUPS))
    assert "nonsense" in app.toast[0].value


def test_a_page_explains_each_term_once(sample_home, monkeypatch):
    monkeypatch.setenv("PIPELINE_HOME", str(sample_home))
    app = AppTest.from_file(str(PROJECT / "dashboard.py"), default_timeout=30).run()
    app.switch_page("pages/sales/stages/page.py").run()
    for _ in range(2):  # a page that is drawn again explains what it explained
        explained = [
            term
            for each in (*app.caption, *app.markdown)
            for term in re.findall(r"\]\(/glossary\?term=([\w-]+)", each.value)
        ]
        assert "young" in explained
        assert len(set(explained)) == len(explained)
        app.run()
