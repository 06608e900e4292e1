"""The frame: what is a page, what an empty home shows, and that nothing is served without it."""

import ast
import logging
import os
import re
import shutil
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from analysis.lists.selection import FIELDS, IN_ADDRESS
from data import dimensions, jobs
from data.access.claims import NotAdmittedError
from data.store import PROJECT, Look, Store
from pages.everyone.settings import model as settings
from pages.parts import handover, reader, scope_bar, session, site, welcome
from pages.parts.words import frame as frame_words
from pages.parts.words import reader as reader_words
from pages.parts.words import unlocks as words
from pages.sales.stages import funnel as stages
from tests.browser.serving import served
from web import listening

SCRIPTS = {path.parent.name: path.relative_to(PROJECT).as_posix() for path in (PROJECT / "pages").glob("*/*/page.py")}


@pytest.fixture
def app(sample_home: Path, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    """The dashboard on the sample, not run yet."""
    monkeypatch.setenv("PIPELINE_HOME", str(sample_home))
    return AppTest.from_file(str(PROJECT / "dashboard.py"), default_timeout=30)


def views_of(app: AppTest) -> list[str]:
    """What the page offers to look at; a page of one view offers nothing."""
    return [tab.label for tab in app.tabs]


@pytest.mark.parametrize("name", sorted(SCRIPTS))
def test_every_view_of_every_page_is_drawn_through_the_frame(app, name):
    app.run()
    app.switch_page(SCRIPTS[name]).run()
    for view in views_of(app) or [""]:
        if view:
            app.query_params["to_view"] = view  # of a page that is shown, its own parameters are the widgets'
            app.run()
            assert app.session_state["view"] == view
        assert not app.exception, view
        assert not app.error, view
        assert len(app.title) == 1, view


def test_a_link_leads_to_another_view_of_the_page_that_is_shown(app):
    app.run()
    app.switch_page(SCRIPTS["balance"]).run()
    app.query_params["to_view"] = "Situations"
    app.run()
    assert not app.exception
    assert app.session_state["view"] == "Situations"


def test_no_finding_leads_to_the_very_view_that_says_it(app):
    def links(view):
        app.query_params["view"] = view
        return [link.proto.label for link in app.run().get("page_link")]

    app.run()
    app.switch_page(SCRIPTS["sources"]).run()
    assert "Like for like" not in links("Like for like")
    assert app.session_state["view"] == "Like for like"
    app.switch_page(SCRIPTS["health"]).run()
    assert "Sources" in [link.proto.label for link in app.get("page_link")], "of which another page speaks, too"


def test_the_frame_knows_every_page_by_its_name():
    assert {name: page.script for name, page in site.PAGES.items()} == SCRIPTS
    assert [page for pages in site.SECTIONS.values() for page in pages] == list(site.PAGES.values())


@pytest.mark.parametrize("name", sorted(SCRIPTS))
def test_what_is_said_of_a_page_is_said_of_the_views_that_it_has(name):
    """The script of a page of several views gives ``VIEWS`` to its switch; the settings take them from their model."""
    script = ast.parse((PROJECT / SCRIPTS[name]).read_text(encoding="utf-8"))
    assigned = {ast.unparse(each.targets[0]): each.value for each in script.body if isinstance(each, ast.Assign)}
    views = settings.VIEWS if name == "settings" else map(ast.literal_eval, getattr(assigned.get("VIEWS"), "keys", ()))
    assert [view.name for view in site.PAGES[name].views] == list(views)


def test_without_the_guard_the_page_and_the_terminal_say_how_to_start(app, monkeypatch, caplog):
    monkeypatch.setattr(listening, "is_gone_around", lambda headers: True)
    app.run()
    assert not app.exception
    assert [each.value for each in app.error] == [listening.GONE_AROUND]
    assert not app.title
    assert listening.GONE_AROUND in caplog.text


@pytest.mark.parametrize("name", ["gaps", "settings"])
def test_a_right_that_ends_anywhere_in_a_run_leads_to_the_gate(app, monkeypatch, name):
    app.run()
    app.switch_page(SCRIPTS[name]).run()
    allowed, asked = reader.current, []

    def until(last):
        def current():
            asked.append(last)
            if len(asked) > last:
                raise NotAdmittedError("Nothing is granted to you.", can_sign_in=False)
            return allowed()

        return current

    monkeypatch.setattr(reader, "current", until(10_000))
    app.run()
    times = len(asked)
    assert times > 2
    for last in range(times):
        asked.clear()
        monkeypatch.setattr(reader, "current", until(last))
        app.run()
        assert not app.exception, last
        assert not app.error, last
        assert [each.value for each in app.title] == [reader_words.UNKNOWN_TITLE], last


def test_data_of_an_earlier_version_asks_for_a_rebuild(app, monkeypatch):
    monkeypatch.setattr(Store, "is_outdated", lambda store: True)
    st.cache_data.clear()
    app.run()
    st.cache_data.clear()
    assert not app.exception
    assert app.header[0].value == "The data was built by an earlier version"
    assert any("python -m data rebuild" in text.value for text in app.markdown)


def test_an_empty_home_says_how_to_begin(app, tmp_path, monkeypatch):
    monkeypatch.setenv("PIPELINE_HOME", str(tmp_path))
    app.run()
    assert not app.exception
    assert [each.value for each in app.header] == ["Your own data", "Look around first", "What each further file adds"]
    assert [each.key for each in app.button] == ["own", "sample"]
    templates = {path.stem for path in (PROJECT / "data" / "templates").iterdir()}
    assert {each.proto.label for each in app.get("download_button")} == {words.template(name) for name in templates}
    app.button(key="own").click().run()
    assert not app.exception


def test_the_sample_is_one_click_away(app, tmp_path, monkeypatch):
    monkeypatch.setenv("PIPELINE_HOME", str(tmp_path))
    monkeypatch.setattr(welcome, "EVERY_SECONDS", None)
    started = []
    monkeypatch.setattr(jobs, "start", lambda *told: started.append(told))
    states = [jobs.Job(jobs.RUNNING, "Making leads", 0.4), jobs.Job(jobs.FAILED, told="The disk is full.")]
    monkeypatch.setattr(jobs, "look", lambda folder: states[0] if len(started) == 1 and states else None)
    app.run()
    app.button(key="sample").click().run()
    assert started == [(tmp_path / "jobs" / "sample", tmp_path, "sample", "--if-empty")]
    assert [each.key for each in app.button] == ["own"]  # while it is made, nobody starts it again
    states.pop(0)
    app.run()
    assert "The disk is full" in app.error[0].value
    assert [each.key for each in app.button] == ["own", "sample"]


def test_every_page_says_quietly_that_it_shows_the_sample(app):
    app.run()
    for name in SCRIPTS:
        app.switch_page(SCRIPTS[name]).run()
        assert any(frame_words.SAMPLE in text.value for text in app.markdown), name


def test_every_page_says_that_the_latest_data_is_broken_and_shows_the_newest_that_is_whole(
    app, sample_home, tmp_path, monkeypatch
):
    shutil.copytree(sample_home, tmp_path / "home", symlinks=True)
    store = Store(tmp_path / "home")
    for summary in ("own data", "more"):
        shown = store.current()
        with store.new_generation(summary, keeps_sample=True):
            pass
    os.truncate(store.current(), 5_000)
    monkeypatch.setenv("PIPELINE_HOME", str(store.folder))
    app.run()
    for name in ("health", "data"):
        app.switch_page(SCRIPTS[name]).run()
        assert [error.value for error in app.error] == [store.look().fault]
        assert app.session_state[handover.GENERATION] == shown.name
        assert len(app.title) == 1


def test_where_nothing_can_be_read_no_page_says_that_nothing_is_loaded(app, tmp_path, monkeypatch):
    broken = Store(tmp_path).generations_folder / "gen-000001-00000000.duckdb"
    broken.parent.mkdir()
    broken.write_bytes(b"no data")
    monkeypatch.setenv("PIPELINE_HOME", str(tmp_path))
    app.run()
    assert not app.exception
    assert [error.value for error in app.error] == [Store(tmp_path).look().fault]
    assert not app.header
    assert not app.title


def test_a_page_that_fails_shows_a_reference_and_no_details(app, monkeypatch, caplog):
    def fail(*_: object, **__: object) -> None:
        raise KeyError("secret detail")

    # Shared models live on in this process: a period that no other test asks for builds this one anew.
    monkeypatch.setattr(stages, "build", fail)
    app.run()
    with caplog.at_level(logging.ERROR):
        app.query_params["period"] = "90 days"
        app.switch_page(SCRIPTS["stages"]).run()
    assert not app.exception
    (shown,) = app.error
    assert "secret" not in shown.value
    reference = re.search(r"[0-9a-f]{8}", shown.value)
    assert reference is not None
    assert reference.group() in caplog.text
    assert "secret detail" in caplog.text


@pytest.mark.parametrize(
    ("script", "name", "value"),
    [
        ("stages", "groups", "bogus"),
        ("dependence", "share_of", "<script>"),
        ("dependence", "grain", "42"),
        ("dependence", "channel", "No such channel"),
        ("balance", "view", "Both"),
        ("stages", "period", "-1"),
    ],
)
def test_a_bad_value_of_the_address_falls_back_with_a_notice(app, script, name, value):
    app.run()
    app.query_params[name] = value
    app.switch_page(SCRIPTS[script]).run()
    assert not app.exception
    assert not app.error
    assert any("is left out" in notice.value for notice in app.toast)
    assert len(app.title) == 1


def test_a_run_takes_the_generation_once(app, monkeypatch):
    app.run()  # whether it is outdated is asked once for all runs
    taken = []
    look = Store.look

    def counted(store: Store) -> Look:
        taken.append(store.folder)
        return look(store)

    monkeypatch.setattr(Store, "look", counted)
    app.run()
    assert len(taken) == 1
    assert app.session_state[handover.GENERATION] == look(Store()).generation.name  # type: ignore[union-attr]


def test_sessions_share_a_generation_and_its_models(app, sample_home):
    app.run()
    other = AppTest.from_file(str(PROJECT / "dashboard.py"), default_timeout=30).run()
    name = app.session_state[handover.GENERATION]
    assert other.session_state[handover.GENERATION] == name
    assert session._open(name) is session._open(name)


def test_no_page_lies_where_it_would_be_served_without_the_frame():
    # Streamlit serves a script directly in pages/ to the first request of a fresh server, past dashboard.py.
    assert list((PROJECT / "pages").glob("*.py")) == []


@pytest.mark.browser
@pytest.mark.parametrize("path", ["stages", "dependence"])
def test_a_fresh_server_runs_the_frame_first_even_for_a_deep_link(path, browser, tmp_path):
    with served(tmp_path) as address:
        page = browser.new_page()
        page.goto(f"{address}/{path}")
        # The home is empty: only the frame knows what to say about that.
        page.get_by_text("Nothing is loaded yet").wait_for(timeout=60_000)
        assert page.locator("[data-testid=stException]").count() == 0
        page.close()


def test_no_widget_of_a_page_takes_what_a_list_of_leads_is_told():
    """Leaving a page drops the parameters of its widgets from the address, even those that the next page was given."""
    keys = {
        key
        for path in (PROJECT / "pages").glob("*/*/page.py")
        if path.parent.name != "leads"
        for key in re.findall(r'key="(\w+)"', path.read_text(encoding="utf-8"))
    }
    shared = set(scope_bar.FILTERS) | {"period", "from", "through", "compare"}
    told = {IN_ADDRESS.get(name, name) for name in FIELDS} | set(dimensions.NAMES)
    assert "stage" in keys
    assert not (keys - shared) & told


@pytest.mark.parametrize(
    ("page", "before", "now"),
    [(page.name, view.before, view.name) for page in site.PAGES.values() for view in page.views if view.before],
)
def test_an_address_of_a_view_by_its_former_name_leads_to_it(app, page, before, now):
    app.run()
    app.switch_page(SCRIPTS[page]).run()
    app.query_params["view"] = before
    app.run()
    assert not app.exception
    assert not app.toast
    assert app.session_state["view"] == now
