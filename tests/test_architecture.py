"""Who may import whom, and the other rules of the house; each rule is shown to find its violation."""

import re

import pytest

from data.store import PROJECT
from tests import architecture

FOLDERS = ("data", "analysis", "pages", "web", "benchmarks")


@pytest.fixture(scope="module")
def sources():
    paths = [*PROJECT.glob("*.py"), *(path for folder in FOLDERS for path in (PROJECT / folder).rglob("*.py"))]
    return {path.relative_to(PROJECT).as_posix(): path.read_text(encoding="utf-8") for path in sorted(paths)}


MODEL, SCRIPT, WORDS = ("pages/leadership/health/model.py", "pages/sales/stages/page.py", "pages/sales/stages/words.py")
RULES = {
    architecture.who_imports_whom: [
        {"data/store.py": "from analysis import warehouse"},
        {"data/intake/take.py": "import streamlit as st"},
        {"analysis/warehouse.py": "def late():\n    from pages.charts import figures"},
        {"analysis/statistics/survival.py": "import duckdb"},
        {"analysis/statistics/trend.py": "from data.definitions import Stage"},
        {"analysis/statistics/trend.py": "from plotly import graph_objects"},
        {MODEL: "import duckdb.typing"},
        {SCRIPT: "import dashboard"},
        {"analysis/helper.py": "from .. import pages"},
        {"data/jobs.py": "from web import guard"},
        {"web/guard.py": "from data.store import Store"},
    ],
    architecture.one_plotter: [
        {MODEL: "import plotly.graph_objects as go"},
        {"pages/parts/panel.py": "from plotly import io"},
    ],
    architecture.no_streamlit_below_the_scripts: [
        {MODEL: "import streamlit as st"},
        {"pages/sales/stages/words/funnel.py": "from streamlit import title"},
        {"pages/charts/figures.py": "from streamlit import plotly_chart"},
        {
            MODEL: "from pages.parts import cards",
            "pages/parts/cards.py": "from pages.parts.session import warehouse",
            "pages/parts/session.py": "import streamlit",
        },
    ],
    architecture.pages_stand_alone: [
        {MODEL: "from pages.leadership.balance import basis"},
        {SCRIPT: "from pages.sales.gaps.queue import build"},
        {WORDS: "from pages.marketing.sources.words import gates"},
        {"pages/parts/layout.py": "from pages.leadership.health import model"},
        {"pages/charts/figures.py": "def late():\n    import pages.sales.stages.reading"},
    ],
    architecture.words_are_text: [
        {WORDS: "def refusal() -> PageModel | None: ..."},
        {"pages/parts/words/common.py": "def card() -> tuple[Card, ...]: ..."},
        {"pages/sales/stages/words/funnel.py": "class Words: ..."},
    ],
    architecture.no_circles: [
        {"analysis/a.py": "from analysis import b", "analysis/b.py": "from analysis.a import f"},
        {
            "data/a.py": "import data.b",
            "data/b.py": "from data.c import f",
            "data/c.py": "def late():\n    from data import a",
        },
    ],
    architecture.no_hidden_imports: [
        {MODEL: "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from pages.parts import cards"},
        {"data/store.py": "import typing\nif typing.TYPE_CHECKING: ..."},
    ],
    architecture.one_way_to_the_address: [
        {SCRIPT: "st.selectbox('Stage', names, key='stage', bind='query-params')"},
        {"pages/parts/scope_bar.py": "def show():\n    return st.slider('Days', bind=BOUND)"},
    ],
    architecture.links_hold_no_person: [
        {SCRIPT: "st.page_link(addresses.LEADS, query_params=opens.listed(choice.address))"},
        {"pages/parts/search.py": "def show():\n    st.switch_page(entry.page, query_params={'owner': name})"},
    ],
    architecture.one_cache: [
        {SCRIPT: "import streamlit as st\n@st.cache_data\ndef f(): ..."},
        {"pages/parts/panel.py": "from streamlit import cache_resource as keep"},
    ],
    architecture.caches_are_impersonal: [
        {"pages/parts/session.py": "@st.cache_data\ndef f():\n    return st.session_state['scope']"},
        {
            "pages/parts/session.py": "@st.cache_resource(max_entries=3)\ndef f(x):\n    return g()\n"
            "def g():\n    return st.user"
        },
    ],
    architecture.parts_ask_who_reads: [
        {"pages/parts/layout.py": "@st.fragment\ndef f(): ..."},
        {"pages/parts/session.py": "@st.fragment(run_every=30)\ndef f(): ..."},
        {SCRIPT: "def g():\n    @st.dialog('Save')\n    def f(): ..."},
    ],
    architecture.no_page_on_top: [{"pages/stages.py": ""}],
    architecture.scripts_define_nothing: [{SCRIPT: "def chart(): ..."}],
}
ALLOWED = {
    "data/store.py": "import duckdb\nfrom data import marts\nimport streamlit_free",
    "data/marts.py": "import duckdb",
    "analysis/warehouse.py": "import duckdb\nfrom data.store import Store",
    "analysis/statistics/trend.py": "import numpy\nfrom analysis.statistics import checks\nimport datasets",
    MODEL: "from pages.charts import figures\nfrom pages.leadership.health import words\nfrom pages.parts import cards",
    "pages/leadership/health/words.py": "def title(n: int) -> str: ...\ndef both() -> tuple[str, str] | None: ...",
    "pages/parts/cards.py": "from dataclasses import dataclass",
    "pages/parts/controls.py": "st.selectbox('Stage', names, bind='query-params')",
    "pages/parts/drill.py": "st.page_link(addresses.LEADS, query_params=handover.closed(parameters))",
    "pages/charts/figures.py": "import plotly.graph_objects as go",
    "pages/parts/session.py": "@st.cache_data\ndef f(x):\n    return x\ndef g():\n    return st.session_state",
    SCRIPT: "import streamlit as st\nfrom pages.sales.stages import funnel",
    "pages/__init__.py": "",
}


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_the_house_keeps_its_rule(sources, rule):
    assert list(rule(sources)) == []


@pytest.mark.parametrize(
    ("rule", "planted"),
    [(rule, planted) for rule, listed in RULES.items() for planted in listed],
    ids=lambda each: each.__name__ if callable(each) else next(iter(each)),
)
def test_a_rule_finds_its_violation(rule, planted):
    assert len(list(rule(planted))) >= 1


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_a_rule_lets_the_rest_be(rule):
    assert list(rule(ALLOWED)) == []


def test_the_rules_look_at_the_house(sources):
    assert {"analysis/warehouse.py", "data/store.py"} <= set(sources)


def commands(text):
    """What the code of a document tells its reader to run."""
    code = "\n".join(re.findall(r"```.*?```|`[^`\n]+`", text, flags=re.DOTALL))
    yield from (("make", target) for target in re.findall(r"\bmake ([a-z]+)\b", code))
    yield from ((module, first) for module, first in re.findall(r"-m (data|analysis|benchmarks)\b ?([a-z_]*)", code))


def test_the_readme_names_commands_that_exist():
    readme = PROJECT / "README.md"
    targets = re.findall(r"^([a-z]+):", (PROJECT / "Makefile").read_text(encoding="utf-8"), flags=re.MULTILINE)
    known = {
        "make": set(targets),
        "data": set(re.findall(r'"([a-z]+)"', (PROJECT / "data" / "__main__.py").read_text(encoding="utf-8"))),
        "analysis": {path.stem for path in (PROJECT / "analysis" / "questions").glob("*.sql")},
        "benchmarks": set(),
    }
    named = list(commands(readme.read_text(encoding="utf-8")))
    wrong = [f"{kind} {name}" for kind, name in named if name and name not in known[kind]]
    assert named
    assert wrong == []
