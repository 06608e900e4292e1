"""What every view says at first sight needs no statistics, and its verbs agree with its counts.

Methods and their names stand one level down: in the definition of a card, under its numbers, and in the glossary.
"""

import re
from collections.abc import Iterator

import pandas as pd
import pytest

from analysis.scope import Scope
from benchmarks.views import views
from pages.parts import labels, site
from pages.parts.cards import Card, Kpi
from pages.parts.page import Finding, PageModel

METHODS = re.compile(
    r"\b(gates?|landmark|gini|lorenz|hhi|markov|shapley|removal effect|kaplan|aalen|wilson|newcombe|brier|simpson"
    r"|survivorship|cohort|quantile|percentile|log scale|effective number|effective \w+s|at the same age"
    r"|percentage points?|pp|median|bootstrap|bonferroni|variance|censored)\b",
    re.IGNORECASE,
)
DISAGREES = re.compile(
    r"(?<![\d.,])1[ \u00a0](?!of\b)(?:\w+[ \u00a0])?\w+[ \u00a0](are|have|were|do|wait|miss|stall)\b"
)


def card(**said):
    return Card(name="card", numbers=pd.DataFrame(), **{"title": "A", "definition": "Gini: twice the area"} | said)


def first_sight(model: PageModel) -> Iterator[str]:
    """Every text of a view that stands there before a click."""
    texts = [
        model.title,
        model.facts,
        model.empty,
        *(text for kpi in model.kpis for text in (kpi.label, kpi.slope)),
        *(text for finding in model.findings for text in (finding.sentence, finding.advice)),
        *(text for card in model.cards for text in (card.title, card.subtitle, card.note)),
    ]
    yield from map(labels.without_markdown, texts)


def hard_words(text: str) -> list[str]:
    return [match[0] for match in METHODS.finditer(text)]


@pytest.mark.parametrize(("seed", "leads"), [(7, 60), (7, 2_000)])
def test_views_say_it_in_plain_words_and_verbs_agree(sample_of, seed, leads):
    warehouse = sample_of(seed=seed, leads=leads)
    for name, view in views().items():
        model = view(warehouse, Scope(), None)
        if isinstance(model, PageModel):
            for text in first_sight(model):
                assert hard_words(text) == [], f"{name}: {text}"
                assert not DISAGREES.search(text), f"{name}: {text}"


def test_views_and_pages_are_called_by_plain_words():
    called = [text for page in site.PAGES.values() for each in (page, *page.views) for text in (each.answers,)]
    called += [view.name for page in site.PAGES.values() for view in page.views]
    assert [text for text in called if hard_words(text)] == []


@pytest.mark.parametrize(
    "model",
    [
        PageModel("A converts best from every gate"),
        PageModel("A", facts="arrows compare with the period before, at the same age"),
        PageModel("A", kpis=(Kpi("Effective channels", "3.6"),)),
        PageModel("A", findings=(Finding("watch", "Simpson's paradox: inbound is ahead"),)),
        PageModel("A", cards=(card(note="Gini 0.60"),)),
    ],
)
def test_a_planted_method_is_found(model):
    assert [word for text in first_sight(model) for word in hard_words(text)] != []


def test_what_is_one_level_down_is_left_alone():
    assert [word for text in first_sight(PageModel("A", cards=(card(),))) for word in hard_words(text)] == []


@pytest.mark.parametrize(
    ("text", "is_wrong"),
    [
        ("1\u00a0opportunity are too few", True),
        ("1 open lead have stalled", True),
        ("1 opportunity is too few", False),
        ("21 leads are open, 1 of them is old", False),
        ("1 of 8 rules hold, 2,001 leads are open", False),
    ],
)
def test_a_planted_disagreement_is_found(text, is_wrong):
    assert bool(DISAGREES.search(text)) is is_wrong
