"""Interplay, for everyone: how inbound and outbound work together on the same leads and accounts."""

import streamlit as st

from pages.everyone.interplay import model as interplay
from pages.parts import controls, layout, scope_bar, session

LANDMARKS = {"7 days": 7, "14 days": 14, "30 days": 30}

top = layout.head()
choice = scope_bar.show()
controls.notice_all({"landmark": list(LANDMARKS)})
landmark = st.segmented_control(
    "Touched by the other motion within",
    list(LANDMARKS),
    default="14 days",
    required=True,
    key="landmark",
    bind="query-params",
)
model = session.model(interplay.build, choice.scope, LANDMARKS[str(landmark)])
layout.draw(model, choice, top)
