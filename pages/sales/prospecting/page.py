"""Prospecting, for those who manage sales: how far it reaches, what gets an answer, and what an opportunity takes."""

from typing import Any

from pages.parts import controls, layout
from pages.parts.scope_bar import Bar
from pages.sales.prospecting import coverage, objections, persistence_and_effort, sequences

VIEWS = {
    "Coverage": coverage,
    "Sequences": sequences,
    "Persistence and effort": persistence_and_effort,
    "Objections": objections,
}
GROUPS = {"Segment": "segment", "Owner": "owner", "Sequence": "sequence"}
MOTIONS = {"Outbound": "outbound", "Inbound": "inbound"}
OBJECTORS = {"Channel": "channel", "Segment": "segment"}


def choose(view: str, _bar: Bar) -> dict[str, Any]:
    """By what, or to whom."""
    if view == "Coverage":
        return {"breakdown": controls.select("By", GROUPS, key="by", width=140)}
    if view == "Sequences":
        return {"motion": controls.select("Sent to", MOTIONS, key="to", width=140)}
    if view == "Objections":
        return {"breakdown": controls.select("By", OBJECTORS, key="of", width=140)}
    return {}


layout.show(VIEWS, choose)
