"""Generated selections: every field of a list of leads, with what it needs."""

from typing import Any

from hypothesis import strategies as st

from analysis.lists.selection import (
    ACCOUNT_ORDERS,
    AFTER,
    ANY,
    AT_A_STAGE,
    COUNTED,
    EXITS,
    FROM_GATES,
    GAPS,
    OUTCOMES,
    OUTREACH,
    SEPARATOR,
    Selection,
)
from tests.analysis import strategies
from tests.analysis.reading import STAGES
from tests.worlds import on

DAYS = st.integers(0, 5)
MINUTES = st.sampled_from([0, 360, 540, 1440, 2880])
OPTIONS: dict[str, st.SearchStrategy[Any]] = {
    "reached": st.sampled_from(STAGES),
    "missed": st.sampled_from(STAGES),
    "stage": st.sampled_from(STAGES),
    "exit": st.sampled_from(EXITS),
    "dwell_from": DAYS,
    "dwell_until": DAYS,
    "outcome": st.sampled_from(OUTCOMES),
    "reason": st.sampled_from([*strategies.REASONS, "(not recorded)"]),
    "account": st.sampled_from(["a", "b", "c"]),
    "created": st.sampled_from(["2025-12", "2026-01", "2026-Q1", "2025-Q4"]),
    "closed": st.sampled_from(["2025-12", "2026-01"]),
    "counted": st.sampled_from(COUNTED),
    "step_days": DAYS,
    "overall_days": DAYS,
    "without_reason": st.sampled_from([*strategies.REASONS, "(not recorded)"]),
    "from_gate": st.sampled_from(FROM_GATES),
    "age_days": DAYS,
    "open_after": DAYS,
    "account_order": st.sampled_from(ACCOUNT_ORDERS),
    "weekday": st.integers(1, 7),
    "hour_from": st.sampled_from([12, 13]),
    "hour_until": st.sampled_from([13, 18, 19]),
    "watched_minutes": MINUTES,
    "watched_working_minutes": MINUTES,
    "decided": st.just(True),
    "mature_days": DAYS,
    "won_days": DAYS,
    "untouched": st.just(True),
    "dropped": st.just(True),
    "touched": st.just(True),
    "waited": st.just(True),
    "after": st.sampled_from(AFTER),
    "search": st.sampled_from(["EAD-1", "a", " b ", "%", "_1", "josé", "SOHNE", "ω"]),
}

# What is known at the end of the data only, or takes touches through channels.
TOUCHED: dict[str, st.SearchStrategy[Any]] = {
    "sequenced": st.just(True),
    "step": st.integers(1, 2),
    "gap": st.sampled_from([ANY, *GAPS]),
    "foremost_gap": st.sampled_from(GAPS),
    "older_than_any_win": st.just(True),
    "channels": st.sampled_from(
        ["Paid search", "Cold call", SEPARATOR.join(["Cold call", "Paid search"]), "never seen"]
    ),
    "no_other": st.just(True),
    "touched_by": st.sampled_from(["Paid search", "Cold call", "(not recorded)", "never seen"]),
    "touched_by_campaign": st.sampled_from(["Spring", "Autumn", "(not recorded)"]),
    "first_touch": st.sampled_from(["Paid search", "Cold call", "(not recorded)"]),
    "look_back_days": st.integers(0, 3),
    "waiting_on": st.integers(0, strategies.LAST_DAY).map(lambda number: on(number).isoformat()),
    "touches_from": st.integers(0, 3),
    "touches_until": st.integers(1, 4),
    "outreach": st.sampled_from(OUTREACH),
    "answer_days": DAYS,
}


@st.composite
def selections(draw: st.DrawFn, options: dict[str, st.SearchStrategy[Any]] = OPTIONS) -> Selection:
    """One or two fields; what needs a stage or a channel has one."""
    names = draw(st.lists(st.sampled_from(list(options)), min_size=1, max_size=2, unique=True))
    if "no_other" in names and "channels" not in names:
        names.append("channels")
    if "look_back_days" in names and "touched_by" not in names:
        names.append("touched_by")
    if "answer_days" in names and "outreach" not in names:
        names.append("outreach")
    if AT_A_STAGE & set(names) and "stage" not in names:
        names.append("stage")
    values = {name: draw(options[name]) for name in names}
    for what in ("dwell", "touches"):
        if {f"{what}_from", f"{what}_until"} <= set(values):
            values[f"{what}_until"] += values[f"{what}_from"] + 1
    if values.get("hour_until") == values.get("hour_from"):
        values.pop("hour_until", None)
    return Selection(**values)
