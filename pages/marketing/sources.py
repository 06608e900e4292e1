"""Sources, for those who bring in leads: which ones convert, and what they cost."""

import streamlit as st

from pages.models import sources, windows
from pages.models.sources_numbers import MEASURES
from pages.parts import layout, scope_bar, session
from pages.parts.wording import sources as wording

top = layout.head()
choice = scope_bar.show()
window = windows.window_of(session.warehouse(), choice.scope)
with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
    breakdown = st.segmented_control(
        "Compare by",
        list(wording.BREAKDOWN_NAMES),
        default="channel",
        required=True,
        format_func=wording.BREAKDOWN_NAMES.__getitem__,
        key="by",
        wrap=True,
        bind="query-params",
    )
    measure = st.selectbox(
        "Measure",
        list(MEASURES),
        format_func=lambda name: wording.measure_name(name, window),
        key="measure",
        bind="query-params",
        width=240,
    )
layout.draw(session.model(sources.build, choice.scope, str(breakdown), str(measure)), choice, top)
