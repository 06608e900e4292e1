"""Interplay: the landmark lift is right on average, finds what is planted, and says what is missing."""

import tomllib

import numpy as np
import pandas as pd
import pytest

from analysis.scope import Scope
from data.store import PROJECT
from pages.everyone.interplay import landmark, orders, words
from pages.everyone.interplay import model as interplay
from pages.parts import labels
from pages.parts.words import common
from tests.worlds import Journey, Touch, warehouse_of

TRUTHS = tomllib.loads((PROJECT / "data" / "sample" / "truths.toml").read_text(encoding="utf-8"))


def strata(random: np.random.Generator, lift: float) -> pd.DataFrame:
    """Ten strata whose rates and shares of touched leads go together, as sources and segments do."""
    rates = np.linspace(0.03, 0.2, 10)
    touched, untouched = random.binomial(400, np.linspace(0.2, 0.6, 10)), random.binomial(400, 0.9, 10)
    frame = pd.DataFrame({"touched": touched, "untouched": untouched})
    won = {"touched_won": random.binomial(touched, rates * lift), "untouched_won": random.binomial(untouched, rates)}
    frame = frame.assign(**won, closed_early=0, undated=0, young=0, motion="inbound", channel="one")
    return frame.assign(segment=[str(each) for each in frame.index])


@pytest.mark.parametrize("lift", [1.0, 1.6])
def test_the_lift_is_right_on_average_and_its_interval_covers_it(lift):
    found = [landmark.ratios(strata(np.random.default_rng(seed), lift)).iloc[0] for seed in range(100)]
    logs = np.log([row["ratio"] for row in found])
    assert logs.mean() == pytest.approx(np.log(lift), abs=4 * logs.std() / 10)
    covered = sum(row["low"] <= lift <= row["high"] for row in found)
    assert 89 <= covered <= 100, "95 of 100 expected; 88 or fewer in one of two hundred runs"
    crude = np.mean([strata(np.random.default_rng(seed), lift).pipe(_crude) for seed in range(20)])
    assert crude > lift * 1.1, "without strata the touched look better than they are"


def _crude(frame: pd.DataFrame) -> float:
    sums = frame[["touched", "untouched", "touched_won", "untouched_won"]].sum()
    return float(sums["touched_won"] / sums["touched"] / (sums["untouched_won"] / sums["untouched"]))


def test_the_lifts_of_the_sample_are_found(sampled):
    model = interplay.build(sampled, Scope(), landmark_days=14)
    ratios = model.cards[0].numbers.set_index("motion")
    for motion, name in (("inbound", "outbound_lift_on_inbound_leads"), ("outbound", "inbound_lift_on_outbound_leads")):
        row = ratios.loc[motion]
        assert 1 < row["low"] < TRUTHS[name]["risk_ratio"] < row["high"]
    assert model.title.startswith("Inbound leads that outbound touched early win")
    assert {card.name for card in model.cards} >= {
        "orders",
        "warm-and-cold",
        "shared-accounts",
        "handovers",
        "messages",
    }


def test_without_touches_the_page_says_what_to_load():
    model = interplay.build(warehouse_of([Journey("Pigeon post", {"lead": 0})]), Scope())
    assert (model.title, model.empty) == (words.NO_TOUCHES, words.LOAD_TOUCHES)
    assert interplay.build(warehouse_of([]), Scope()).title == common.NO_LEADS
    mapped = interplay.build(warehouse_of([Journey("google ads", {"lead": 0})]), Scope())
    assert (mapped.title, mapped.empty) == (words.NO_TOUCHES, words.LOAD_TOUCHES)
    called = Journey("google ads", {"lead": 0}, touches=(Touch(1, "outbound", "call"),))
    nameless = interplay.build(warehouse_of([called]), Scope())
    assert nameless.title == words.NO_OTHER
    assert [card.name for card in nameless.cards] == ["orders", "order-numbers"]


def test_a_win_by_the_landmark_day_is_no_outcome():
    late = Journey("google ads", {"lead": 0}, "won", 20, touches=(Touch(3, "outbound", "call", "cold calls"),))
    early = Journey("google ads", {"lead": 0}, "won", 14, touches=(Touch(3, "outbound", "call", "cold calls"),))
    after = Journey("google ads", {"lead": 0}, "won", 20, touches=(Touch(15, "outbound", "call", "cold calls"),))
    counts = warehouse_of([late, early, after]).ask("landmark").loc[0]
    assert counts[["touched", "touched_won", "untouched", "untouched_won", "closed_early"]].tolist() == [1, 1, 1, 1, 1]


def test_hostile_names_are_literal():
    name = "*SaaS* [x](http://evil)"
    world = [
        Journey(
            "cold calls",
            {"lead": 0},
            "lost",
            9,
            reason=name,
            lead={"segment": name},
            touches=((1, "outbound", "call"),),
        )
        for _ in range(30)
    ]
    model = interplay.build(warehouse_of(world), Scope())
    assert labels.literal(name) in next(card for card in model.cards if card.name == "objections").title


def test_leads_of_an_unknown_order_lead_no_title():
    def leads(source: str, number: int, won: int) -> list[Journey]:
        return [
            Journey(source, {"lead": 0}, "won" if place < won else "lost", 20, touches=(Touch(1, "outbound", "call"),))
            for place in range(number)
        ]

    world = [*leads("google ads", 100, 20), *leads("cold calls", 100, 2)]
    known = orders.ask(warehouse_of(world), Scope(), 180)
    unknown = known.iloc[[0]].assign(rate=0.9, low=0.8, high=0.95, cycle=1.0).rename(index=lambda _: "not recorded")
    for card in (
        orders.conversion(pd.concat([known, unknown]), 180),
        orders.table(pd.concat([known, unknown]), 180, "EUR"),
    ):
        assert "ot recorded" not in card.title
    assert "not recorded" in orders.conversion(pd.concat([known, unknown]), 180).numbers.index


def test_only_a_page_with_the_landmark_card_speaks_of_it():
    called = Journey("google ads", {"lead": 0}, touches=(Touch(1, "outbound", "call"),))
    alone = interplay.build(warehouse_of([called]), Scope())
    assert not any(words.FIXED_DAY in card.note for card in alone.cards)
    cold = Journey("google ads", {"lead": 0}, touches=(Touch(1, "outbound", "call", "cold calls"),))
    both = interplay.build(warehouse_of([cold]), Scope())
    assert any(words.FIXED_DAY in card.note for card in both.cards)


def test_orders_are_not_ranked_by_wins():
    # Who is touched later has lived longer: the 30 that nobody touched are lost, of the touched ones half win.
    lost = [Journey("google ads", {"lead": 0}, "lost", 1)] * 30
    called = (Touch(2, "outbound", "call", "cold calls"),)
    touched = [Journey("google ads", {"lead": 0}, ("won", "lost")[n % 2], 20, touches=called) for n in range(60)]
    model = interplay.build(warehouse_of([*lost, *touched]), Scope())
    titles = {card.name: labels.without_markdown(card.title).replace("\xa0", " ") for card in model.cards}
    assert titles["orders"] == (
        "67% of leads have met both inbound and outbound so far; which of them win more often cannot be told from the "
        "order"
    )
    assert titles["order-numbers"] == words.ORDERS_TABLE
    assert "nobody of ours has touched" in next(card for card in model.cards if card.name == "orders").note


def test_the_ledger_of_handovers_adds_up_and_shows_both_sides():
    # Inbound leads that an SDR called on day 2: prospect on day 3, lost with a reason, prospect before, still open.
    called = (Touch(2, "outbound", "call", "cold calls", actor="Bo"),)
    own = {"touches": called, "lead": {"owner": "Ann"}}
    kinds = {
        12: Journey("google ads", {"lead": 0, "prospect": 3}, "lost", 30, **own),
        18: Journey("google ads", {"lead": 0}, "disqualified", 9, reason="No budget", **own),
        5: Journey("google ads", {"lead": 0, "prospect": 1}, **own),
        7: Journey("google ads", {"lead": 0}, **own),
    }
    model = interplay.build(warehouse_of([each for number, kind in kinds.items() for each in [kind] * number]), Scope())
    shown = {card.name: card for card in model.cards}
    note = labels.without_markdown(shown["ledger"].note).replace("\xa0", " ")
    expected = "12 accepted, 18 returned (18 with a reason), 5 were a prospect before and 7 open and undecided."
    assert note == f"42 leads passed on: {expected}"
    # 12 of the 30 decided
    assert "40% of inbound leads" in shown["ledger"].title
    assert shown["ledger"].numbers["rate"].tolist() == [0.4]
    assert shown["ledger-owners"].title == "Ann has the most leads passed on, open and undecided: 7"
    assert shown["handovers"].numbers["actor"].tolist() == ["Bo"]


def test_what_was_only_passed_on_cannot_be_told_yet():
    called = (Touch(2, "outbound", "call", "cold calls"),)
    model = interplay.build(warehouse_of([Journey("google ads", {"lead": 0}, touches=called)] * 30), Scope())
    card = next(card for card in model.cards if card.name == "ledger")
    assert card.title == "What becomes of leads passed on cannot be told yet"
    assert card.empty.startswith("No source has 20 leads that were passed on and decided: cannot tell yet")
