"""Prospecting, for those who manage sales: how far it reaches, what gets an answer, and what an opportunity takes."""

from typing import Any

from pages.parts import controls, layout, scope_bar, session
from pages.sales.prospecting import coverage, objections, persistence_and_effort, sequences

VIEWS = {
    "Coverage": coverage,
    "Sequences": sequences,
    "Persistence and effort": persistence_and_effort,
    "Objections": objections,
}

top = layout.head()
choice = scope_bar.show()
choices: dict[str, Any] = {}
with controls.row():
    view = controls.view(VIEWS)
    if view == "Coverage":
        groups = {"Segment": "segment", "Owner": "owner", "Sequence": "sequence"}
        choices["breakdown"] = controls.switch("By", groups, key="by")
    elif view == "Sequences":
        choices["motion"] = controls.switch("Sent to", {"Outbound": "outbound", "Inbound": "inbound"}, key="to")
    elif view == "Objections":
        choices["breakdown"] = controls.switch("By", {"Channel": "channel", "Segment": "segment"}, key="of")
model = session.model(VIEWS[view].build, choice.scope, **choices)
layout.draw(model, choice, top)
