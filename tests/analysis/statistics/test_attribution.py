"""Credit of channels: published results, second ways and laws."""

import itertools
import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.statistics.attribution import disagreement, markov, shapley

journeys = st.lists(
    st.tuples(st.lists(st.sampled_from("abcd"), min_size=1, max_size=4), st.integers(0, 3), st.integers(0, 3)),
    min_size=1,
    max_size=6,
)


def transitions(paths, group=lambda place: place % 3):
    """Counts of moves of (channels, times won, times ended)."""
    rows = []
    for place, (path, won, ended) in enumerate(paths):
        for step, (before, here) in enumerate(zip([None, *path], path, strict=False)):
            last = step == len(path) - 1
            rows.append((group(place), before, here, won + ended, won if last else 0, ended if last else 0))
    frame = pd.DataFrame(rows, columns=["group_id", "from_channel", "to_channel", "moves", "won", "ended"])
    return frame.groupby(["group_id", "from_channel", "to_channel"], dropna=False, as_index=False).sum()


@pytest.fixture(scope="module")
def paths(real_data):
    data = pd.read_csv(real_data / "attribution_paths" / "Data.csv", sep=";")
    listed = zip(data["path"], data["total_conversions"], data["total_null"], strict=True)
    return [(path.split(" > "), won, ended) for path, won, ended in listed]


@pytest.fixture(scope="module")
def reference(real_data):
    return pd.read_csv(real_data / "attribution_paths" / "reference_attribution.csv", index_col=0).sort_index()


@pytest.mark.parametrize("with_nulls", [True, False])
def test_removal_effects_are_the_published_ones(paths, reference, with_nulls):
    counted = transitions([(path, won, ended if with_nulls else 0) for path, won, ended in paths], lambda place: 0)
    found = markov(counted)
    kind = "withnull" if with_nulls else "nonull"
    assert found["effect"].to_numpy() == pytest.approx(reference[f"removal_{kind}"].to_numpy(), abs=2e-6)
    credit = found["share"] * 19_785
    assert credit.to_numpy() == pytest.approx(reference[f"markov1_{kind}"].to_numpy(), abs=2e-3)
    assert found["low"].isna().all(), "one group cannot be resampled"


def test_markov_worked_by_hand():
    # a then b wins; a alone ends; b alone ends. p(start to a) = 2/3, p(b | a) = 1/2, p(win | b) = 1/2, so 1/6 + 1/6.
    found = markov(transitions([("ab", 1, 0), ("a", 0, 1), ("b", 0, 1)]), draws=20)
    # The chain wins 2/3 x 1/2 x 1/2 + 1/3 x 1/2 = 1/3. Without a: 1/6, half is lost. Without b nothing is won.
    assert found["effect"].tolist() == pytest.approx([0.5, 1])
    assert found["share"].tolist() == pytest.approx([1 / 3, 2 / 3])


@given(journeys)
@settings(max_examples=settings().max_examples // 2)
def test_removal_effects_are_what_removing_shows(paths):
    counted = transitions(paths)
    counted = counted[counted["moves"] > 0]
    if counted.empty or counted["won"].sum() == 0:
        assert counted.empty or markov(counted)["share"].isna().all()
        return
    found = markov(counted, draws=10)
    whole = _chance(counted, "")
    for channel, effect in found["effect"].items():
        assert effect == pytest.approx(1 - _chance(counted, channel) / whole, abs=1e-9)
    assert found["share"].sum() == pytest.approx(1)
    assert found["effect"].between(-1e-12, 1 + 1e-12).all()
    assert (found["low"].isna() | ((found["low"] <= found["share"]) & (found["share"] <= found["high"]))).all()
    aside = counted.copy()
    stays = aside["from_channel"] == aside["to_channel"]
    aside.loc[stays, "moves"] += 5
    assert markov(aside, draws=1)["effect"].to_numpy() == pytest.approx(found["effect"].to_numpy(), abs=1e-9)


def _chance(counted, removed):
    """Chance of a win by walking the chain step by step, entering the removed channel ending it."""
    moves, won, ended = {}, {}, {}
    for row in counted.itertuples():
        source = "start" if pd.isna(row.from_channel) else row.from_channel
        moves.setdefault(source, {}).setdefault(row.to_channel, 0)
        moves[source][row.to_channel] += row.moves
        won[row.to_channel] = won.get(row.to_channel, 0) + row.won
        ended[row.to_channel] = ended.get(row.to_channel, 0) + row.ended
    here, chance = {"start": 1.0}, 0.0
    while sum(here.values()) > 1e-11:
        after = {}
        for state, mass in here.items():
            left = sum(moves.get(state, {}).values()) + won.get(state, 0) + ended.get(state, 0)
            chance += mass * won.get(state, 0) / left
            for target, times in moves.get(state, {}).items():
                if target != removed:
                    after[target] = after.get(target, 0) + mass * times / left
        here = after
    return chance


def test_intervals_are_seeded_narrow_with_groups_and_hold_the_share():
    random = np.random.default_rng(1)

    def world(groups):
        return [("ab" if random.random() < 0.5 else "b", int(random.random() < 0.3), 1) for _ in range(groups * 20)]

    few, many = (markov(transitions(world(groups), lambda place, n=groups: place % n)) for groups in (5, 60))
    width = [float((frame["high"] - frame["low"])["a"]) for frame in (few, many)]
    assert width[1] < width[0]
    counted = transitions(world(20), lambda place: place % 20)
    assert markov(counted, seed=3).equals(markov(counted, seed=3))
    assert not markov(counted, seed=3).equals(markov(counted, seed=4))


@pytest.mark.parametrize("channels", [1, 3, 8])
def test_shapley_is_that_of_every_order_or_coalition(channels):
    random = np.random.default_rng(channels)
    sets = [frozenset(np.flatnonzero(random.random(channels) < 0.4)) for _ in range(25)]
    values = random.integers(0, 9, len(sets)).astype(float)
    members = pd.DataFrame([[channel in each for channel in range(channels)] for each in sets])
    found = shapley(members, pd.Series(values))

    def worth(coalition):
        return sum(value for each, value in zip(sets, values, strict=True) if each and each <= coalition)

    for channel in range(channels):
        others = [each for each in range(channels) if each != channel]
        expected = 0.0
        for size in range(channels):
            weight = math.factorial(size) * math.factorial(channels - size - 1) / math.factorial(channels)
            for coalition in itertools.combinations(others, size):
                expected += weight * (worth(frozenset(coalition) | {channel}) - worth(frozenset(coalition)))
        assert found[channel] == pytest.approx(expected)
    assert found.sum() == pytest.approx(worth(frozenset(range(channels))))


def test_disagreement_is_the_credit_that_would_have_to_move():
    first, second = pd.Series([6.0, 4.0, 0.0]), pd.Series([30.0, 50.0, 20.0])
    # 60, 40, 0 against 30, 50, 20%: 30 points leave the first for the others.
    assert disagreement(first, second) == pytest.approx(0.3) == disagreement(second, first)
    assert disagreement(first, first * 7) == pytest.approx(0)
    assert math.isnan(disagreement(first, first * 0))


def test_wrong_counts_are_refused():
    with pytest.raises(ValueError, match="more journeys can end"):
        markov(transitions([("a", 1, 0)]).assign(won=2))
    with pytest.raises(ValueError, match="same index"):
        shapley(pd.DataFrame({"a": [True]}), pd.Series([1.0], index=[7]))
