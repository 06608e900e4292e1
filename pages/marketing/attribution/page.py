"""Attribution, for those who bring in leads: which touches each rule credits, and how far the rules disagree."""

import streamlit as st

from pages.marketing.attribution import model as attribution
from pages.marketing.attribution import words as wording
from pages.parts import controls, layout, scope_bar, session

top = layout.head()
choice = scope_bar.show()
grains = {shown: name for name, shown in wording.GRAIN_NAMES.items()}
measures = {shown: name for name, shown in wording.MEASURE_NAMES.items()}
controls.notice_all({"credit_to": list(grains), "credit_of": list(measures), "touches": list(wording.LOOK_BACKS)})
with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
    grain = st.segmented_control(
        "Credit to", list(grains), default="Channel", required=True, key="credit_to", wrap=True, bind="query-params"
    )
    measure = st.segmented_control(
        "Credit of", list(measures), default="Won", required=True, key="credit_of", wrap=True, bind="query-params"
    )
    touches = st.selectbox(
        "Touches before the closing", list(wording.LOOK_BACKS), key="touches", bind="query-params", width=200
    )
model = session.model(
    attribution.build, choice.scope, grains[str(grain)], measures[str(measure)], wording.LOOK_BACKS[str(touches)]
)
layout.draw(model, choice, top)
