"""Balance, for those who lead: which engine the business needs more of now."""

from functools import partial

import streamlit as st

from pages.models import balance, balance_brief, balance_coverage, balance_segments, balance_velocity
from pages.parts import handout, layout, scope_bar, session

VIEWS = {
    "Recommendation": balance,
    "Coverage": balance_coverage,
    "Velocity": balance_velocity,
    "Segments": balance_segments,
}

top = layout.head()
choice = scope_bar.show()
scope_bar.notice_unknown({"view": list(VIEWS)})
with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
    view = str(
        st.segmented_control(
            "View", list(VIEWS), default="Recommendation", required=True, key="view", wrap=True, bind="query-params"
        )
    )
    handout.buttons(partial(balance_brief.write, session.warehouse(), choice.scope, choice.sentence), "balance-brief")
layout.draw(session.model(VIEWS[view].build, choice.scope, choice.earlier), choice, top)
