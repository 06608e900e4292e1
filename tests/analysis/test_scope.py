"""A Scope admits the leads it says, and nothing that a reader types becomes SQL."""

from datetime import date

import pytest

from analysis.scope import FILTERS, Scope
from tests.worlds import Journey, on, warehouse_of

HOSTILE = [
    "'; drop table marts.journeys; --",
    "' or 1=1 --",
    '"quoted"',
    "$scope_since",
    "100%",
    "a\\b",
    "日本",
    "two\nlines",
]


@pytest.fixture(scope="module")
def five_days():
    sources = ("google ads", "cold calls", "google ads", None, "pigeon")
    world = [Journey(source, {"lead": number}, lead={"owner": "Ann"}) for number, source in enumerate(sources)]
    return warehouse_of(world, as_of=9)


def leads(warehouse, scope):
    return int(warehouse.ask("conversion", scope)["leads"].sum())


def test_nothing_chosen_admits_all(five_days):
    assert leads(five_days, Scope()) == 5
    assert leads(five_days, Scope(**dict.fromkeys(FILTERS))) == 5


@pytest.mark.parametrize("dimension", FILTERS)
def test_an_empty_choice_admits_none(five_days, dimension):
    assert leads(five_days, Scope(**{dimension: ()})) == 0


def test_the_period_is_half_open(five_days):
    assert leads(five_days, Scope(since=on(1), until=on(3))) == 2, "days 1 and 2, not day 3"
    assert leads(five_days, Scope(since=on(4))) == 1, "the first day is in"
    assert leads(five_days, Scope(until=on(4))) == 4, "the last is not"
    assert leads(five_days, Scope(as_of=on(3))) == 4, "the last day that counts is in"


def test_admitted_values_add_up_within_a_dimension_and_narrow_across(five_days):
    assert leads(five_days, Scope(channel=("Paid search", "Cold call"))) == 3
    assert leads(five_days, Scope(channel=("Paid search", "Cold call"), motion=("outbound",))) == 1
    assert leads(five_days, Scope(source=("(not recorded)",))) == 1
    assert leads(five_days, Scope(channel=("(unmapped: pigeon)",))) == 1
    assert leads(five_days, Scope(source=("never seen",))) == 0


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_names_are_values(name):
    warehouse = warehouse_of([Journey(name, {"lead": 0}), Journey("other", {"lead": 0})])
    assert leads(warehouse, Scope(source=(name,))) == 1
    assert leads(warehouse, Scope(owner=(name,))) == 0
    by_source = warehouse.ask("conversion", breakdown="source").set_index("breakdown")["leads"]
    assert by_source.to_dict() == {name: 1, "other": 1}
    text, values = warehouse.compose("conversion", Scope(source=(name,), since=on(0)))
    assert f"'{name}'" not in text
    assert name in values.values()


def test_an_empty_period_is_refused():
    with pytest.raises(ValueError, match="The period is empty: it starts on 2026-01-02 and ends before 2026-01-02"):
        Scope(since=on(1), until=on(1))


@pytest.mark.parametrize("wrong", ["Ann", ["Ann"], (1,), {"Ann"}])
def test_what_is_no_tuple_of_text_is_refused(wrong):
    with pytest.raises(ValueError, match="owner must be a tuple of text, or None for all"):
        Scope(owner=wrong)


def test_the_previous_period_moves_with_its_data():
    scope = Scope(since=date(2026, 3, 1), until=date(2026, 4, 1), motion=("inbound",))
    before = scope.previous_period(date(2026, 4, 10))
    # 31 days back, and so is the last day that counts: the earlier leads are as young as the later ones are now.
    assert before == Scope(
        since=date(2026, 1, 29), until=date(2026, 3, 1), motion=("inbound",), as_of=date(2026, 3, 10)
    )
    year = scope.narrowed(as_of=date(2026, 4, 5)).previous_year(date(2026, 4, 10))
    assert (year.since, year.until, year.as_of) == (date(2025, 3, 2), date(2025, 4, 2), date(2025, 4, 6))
    assert year.since.weekday() == scope.since.weekday()


@pytest.mark.parametrize("open_period", [Scope(), Scope(since=on(0)), Scope(until=on(0))])
def test_an_open_period_has_no_previous_one(open_period):
    with pytest.raises(ValueError, match="Only a period with both ends"):
        open_period.previous_period(on(9))


def test_filters_are_the_dimensions_that_do_not_admit_all():
    assert Scope(since=on(0), owner=(), team=("A",)).filters() == {"owner": (), "team": ("A",)}
