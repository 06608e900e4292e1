"""Interplay, for everyone: how inbound and outbound work together on the same leads and accounts."""

from typing import Any

from pages.everyone.interplay import model
from pages.parts import controls, layout
from pages.parts.scope_bar import Bar

LANDMARKS = {"7 days": 7, "14 days": 14, "30 days": 30}


def choose(_view: str, bar: Bar) -> dict[str, Any]:
    """Within how many days the other motion has to touch a lead to have met it."""
    with bar.options("landmark"):
        days = controls.switch("Touched by the other motion within", LANDMARKS, key="landmark", usual="14 days")
    return {"landmark_days": days}


layout.show({controls.ONLY: model}, choose)
