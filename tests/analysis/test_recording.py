"""An earlier period is compared with only where it was recorded as well."""

from datetime import timedelta

import pytest

from analysis.recording import comparable, recorded_since
from analysis.scope import Scope
from tests.worlds import Journey, on, warehouse_of


def leads(first, last, *, won_from=0):
    """A lead a day; every second one created since a day is won after 5 days."""
    return [
        Journey("google ads", {"lead": day}, *(("won", day + 5) if day >= won_from and day % 2 else (None, None)))
        for day in range(first, last)
    ]


def period(first, last):
    return Scope(since=on(first), until=on(last), as_of=on(last))


@pytest.mark.parametrize(("first", "is_compared"), [(0, True), (-1, True), (-2, False), (-60, False)])
def test_leads_must_be_there_from_the_start_but_for_a_fiftieth(first, is_compared):
    # Of 80 days a fiftieth is one.
    warehouse = warehouse_of(leads(0, 200))
    assert recorded_since(warehouse) == on(0)
    assert (comparable(warehouse, period(first, first + 80)) is not None) == is_compared


def test_wins_must_be_recorded_as_well():
    # 100 leads before the first recorded win, half of which would have won within five days.
    warehouse = warehouse_of(leads(0, 300, won_from=100))
    since = recorded_since(warehouse)
    assert since is not None
    assert since >= on(100)
    assert comparable(warehouse, period(50, 150)) is None
    assert comparable(warehouse, Scope(since=since, until=since + timedelta(days=50))) is not None


def test_nothing_is_no_period_to_compare_with():
    warehouse = warehouse_of(leads(0, 20))
    assert comparable(warehouse, None) is None
    assert comparable(warehouse, Scope()) is None
    assert comparable(warehouse_of([]), period(0, 10)) is None
