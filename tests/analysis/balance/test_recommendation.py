"""Which rules hold, what follows from them, and what turns it."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.balance.evidence import Evidence
from analysis.balance.recommendation import recommend, sensitivity
from analysis.balance.rules import Limits, against, weigh
from analysis.claims.single_points import SinglePoint
from analysis.statistics.checks import UNKNOWN, Interval
from data import definitions

LIMITS = Limits.of(definitions.load())


def about(value, margin=0.02):
    return Interval(value, value * (1 - margin), value * (1 + margin))


def webinar(share):
    """The largest channel with a share; nothing else was compared."""
    drawn = 1.2816 / 1.96  # the 80% interval against that of 95%
    weak_low = share.estimate - drawn * (share.estimate - share.low)
    return SinglePoint("channel", "Webinar", "opportunities", share, share.low, weak_low, 0.4, 80, 400)


def evidence(**changes):
    """Both motions bring half of the opportunities and enough of them, and no channel is large."""
    healthy = Evidence(
        opportunities=400,
        present=("inbound", "outbound"),
        inbound_share=about(0.5),
        inbound_share_of_leads=about(0.5),
        channel=webinar(about(0.2)),
        fit=about(0.5),
        touches_per_reply=about(5.0),
        per_month={"inbound": about(20.0), "outbound": about(20.0)},
        deal_ratio=about(1.0),
        late_share=about(0.2),
        inbound_change=about(1.1),
    )
    return replace(healthy, **changes)


FEW = {"inbound": about(1.0), "outbound": about(1.0)}
WORLDS = {
    "hold": evidence(),
    "prospecting": evidence(inbound_share=about(0.9)),
    "lead generation": evidence(inbound_share=about(0.1)),
    "second engine": evidence(channel=webinar(about(0.6))),
    "both": evidence(per_month=FEW),
    "cannot tell yet": evidence(opportunities=10),
}


@pytest.mark.parametrize(("answer", "world"), WORLDS.items())
def test_each_world_has_its_answer(answer, world):
    assert recommend(world, LIMITS).answer == answer


def test_a_second_engine_is_sought_where_a_motion_is_needed():
    found = recommend(evidence(channel=webinar(about(0.6)), inbound_share=about(0.9)), LIMITS)
    assert (found.answer, found.through, found.channel, found.otherwise) == (
        "second engine",
        "outbound",
        "Webinar",
        "prospecting",
    )


def test_both_motions_thin_outweigh_one_channel_and_name_it():
    found = recommend(evidence(channel=webinar(about(0.6)), per_month=FEW), LIMITS)
    assert (found.answer, found.channel) == ("both", "Webinar")


def test_an_inbound_that_fits_is_a_weak_reason_to_prospect():
    sure = recommend(evidence(inbound_share=about(0.9), fit=about(0.1)), LIMITS)
    assert (sure.answer, sure.status) == ("prospecting", "clear")
    unsure = recommend(evidence(inbound_share=about(0.9), fit=about(0.5)), LIMITS)
    assert (unsure.answer, unsure.status) == ("prospecting", "weak")


def test_an_outbound_that_gets_its_replies_is_a_weak_reason_for_lead_generation():
    outbound = evidence(inbound_share=about(0.1), inbound_share_of_leads=about(0.1))
    assert recommend(replace(outbound, touches_per_reply=about(40.0)), LIMITS).status == "clear"
    assert recommend(replace(outbound, touches_per_reply=about(5.0)), LIMITS).status == "weak"


def test_a_target_outweighs_a_number_of_opportunities():
    enough = {"inbound": about(1.5), "outbound": about(0.5)}
    found = recommend(evidence(enough=enough), LIMITS)
    assert (found.answer, [each.rule for each in found.because]) == ("prospecting", ["thin outbound"])
    assert found.because[0].limit_name == "covered"


def test_a_met_target_is_not_thin():
    met = Interval(float("inf"), float("inf"), float("inf"))
    assert recommend(evidence(enough={"inbound": met, "outbound": met}, per_month=FEW), LIMITS).answer == "hold"


def test_one_motion_alone_says_nothing_of_the_other_but_a_channel_can_be_too_large():
    alone = evidence(present=("inbound",), inbound_share=Interval(1.0, 0.99, 1.0))
    assert (recommend(alone, LIMITS).answer, recommend(alone, LIMITS).reason) == ("cannot tell yet", "one motion")
    assert recommend(replace(alone, channel=webinar(about(0.6))), LIMITS).answer == "second engine"


def test_an_estimate_about_its_limit_keeps_from_holding():
    found = recommend(evidence(channel=webinar(Interval(0.39, 0.33, 0.45))), LIMITS)
    assert (found.answer, found.reason, [each.rule for each in found.because]) == (
        "cannot tell yet",
        "undecided",
        ["one channel"],
    )


def test_touches_that_are_not_recorded_do_not_keep_from_an_answer():
    assert recommend(evidence(inbound_share=about(0.1), touches_per_reply=UNKNOWN), LIMITS).answer == "lead generation"


@pytest.mark.parametrize(
    ("value", "side", "expected"),
    [
        (Interval(0.5, 0.41, 0.6), "above", (True, "clear")),
        (Interval(0.3, 0.2, 0.39), "above", (False, "clear")),
        (Interval(0.5, 0.41, 0.6), "below", (False, "clear")),
        # The 80% interval is 0.654 as wide: from 0.5 - 0.0654 and 0.42 - 0.0654.
        (Interval(0.5, 0.39, 0.6), "above", (True, "weak")),
        (Interval(0.42, 0.32, 0.5), "above", (None, "cannot tell yet")),
        (Interval(0.36, 0.3, 0.41), "below", (True, "weak")),
        (UNKNOWN, "above", (None, "cannot tell yet")),
    ],
)
def test_against_a_limit(value, side, expected):
    assert against(value, 0.4, side) == expected


SHARES = st.floats(0.02, 0.98)


@given(share=SHARES, channel=SHARES, inbound=st.floats(0.5, 20), outbound=st.floats(0.5, 20))
def test_swapping_the_motions_mirrors_the_answer(share, channel, inbound, outbound):
    # Without fit and replies, which speak of one motion each.
    bare = {"fit": UNKNOWN, "touches_per_reply": UNKNOWN, "channel": webinar(about(channel))}

    def world(share, inbound, outbound):
        interval = Interval(share, share - 0.01, share + 0.01)
        return evidence(inbound_share=interval, per_month={"inbound": inbound, "outbound": outbound}, **bare)

    found = recommend(world(share, about(inbound), about(outbound)), LIMITS)
    swapped = recommend(world(1 - share, about(outbound), about(inbound)), LIMITS)
    mirrored = {"prospecting": "lead generation", "lead generation": "prospecting"}
    assert swapped.answer == mirrored.get(found.answer, found.answer)
    assert swapped.status == found.status


@given(share=SHARES, channel=SHARES)
def test_an_answer_rests_on_rules_that_hold(share, channel):
    found = recommend(evidence(inbound_share=about(share), channel=webinar(about(channel))), LIMITS)
    if found.answer in ("prospecting", "lead generation", "second engine", "both"):
        assert all(each.holds for each in found.because)
        assert found.status in ("clear", "weak")
        assert found.otherwise != found.answer
    if found.answer == "hold":
        assert all(each.holds is False for each in found.because)


def factor(turn):
    return round(turn.moved_to / turn.limit, 9)


def test_moving_a_limit_turns_what_lies_within_a_fifth_of_it():
    # 45% lies above 40% and below 48%; nothing else is near its limit.
    turns = sensitivity(evidence(channel=webinar(about(0.45))), LIMITS)
    turned = [(each.limit_name, factor(each), each.answer) for each in turns if each.is_turned]
    assert turned == [("channel_share", 1.2, "hold")]
    (changed,) = [each.changed for each in turns if each.changed]
    assert [(before.holds, after.holds) for before, after in changed] == [(True, False)]


def test_every_limit_that_is_used_moves_both_ways():
    turns = sensitivity(evidence(), LIMITS)
    used = {each.limit_name for each in weigh(evidence(), LIMITS)} | {"fewest_opportunities"}
    assert [(each.limit_name, factor(each)) for each in turns] == [
        (name, factor) for name in LIMITS.__dataclass_fields__ if name in used for factor in (0.8, 1.2)
    ]


def test_fewer_opportunities_than_needed_turn_with_that_limit():
    turns = sensitivity(evidence(opportunities=33), LIMITS)
    assert [(each.limit_name, factor(each), each.answer) for each in turns if each.is_turned] == [
        ("fewest_opportunities", 1.2, "cannot tell yet")
    ]


def test_a_share_stays_a_share():
    assert replace(LIMITS, motion_share=0.9).moved("motion_share", 1.2).motion_share == 1
