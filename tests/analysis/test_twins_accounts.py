"""The questions about accounts agree with their slow twins on generated worlds, and laws hold between them."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.question import MEASURES, AskError
from analysis.scope import Scope
from analysis.warehouse import Warehouse
from tests.analysis import strategies, twins_accounts
from tests.analysis.agreement import END, in_order, rows
from tests.analysis.reading import Lead, read
from tests.worlds import Journey, Touch, warehouse_of

TWINS = {
    "single_points": twins_accounts.single_points,
    "account_cells": twins_accounts.account_cells,
    "account_sizes": twins_accounts.account_sizes,
    "largest_parts": twins_accounts.largest_parts,
}
CHANNELS = {"google ads": "Paid search", "Cold calls": "Cold call", "Pigeon post": "(unmapped: Pigeon post)"}
KEYS = ("breakdown", "part", "name", "account_id", "channel", "touched", "size", "value", "cases")


@st.composite
def owned(draw: st.DrawFn) -> Journey:
    """A lead with a campaign, a region and an owner, touched by channels."""
    journey = draw(strategies.journeys())
    more = {name: draw(st.sampled_from([None, "x", "y"])) for name in ("campaign", "region", "owner")}
    made = draw(st.lists(st.tuples(strategies.DAYS, st.sampled_from([None, *CHANNELS])), max_size=3))
    touches = [Touch(day, "outbound", "call", channel) for day, channel in made]
    return replace(journey, lead={**journey.lead, **more}, touches=tuple(touches))


WORLDS = st.lists(owned(), max_size=10)
BREAKDOWNS = st.sampled_from(["all", "channel", "segment", "month"])
CASES = st.tuples(strategies.scopes(), BREAKDOWNS, st.sampled_from(MEASURES))


def demand(warehouse: Warehouse, leads: list[Lead], scope: Scope, breakdown: str, measure: str) -> None:
    for name, twin in TWINS.items():
        answer = rows(warehouse.ask(name, scope, breakdown=breakdown, measure=measure))
        if name == "account_cells":
            answer = [{key: value for key, value in row.items() if key != "bundle"} for row in answer]
        assert in_order_of(answer) == in_order_of(twin(leads, breakdown, measure)), name
    if scope.as_of is None:
        answer = rows(warehouse.ask("touch_sets", scope, breakdown=breakdown))
        assert in_order_of(answer) == in_order_of(twins_accounts.touch_sets(leads, breakdown, CHANNELS)), "touch_sets"


def in_order_of(listed: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return sorted(in_order(listed), key=lambda row: [str(row.get(key)) for key in KEYS])


@given(world=WORLDS, case=CASES)
@settings(max_examples=settings().max_examples // 2)
def test_questions_about_accounts_agree_with_their_twins(world, case):
    warehouse = warehouse_of(world, as_of=strategies.LAST_DAY)
    demand(warehouse, read(world, case[0], END), *case)
    warehouse.close()


FAULTS = {
    "bundles of leads": ("account_group % $bundles", "(row_number() over ()) % $bundles"),
    "amounts of the lost": ("outcome = 'won' and amount is not null", "amount is not null"),
    "foreign amounts": ("and not is_foreign_currency", ""),
    "opportunities as leads": ("when 'opportunities' then is_opportunity", "when 'opportunities' then true"),
    "the whole of one channel": ("sum(value * whole)", "sum(value * value)"),
    "the smallest part": ("arg_max(name, (value, name))", "arg_min(name, (value, name))"),
    "a part without a name": ("name <> '(not recorded)'", "true"),
    "leads without an account": ("account_id is not null and", ""),
    "squares of accounts for those of deals": ("sum(case_squares)", "sum(value * value)"),
    "sets of all leads": ("where outcome = 'won'\n    group by breakdown, channel", "group by breakdown, channel"),
}


@pytest.fixture(scope="module")
def drawn() -> list[tuple[Warehouse, list[Journey], tuple[Scope, str, str]]]:
    listed = []

    @settings(max_examples=8)
    @given(world=st.lists(owned(), min_size=8, max_size=10), cases=st.tuples(CASES, CASES))
    def draw(world, cases):
        warehouse = warehouse_of(world, as_of=strategies.LAST_DAY)
        whole = [(Scope(), "channel", measure) for measure in MEASURES]
        listed.extend((warehouse, world, case) for case in (*cases, *whole))

    draw()
    return listed


@pytest.mark.parametrize("fault", FAULTS)
def test_a_planted_fault_is_found(monkeypatch, drawn, fault):
    find, put = FAULTS[fault]
    compose = Warehouse.compose

    def wrong(self: Warehouse, *arguments: Any, **named: Any) -> tuple[str, dict[str, Any]]:
        text, values = compose(self, *arguments, **named)
        return text.replace(find, put), values

    monkeypatch.setattr(Warehouse, "compose", wrong)
    with pytest.raises(AssertionError):
        demand_on_all(drawn)


def demand_on_all(drawn: list[tuple[Warehouse, list[Journey], tuple[Scope, str, str]]]) -> None:
    for warehouse, world, case in drawn:
        demand(warehouse, read(world, case[0], END), *case)


def test_more_than_ten_accounts_are_counted_by_size():
    world = [
        Journey("google ads", {"lead": 0}, "won", 1, amount, lead={"account_id": f"a{place}"})
        for place, amount in enumerate([900, *[100] * 9, *[40] * 3, 10])
    ]
    answer = warehouse_of(world).ask("account_sizes", measure="won_amount")
    assert answer["account_id"].notna().sum() == 10
    rest = answer[answer["account_id"].isna()]
    assert rest[["accounts", "value", "value_squares"]].to_numpy().tolist() == [[3, 120, 4800], [1, 10, 100]]


def test_fewer_bundles_hold_the_same_leads():
    world = [Journey("google ads", {"lead": 0}, lead={"account_id": f"a{place % 7}"}) for place in range(30)]
    warehouse = warehouse_of(world)
    few, many = (warehouse.ask("account_cells", bundles=bundles) for bundles in (2, 1024))
    assert (len(few), len(many)) == (2, 7)
    assert few["value"].sum() == many["value"].sum() == 30


def test_what_is_no_measure_or_no_number_of_bundles_is_refused():
    warehouse = warehouse_of([])
    with pytest.raises(AskError, match="measure: 'profit' is not one of leads, opportunities, won, won_amount"):
        warehouse.ask("single_points", measure="profit")
    with pytest.raises(AskError, match="bundles: 0 is not a whole number of bundles"):
        warehouse.ask("single_points", bundles=0)
