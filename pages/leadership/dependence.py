"""Dependence, for those who lead: what hangs on one channel, campaign, owner or account."""

import streamlit as st

from pages.models import dependence
from pages.models.dependence_shares import GRAINS
from pages.parts import layout, scope_bar, session
from pages.parts.wording import dependence as wording

top = layout.head()
choice = scope_bar.show()
measures = {shown: name for name, shown in wording.MEASURE_NAMES.items()}
grains = {name.capitalize(): name for name in GRAINS}
scope_bar.notice_unknown({"share_of": list(measures), "grain": list(grains)})
with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
    measure = st.segmented_control(
        "Share of", list(measures), default="Leads", required=True, key="share_of", wrap=True, bind="query-params"
    )
    grain = st.segmented_control(
        "By", list(grains), default="Channel", required=True, key="grain", wrap=True, bind="query-params"
    )
model = session.model(dependence.build, choice.scope, choice.earlier, measures[str(measure)], grains[str(grain)])
layout.draw(model, choice, top)
