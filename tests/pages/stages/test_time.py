"""The view Time on small worlds with the arithmetic beside."""

import pandas as pd

from analysis.scope import Scope
from pages.parts import labels
from pages.sales.stages import time
from tests.worlds import Journey, warehouse_of


def card(model, name):
    return next(each for each in model.cards if each.name == name)


def test_time_in_stage_counts_those_still_there():
    counts = pd.DataFrame(
        {"breakdown": "inbound", "stage": "lead", "days": [2, 10], "exited": [1, 0], "censored": [0, 3]}
    )
    # 1 of 4 has left after 2 days, 3 are still there after 10: the median is not reached, though the only exit took 2
    row = time.durations(counts).iloc[0]
    assert pd.isna(row["median"])
    assert row[["n", "still_there"]].tolist() == [4, 3]


def test_the_histogram_has_the_days_of_those_that_left_and_counts_those_still_there_apart():
    # at contacted: left after 0, 2 and 40 days, one there for 99 days (contacted on day 1, as of day 100)
    def left(days):
        return Journey("seo", {"lead": 0, "contacted": 1, "engaged": 1 + days}, "lost", 90)

    there = Journey("seo", {"lead": 0, "contacted": 1})
    world = warehouse_of([left(0), left(2), left(40), there], as_of=100)
    shown = card(time.build(world, Scope(), stage="contacted"), "days in stage")
    counts = shown.numbers.set_index("label")
    assert counts["count"].to_dict() == {
        "same day": 1,
        "1 to 2 days": 1,
        "3 to 7 days": 0,
        "8 to 14 days": 0,
        "15 to 30 days": 0,
        "31 to 60 days": 1,
        "61 to 90 days": 0,
        "91 to 180 days": 0,
        "over 180 days": 0,
    }
    assert counts.loc["91 to 180 days", "still_there"] == 1
    assert "1\xa0lead is still there" in shown.note
    # 2 of the 3 that left took a week or less
    assert labels.without_markdown(shown.title).startswith("67% of those that left “contacted”")
