"""Balance, for those who lead: which engine the business needs more of now."""

from functools import partial

import streamlit as st

from pages.leadership.balance import brief as balance_brief
from pages.leadership.balance import coverage as balance_coverage
from pages.leadership.balance import recommendation as balance
from pages.leadership.balance import segments as balance_segments
from pages.leadership.balance import velocity as balance_velocity
from pages.parts import controls, handout, layout, scope_bar, session

VIEWS = {
    "Recommendation": balance,
    "Coverage": balance_coverage,
    "Velocity": balance_velocity,
    "Segments": balance_segments,
}

top = layout.head()
choice = scope_bar.show()
controls.notice_all({"view": list(VIEWS)})
with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
    view = str(
        st.segmented_control(
            "View", list(VIEWS), default="Recommendation", required=True, key="view", wrap=True, bind="query-params"
        )
    )
    handout.buttons(partial(balance_brief.write, session.warehouse(), choice.scope, choice.sentence), "balance-brief")
layout.draw(session.model(VIEWS[view].build, choice.scope, choice.earlier), choice, top)
