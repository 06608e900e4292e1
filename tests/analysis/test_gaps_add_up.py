"""What leads with a gap are worth is what the same leads are worth among all open ones, on the sample."""

import pandas as pd
import pytest

from analysis.lists.selection import Selection
from analysis.scope import Scope
from analysis.warehouse import Warehouse
from benchmarks.needed import needed

GAPS = "select lead_id from marts.gaps"


def valued(warehouse: Warehouse, condition: str) -> pd.Series:
    """The answer to the question expected_value over some of the leads."""
    text, values = warehouse.compose("expected_value", **needed(warehouse, "expected_value"))
    assert text.count("from marts.stays") == 1
    own = text.replace("from marts.stays", f"from (select * from marts.stays where lead_id {condition})")
    with warehouse._connection.cursor() as cursor:
        return cursor.execute(own, values).df().drop(columns=["breakdown", "across"]).iloc[0]


def test_leads_with_a_gap_are_worth_what_they_are_worth_among_all_open_ones(sampled):
    counted = sampled.ask("gap_counts", **needed(sampled, "gap_counts"))
    among = valued(sampled, f"in ({GAPS})")
    assert counted["leads"].sum() == counted["worth"].sum() == among["open"]
    assert counted["value"].sum() == pytest.approx(among["expected_amount"])
    rest = valued(sampled, f"not in ({GAPS})")
    whole = sampled.ask("expected_value", **needed(sampled, "expected_value"))
    whole = whole.drop(columns=["breakdown", "across"]).iloc[0]
    assert (among + rest).tolist() == pytest.approx(whole.tolist())
    assert 0 < rest["open"] < among["open"]


def test_the_queue_has_the_first_of_the_leads_that_are_counted(sampled):
    year = Scope(since=sampled.as_of.replace(year=sampled.as_of.year - 1))
    queue = sampled.ask("gap_queue", year, **needed(sampled, "gap_queue"))
    counted = sampled.ask("gap_counts", year, **needed(sampled, "gap_counts"))
    assert len(queue) == counted["leads"].sum()
    for name in ("value", "later_value"):
        assert queue[name].sum() == pytest.approx(counted[name].sum())


def test_leads_older_than_any_win_are_those_of_all_open_leads_and_those_of_the_list(sampled):
    older = sampled.ask("older_than_any_win", **needed(sampled, "older_than_any_win"))
    assert older["leads"].sum() == valued(sampled, f"in ({GAPS})")["older_than_any_win"]
    listed = sampled.ask("lead_totals", selection=Selection(older_than_any_win=True)).iloc[0]
    assert older["leads"].sum() == listed["leads"] == listed["open"]
    # They are worth next to nothing: less than a hundredth of what leads are that come to their stages.
    assert older["value"].sum() < older["fresh_value"].sum() / 100
