"""The twin of the lists of leads finds what is planted into the conditions of a selection."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.lists.selection import Selection
from analysis.scope import Scope
from analysis.warehouse import Warehouse
from tests.analysis import strategies, twins_leads
from tests.analysis.agreement import END
from tests.analysis.test_leads import touched
from tests.worlds import Journey, Touch, warehouse_of

BOTH = {"account_id": "both"}
CALL, VISIT = ("outbound", "call", "Cold calls"), ("inbound", "visit", "google ads")
BORDERS = [
    Journey("google ads", {"lead": 2}, lead=BOTH),
    Journey("Cold calls", {"lead": 2}, lead=BOTH),
    Journey("google ads", {"lead": 4}),  # created on the evening that is asked about, and touched on it
    Journey("google ads", {"lead": 0}, touches=(Touch(4, *CALL),)),
    Journey("google ads", {"lead": 7}),  # watched for one day, to the minute
    Journey("google ads", {"lead": 0}, touches=(Touch(6, *CALL),)),  # two days for an answer
    Journey("Cold calls", {"lead": 0}, touches=(Touch(1, *CALL), Touch(5, *VISIT), Touch(6, *CALL))),
]
FAULTS = {
    "the day itself": (
        {"open_after": 3},
        "days_to_close > $selected_open_after",
        "days_to_close >= $selected_open_after",
    ),
    "the young": ({"open_after": 3}, "observed_days >= $selected_open_after and", ""),
    "leads closed on an unknown day": (
        {"open_after": 0},
        "days_to_close > $selected_open_after",
        "coalesce(days_to_close > $selected_open_after, true)",
    ),
    "the disqualified": ({"decided": True}, "outcome in ('won', 'lost')", "outcome <> 'open'"),
    "two firsts": (
        {"account_order": "inbound first"},
        "<= min(created_at) filter (where motion = 'outbound')",
        "< min(created_at) filter (where motion = 'outbound')",
    ),
    "leads of no motion": (
        {"account_order": "inbound only"},
        "motion in ('inbound', 'outbound') and account_id in",
        "account_id in",
    ),
    "Sunday first": ({"weekday": 7}, "isodow(", "dayofweek("),
    "an hour later": ({"hour_from": 12}, ">= $selected_hour_from", "> $selected_hour_from"),
    "the last hour too": ({"hour_until": 18}, "< $selected_hour_until", "<= $selected_hour_until"),
    "the last minute out": ({"watched_minutes": 1440}, ">= $selected_watched", "> $selected_watched"),
    "after the closing": (
        {"watched_minutes": 1440},
        "else coalesce(closed_minutes, 0) end",
        "else observed_minutes end",
    ),
    "the wrong clock": (
        {"watched_working_minutes": 600},
        "observed_working_minutes",
        "observed_minutes",
    ),
    "on the day of creation": (
        {"waiting_on": "2026-01-05"},
        "created_on + $selected_untouched_days::integer <= $selected",
        "created_on + $selected_untouched_days::integer - 1 <= $selected",
    ),
    "touched that day": ({"waiting_on": "2026-01-05"}, ") > $selected_waiting_on", ") >= $selected_waiting_on"),
    "one touch more": ({"touches_from": 1}, ">= $selected_touches_from", "> $selected_touches_from"),
    "one touch too many": ({"touches_until": 2}, "< $selected_touches_until", "<= $selected_touches_until"),
    "a booked meeting is no answer": (
        {"outreach": "first"},
        "least(days_to_reply, days_to_meeting_booked)",
        "days_to_reply",
    ),
    "the last outreach": (
        {"outreach": "first", "answer_days": 4},
        "coalesce(days_to_cold_outreach, days_to_warm_outreach)",
        "coalesce(days_to_warm_outreach, days_to_cold_outreach)",
    ),
    "warm as cold": ({"outreach": "cold"}, "days_to_cold_outreach", "days_to_warm_outreach"),
    "a day too few": ({"outreach": "warm", "answer_days": 3}, "+ $selected_answer_days", "+ $selected_answer_days - 1"),
}


@pytest.fixture(scope="module")
def drawn() -> list[tuple[Warehouse, list[Journey]]]:
    """Worlds that every planted fault meets."""
    listed = [(warehouse_of(BORDERS, as_of=strategies.LAST_DAY), BORDERS)]

    @settings(max_examples=8)
    @given(world=st.lists(touched(), min_size=9, max_size=9))
    def draw(world):
        listed.append((warehouse_of(world, as_of=strategies.LAST_DAY), world))

    draw()
    return listed


@pytest.mark.parametrize("fault", FAULTS)
def test_a_planted_fault_is_found(monkeypatch, drawn, fault):
    asked, find, put = FAULTS[fault]
    compose, selection = Warehouse.compose, Selection(**asked)

    def wrong(self: Warehouse, *arguments: Any, **named: Any) -> tuple[str, dict[str, Any]]:
        text, values = compose(self, *arguments, **named)
        assert find in text
        return text.replace(find, put), values

    assert all(agrees(*each, selection) for each in drawn)
    monkeypatch.setattr(Warehouse, "compose", wrong)
    assert not all(agrees(*each, selection) for each in drawn)


def agrees(warehouse: Warehouse, world: list[Journey], selection: Selection) -> bool:
    found = warehouse.ask("leads", selection=selection)["lead_id"]
    return set(found) == set(twins_leads.selected(world, Scope(), END, selection))
