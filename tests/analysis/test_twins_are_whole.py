"""Every question has a twin that a test holds against it, or a reason why not."""

import re
from pathlib import Path

import pytest

from analysis import question
from tests.analysis import (
    twins,
    twins_accounts,
    twins_balance,
    twins_cohorts,
    twins_costs,
    twins_credit,
    twins_gaps,
    twins_interplay,
    twins_leads,
    twins_stages,
    twins_steps,
    twins_waiting,
    twins_wanted,
)

TWINS = {
    **dict.fromkeys(("leads", "lead_totals"), twins_leads.selected),
    **dict.fromkeys(("gap_queue", "gap_counts"), twins_gaps.gaps_of),
    **dict.fromkeys(("credits", "credits_within"), twins_credit.credits_within),
    **dict.fromkeys(("handovers", "handover_days"), twins_interplay.handovers),
    "arrival_hours": twins_gaps.arrivals,
    "untouched_months": twins_gaps.untouched_at,
}
OF_ONE_NAME = (
    twins,
    twins_accounts,
    twins_balance,
    twins_cohorts,
    twins_costs,
    twins_credit,
    twins_gaps,
    twins_interplay,
    twins_stages,
    twins_steps,
    twins_waiting,
    twins_wanted,
)
ONE_LEAD = "shows what a mart has of one lead as it is"
TWO_STATES = "test_changes.py holds it against a slow look at both generations"
WITHOUT = {
    **dict.fromkeys(("changes", "spend_changes", "changed_leads", "generations"), TWO_STATES),
    "contents": "shows a mart as it is, which tests/data/test_marts.py holds against what was loaded",
    "recorded_kinds": "tests/pages/test_unlocks.py holds it against worlds that lack each kind",
    "unknowns": "shows a mart as it is, which tests/data/test_marts.py holds against what was loaded",
    "conversions": "shows a mart as it is, which tests/data/test_conversions.py holds against a slow twin",
    "undated_leads": "shows what is loaded as it is, which tests/pages/test_undated.py holds against its journeys",
    "touch_letters": "shows a table of the generation as it is; the twins of paths and channel_sets read it",
    "load_log": "shows what the intake wrote, whose sums tests/data/intake hold to their law",
    "quarantine_reasons": "shows what the intake wrote, whose reasons tests/data/intake name one by one",
    "lead": ONE_LEAD,
    "lead_stages": ONE_LEAD,
    "lead_credits": ONE_LEAD,
    "lead_history": "test_lead_history.py holds every event against its journey, one by one",
}
FILES = [path for path in Path(__file__).parent.glob("*.py") if path != Path(__file__)]


def twin_of(name):
    """The function that answers a question slowly: by its own name, or as listed."""
    named = (getattr(module, name) for module in OF_ONE_NAME if hasattr(module, name))
    return TWINS.get(name) or next(named, None)


def is_compared(name, twin):
    """Whether a test has both, the question by its name and its twin."""
    called = re.compile(rf"\b{twin.__module__.rpartition('.')[2]}\.{twin.__name__}\b")
    texts = [path.read_text(encoding="utf-8") for path in FILES]
    return any(called.search(text) and f'"{name}"' in text for text in texts)


@pytest.mark.parametrize("name", question.names())
def test_a_question_has_a_twin_or_a_reason_why_not(name):
    twin = twin_of(name)
    assert (twin is None) == (name in WITHOUT), "either a twin or a reason"
    assert twin is None or is_compared(name, twin)


def test_no_entry_is_of_a_question_that_is_gone():
    assert {*TWINS, *WITHOUT} <= set(question.names())


def test_a_new_question_without_a_twin_is_found():
    assert twin_of("profit") is None
    assert "profit" not in WITHOUT
    assert not is_compared("profit", twins.conversion)
