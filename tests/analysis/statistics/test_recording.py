"""Late recording is told from a slow start."""

import numpy as np
import pandas as pd
import pytest

from analysis.statistics.recording import known_with_outcome, recording_start


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
    # Six leads at one half: exp(-3) = 5% is no proof.
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


def sides(*rows):
    return pd.DataFrame(rows, columns=["known_won", "won", "known_others", "others"])


def test_a_value_of_all_winners_and_of_few_others_is_recorded_with_the_outcome():
    found = known_with_outcome(sides((40, 40, 6, 200)))
    assert (found.won.estimate, found.others.estimate) == (1, 0.03)
    # Newcombe's interval of 100% less 3%: the bounds of both are Wilson's, 0.9124 and 0.0639.
    assert found.gap.low == pytest.approx(0.97 - np.hypot(1 - 0.9124, 0.0639 - 0.03), abs=1e-3)
    assert found.is_clear
    assert not found.is_ruled_out


def test_the_other_way_round_counts_as_well():
    assert known_with_outcome(sides((6, 200, 40, 40))).is_clear


def test_a_small_difference_is_ruled_out_however_sure_it_is():
    # The real case: 98.3% of 842 and 99.4% of 7,158, a clear difference that moves no rate by a fifth.
    found = known_with_outcome(sides((828, 842, 7112, 7158)))
    assert found.gap.excludes(0)
    assert found.is_ruled_out
    assert not found.is_clear


def test_few_leads_say_neither():
    found = known_with_outcome(sides((3, 3, 3, 3)))
    assert not found.is_clear
    assert not found.is_ruled_out


def test_a_habit_that_begins_late_is_not_taken_for_one_of_the_win():
    # Nothing was recorded at first, when most were won; later everything is. Together 20% of the won and 67% of the
    # others have a value; within each time the shares are the same.
    found = known_with_outcome(sides((0, 400, 0, 200), (100, 100, 400, 400)))
    assert (found.won.estimate, round(found.others.estimate, 2)) == (0.2, 0.67)
    assert found.is_ruled_out


@pytest.mark.parametrize("rows", [[], [(3, 3, 0, 0)], [(0, 0, 2, 3)]])
def test_one_side_alone_says_nothing(rows):
    found = known_with_outcome(sides(*rows).astype("int64"))
    assert found.gap.is_missing
    assert not found.is_clear
    assert not found.is_ruled_out


def test_values_known_alike_are_rarely_said_to_be_recorded_with_the_outcome():
    random = np.random.default_rng(12)
    known = pd.DataFrame({"won": random.binomial(30, 0.6, 400), "others": random.binomial(300, 0.6, 400)})
    clear = [known_with_outcome(sides((won, 30, others, 300))).is_clear for won, others in known.to_numpy().tolist()]
    assert np.mean(clear) <= 0.05
