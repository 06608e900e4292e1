"""What a question may be told beside its scope: the defaults, and what makes sense."""

from typing import Any

from analysis.question import AskError

# What the arguments are that need not be given.
OPTIONAL: dict[str, Any] = {
    "mode": "reached",
    "step_days": None,
    "overall_days": None,
    "gate": "lead",
    "stretch_days": 30,
    "measure": "leads",
    "bundles": 1024,
    "recent_days": 365,
    "lead_id": "",
    "clock": "wall",
    "within_minutes": 24 * 60,
    "gap_bit": 0,
    "cells": [],
    "amounts": [],
    "look_back_days": None,
    "grain": "channel",
    "landmark_days": 14,
    "response_days": 30,
}
MODES = ("reached", "explicit", "ordered")
GATES = ("lead", "contacted", "engaged", "prospect", "opportunity")
GRAINS = ("channel", "campaign")
MEASURES = ("leads", "opportunities", "won", "won_amount")
CLOCKS = ("wall", "working")


def check(arguments: dict[str, Any]) -> None:
    """Refuse a value that makes no sense."""
    days = (
        "window_days",
        "step_days",
        "overall_days",
        "stretch_days",
        "recent_days",
        "look_back_days",
        "landmark_days",
        "response_days",
    )
    nouns = dict.fromkeys(days, "days") | {"bundles": "bundles"}
    for name, noun in nouns.items():
        number = arguments.get(name)
        if number is not None and (not isinstance(number, int) or isinstance(number, bool) or number < 1):
            raise AskError(f"{name}: {number!r} is not a whole number of {noun} of at least 1.")
    listed = {"mode": MODES, "gate": GATES, "measure": MEASURES, "clock": CLOCKS, "grain": GRAINS}
    for name, known in listed.items():
        if name in arguments and arguments[name] not in known:
            raise AskError(f"{name}: {arguments[name]!r} is not one of {', '.join(known)}.")
