"""Three rates at which leads and opportunities win, and each has a name of its own: "win rate" alone says nothing."""

import ast
import re

import pytest

from analysis.question import names, question
from data.store import PROJECT
from pages.parts.words import rates

TYPED = PROJECT / "pages" / "parts" / "site.py"  # has words that readers look for, which no page says
NAMES = (rates.OF_CLOSED_LEADS, rates.OF_CLOSED_OPPORTUNITIES, rates.BY_AMOUNT)
ENDS = "|".join(re.escape(name.removeprefix("Win rate")).replace(r"\ ", r"\s+") for name in NAMES)
BARE = re.compile(rf"win[\s-]+rates?\b(?!{ENDS})", re.IGNORECASE)


def bare(text):
    return [match[0] for match in BARE.finditer(text)]


def sentences():
    """Every text in a module of the pages, with where it stands."""
    for path in sorted(set((PROJECT / "pages").rglob("*.py")) - {TYPED}):
        where = str(path.relative_to(PROJECT))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield f"{where}:{node.lineno}", node.value


def test_the_pages_name_a_win_rate_in_full():
    found = [(where, text) for where, text in sentences() if bare(text)]
    assert found == []


@pytest.mark.parametrize("name", names())
def test_the_questions_name_a_win_rate_in_full(name):
    asked = question(name)
    assert bare(asked.sql) == []
    full = [rates.inside(each).replace(" ", "_") for each in NAMES]
    assert [rate.name for rate in asked.rates if "win_rate" in rate.name and rate.name not in full] == []


@pytest.mark.parametrize(
    "path",
    [PROJECT / "README.md", *sorted((PROJECT / "docs").glob("*.md")), PROJECT / "pages/parts/words/glossary.toml"],
    ids=lambda p: p.name,
)
def test_the_documents_name_a_win_rate_in_full(path):
    assert bare(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Win rate", ["Win rate"]),
        ("Needed: 1 / win rate.", ["win rate"]),
        ("weighted by win rates of channels", ["win rates"]),
        ("win rate of closed leads, Win rate by amount, win rate\n of closed opportunities", []),
    ],
)
def test_a_bare_name_is_found(text, found):
    assert bare(text) == found
