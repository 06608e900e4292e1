"""The questions about leads that wait agree with their slow twins on generated worlds, under any scope."""

from contextlib import contextmanager

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from analysis.question import AskError, question
from analysis.scope import Scope
from analysis.valuing import STATES
from data import evenings
from tests.analysis import strategies, twins_waiting
from tests.analysis.agreement import END, rows
from tests.analysis.reading import STAGES, read
from tests.worlds import Journey, on, warehouse_of

MOTIONS = tuple(STATES)
PLACES = [(motion, place) for motion in MOTIONS for place in range(1, len(STAGES))]
DAYS = range(strategies.LAST_DAY + 1)
EDGES = [0, 1, 3, 6]
# Any numbers will do: what matters is that the right one is looked up.
CHANCES = {
    (motion, place, days): (7 * place + 3 * days + MOTIONS.index(motion)) % 11 / 20
    for motion, place in PLACES
    for days in DAYS
}
LONGEST = {(motion, place): (place + MOTIONS.index(motion)) % 4 for motion, place in PLACES}
TOLD = {
    "states": [STATES[motion] + place for motion, place, _ in CHANCES],
    "days": [days for *_, days in CHANCES],
    "chances": list(CHANCES.values()),
}
AT_ONCE = {
    "own_states": [STATES[motion] + place for motion, place in LONGEST],
    "fresh": [CHANCES[motion, place, 0] for motion, place in LONGEST],
    "longest": list(LONGEST.values()),
}
BREAKDOWNS = st.sampled_from(["all", "motion", "channel", "segment", "month", "stage"])
# Before the first lead, the last day of the data and later ones too, in any order.
known_days = st.lists(st.integers(-2, strategies.LAST_DAY + 4).map(on), unique=True, min_size=1, max_size=5)


# Alike leads, and what happens on the days that are asked about, are rarely drawn.
CROWD = [
    Journey("google ads", {"lead": 2, "prospect": 3}, outcome, ended if outcome else None, 7, closed_amount=worth)
    for outcome, worth in (("won", 40), ("won", None), ("lost", 5), (None, None))
    for ended in (4, 5, 6)
    for _ in range(2)
]
KEYS = ("known_by", "breakdown", "across", "motion", "channel", "segment", "position", "stretch_days", "to_position")


def sorted_rows(listed):
    return sorted(listed, key=lambda row: [str(row.get(key)).removesuffix(".0") for key in (*KEYS, "tenth")])


def demand(answer, expected):
    assert len(answer) == len(expected)
    for one, other in zip(sorted_rows(answer), sorted_rows(expected), strict=True):
        assert one == pytest.approx(other, abs=1e-9)


def cells_of(warehouse):
    """The number of each motion, channel and segment."""
    sizes = warehouse.ask("deal_sizes", known_by=[END])
    keys = zip(sizes["motion"], sizes["channel"], sizes["segment"], strict=True)
    return dict(zip(keys, sizes["cell"].tolist(), strict=True))


def told_on(days):
    """Chances and slopes of each day, as the twins look them up and as the questions bind them."""
    told = {
        (day, motion, place, edge): (
            (5 * turn + 3 * place + edge + MOTIONS.index(motion)) % 13 / 20,
            (turn + edge) / 90,
        )
        for turn, day in enumerate(days)
        for motion, place in PLACES
        for edge in EDGES
    }
    bound = {
        "told_on": [day for day, *_ in told],
        "states": [STATES[motion] + place for _, motion, place, _ in told],
        "stretches": [edge for *_, edge in told],
        "chances": [chance for chance, _ in told.values()],
        "slopes": [slope for _, slope in told.values()],
    }
    return told, bound


def worth_on(days, cells):
    """Factors and typical amounts of each day, likewise."""
    worth = {
        (day, *key): (0.5 + (cell + turn) % 3, 100.0 + cell + 7 * turn)
        for turn, day in enumerate(days)
        for key, cell in cells.items()
    }
    bound = {
        "worth_on": [day for day, *_ in worth],
        "cells": [cells[tuple(key)] for _, *key in worth],
        "factors": [factor for factor, _ in worth.values()],
        "amounts": [amount for _, amount in worth.values()],
    }
    return worth, bound


@contextmanager
def evenings_of(soon, kept):
    """Other evenings that are kept than the ends of months, by what is left of the day of the year, and other days."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(evenings, "EDGES", tuple(EDGES))
        patch.setattr(evenings, "SOON_DAYS", soon)
        patch.setattr(evenings, "is_kept", lambda day: day.timetuple().tm_yday % 3 in kept)
        yield


@given(
    world=strategies.worlds,
    scope=st.one_of(strategies.scopes(), st.builds(Scope, motion=st.sampled_from([None, ("inbound",)]))),
    breakdown=BREAKDOWNS,
    days=known_days,
    apart=st.integers(1, 4),
    kept=st.sampled_from([(), (0,), (1, 2), (0, 1, 2)]),
)
@example(world=CROWD, scope=Scope(), breakdown="motion", days=[on(2), on(4)], apart=2, kept=())
@example(world=CROWD, scope=Scope(), breakdown="channel", days=[on(2), on(4), on(6)], apart=2, kept=(0, 1, 2))
@example(world=CROWD, scope=Scope(motion=("inbound",)), breakdown="all", days=[on(4), on(5)], apart=2, kept=(0, 1))
@example(world=CROWD, scope=Scope(as_of=on(5)), breakdown="all", days=[on(5), on(3)], apart=2, kept=(0, 1, 2))
@example(world=CROWD, scope=Scope(as_of=on(5)), breakdown="stage", days=[on(5), on(0), on(8)], apart=1, kept=())
def test_questions_about_days_agree_with_their_twins(world, scope, breakdown, days, apart, kept):
    with evenings_of(apart, kept):
        demand_agreement(world, scope, breakdown, days, apart)


def demand_agreement(world, scope, breakdown, days, apart):
    warehouse = warehouse_of(world, as_of=strategies.LAST_DAY)
    leads, everyone = read(world, scope, END), read(world, Scope(), END)
    known = {"known_by": days}
    demand(rows(warehouse.ask("stays", scope, **known)), twins_waiting.stays(leads, days, EDGES))
    told, bound = told_on(days)
    answer = warehouse.ask("waited", scope, **known, **bound)
    demand(rows(answer), twins_waiting.waited(leads, days, EDGES, apart, told))
    sizes = warehouse.ask("deal_sizes", scope, known_by=days)
    demand(rows(sizes.drop(columns="cell")), twins_waiting.deal_sizes(leads, everyone, days))
    worth, worth_bound = worth_on(days, cells_of(warehouse))
    answer = warehouse.ask("waiting", scope, breakdown=breakdown, **known, **worth_bound)
    demand(rows(answer), twins_waiting.waiting(leads, breakdown, days, EDGES, worth))
    del worth_bound["amounts"]
    answer = warehouse.ask("reliability", scope, **known, **bound, **worth_bound)
    demand(rows(answer), twins_waiting.reliability(leads, days, EDGES, apart, told, worth))
    by_lead = "segment" if breakdown == "stage" else breakdown
    answer = warehouse.ask("lead_ages", scope, breakdown=by_lead, **known)
    demand(rows(answer), twins_waiting.lead_ages(leads, by_lead, days, EDGES))
    until = [on((day - on(0)).days + apart) for day in days]
    answer = warehouse.ask("later_wins", scope, breakdown=by_lead, known_by=days, won_by=until)
    demand(rows(answer), twins_waiting.later_wins(leads, by_lead, list(zip(days, until, strict=True))))
    warehouse.close()


@given(world=strategies.worlds, scope=strategies.scopes(), breakdown=BREAKDOWNS, across=BREAKDOWNS)
@example(world=CROWD, scope=Scope(as_of=on(4)), breakdown="stage", across="motion")
@example(world=CROWD, scope=Scope(as_of=on(3)), breakdown="motion", across="all")
@example(world=CROWD, scope=Scope(), breakdown="all", across="segment")
@settings(max_examples=settings().max_examples // 2)
def test_questions_about_open_leads_agree_with_their_twins(world, scope, breakdown, across):
    warehouse = warehouse_of(world, as_of=strategies.LAST_DAY)
    cells = cells_of(warehouse)
    worth = {key: (0.5 + cell % 3, 100.0 + cell) for key, cell in cells.items()}
    own = {
        "cells": list(cells.values()),
        "factors": [factor for factor, _ in worth.values()],
        "amounts": [amount for _, amount in worth.values()],
    }
    answer = warehouse.ask("expected_value", scope, breakdown=breakdown, across=across, **TOLD, **AT_ONCE, **own)
    leads = read(world, scope, END)
    demand(rows(answer), twins_waiting.expected_value(leads, (breakdown, across), CHANCES, LONGEST, worth))
    named = {f"lead-{number}": lead for number, each in enumerate(world) for lead in read([each], scope, END)}
    answer = warehouse.ask("open_deals", scope, **TOLD, **own)
    expected = twins_waiting.open_deals(named, CHANCES, worth)
    assert [pytest.approx(row) for row in rows(answer)] == expected, "in this order"
    one = question("lead_worth").taken({**TOLD, **AT_ONCE, **own})
    for number, lead in enumerate(read(world, Scope(), END)):
        answer = warehouse.ask("lead_worth", lead_id=f"lead-{number}", **one)
        demand(rows(answer), twins_waiting.lead_worth(lead, CHANCES, LONGEST, worth))
    warehouse.close()


def test_the_hundred_open_deals_that_should_bring_most_are_listed():
    world = [Journey("google ads", {"lead": 0}, amount=number % 90) for number in range(120)]
    warehouse = warehouse_of(world, as_of=3)
    (cell,) = cells_of(warehouse).values()
    listed = warehouse.ask("open_deals", **TOLD, cells=[cell], factors=[1.0], amounts=[5.0])
    assert len(listed) == 100
    assert listed["amount"].tolist() == sorted((number % 90 for number in range(120)), reverse=True)[:100]


def test_an_amount_that_is_known_at_the_closing_was_not_known_before():
    world = [Journey("google ads", {"lead": 0, "opportunity": 1}, "won", 6, amount=10, closed_amount=99)]
    warehouse = warehouse_of(world, as_of=8)
    (cell,) = cells_of(warehouse).values()
    own = {"cells": [cell], "factors": [1.0], "amounts": [5.0]}
    then = Scope(as_of=on(4))
    assert warehouse.ask("open_deals", then, **TOLD, **own)["amount"].tolist() == [10]
    assert warehouse.ask("expected_value", then, **TOLD, **AT_ONCE, **own)["open_amount"].tolist() == [10]
    assert warehouse.ask("pipeline", then, recent_days=3)["open_amount"].tolist() == [10]


def test_only_what_is_at_a_stage_can_be_broken_down_by_stage():
    warehouse = warehouse_of([Journey("google ads", {"lead": 0})])
    with pytest.raises(AskError, match="cannot be broken down by stage"):
        warehouse.ask("conversion", breakdown="stage")


def test_what_is_kept_is_read_where_the_scope_knows_nothing_more():
    warehouse = warehouse_of(CROWD, as_of=60)
    ends = [evenings.kept(on(0), on(60))[0]]

    def read_from(scope=None, days=ends, breakdown="channel"):
        text, _ = warehouse.compose("lead_ages", scope, breakdown=breakdown, known_by=days)
        return "marts.kept_ages" in text, "marts.journeys" in text

    assert read_from() == (True, False)
    assert read_from(Scope(motion=("inbound",), as_of=on(60))) == (True, False)
    assert read_from(days=[*ends, on(3)]) == (True, True), "the other evening is counted"
    for scope in (Scope(owner=("Ann",)), Scope(since=on(1)), Scope(excluded_reasons=("x",)), Scope(as_of=on(50))):
        assert read_from(scope) == (False, True), scope
    assert read_from(breakdown="owner") == (False, True)
    warehouse.close()
