"""A source that is filled in at the win is told from one that is recorded whatever comes."""

from datetime import date
from itertools import chain

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.claims.recorded import _by_gate, recorded
from analysis.question import GATES
from analysis.scope import Scope
from tests.worlds import Journey, on, warehouse_of

CHANNELS = ("google ads", "Cold calls", "Pigeon post")


def leads(source, won=0, lost=0, opportunities=0, *, day=0.0, **lead):
    """So many leads won on day 20, lost on day 40, and lost after they had been opportunities."""
    known = {"lead": day}
    return [
        *(Journey(source, {**known, "opportunity": day + 10}, "won", day + 20, 100, lead=lead) for _ in range(won)),
        *(Journey(source, known, "lost", day + 40, 100, lead=lead) for _ in range(lost)),
        *(
            Journey(source, {**known, "opportunity": day + 10}, "lost", day + 40, 100, lead=lead)
            for _ in range(opportunities)
        ),
    ]


def world(*groups):
    return warehouse_of(chain(*groups))


def at_the_win():
    return world(leads("google ads", won=20, lost=3), leads("Cold calls", won=20, lost=3), leads(None, lost=194))


@pytest.mark.parametrize("dimension", ["motion", "channel", "source"])
def test_a_source_filled_in_at_the_win(dimension):
    found = recorded(at_the_win(), Scope(), dimension)
    assert found.is_with_outcome
    assert (found.leads, found.known, found.unknown) == (240, 46, 194)
    assert (found.with_outcome.won.estimate, found.with_outcome.others.estimate) == (1, 0.03)
    assert found.known_from == ""


def test_the_filter_of_a_channel_does_not_hide_it():
    # Of the leads of one channel the channel is always known.
    assert recorded(at_the_win(), Scope(channel=("Paid search",)), "motion").is_with_outcome


def test_other_dimensions_are_judged_by_themselves():
    # No owner at all: nothing is recorded with the win, and nothing can be said by owner.
    found = recorded(at_the_win(), Scope(), "owner")
    assert (found.is_with_outcome, found.is_none) == (False, True)


def test_from_a_gate_that_only_winners_reached_nothing_else_is_known():
    # Every opportunity was won and has a source: that is no evidence that others would have one.
    assert recorded(at_the_win(), Scope(), "channel", "opportunity").is_with_outcome


def test_a_source_filled_in_at_the_opportunity_can_be_compared_from_there():
    warehouse = world(
        leads("google ads", won=40, opportunities=60),
        leads("Cold calls", won=20, opportunities=80),
        leads(None, lost=300),
        [Journey(None, {"lead": 0, "prospect": 5}, "lost", 40) for _ in range(300)],
    )
    found = recorded(warehouse, Scope(), "channel")
    assert (found.is_with_outcome, found.known_from) == (True, "opportunity")
    assert not recorded(warehouse, Scope(), "channel", "opportunity").is_with_outcome


def test_one_channel_that_is_always_recorded_does_not_hide_it():
    warehouse = world(leads("google ads", won=20, lost=100), leads("Cold calls", won=30), leads(None, lost=200))
    assert recorded(warehouse, Scope(), "channel").is_with_outcome


def test_sources_known_of_most_whatever_came_of_them():
    warehouse = world(leads("google ads", won=30, lost=170), leads("Cold calls", won=10, lost=90), leads(None, 3, 27))
    found = recorded(warehouse, Scope(), "channel")
    assert (found.is_with_outcome, found.unknown) == (False, 30)


def test_unmapped_sources_are_recorded():
    # They wait for their channel, and were filled in like the others.
    warehouse = world(leads("google ads", won=40, lost=10), leads("Pigeon post", lost=190))
    for dimension in ("channel", "motion"):
        found = recorded(warehouse, Scope(), dimension)
        assert (found.known, found.unmapped, found.is_with_outcome) == (50, 190, False)


def test_a_channel_that_has_no_campaigns_is_not_taken_for_campaigns_filled_in_at_the_win():
    # Paid search has campaigns and wins a tenth, cold calls have none and win half: within each channel all or none.
    warehouse = world(leads("google ads", won=20, lost=180, campaign="Spring"), leads("Cold calls", won=100, lost=100))
    found = recorded(warehouse, Scope(), "campaign")
    assert (found.with_outcome.won.estimate, found.with_outcome.others.estimate) == (20 / 120, 180 / 280)
    assert not found.is_with_outcome


def test_too_few_leads_of_a_period_follow_what_is_clear_of_all():
    warehouse = world(leads("google ads", won=40, lost=6), leads(None, lost=194), leads("google ads", won=2, day=100))
    late = Scope(since=on(100))
    assert recorded(warehouse, late, "channel").is_with_outcome


def test_a_habit_that_was_given_up_does_not_speak_against_what_came_after():
    warehouse = world(
        leads("google ads", won=40, lost=6), leads(None, lost=194), leads("google ads", won=60, lost=340, day=100)
    )
    assert recorded(warehouse, Scope(), "channel").is_with_outcome
    assert not recorded(warehouse, Scope(since=on(100)), "channel").is_with_outcome


def test_it_is_judged_once():
    warehouse = at_the_win()
    assert recorded(warehouse, Scope(), "channel") is recorded(warehouse, Scope(channel=("Paid search",)), "channel")


QUARTERS = (None, date(2026, 1, 1), date(2026, 4, 1))
CELLS = st.tuples(
    st.sampled_from(("known", "unmapped", "not recorded")),
    st.sampled_from(QUARTERS),
    st.sampled_from(("Cold calls", "Email")),
    st.sampled_from(("won", "others", "open")),
    st.sampled_from(GATES),
)


@given(st.dictionaries(CELLS, st.integers(1, 5)), st.sampled_from(("channel", "owner")))
def test_sides_by_gate_as_one_counts_them(cells, dimension):
    columns = ["breakdown", "quarter", "channel", "outcome", "gate", "leads"]
    counts = pd.DataFrame([(*cell, leads) for cell, leads in cells.items()], columns=columns)
    at = _by_gate(counts, dimension)
    for gate in GATES:
        sides = {}
        for (breakdown, quarter, channel, outcome, furthest), leads in cells.items():
            if GATES.index(furthest) >= GATES.index(gate):
                stratum = (quarter is None, quarter, "" if dimension == "channel" else channel)
                row = sides.setdefault(stratum, {"won": 0, "known_won": 0, "others": 0, "known_others": 0})
                side = "won" if outcome == "won" else "others"
                row[side] += leads
                row[f"known_{side}"] += 0 if breakdown == "not recorded" else leads
        assert at(gate).to_dict("records") == [sides[stratum] for stratum in sorted(sides, key=str)]
