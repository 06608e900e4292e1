"""Chances to win of leads that wait: against slow twins, another estimator, laws, and data with a cliff or without."""

from itertools import pairwise

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.statistics import waiting
from analysis.statistics.survival import aalen_johansen
from analysis.statistics.waiting import DROPPED, EDGES, EVER, Hazards
from tests.analysis.statistics.curves import stays_of, stretches

STAGES = 4
SEED = 20_261_128
MOTIONS = ("inbound", "outbound")
LONG = [1, 2, 3, 5, 10, 16, 31, 32, 63, 64, 65, 130]


def lives(random, leads, *, cliff=None, motion="inbound"):
    """Stays of leads that go on with a chance of 4% a day, win from the third stage, and drop with 3%.

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
                rows.append((motion, place, day - since, place + 1 if goes else DROPPED))
                place, since = (place + 1, day) if goes else (STAGES, day)
                continue
            if day == end:
                rows.append((motion, place, day - since, np.nan))
                break
            day += 1
    return rows


def drawn_hazards(seed, most=0.3, stages=7):
    """Any hazards: ways to drop and to every later stage, other ones in each stretch."""
    ways = np.random.default_rng(seed).random((len(MOTIONS), stages - 1, stages + 1, len(EDGES)))
    for place in range(stages - 1):
        ways[:, place, 1 : place + 2] = 0
    return Hazards(MOTIONS, ways / stages * most)


def twin(found, longest):
    """The chance to win within 1, 2, ... days of a lead that has spent so many days at a stage, day by day.

    Shape (days, motions, stages, days spent there); from the last day back, as one plays a game from its end.
    """
    stages, spent = found.ways.shape[1] + 1, EDGES[-1] + longest + 1
    ways = found.ways[..., waiting.stretch_of(np.arange(spent))]
    # A lead that is there at the beginning of a day and has this day and so many further ones to be won in.
    won = np.zeros((longest, len(found.motions), stages + 1, spent))
    won[:, :, stages] = 1.0
    for left in range(longest):
        for place in range(stages - 1, 0, -1):
            leaves = ways[:, place - 1]
            for goal in range(place + 1, stages + 1):
                won[left, :, place] += leaves[:, goal] * won[left, :, goal, :1]
            if left:
                stays = 1 - leaves.sum(axis=1)
                won[left, :, place, :-1] += stays[:, :-1] * won[left - 1, :, place, 1:]
    # The day on which it was last seen is over.
    return won[:, :, 1:stages, 1 : EDGES[-1] + 2]


@pytest.fixture(scope="module")
def found():
    return waiting.hazards(stays_of(lives(np.random.default_rng(SEED), 2_000)), STAGES, ("inbound",))


@pytest.mark.parametrize("seed", [1, 2, 3])
@pytest.mark.parametrize("most", [0.05, 0.9])
def test_chances_are_what_going_through_the_days_one_by_one_gives(seed, most):
    drawn = drawn_hazards(seed, most)
    slow = twin(drawn, LONG[-1])[..., list(EDGES)]
    assert waiting.chances(drawn, LONG) == pytest.approx(slow[np.array(LONG) - 1], abs=1e-9)
    for within in LONG:  # each for itself
        assert waiting.chances(drawn, [within])[0] == pytest.approx(slow[within - 1], abs=1e-9), within
    assert waiting.chances(drawn, [3, 64, 10]) == pytest.approx(slow[[2, 63, 9]], abs=1e-9)


def test_many_days_in_any_order_or_twice_are_told_as_few():
    drawn = drawn_hazards(4)
    days = [*range(40, 20, -1), 7, 7]
    assert waiting.chances(drawn, days) == pytest.approx(
        np.concatenate([waiting.chances(drawn, [each]) for each in days]), abs=1e-9
    )


def test_within_how_long_nothing_is_said_means_three_years(found):
    assert (waiting.chances(found) == waiting.chances(found, [EVER])).all()


def test_a_longer_time_never_lowers_a_chance_and_no_chance_leaves_its_bounds(found):
    for drawn in (found, drawn_hazards(5), drawn_hazards(6, 1.0)):
        told = waiting.chances(drawn, range(1, 100))
        assert (np.diff(told, axis=0) >= -1e-12).all()
        assert ((told >= 0) & (told <= 1)).all()


def test_between_edges_a_chance_goes_in_a_straight_line_and_stays_after_the_last():
    told = waiting.chances(drawn_hazards(7), [30])
    daily, risen = waiting.by_day(told), waiting.slopes(told)
    assert daily.shape[-1] == EDGES[-1] + 1
    assert daily[..., list(EDGES)] == pytest.approx(told)
    for place, (first, following) in enumerate(pairwise(EDGES)):
        for day in range(first, following + 1):
            share = (day - first) / (following - first)
            assert daily[..., day] == pytest.approx((1 - share) * told[..., place] + share * told[..., place + 1])
        assert risen[..., place] * (following - first) == pytest.approx(told[..., place + 1] - told[..., place])
    assert (risen[..., -1] == 0).all()


leads_seen = st.lists(st.tuples(st.integers(0, 2), st.integers(0, 900)), min_size=1, max_size=8)


@given(leads_seen)
@settings(max_examples=20)
def test_days_at_risk_are_counted_one_by_one(listed):
    slow = np.zeros((3, len(EDGES)))
    for group, days in listed:
        for day in range(days + 1):
            slow[group, max(place for place, edge in enumerate(EDGES) if edge <= day)] += 1
    group, days = np.array(listed).T
    stretch = waiting.stretch_of(days)
    beyond = (days - np.array(EDGES)[stretch]).astype(float)
    assert (waiting.days_at_risk(group, stretch, np.ones(len(days)), beyond, 3) == slow).all()


def test_hazards_are_exits_by_days_at_risk_where_nothing_is_borrowed(monkeypatch):
    for name in ("BORROWED_BEFORE", "BORROWED_STRETCH", "BORROWED_LEVEL"):
        monkeypatch.setattr(waiting, name, 1e-9)
    random = np.random.default_rng(SEED)
    rows = [stay for motion in MOTIONS for stay in lives(random, 60, motion=motion)]
    made = waiting.hazards(stays_of(rows), STAGES, MOTIONS)
    exits, watched = np.zeros_like(made.ways), np.zeros((len(MOTIONS), STAGES - 1, 1, len(EDGES)))
    for motion, position, days, goal in rows:
        place = (MOTIONS.index(motion), position - 1)
        for day in range(days + 1):
            watched[(*place, 0, waiting.stretch_of(day))] += 1
        if not np.isnan(goal):
            exits[(*place, goal, waiting.stretch_of(days))] += 1
    seen = np.broadcast_to(watched > 0, exits.shape)
    assert made.ways[seen] == pytest.approx((exits / np.maximum(watched, 1))[seen], abs=1e-6)


def test_several_sets_of_stays_are_each_looked_at_alone():
    random = np.random.default_rng(SEED)
    sets = [stays_of([stay for motion in MOTIONS for stay in lives(random, leads, motion=motion)]) for leads in (40, 9)]
    rows = pd.concat(sets, ignore_index=True)
    turn = np.repeat([0, 2], [len(own) for own in sets])  # one has no stays
    mixed = random.permutation(len(rows))
    apart = waiting.hazards_apart(rows.iloc[mixed], turn[mixed], 3, STAGES, MOTIONS)
    for found, own in zip(apart, (sets[0], rows.iloc[:0], sets[1]), strict=True):
        assert (found.ways == waiting.hazards(own, STAGES, MOTIONS).ways).all()


def test_one_stage_is_the_estimate_of_aalen_and_johansen():
    # With one stage before the win, a stretch for each day and nothing borrowed both say the same.
    days = pd.DataFrame(
        {"days": [1, 2, 3, 5], "won": [3, 2, 1, 1], "lost": [1, 4, 2, 0]}
        | {"disqualified": 0, "censored": [2, 0, 3, 6]}
    )
    stays = [
        ("inbound", 1, age, goal)
        for age, won, lost, censored in days[["days", "won", "lost", "censored"]].itertuples(index=False)
        for goal, count in ((2, won), (DROPPED, lost), (np.nan, censored))
        for _ in range(count)
    ]
    with pytest.MonkeyPatch.context() as patch, stretches(*range(8)):
        for name in ("BORROWED_BEFORE", "BORROWED_STRETCH", "BORROWED_LEVEL"):
            patch.setattr(waiting, name, 1e-6)
        exact = waiting.hazards(stays_of(stays), 2, ("inbound",))
        told = waiting.chances(exact, [1, 2, 3, 5])[:, 0, 0, 0]
    # Nobody left on the day of creation, so whoever is still there at its end is everyone.
    assert told == pytest.approx(aalen_johansen(days).loc["won", "incidence"][[1, 2, 3, 5]].to_numpy(), abs=1e-4)


def test_where_waiting_does_not_matter_a_lead_that_waited_is_worth_as_much():
    flat = waiting.hazards(stays_of(lives(np.random.default_rng(SEED), 6_000)), STAGES, ("inbound",))
    soon = waiting.chances(flat, [10])[0, 0, 2]
    # 4% a day for ten days against 3%: true at any age.
    true = sum(0.04 * (0.96 * 0.97) ** day for day in range(10))
    assert soon[[EDGES.index(days) for days in (0, 10, 21)]] == pytest.approx(true, abs=0.05)


def test_a_cliff_is_found():
    rows = lives(np.random.default_rng(SEED), 4_000, cliff=14)
    steep = waiting.hazards(stays_of(rows), STAGES, ("inbound",))
    soon = waiting.by_day(waiting.chances(steep, [10]))[0, 0, 2]
    assert soon[2] > 0.2
    assert soon[28] < 0.02


def test_a_motion_without_wins_borrows_from_the_other():
    rows = [*lives(np.random.default_rng(SEED), 1_000), *[("outbound", 3, 20, np.nan)] * 5]
    both = waiting.hazards(stays_of(rows), STAGES, MOTIONS)
    own = waiting.chances(both, [30])[0, :, 2, 0]
    assert 0.4 * own[0] < own[1] < own[0]


def test_a_motion_without_stays_fares_as_the_others_together_whoever_they_are():
    random = np.random.default_rng(SEED)
    rows = [*lives(random, 800), *lives(random, 800, motion="outbound", cliff=5)]
    apart = waiting.hazards(stays_of(rows), STAGES, ("unknown", *MOTIONS))
    together = waiting.hazards(stays_of([("inbound", *stay[1:]) for stay in rows]), STAGES, ("unknown", *MOTIONS))
    assert apart.ways[0] == pytest.approx(together.ways[0])
    unknown, inbound, outbound = waiting.chances(apart, [60])[0, :, 2, EDGES.index(10)]
    assert outbound < unknown < inbound


def test_a_motion_that_goes_on_a_quarter_as_often_does_so_where_none_of_it_waited_yet():
    random = np.random.default_rng(SEED)
    rows = [stay for stay in lives(random, 3_000) if stay[1] == 3]
    # Of 300 three win on each of nine days, where twelve of the others would.
    slow = [("outbound", 3, day, 4) for day in range(1, 10) for _ in range(3)] + [("outbound", 3, 9, np.nan)] * 273
    wins = waiting.hazards(stays_of([*rows, *slow]), STAGES, MOTIONS).ways[:, 2, 4, EDGES.index(45)]
    assert wins[0] == pytest.approx(0.04, rel=0.3)
    assert wins[0] / 6 < wins[1] < wins[0] / 2.5


def test_a_motion_that_went_on_for_less_long_than_the_other_fades_after_its_own_last():
    rows = [stay for stay in lives(np.random.default_rng(SEED), 3_000) if stay[1] == 3]
    early = [("outbound", 3, day, 4) for day in range(1, 10) for _ in range(9)]
    waited = waiting.hazards(stays_of([*rows, *early, *[("outbound", 3, 44, np.nan)] * 60]), STAGES, MOTIONS)
    unwatched = waiting.hazards(stays_of([*rows, *early]), STAGES, MOTIONS)
    inbound, outbound = waited.ways[:, 2, 4, EDGES.index(45)]
    assert outbound < 0.02 * inbound, "as many as the others would have won of the sixty in a month, and none did"
    assert unwatched.ways[1, 2, 4, EDGES.index(45)] > 0.5 * inbound, "nobody looked"


def test_after_the_last_that_went_on_a_chance_holds_for_as_many_days_again_and_then_fades():
    # One of ten wins in the stretch from 300 to 364 days; nobody has been there for longer yet.
    rows = [("inbound", 1, 305, 2)] * 10 + [("inbound", 1, 364, np.nan)] * 90
    wins = waiting.hazards(stays_of(rows), 2, ("inbound",)).ways[0, 0, 2]
    last, following, later, latest = wins[[EDGES.index(days) for days in (300, 365, 540, 730)]]
    assert waiting.FADES < following / last < (365 - 300) / (540 - 365)
    assert later / following == pytest.approx(waiting.FADES)
    assert latest / later == pytest.approx(waiting.FADES)


def test_factors_multiply_up_to_what_was_seen_and_are_drawn_towards_one():
    groups = pd.DataFrame(
        {
            "motion": ["inbound"] * 2 + ["outbound"] * 2,
            "channel": ["ads", "webinar", "call", "mail"],
            "segment": "all",
        },
        index=list("abcd"),
    )
    expected, seen = (pd.Series(values, index=groups.index) for values in ([1000.0] * 4, [2000, 1000, 500, 500]))
    fitted = waiting.factors(expected, seen, groups)
    assert list(fitted) == list(waiting.BORROWED_WINS)
    assert (fitted.prod(axis=1) * expected).tolist() == pytest.approx(seen.tolist(), rel=0.03)
    assert fitted["motion"].nunique() == 2, "a factor for each motion"
    few = waiting.factors(expected / 1000, seen / 1000, groups)
    assert (few.prod(axis=1) - 1).abs().lt((fitted.prod(axis=1) - 1).abs() / 4).iloc[[0, 2, 3]].all(), "little was seen"
    assert (waiting.factors(expected * 0, seen * 0, groups) == 1).all(axis=None)


def test_a_factor_by_hand():
    # Of one motion, channel and segment 40 were won where 20 were expected: each in turn takes what the others leave.
    groups = pd.DataFrame({"motion": ["inbound"], "channel": ["ads"], "segment": ["all"]})
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(waiting, "ROUNDS", 1)
        (made,) = waiting.factors(pd.Series([20.0]), pd.Series([40]), groups).itertuples(index=False)
    motion = (40 + 10) / (20 + 10)
    channel = (40 + 20) / (20 * motion + 20)
    assert made == pytest.approx((motion, channel, (40 + 20) / (20 * motion * channel + 20)))


def test_factors_of_other_rows_are_refused():
    groups = pd.DataFrame({"motion": ["inbound"], "channel": ["ads"], "segment": ["all"]})
    with pytest.raises(ValueError, match="index"):
        waiting.factors(pd.Series([1.0], index=[1]), pd.Series([1]), groups)
    with pytest.raises(ValueError, match="Seen"):
        waiting.factors(pd.Series([1.0]), pd.Series([-1]), groups)


@pytest.mark.parametrize(
    "wrong",
    [{"leads": -1}, {"leads": 0.5}, {"beyond_days": -1}, {"to_position": 1.0}, {"position": 3, "to_position": 2.0}],
)
def test_what_cannot_be_is_refused(wrong):
    stays = stays_of([("inbound", 2, 3, 3.0)]).assign(**wrong)
    with pytest.raises(ValueError, match=r"Leads|Days beyond|earlier stage"):
        waiting.hazards(stays, STAGES, ("inbound",))
