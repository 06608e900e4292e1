"""Prospecting, for those who manage sales: how far it reaches, what gets an answer, and what an opportunity takes."""

import streamlit as st

from pages.parts import controls, layout, scope_bar, session
from pages.sales.prospecting import coverage as prospecting
from pages.sales.prospecting import objections as prospecting_objections
from pages.sales.prospecting import persistence_and_effort as prospecting_effort
from pages.sales.prospecting import sequences as prospecting_steps

VIEWS = {
    "Coverage": prospecting,
    "Sequences": prospecting_steps,
    "Persistence and effort": prospecting_effort,
    "Objections": prospecting_objections,
}
CHOICES = {
    "Coverage": ("By", prospecting.BREAKDOWNS, "by"),
    "Sequences": ("Sent to", prospecting_steps.MOTIONS, "to"),
    "Objections": ("By", prospecting_objections.BREAKDOWNS, "of"),
}

top = layout.head()
choice = scope_bar.show()
known = {key: [name.capitalize() for name in names] for _, names, key in CHOICES.values()}
controls.notice_all({"view": list(VIEWS), **known})
with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
    view = str(
        st.segmented_control(
            "View", list(VIEWS), default="Coverage", required=True, key="view", wrap=True, bind="query-params"
        )
    )
    arguments: tuple[object, ...] = ()
    if view in CHOICES:
        label, names, key = CHOICES[view]
        options = {name.capitalize(): name for name in names}
        chosen = st.segmented_control(
            label, list(options), default=next(iter(options)), required=True, key=key, wrap=True, bind="query-params"
        )
        arguments = (options[str(chosen)],)
model = session.model(VIEWS[view].build, choice.scope, choice.earlier, *arguments)
layout.draw(model, choice, top)
