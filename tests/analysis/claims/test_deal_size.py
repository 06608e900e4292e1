"""How many times as large outbound deals are, both ways."""

import pytest

from analysis.claims import deal_size
from analysis.claims.verdicts import CLEAR
from analysis.scope import Scope
from data import sample
from tests.worlds import Journey, warehouse_of

TRUTH = sample.read("truths")["larger_outbound_deals"]


def deals(source: str, segment: str, number: int, amount: float) -> list[Journey]:
    """So many deals of about the same size."""
    return [
        Journey(source, {"lead": 0}, "won", 20, amount * (0.9 if place % 2 else 1.1), lead={"segment": segment})
        for place in range(number)
    ]


def test_what_the_mix_of_segments_does_is_told_from_what_the_motions_do():
    # 1.5 times as large in both segments; outbound sells where deals are ten times as large.
    journeys = [
        *deals("Webinar", "Small", 40, 100),
        *deals("Webinar", "Large", 10, 1_000),
        *deals("Cold calls", "Small", 10, 150),
        *deals("Cold calls", "Large", 40, 1_500),
    ]
    found = deal_size.find(warehouse_of(journeys), Scope())
    # (10 x 150 + 40 x 1,500) / (40 x 100 + 10 x 1,000), each over 50.
    assert found.raw.estimate == pytest.approx(61_500 / 14_000)
    assert found.like_for_like.estimate == pytest.approx(1.5)
    assert found.surely == ""


def test_the_planted_segment_is_found_in_the_sample(sampled):
    found = deal_size.find(sampled, Scope())
    assert (found.apart.stratum, found.surely) == (TRUTH["segment"], CLEAR)
    assert found.apart.ratio.low < TRUTH["amount_ratio"] < found.apart.ratio.high
    assert found.apart.others.low < TRUTH["usual_amount_ratio"] < found.apart.others.high
    assert found.like_for_like.high < found.raw.low


def test_without_deals_nothing_is_said():
    found = deal_size.find(warehouse_of(deals("Webinar", "Small", 5, 100)), Scope())
    assert found.raw.is_missing
    assert found.apart is None
