"""The questions about leads that wait agree with their slow twins on generated worlds, under any scope."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.question import AskError
from analysis.scope import Scope
from analysis.valuing import STATES
from tests.analysis import strategies, twins_waiting
from tests.analysis.agreement import END, rows
from tests.analysis.reading import STAGES, read
from tests.worlds import Journey, warehouse_of

MOTIONS = tuple(STATES)
# Any numbers will do: what matters is that the right one is looked up.
CHANCES = {
    (motion, place, days): (7 * place + 3 * days + turn) % 11 / 20
    for turn, motion in enumerate(MOTIONS)
    for place in range(1, len(STAGES))
    for days in range(strategies.LAST_DAY + 1)
}
LONGEST = {
    (motion, place): (place + turn) % 4 for turn, motion in enumerate(MOTIONS) for place in range(1, len(STAGES))
}
TOLD = {
    "states": [STATES[motion] + place for motion, place, _ in CHANCES],
    "days": [days for *_, days in CHANCES],
    "chances": list(CHANCES.values()),
}
AT_ONCE = {
    "own_states": [STATES[motion] + place for motion, place in LONGEST],
    "fresh": [CHANCES[motion, place, 0] for motion, place in LONGEST],
    "longest": list(LONGEST.values()),
}


def sorted_rows(listed):
    return sorted(listed, key=lambda row: str([value for value in row.values() if not isinstance(value, float)]))


def demand(answer, expected):
    assert len(answer) == len(expected)
    for one, other in zip(sorted_rows(answer), sorted_rows(expected), strict=True):
        assert one == pytest.approx(other, abs=1e-9)


@given(
    world=strategies.worlds,
    scope=strategies.scopes(),
    breakdown=st.sampled_from(["all", "motion", "channel", "segment", "month", "stage"]),
    step=st.integers(1, 3),
)
@settings(max_examples=settings().max_examples * 2)
def test_questions_about_waiting_agree_with_their_twins(world, scope, breakdown, step):
    warehouse = warehouse_of(world, as_of=strategies.LAST_DAY)
    leads, everyone = read(world, scope, END), read(world, Scope(), END)
    demand(rows(warehouse.ask("stays", scope)), twins_waiting.stays(leads))
    answer = warehouse.ask("waited", scope, apart_days=step, snapshots=2, **TOLD)
    demand(rows(answer.drop(columns="cell")), twins_waiting.waited(leads, step, 2, CHANCES))
    sizes = warehouse.ask("deal_sizes", scope)
    demand(rows(sizes.drop(columns="cell")), twins_waiting.deal_sizes(leads, everyone))
    factors, amounts = [0.5 + each % 3 for each in sizes["cell"]], [100.0 + each for each in sizes["cell"]]
    keys = list(zip(sizes["motion"], sizes["channel"], sizes["segment"], strict=True))
    worth = dict(zip(keys, zip(factors, amounts, strict=True), strict=True))
    own = {"cells": sizes["cell"].tolist(), "factors": factors, "amounts": amounts}
    answer = warehouse.ask("expected_value", scope, breakdown=breakdown, **TOLD, **AT_ONCE, **own)
    demand(rows(answer), twins_waiting.expected_value(leads, breakdown, CHANCES, LONGEST, worth))
    one = {name: values for name, values in (TOLD | AT_ONCE | own).items() if name != "fresh"}
    for number, lead in enumerate(everyone):
        answer = warehouse.ask("lead_worth", lead_id=f"lead-{number}", **one)
        demand(rows(answer), twins_waiting.lead_worth(lead, CHANCES, LONGEST, worth))
    warehouse.close()


def test_only_what_is_at_a_stage_can_be_broken_down_by_stage():
    warehouse = warehouse_of([Journey("google ads", {"lead": 0})])
    with pytest.raises(AskError, match="cannot be broken down by stage"):
        warehouse.ask("conversion", breakdown="stage")
