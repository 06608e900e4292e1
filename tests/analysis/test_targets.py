"""Targets agree with their twin, and refuse what they are not set for."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.question import AskError
from analysis.scope import Scope
from tests.analysis import twins_balance
from tests.analysis.agreement import in_order, rows
from tests.worlds import on, warehouse_of


@given(
    months=st.lists(
        st.tuples(st.integers(-40, 40), st.sampled_from(["Inbound", "outbound", "OUTBOUND", "both"])), unique=True
    ),
    since=st.none() | st.integers(-20, -1),
    until=st.none() | st.integers(0, 40),
    motion=st.none() | st.just(("inbound",)),
    breakdown=st.sampled_from(["all", "motion", "month"]),
)
@settings(max_examples=settings().max_examples // 4)
def test_targets_agree_with_their_twin(months, since, until, motion, breakdown):
    listed = [{"month": on(day), "motion": word, "amount": place + 1} for place, (day, word) in enumerate(months)]
    scope = Scope(*(None if end is None else on(end) for end in (since, until)), motion=motion)
    warehouse = warehouse_of([], rows={"targets": listed} if listed else {})
    answer = in_order(rows(warehouse.ask("targets", scope, breakdown=breakdown)))
    assert answer == in_order(twins_balance.targets(listed, breakdown, scope))
    warehouse.close()


def test_targets_cannot_be_asked_by_what_they_do_not_know():
    warehouse = warehouse_of([])
    with pytest.raises(AskError, match="Targets are not known by channel"):
        warehouse.ask("targets", breakdown="channel")
    with pytest.raises(AskError, match="Targets are not known by segment: clear that filter"):
        warehouse.ask("targets", Scope(segment=("SMB",)))
