"""Interplay, for everyone: how inbound and outbound work together on the same leads and accounts."""

from pages.everyone.interplay import model
from pages.parts import controls, layout, scope_bar, session

LANDMARKS = {"7 days": 7, "14 days": 14, "30 days": 30}

top = layout.head()
choice = scope_bar.show()
landmark_days = controls.switch("Touched by the other motion within", LANDMARKS, key="landmark", usual="14 days")
layout.draw(session.model(model.build, choice.scope, landmark_days=landmark_days), choice, top)
