"""The questions about target accounts agree with their slow twins on generated worlds, and laws hold between them."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.question import AskError
from analysis.scope import Scope
from analysis.warehouse import Warehouse
from data import definitions
from tests.analysis import strategies, twins, twins_wanted
from tests.analysis.agreement import END, in_order, rows
from tests.analysis.reading import read
from tests.analysis.twins_wanted import admitted, part_of_list
from tests.worlds import Journey, warehouse_of

UNTOUCHED_DAYS = 3
USUAL = f"untouched_days = {definitions.load().gaps.untouched_days}"
SOON = definitions.text().replace(USUAL, f"untouched_days = {UNTOUCHED_DAYS}")
LISTS = st.dictionaries(st.sampled_from("abcd"), st.sampled_from([None, "A", "b", "off", "strategic"]), max_size=4)
PARTS = ("tier A", "tier b", "strategic", "on the list", "not on the list")
TOLD = ("breakdown", "motion", "rate_of", "account_id")


@st.composite
def scopes(draw: st.DrawFn) -> Scope:
    """Periods, ends of the data and parts of the list: the list knows nothing else."""
    parts = st.lists(st.sampled_from(PARTS), unique=True, max_size=3).map(tuple)
    return draw(strategies.scopes()).narrowed(
        motion=None, channel=None, source=None, segment=None, target_account=draw(st.none() | parts)
    )


CASES = st.tuples(LISTS, scopes(), st.sampled_from(["all", "target_account"]), strategies.windows)


def built(
    world: list[Journey], listed: dict[str, str | None]
) -> tuple[Warehouse, list[Journey], dict[str, str | None]]:
    """The warehouse, the leads as it should know them, and the list without those that left it."""
    wanted = {name: tier for name, tier in listed.items() if tier != "off"}
    given_rows = [{"account_id": name, "tier": tier} for name, tier in listed.items()]
    warehouse = warehouse_of(
        world, as_of=strategies.LAST_DAY, toml=SOON, rows={"target_accounts": given_rows} if given_rows else {}
    )
    told = [replace(each, lead={**each.lead, "target_account": part_of_list(wanted, each)}) for each in world]
    return warehouse, told, wanted


def demand(warehouse: Warehouse, told: list[Journey], wanted: dict, scope: Scope, breakdown: str, window: int) -> None:
    leads, parts = read(told, scope, END), admitted(wanted, scope)
    answers = {
        "target_coverage": warehouse.ask("target_coverage", scope, breakdown=breakdown),
        "target_work": warehouse.ask("target_work", scope),
        "account_rates": warehouse.ask("account_rates", scope, breakdown=breakdown, window_days=window),
        "motion_gap": warehouse.ask("motion_gap", scope, breakdown="target_account", window_days=window),
    }
    expected = {
        "target_coverage": twins_wanted.target_coverage(leads, parts, breakdown, UNTOUCHED_DAYS),
        "target_work": twins_wanted.target_work(leads, parts, UNTOUCHED_DAYS),
        "account_rates": twins_wanted.account_rates(leads, breakdown, window),
        "motion_gap": twins.motion_gap(leads, "target_account", window),
    }
    for name, twin in expected.items():
        assert in_order_of(rows(answers[name])) == in_order_of(twin), name


def in_order_of(listed: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return sorted(in_order(listed), key=lambda row: [str(row.get(key)) for key in TOLD])


@given(world=strategies.worlds, case=CASES)
@settings(max_examples=settings().max_examples // 2)
def test_questions_about_target_accounts_agree_with_their_twins(world, case):
    listed, *asked = case
    warehouse, told, wanted = built(world, listed)
    demand(warehouse, told, wanted, *asked)
    demand_laws(warehouse, asked[0])
    warehouse.close()


def demand_laws(warehouse: Warehouse, scope: Scope) -> None:
    """The parts of the list make up the whole, and no later step has more accounts than an earlier one."""
    by_part = warehouse.ask("target_coverage", scope, breakdown="target_account")
    whole = warehouse.ask("target_coverage", scope).set_index("motion").drop(columns="breakdown")
    summed = by_part.groupby("motion")[list(whole.columns)].sum()
    assert summed.to_dict() == whole.to_dict()
    for motion, row in whole.iterrows():
        assert row["with_win"] <= row["with_opportunity"] <= row["with_lead"] <= row["accounts"], motion
        assert row["untouched"] + row["with_touch"] <= row["with_lead"]
    leads = warehouse.ask("motion_gap", scope, breakdown="target_account")
    assert leads["leads"].sum() == warehouse.ask("motion_gap", scope)["leads"].sum()


FAULTS = {
    "touched ones too": ("bool_or(is_left) and not bool_or(is_touched)", "bool_or(is_left)"),
    "closed ones too": ("outcome = 'open' and is_never_touched", "is_never_touched"),
    "leads for accounts": ("count(worked.account_number)", "count(*)"),
    "work of the touched": ("and not bool_or(count_touches_by_us > 0)", ""),
    "squares of leads": ("sum(successes * successes)", "sum(successes)"),
    "bundles of leads": ("account_group % $bundles", "(row_number() over ()) % $bundles"),
    "every account on the list": (
        "from marts.target_accounts",
        "from (select distinct account_id, target_account, account_number from marts.journeys)",
    ),
}


@pytest.fixture(scope="module")
def drawn() -> list[tuple[Any, ...]]:
    listed = []

    @settings(max_examples=12)
    @given(
        world=st.lists(strategies.journeys(), min_size=8, max_size=10),
        accounts=st.dictionaries(st.sampled_from("abcd"), st.sampled_from([None, "A"]), min_size=2),
        windows=strategies.windows,
    )
    def draw(world, accounts, windows):
        listed.append((*built(world, accounts), Scope(), "target_account", windows))

    draw()
    return listed


def test_without_a_fault_all_agree(drawn):
    demand_on_all(drawn)


def demand_on_all(drawn: list[tuple[Any, ...]]) -> None:
    for each in drawn:
        demand(*each)


@pytest.mark.parametrize("fault", FAULTS)
def test_a_planted_fault_is_found(monkeypatch, drawn, fault):
    find, put = FAULTS[fault]
    compose, hits = Warehouse.compose, []

    def wrong(self: Warehouse, *arguments: Any, **named: Any) -> tuple[str, dict[str, Any]]:
        text, values = compose(self, *arguments, **named)
        hits.append(find in text)
        return text.replace(find, put), values

    monkeypatch.setattr(Warehouse, "compose", wrong)
    with pytest.raises(AssertionError):
        demand_on_all(drawn)
    assert any(hits)


def test_the_list_cannot_be_asked_by_what_it_does_not_know():
    warehouse = warehouse_of([])
    with pytest.raises(AskError, match="Target accounts are not known by segment: choose target_account"):
        warehouse.ask("target_coverage", breakdown="segment")
    with pytest.raises(AskError, match="Target accounts are not known by owner: clear that filter"):
        warehouse.ask("target_work", Scope(owner=("Ann",)))
