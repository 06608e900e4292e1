"""Asks a question and its twin, and demands that they agree."""

import math
from datetime import date
from typing import Any

import pandas as pd

from analysis.question import GATES, MODES, question
from analysis.scope import Scope
from analysis.warehouse import Warehouse
from tests.analysis import strategies, twins, twins_balance, twins_cohorts, twins_stages
from tests.analysis.reading import Lead, read
from tests.worlds import Journey, on

END = on(strategies.LAST_DAY)
RECENT = 2
LATE_DAYS = 1
# Days on which what happened later was not known: before the first lead, in between, the last one, and after it.
KNOWN_BY = [on(number) for number in (-2, 0, 2, 5, strategies.LAST_DAY, strategies.LAST_DAY + 3)]
KEYS = (
    "known_by",
    "breakdown",
    "across",
    "motion",
    "month",
    "day",
    "age_months",
    "gate",
    "quarter",
    "channel",
    "position",
    "is_before",
    "days",
    "outcome",
    "reason",
    "mode",
    "cost_type",
    "stretch",
    "account_id",
)


def twin_answers(
    world: list[Journey], leads: list[Lead], breakdown: str, window: int, last: date | None
) -> dict[str, list[dict[str, Any]]]:
    norms = twins.Norms(world, END)
    everyone = read(world, Scope(as_of=last), END)
    answers = {
        "reasons": twins_stages.reasons(leads, breakdown),
        "movements": twins_stages.movements(leads, breakdown),
        "afterlife": twins_stages.afterlife(leads, breakdown, everyone),
        "conversion_cross": twins_cohorts.conversion_cross(leads, breakdown, "segment", window),
        "gates": twins_cohorts.gates(leads, breakdown, window),
        "maturity": twins_cohorts.maturity(leads, breakdown),
        "arrivals": twins_cohorts.arrivals(leads, breakdown, window, KNOWN_BY),
        "win_days": twins_cohorts.win_days(leads, breakdown),
        "win_months": twins_cohorts.win_months(leads, breakdown),
        "won_accounts": twins_cohorts.won_accounts(leads, breakdown),
        "deal_scales": twins_cohorts.deal_scales(leads, breakdown),
        "recording": twins_cohorts.recording(leads, breakdown),
        "observed_days": twins_cohorts.observed_days(leads, breakdown),
        "recorded": twins_cohorts.recorded(leads, breakdown),
        "shares": twins_cohorts.shares(leads, breakdown),
        "leaks": twins_stages.leaks(leads, breakdown, norms),
        "conversion": [
            {**row, "mode": place}
            for place, gate in enumerate(gates_asked(window))
            for row in twins.conversion(leads, breakdown, window, gate)
        ],
        "cohort_months": twins.cohort_months(leads, breakdown, window),
        "motion_gap": twins.motion_gap(leads, breakdown, window),
        "stage_dropoff": [
            {**row, "mode": place}
            for place, own in enumerate(readings(window))
            for row in twins_stages.stage_dropoff(leads, breakdown, norms, **own)
        ],
        "stage_durations": twins.stage_durations(leads, breakdown),
        "first_touches": twins.first_touches(leads, breakdown),
        "engines": twins_balance.engines(leads, breakdown, window),
        "late_wins": twins_balance.late_wins(leads, breakdown, window, LATE_DAYS),
        "pipeline": twins_balance.pipeline(leads, breakdown, window, RECENT),
        "opportunity_ages": [
            {**row, "mode": place}
            for place, days in enumerate(periods(window))
            for row in twins_balance.opportunity_ages(leads, breakdown, *days.values())
        ],
    }
    if last is None:
        # The marts know how often a lead was touched, not when.
        answers["replies"] = twins_balance.replies(leads, breakdown)
        answers["values"] = twins_cohorts.values(leads, breakdown, "segment", window, gates_asked(window)[1])
    return answers


def readings(window: int) -> list[dict[str, Any]]:
    """Every way of counting, without limits, with one, or with both."""
    limits: list[dict[str, Any]] = [{}, {"step_days": window - 1}, {"overall_days": window}]
    return [{"mode": mode, **own} for mode in MODES for own in (limits[0], limits[1], limits[1] | limits[2])]


def gates_asked(window: int) -> tuple[str, str]:
    """The creation, and another gate that changes with the window."""
    return GATES[0], GATES[window - 1]


def periods(window: int) -> list[dict[str, date | None]]:
    """Periods of what happened: without ends, with one, or with both."""
    return [{"first_day": None, "last_day": None}] + [
        {"first_day": on(window), "last_day": last} for last in (None, on(window + 3))
    ]


def ask(warehouse: Warehouse, name: str, scope: Scope, breakdown: str, window: int) -> list[dict[str, Any]]:
    if name == "stage_dropoff":
        return [
            {**row, "mode": place}
            for place, own in enumerate(readings(window))
            for row in rows(warehouse.ask(name, scope, breakdown=breakdown, **own))
        ]
    if name == "conversion":
        return [
            {**row, "mode": place}
            for place, gate in enumerate(gates_asked(window))
            for row in rows(warehouse.ask(name, scope, breakdown=breakdown, window_days=window, gate=gate))
        ]
    if name == "opportunity_ages":
        return [
            {**row, "mode": place}
            for place, days in enumerate(periods(window))
            for row in rows(warehouse.ask(name, scope, breakdown=breakdown, **days))
        ]
    return rows(warehouse.ask(name, scope, breakdown=breakdown, **own_values(name, window)))


def own_values(name: str, window: int) -> dict[str, Any]:
    """What a question is told beside the scope and the breakdown."""
    told: dict[str, Any] = {"window_days": window, "stretch_days": window, "known_by": KNOWN_BY}
    told |= {"recent_days": RECENT, "late_days": LATE_DAYS}
    own = {each: value for each, value in told.items() if each in question(name).arguments}
    if name == "values":
        own["gate"] = gates_asked(window)[1]
    return {**own, "across": "segment"} if name in ("conversion_cross", "values") else own


def rows(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Rows as plain values: missing is None, days are dates."""
    return [{name: _plain(value) for name, value in row.items()} for row in frame.to_dict("records")]


def _plain(value: Any) -> Any:
    if value is None or value is pd.NaT or (isinstance(value, float) and math.isnan(value)):
        return None
    return value.date() if isinstance(value, pd.Timestamp) else value


def in_order(listed: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return sorted(listed, key=lambda row: [_written(row.get(key)) for key in KEYS])


def _written(value: Any) -> str:
    """Whole numbers alike, also where a missing one beside them made them floats."""
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def demand_agreement(
    warehouse: Warehouse, answers: dict[str, list[dict[str, Any]]], scope: Scope, breakdown: str, window: int
) -> None:
    """The questions say what their twins said."""
    for name, expected in answers.items():
        answer = ask(warehouse, name, scope, breakdown, window)
        assert in_order(answer) == in_order(expected), name
