"""Homes of earlier releases are opened by the code of the day: said to be earlier, rebuilt, and the same numbers."""

import json
import shutil

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from data import marts
from data.__main__ import main
from data.store import PROJECT, Store
from tests.data.homes import figures

RELEASES = sorted((PROJECT / "tests/data/homes").glob("*.tar.zst"), key=lambda path: path.name)


def expected(release):
    text = release.with_name(release.name.replace(".tar.zst", ".json")).read_text(encoding="utf-8")
    return json.loads(text)


@pytest.fixture(scope="module", params=RELEASES, ids=lambda path: path.name)
def release(request):
    return request.param


@pytest.fixture(scope="module")
def restored(release, tmp_path_factory):
    home = tmp_path_factory.mktemp("restored") / "home"
    assert main(["restore", str(release), "--into", str(home)]) == 0
    return home


@pytest.fixture
def home(restored, tmp_path):
    return shutil.copytree(restored, tmp_path / "home", symlinks=True)


@pytest.fixture
def is_said_to_be_earlier(home, monkeypatch):
    """Opens the dashboard on the home, as a server that was just started."""
    monkeypatch.setenv("PIPELINE_HOME", str(home))

    def open_dashboard():
        st.cache_data.clear()
        shown = AppTest.from_file(PROJECT / "dashboard.py", default_timeout=120).run()
        assert not shown.exception
        return "The data was built by an earlier version" in [each.value for each in shown.header]

    yield open_dashboard
    st.cache_data.clear()


def test_a_rebuild_makes_the_home_of_a_release_current_with_the_same_numbers(release, home, is_said_to_be_earlier):
    assert is_said_to_be_earlier() == Store(home).is_outdated()
    assert main(["rebuild", "--home", str(home)]) == 0
    assert not Store(home).is_outdated()
    assert figures.of(home) == expected(release)


def test_what_other_models_built_is_said_to_be_earlier_until_it_is_rebuilt(
    release, home, is_said_to_be_earlier, monkeypatch, capsys
):
    monkeypatch.setattr(marts, "fingerprint", lambda: "of a day to come")
    assert is_said_to_be_earlier()
    assert main(["restore", str(release), "--into", str(home.with_name("again"))]) == 0
    assert "An earlier version built it: `python -m data rebuild` makes it current." in capsys.readouterr().out
    assert main(["rebuild", "--if-outdated", "--home", str(home)]) == 0
    assert not is_said_to_be_earlier()
    assert figures.of(home) == expected(release)


def test_every_release_has_its_figures():
    assert RELEASES
    assert all(expected(each)["records"]["leads"] > 0 for each in RELEASES)
