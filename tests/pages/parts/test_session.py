"""Models are shared by all sessions, and nobody's choices push out what everybody opens."""

from datetime import date, timedelta

import pytest
import streamlit as st

from analysis.scope import Scope
from pages.parts import session


@pytest.fixture
def kept(sample_home, monkeypatch):
    """Models of a counter of calls, as sessions share them; few are kept."""
    monkeypatch.setenv("PIPELINE_HOME", str(sample_home))
    st.cache_resource.clear()
    st.session_state.clear()
    session.begin()
    built = []

    def build(warehouse, scope):
        built.append(scope)
        return len(built)

    build.__module__, build.__qualname__ = __name__, "build"
    yield lambda scope: session.model(build, scope), built
    st.cache_resource.clear()
    st.session_state.clear()


def test_whoever_goes_through_days_and_filters_pushes_out_no_model_that_everybody_opens(kept):
    model, built = kept
    usual = [Scope(), Scope(since=date(2026, 1, 1), until=session.warehouse().as_of + timedelta(days=1))]
    for scope in usual:
        model(scope)
    for days in range(session.MODELS_KEPT + 10):
        model(Scope(since=date(2024, 1, 1) + timedelta(days=days), until=date(2026, 1, 1)))
        model(Scope(owner=(f"Nobody {days}",)))
    before = len(built)
    for scope in usual:
        model(scope)
    assert len(built) == before, "still there"
    model(Scope(since=date(2024, 1, 1), until=date(2026, 1, 1)))
    assert len(built) == before + 1, "not kept for ever"
