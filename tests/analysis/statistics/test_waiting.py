"""Chances to win of leads that wait: against a slow twin, another estimator, laws, and data with a cliff or without."""

from functools import cache

import numpy as np
import pandas as pd
import pytest

from analysis.statistics import waiting
from analysis.statistics.maturing import by_age, curve_from
from tests.analysis.statistics.curves import incidence

STAGES, DAYS = 4, 60
SEED = 20_261_128


def lives(random, leads, *, cliff=None, motion="inbound"):
    """Stays of leads that go on with a chance of 4 % a day, win from the third stage, and drop with 3 %.

    With a cliff nobody goes on after so many days at a stage.
    """
    rows = []
    for _ in range(leads):
        end, place, day, since = int(random.integers(20, 200)), 1, 0, 0
        while place < STAGES:
            goes, drops = random.random() < 0.04, random.random() < 0.03
            if cliff is not None and day - since > cliff:
                goes = drops = False
            if day - since and (goes or drops):
                goal = place + 1 if goes else waiting.DROPPED
                rows.append((motion, place, day - since, goal))
                place, since = (place + 1, day) if goes else (STAGES, day)
                continue
            if day == end:
                rows.append((motion, place, day - since, np.nan))
                break
            day += 1
    return counted(rows)


def counted(rows):
    frame = pd.DataFrame(rows, columns=["motion", "position", "days", "to_position"])
    return frame.groupby(list(frame), dropna=False).size().rename("leads").reset_index()


@pytest.fixture(scope="module")
def found():
    return waiting.hazards(lives(np.random.default_rng(SEED), 2_000), STAGES, DAYS)


def chance(found, place, days, within):
    """The chance, one day after the other."""
    ways = found.ways[0]

    @cache
    def win(at, day, left):
        if at == STAGES:
            return 1.0
        won, there = 0.0, 1.0
        for more in range(left + 1):
            if day + more >= found.days:
                break
            leave = ways[at - 1, :, day + more]
            won += there * sum(leave[goal] * win(goal, 0, left - more) for goal in range(at + 1, STAGES + 1))
            there *= 1 - leave.sum()
        return won

    return win(place, days + 1, within - 1)


@pytest.mark.parametrize(("place", "days", "within"), [(3, 0, 1), (3, 5, 10), (2, 0, 15), (2, 12, 20), (1, 3, 12)])
def test_the_chance_is_what_going_through_the_days_one_by_one_gives(found, place, days, within):
    assert waiting.chances(found, within)[0, place - 1, days] == pytest.approx(chance(found, place, days, within))


def test_one_stage_is_the_estimate_of_aalen_and_johansen():
    # With one stage before the win, a stretch for each day and nothing borrowed both say the same.
    days = pd.DataFrame(
        {"breakdown": "All", "days": [1, 2, 3, 5], "won": [3, 2, 1, 1], "lost": [1, 4, 2, 0]}
        | {"disqualified": 0, "censored": [2, 0, 3, 6]}
    )
    whole = curve_from(by_age(days, ["All"], 8)[:, 0])
    stays = [
        ("inbound", 1, age, goal)
        for age, won, lost, censored in days[["days", "won", "lost", "censored"]].itertuples(index=False)
        for goal, count in ((2, won), (waiting.DROPPED, lost), (np.nan, censored))
        for _ in range(count)
    ]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(waiting, "EDGES", tuple(range(8)))
        for name in ("BORROWED_BEFORE", "BORROWED_STRETCH", "BORROWED_LEVEL"):
            patch.setattr(waiting, name, 1e-6)
        exact = waiting.hazards(counted(stays), 2, 8)
    # Nobody left on the day of creation, so whoever is still there at its end is everyone.
    assert [waiting.chances(exact, age)[0, 0, 0] for age in (1, 2, 3, 5)] == pytest.approx(
        incidence(whole)[[1, 2, 3, 5]], abs=1e-4
    )


def test_a_longer_time_never_lowers_a_chance_and_no_chance_leaves_its_bounds(found):
    curves = np.stack([waiting.chances(found, within) for within in (1, 5, 20, DAYS)])
    assert (np.diff(curves, axis=0) >= -1e-12).all()
    assert ((curves >= 0) & (curves <= 1)).all()
    assert np.allclose(waiting.chances(found), curves[-1])


def test_where_waiting_does_not_matter_a_lead_that_waited_is_worth_as_much():
    flat = waiting.hazards(lives(np.random.default_rng(SEED), 6_000), STAGES, DAYS)
    soon = waiting.chances(flat, 10)[0, 2]
    # 4 % a day for ten days against 3 %: true at any age.
    true = sum(0.04 * (0.96 * 0.97) ** day + 0 for day in range(10))
    assert soon[[0, 10, 25]] == pytest.approx(true, abs=0.05)


def test_a_cliff_is_found():
    steep = waiting.hazards(lives(np.random.default_rng(SEED), 4_000, cliff=14), STAGES, DAYS)
    soon = waiting.chances(steep, 10)[0, 2]
    assert soon[2] > 0.2
    assert soon[30] < 0.01


def test_a_motion_without_wins_borrows_from_the_other():
    random = np.random.default_rng(SEED)
    few = counted([("outbound", 3, 20, np.nan)] * 5)
    both = waiting.hazards(pd.concat([lives(random, 1_000), few]), STAGES, DAYS)
    assert both.motions == ("inbound", "outbound")
    own = waiting.chances(both, 30)[:, 2, 0]
    assert 0 < own[1] < own[0]


def test_factors_multiply_up_to_what_was_seen_and_are_drawn_towards_one():
    kept = pd.DataFrame(
        {
            "motion": ["inbound"] * 2 + ["outbound"] * 2,
            "channel": ["ads", "webinar", "call", "mail"],
            "segment": "all",
            "expected": [1000.0] * 4,
            "won": [2000, 1000, 500, 500],
        }
    )
    fitted = waiting.factors(kept)
    told = [
        fitted["motion"][row.motion] * fitted["channel"][row.channel] * fitted["segment"][row.segment] * row.expected
        for row in kept.itertuples()
    ]
    assert told == pytest.approx(kept["won"], rel=0.03)
    nothing = waiting.factors(kept.assign(expected=0.0, won=0))
    assert all((factors == 1).all() for factors in nothing.values())


@pytest.mark.parametrize(
    "wrong", [{"leads": -1}, {"leads": 0.5}, {"to_position": 1.0}, {"position": 3, "to_position": 2.0}]
)
def test_what_cannot_be_is_refused(wrong):
    stays = counted([("inbound", 2, 3, 3.0)]).assign(**wrong)
    with pytest.raises(ValueError, match=r"Leads|earlier stage"):
        waiting.hazards(stays, STAGES, DAYS)
