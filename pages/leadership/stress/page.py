"""Stress test, for those who lead: what would be missing if a channel, an owner or an account were gone."""

from datetime import date, timedelta
from typing import Any

import streamlit as st

from pages.leadership.stress import backtest as stress_backtest
from pages.leadership.stress import forecast as stress
from pages.leadership.stress import outlook as stress_outlook
from pages.leadership.stress.words import forecast as wording
from pages.parts import controls, labels, layout, scope_bar, session

VIEWS = ("Forecast", "Back-test")
KINDS = {shown: name for name, shown in wording.KIND_NAMES.items()}

top = layout.head()
choice = scope_bar.show(has_period=False)
warehouse = session.warehouse()
controls.notice_all({"view": list(VIEWS), "kind": list(KINDS)})
with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
    view = st.segmented_control(
        "View", VIEWS, default="Forecast", required=True, key="view", wrap=True, bind="query-params"
    )
    shown = st.segmented_control(
        "What stops", list(KINDS), default="Channel", required=True, key="kind", wrap=True, bind="query-params"
    )
kind = KINDS[str(shown)]
if kind == "account_id":
    options = list(session.model(stress_outlook.accounts, choice.scope))
else:
    options = session.choices(warehouse.generation, kind)
key = f"stop_{kind}"
controls.notice_all({key: options})
with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
    values = st.multiselect(
        f"Which {str(shown).lower()}",
        options,
        format_func=labels.plain,
        key=key,
        bind="query-params",
        placeholder="The largest",
        width=360,
    )
    arguments: list[Any] = []
    if view == "Forecast":
        first = (warehouse.as_of or date(2000, 1, 1)) + timedelta(days=1)
        on = st.slider(
            "From",
            min_value=first,
            max_value=first + timedelta(days=stress.LATEST_DAYS),
            value=first,
            format="D MMM YYYY",
            key="stop_on",
            bind="query-params",
            width=320,
        )
        regained = st.slider(
            "Re-captured: comes in another way after all",
            min_value=0,
            max_value=100,
            step=5,
            format="%d %%",
            key="regained",
            bind="query-params",
            width=320,
        )
        arguments += [on, regained]
asked = session.model(stress_outlook.ask, choice.scope, kind, tuple(values))
build = stress.build if view == "Forecast" else stress_backtest.build
model = session.model(build, choice.scope, asked, *arguments)
layout.draw(model, choice, top)
