"""Target accounts against all others: who comes by themselves, whom outbound wins, and what cannot be told."""

import pytest

from analysis.balance.basis import Basis
from analysis.balance.situations import MISSED
from analysis.claims.segments import MARKETING, NEITHER, UNSURE
from analysis.claims.target_accounts import SHARE, WANTED, find
from analysis.scope import Scope
from tests.worlds import Journey, on, warehouse_of

CALLED = ((2, "outbound", "call"),)


def leads(source, number, won, account, *, each=1, touches=CALLED):
    """So many leads, the first ones won, so many of each account."""
    return [
        Journey(
            source,
            {"lead": place % 100, "opportunity": place % 100 + 3},
            "won" if place < won else "lost",
            place % 100 + 20,
            touches=touches,
            lead={"account_id": f"{account}{place // each}"},
        )
        for place in range(number)
    ]


def listed(*accounts):
    return {"target_accounts": [{"account_id": name} for name in accounts]}


MISSED_ACCOUNTS = [
    *leads("Cold call", 120, 60, "w"),
    *leads("Webinar", 10, 5, "w"),
    *leads("Cold call", 200, 20, "o"),
    *leads("Webinar", 400, 120, "p"),
]
LIST = listed(*(f"w{place}" for place in range(120)))


def test_accounts_that_outbound_wins_and_inbound_misses_are_a_situation():
    with_list = warehouse_of(MISSED_ACCOUNTS, rows=LIST)
    found = find(with_list, Scope(), 90)
    # 10 of 130 leads against 400 of 600; 60 of 120 outbound leads won against 20 of 200.
    assert found.against[SHARE].own.estimate == pytest.approx(10 / 130)
    assert found.against["outbound"].rest.estimate == pytest.approx(20 / 200)
    assert (found.against[SHARE].side, found.against["outbound"].side, found.advice) == (-1, 1, MARKETING)
    missed = next(each for each in Basis.of(with_list, Scope()).situations if each.name == MISSED)
    assert (missed.holds, missed.segments) == (True, (WANTED,))


def test_the_same_rates_from_few_large_accounts_cannot_be_told_apart():
    few = [
        *leads("Cold call", 120, 60, "w", each=60),
        *leads("Webinar", 10, 5, "w", each=10),
        *MISSED_ACCOUNTS[130:],
    ]
    found = find(warehouse_of(few, rows=listed("w0", "w1")), Scope(), 90)
    assert found.against["outbound"].own.estimate == pytest.approx(60 / 120)
    assert found.advice in (NEITHER, UNSURE)


def test_what_is_alike_stands_out_in_nothing_and_too_few_wins_cannot_be_told():
    alike = [*leads("Cold call", 200, 20, "w"), *leads("Webinar", 200, 20, "x"), *leads("Cold call", 200, 20, "o")]
    alike += leads("Webinar", 200, 20, "p")
    on_list = listed(*(f"{name}{place}" for name in "wx" for place in range(200)))
    assert find(warehouse_of(alike, rows=on_list), Scope(), 90).advice == NEITHER
    few = find(warehouse_of(MISSED_ACCOUNTS, rows=listed("w119")), Scope(), 90)
    assert few.advice == UNSURE
    assert not few.against["outbound"].is_known


def test_without_a_list_nothing_is_said_and_nothing_offered():
    warehouse = warehouse_of(MISSED_ACCOUNTS)
    assert find(warehouse, Scope(), 90) is None
    assert warehouse.offered(("segment", "target_account")) == ("segment",)
    assert warehouse_of([], rows=LIST).offered(("segment", "target_account")) == ("segment", "target_account")


def test_work_is_what_is_open_and_untouched_or_has_no_lead():
    def open_lead(account, touches=()):
        return Journey("Webinar", {"lead": 10}, touches=touches, lead={"account_id": account})

    world = [
        open_lead("untouched"),
        open_lead("touched", CALLED),
        open_lead("touched elsewhere"),
        open_lead("touched elsewhere", ((12, "outbound", "call"),)),
        Journey("Webinar", {"lead": 10}, "lost", 20, lead={"account_id": "closed"}),
        open_lead("unwanted"),
        Journey("Webinar", {"lead": 365}, lead={"account_id": "young"}),
    ]
    names = ("untouched", "touched", "touched elsewhere", "closed", "young", "unseen")
    found = find(warehouse_of(world, rows=listed(*names)), Scope(since=on(300)), 90)
    assert found.work["account_id"].tolist() == ["untouched", "unseen"]
    assert (found.count("accounts"), found.without_lead, found.untouched) == (6, 1, 1)


def test_a_filter_that_the_list_does_not_know_leaves_its_coverage_out():
    found = find(warehouse_of(MISSED_ACCOUNTS, rows=LIST), Scope(segment=("(not recorded)",)), 90)
    assert (found.filtered, len(found.coverage), len(found.work)) == ("segment", 0, 0)
    assert found.advice == MARKETING


@pytest.mark.parametrize("seed", [7, 11, 23, 42, 99, 1234])
@pytest.mark.parametrize(("scenario", "said"), [("missed_segment", True), ("even", False)])
def test_planted_target_accounts_are_found_and_noise_is_not(scenario, said, seed, sample_of):
    warehouse = sample_of(seed=seed, leads=5_000, scenario=scenario)
    assert (find(warehouse, Scope(), 90).advice == MARKETING) is said
