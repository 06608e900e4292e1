"""Stage drop-off, for those who manage sales: where leads leave the pipeline, and whose."""

import streamlit as st

from pages.models import stages
from pages.parts import layout, scope_bar, session
from pages.parts.wording import stages as wording

top = layout.head()
choice = scope_bar.show()
places = stages.stages_of(session.warehouse())
breakdowns = {name.capitalize(): name for name in stages.BREAKDOWNS}
scope_bar.notice_unknown({"groups": list(breakdowns), "stage": places})
with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
    groups = st.segmented_control(
        "Compare", list(breakdowns), default="Motion", required=True, key="groups", wrap=True, bind="query-params"
    )
    stage = None
    if groups != "Motion":
        stage = st.selectbox(
            "At stage",
            places,
            index=None,
            placeholder=wording.WIDEST,
            key="stage",
            bind="query-params",
            width=240,
        )
model = session.model(stages.build, choice.scope, choice.earlier, breakdowns[str(groups)], stage or "")
layout.draw(model, choice, top)
