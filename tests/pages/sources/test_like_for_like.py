"""Like for like sets inbound against outbound at the same mix of segments and regions."""

from itertools import chain

import pytest

from analysis.scope import Scope
from pages.marketing.sources import like_for_like
from pages.marketing.sources.words import like_for_like as words
from pages.parts import labels
from pages.parts.page import PageModel
from tests.worlds import Journey, warehouse_of


def leads(source: str, segment: str, region: str, number: int, won: int, *, day: float = 0) -> list[Journey]:
    """So many leads of one stratum; the first are won after 20 days."""
    lead = {"segment": segment, "region": region}
    return [
        Journey(
            source, {"lead": day}, "won" if place < won else None, day + 20 if place < won else None, 100, lead=lead
        )
        for place in range(number)
    ]


def page(*groups: list[Journey], scope: Scope | None = None) -> PageModel:
    return like_for_like.build(warehouse_of(chain(*groups)), scope or Scope())


def plain(text: str) -> str:
    return labels.without_markdown(text).replace(labels.NO_BREAK, " ")


def card(model: PageModel, name: str):
    return next(card for card in model.cards if card.name == name)


SIMPSON = (
    # Inbound works where winning is easy: 90 of 300 and 1 of 50; outbound where it is hard: 25 of 50 and 30 of 300.
    leads("Webinar", "Retail", "Europe", 300, 90),
    leads("Webinar", "Health", "Europe", 50, 1),
    leads("Cold call", "Retail", "Europe", 50, 25),
    leads("Cold call", "Health", "Europe", 300, 30),
)


def test_gap_that_turns_round_is_told_as_simpsons_paradox():
    # Raw: 91 / 350 - 55 / 350 = +10.3 points. Each segment has half of all leads, so like for like it is
    # (30% - 50%) / 2 + (2% - 10%) / 2 = -14 points.
    model = page(*SIMPSON)
    assert plain(model.title) == "Inbound looks better; like for like outbound converts better by 14.0 points"
    assert plain(model.findings[0].sentence).startswith("It turns round: inbound is ahead by 10.3 points")
    rows = card(model, "like-for-like").numbers.set_index(["label", "motion"])
    assert rows.loc[("As they are", "inbound"), "rate"] == pytest.approx(91 / 350)
    assert rows.loc[("Same segments and regions", "inbound"), "rate"] == pytest.approx((0.3 + 0.02) / 2)
    assert rows.loc[("Same segments and regions", "outbound"), "rate"] == pytest.approx((0.5 + 0.1) / 2)
    # A single region has no mix to even out.
    assert "Same regions" not in rows.index


def test_stratum_of_one_motion_is_dropped_counted_and_listed():
    model = page(*SIMPSON, leads("Webinar", "Retail", "Asia", 100, 30))
    sentences = [plain(finding.sentence) for finding in model.findings]
    # 100 of 800 leads.
    assert any(
        "1 combination of segment and region with leads of one motion alone is left out" in each
        and "100 leads, 12.5%" in each
        for each in sentences
    )
    table = card(model, "segments-and-regions").numbers.set_index(["segment", "region"])
    assert table.loc[("Retail", "Asia"), "compared"] == "Left out"
    # 25 of 50 against 90 of 300 is clear, 30 of 300 against 1 of 50 is not.
    assert plain(card(model, "segments-and-regions").title).endswith(
        "of 2 segments by region: inbound in 0, outbound in 1"
    )
    rows = card(model, "like-for-like").numbers.set_index(["label", "motion"])
    assert rows.loc[("As they are", "inbound"), "n"] == 450
    assert rows.loc[("Same segments and regions", "inbound"), "n"] == 350


def test_motions_alike_yield_no_winner():
    model = page(
        leads("Webinar", "Retail", "Europe", 200, 20),
        leads("Webinar", "Health", "Europe", 200, 20),
        leads("Cold call", "Retail", "Europe", 200, 22),
        leads("Cold call", "Health", "Europe", 200, 18),
    )
    assert model.title == "Inbound and outbound cannot be told apart, like for like or not"
    assert [finding.surely for finding in model.findings] == ["cannot tell yet"]
    assert card(model, "segments").title == "In no segment can the two be told apart"


def test_few_wins_never_give_a_winner():
    model = page(leads("Webinar", "Retail", "Europe", 100, 60), leads("Cold call", "Retail", "Europe", 100, 2))
    assert model.title == "Inbound and outbound cannot be told apart yet: too few wins"
    assert [finding.surely for finding in model.findings] == ["cannot tell yet"]


def test_young_leads_are_left_out():
    model = page(*SIMPSON, leads("Webinar", "Retail", "Europe", 50, 0, day=300))
    assert plain(model.facts) == "700 leads watched for 180 days"


def test_one_motion_or_a_filter_of_motion_gives_a_sentence():
    assert page(*SIMPSON[:2]).title == words.ONE_MOTION
    assert page(*SIMPSON, scope=Scope(motion=("inbound",))).empty == words.BOTH_MOTIONS


def test_hostile_segment_is_literal():
    model = page(*SIMPSON, leads("Webinar", "*x* $1", "Asia", 90, 60), leads("Cold call", "*x* $1", "Asia", 90, 10))
    title = card(model, "segments").title
    assert labels.literal("*x* $1") in title
