"""Cohorts from before the recording of wins are left out of trends, by a rule that works on any data."""

from datetime import date

import pytest

from analysis.recording import LateRecording, late_recording
from analysis.scope import Scope
from analysis.warehouse import Warehouse
from data.intake.load import load_files
from data.store import Store
from pages.leadership.health import model as health
from tests.worlds import Journey, warehouse_of


def leads(created: float, won_after: float | None, count: int) -> list[Journey]:
    ended = {} if won_after is None else {"outcome": "won", "closed": created + won_after}
    return [Journey("seo", {"lead": created}, **ended) for _ in range(count)]


def test_leads_from_before_the_first_recorded_win_were_not_observed():
    # Of the leads of day 150 half win on their 10th day; the 80 of day 0 had 109 days for it: 40 wins are missing.
    world = warehouse_of([*leads(0, None, 80), *leads(100, 10, 1), *leads(150, 10, 20), *leads(150, None, 20)])
    assert late_recording(world) == LateRecording(date(2026, 4, 21), 81)


def test_a_steady_record_is_not_late():
    # The leads of day 0 win like those of day 100: the first win is as early as it can be.
    world = warehouse_of([*leads(0, 10, 40), *leads(0, None, 40), *leads(100, 10, 20), *leads(100, None, 20)])
    assert late_recording(world) is None


def test_the_question_counts_both_sides_of_the_first_win():
    # First win on day 12: the leads of day 0 had 11 days without one, the winner of day 2 had 9.
    world = warehouse_of([*leads(0, None, 2), *leads(2, 10, 1), *leads(20, 5, 3), *leads(20, None, 1)], as_of=30)
    counts = world.ask("recording")
    assert counts[["is_before", "days", "leads", "won"]].values.tolist() == [
        [False, 5, 3, 3],
        [False, 10, 1, 0],
        [True, 9, 1, 1],
        [True, 11, 2, 0],
    ]


def test_the_months_before_are_left_out_and_said(real_data, tmp_path):
    folder = real_data / "olist"
    load_files(sorted(folder.glob("*.csv")), home=tmp_path)
    generation = Store(tmp_path).current()
    assert generation is not None
    warehouse = Warehouse.open(generation, tmp_path)
    card = next(
        card for card in health.build(warehouse, Scope(), earlier=None).cards if card.name == "conversion-by-month"
    )
    assert card.note.startswith("Wins are recorded only since 5")
    assert min(card.figure.data[0].x) >= "2017-12"
    warehouse.close()


@pytest.mark.parametrize("world", [[], leads(0, None, 5)])
def test_without_wins_nothing_is_said(world):
    assert late_recording(warehouse_of(world)) is None
