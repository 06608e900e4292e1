"""Late recording is told from a slow start."""

import numpy as np
import pandas as pd
import pytest

from analysis.statistics.recording import recording_start


def counts(*rows):
    return pd.DataFrame(rows, columns=["is_before", "days", "leads", "won"])


def test_silence_of_many_leads_is_late_recording():
    # Half of the later leads win on day 10, so 100 earlier leads that waited 30 days should have won 50 times.
    found = recording_start(counts((True, 30, 100, 0), (False, 10, 50, 50), (False, 90, 50, 0)))
    assert found.leads == 100
    assert found.expected == pytest.approx(50)
    assert found.probability == pytest.approx(np.exp(-50))
    assert found.is_late


def test_leads_too_young_to_have_won_say_nothing():
    # Five days were too short for anyone to win: none was expected.
    found = recording_start(counts((True, 5, 100, 0), (False, 10, 50, 50), (False, 90, 50, 0)))
    assert found.expected == 0
    assert not found.is_late


def test_few_leads_say_nothing():
    # Six leads at one half: exp(-3) = 5 % is no proof.
    found = recording_start(counts((True, 30, 6, 0), (False, 10, 50, 50), (False, 90, 50, 0)))
    assert found.probability == pytest.approx(np.exp(-3))
    assert not found.is_late


@pytest.mark.parametrize("rows", [[], [(True, 30, 100, 0)], [(False, 10, 50, 50)]])
def test_nothing_to_compare_is_not_late(rows):
    assert not recording_start(counts(*rows)).is_late


def test_more_wins_than_leads_are_refused():
    with pytest.raises(ValueError, match=r"."):
        recording_start(counts((False, 10, 1, 2)))


def test_data_recorded_from_the_start_is_rarely_called_late():
    random = np.random.default_rng(5)
    late = 0
    for _ in range(200):
        created = np.sort(random.integers(0, 200, 400))
        lag = np.where(random.random(400) < 0.1, random.integers(5, 60, 400), 10_000)
        won = created + lag <= 260
        first = (created + lag)[won].min()
        before = created < first
        days = np.where(before, first - created, np.where(won, lag, 260 - created))
        frame = pd.DataFrame({"is_before": before, "days": days, "leads": 1, "won": (won & ~before).astype(int)})
        late += recording_start(frame).is_late
    assert late <= 2
