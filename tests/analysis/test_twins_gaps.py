"""Questions about waiting, gaps and prospecting agree with their slow twins on generated worlds."""

from collections import Counter
from dataclasses import replace
from operator import itemgetter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.question import AskError
from analysis.scope import Scope
from analysis.warehouse import Warehouse
from benchmarks.needed import needed
from data import definitions
from tests.analysis import strategies, twins, twins_gaps, twins_steps
from tests.analysis.agreement import END, rows
from tests.analysis.reading import Lead, is_in, read
from tests.analysis.test_twins_waiting import AT_ONCE, CHANCES, TOLD, demand
from tests.worlds import Journey, Touch, on, warehouse_of

BREAKDOWNS = st.sampled_from(["all", "motion", "channel", "segment", "owner", "team", "sequence"])
KEYS = ("breakdown", "minutes", "weekday", "hour", "motion", "outcome", "touches", "step", "gap")
KINDS = {
    "outbound": ("call", "email", "meeting_booked", "meeting_held"),
    "inbound": ("reply", "positive_reply", "call", "visit", "meeting_missed"),
}
TOML = definitions.text()
for name, days in twins_gaps.WAITS.items():
    usual = getattr(definitions.parse_text(TOML).gaps, f"{name}_days")
    TOML = TOML.replace(f"{name}_days = {usual}", f"{name}_days = {days}")


@st.composite
def touches(draw: st.DrawFn) -> Touch:
    direction = draw(st.sampled_from(["outbound", "outbound", "inbound"]))
    return Touch(
        draw(strategies.DAYS),
        direction,
        draw(st.sampled_from(KINDS[direction])),
        sequence=draw(st.sampled_from([None, "Spring", "Autumn"])),
        step=draw(st.sampled_from([None, 1, 2])),
        actor=draw(st.sampled_from([None, "Ann", "Bo", "Cy"])),
    )


@st.composite
def journeys(draw: st.DrawFn) -> Journey:
    journey = draw(strategies.journeys())
    lead = {"owner": draw(st.sampled_from([None, "Ann", "Bo"])), "team": draw(st.sampled_from([None, "A", "B"]))}
    own = tuple(draw(st.lists(touches(), max_size=4)))
    return replace(journey, touches=own, lead=dict(journey.lead) | lead)


worlds = st.lists(journeys(), max_size=9)
LATER = 2


def in_order(listed):
    return sorted(listed, key=lambda row: [str(row.get(key)) for key in KEYS])


def agree(warehouse, question, scope, breakdown, expected, **own):
    answer = rows(warehouse.ask(question, scope, breakdown=breakdown, **own))
    assert in_order(answer) == in_order(expected), question


def of_journeys(warehouse: Warehouse, leads: list[Lead], scope: Scope, breakdown: str, clock: str, within: int) -> None:
    end = twins_gaps.end_of(scope.as_of, strategies.LAST_DAY)
    times = twins_gaps.response_times(leads, breakdown, end, clock)
    agree(warehouse, "response_times", scope, breakdown, times, clock=clock)
    agree(warehouse, "responses", scope, breakdown, twins_gaps.responses(leads, breakdown, end))
    cells = twins_gaps.arrivals(leads, breakdown, end, clock, within)
    agree(warehouse, "arrival_hours", scope, breakdown, cells, clock=clock, within_minutes=within)
    agree(warehouse, "prospecting", scope, breakdown, twins_gaps.prospecting(leads, breakdown))
    months = warehouse.ask("untouched_months", scope)
    assert months["opened"].sum() - months["ended"].sum() == twins_gaps.untouched_at(leads, scope.as_of or END)
    if scope.as_of is None:
        agree(warehouse, "persistence", scope, breakdown, twins_gaps.persistence(leads, breakdown))
        agree(warehouse, "effort", scope, breakdown, twins_gaps.effort(leads, breakdown, END))


CLOCKED = st.tuples(st.sampled_from(["wall", "working"]), st.sampled_from([0, 60, 540, 1440]))


@given(world=worlds, scope=strategies.scopes(), breakdown=BREAKDOWNS, clocked=CLOCKED)
@settings(max_examples=settings().max_examples // 4)
def test_waiting_and_prospecting_agree_with_their_twins(world, scope, breakdown, clocked):
    warehouse = warehouse_of(world, as_of=strategies.LAST_DAY)
    of_journeys(warehouse, read(world, scope, END), scope, breakdown, *clocked)
    warehouse.close()


def of_gaps(warehouse: Warehouse, world: list[Journey], scope: Scope, breakdown: str, gap_bit: int) -> None:
    norms, everyone = twins.Norms(world, END), [Lead(journey, END) for journey in world]
    end = twins_gaps.end_of(None, strategies.LAST_DAY)
    sizes = warehouse.ask("deal_sizes", known_by=[END])
    keys = list(zip(sizes["motion"], sizes["channel"], sizes["segment"], strict=True))
    factors, amounts = [0.5 + each % 3 for each in sizes["cell"]], [100.0 + each for each in sizes["cell"]]
    worth = dict(zip(keys, zip(factors, amounts, strict=True), strict=True))
    told = {**TOLD, "cells": sizes["cell"].tolist(), "factors": factors, "amounts": amounts}
    expected, counts, chosen = [], Counter(), []
    for number, lead in enumerate(everyone):
        gaps = twins_gaps.gaps_of(lead, everyone, norms, end)
        bits = sum(1 << twins_gaps.GAPS.index(gap) for gap in gaps)
        if not bits or not is_in(lead, scope) or (gap_bit and not bits & gap_bit):
            continue
        gap = min(gaps, key=twins_gaps.GAPS.index)
        days = twins_gaps.stage_and_days(lead)[1]
        later = min(days + LATER, strategies.LAST_DAY)
        values = [twins_gaps.value(lead, CHANCES, worth, days=each) for each in (days, later)]
        expected.append((f"lead-{number}", gap, bits, gaps[gap], *values, twins_gaps.is_older(lead, everyone)))
        counts[gap] += 1
        chosen.append(lead)
    own = {"breakdown": breakdown, "gap_bit": gap_bit}
    queue = warehouse.ask("gap_queue", scope, **own, later_days=LATER, **told)
    names = ["lead_id", "gap", "gaps", "due_on", "value", "later_value", "is_older_than_any_win"]
    assert len(queue) == len(expected)
    for row, other in zip(sorted(rows(queue[names]), key=itemgetter("lead_id")), sorted(expected), strict=True):
        assert tuple(row.values()) == pytest.approx(other)
    assert (queue["value"] - queue["later_value"]).is_monotonic_decreasing
    answer = warehouse.ask("gap_counts", scope, **own, later_days=LATER, **told)
    assert answer.groupby("gap")["leads"].sum().to_dict() == dict(counts)
    for name in ("value", "later_value"):
        assert answer[name].sum() == pytest.approx(queue[name].sum())
    fresh = {name: AT_ONCE[name] for name in ("own_states", "fresh")}
    older = twins_gaps.older_than_any_win(chosen, everyone, breakdown, CHANCES, worth)
    found = warehouse.ask("older_than_any_win", scope, **own, **told, **fresh)
    demand(rows(found), older)


def of_steps(warehouse: Warehouse, world: list[Journey], scope: Scope, breakdown: str) -> None:
    leads = read(world, scope, END)
    agree(warehouse, "sequence_steps", scope, breakdown, twins_steps.sequence_steps(leads, breakdown))
    agree(warehouse, "sequence_people", scope, breakdown, twins_steps.sequence_people(leads, breakdown))
    everyone = [Lead(journey, END) for journey in world]
    done = warehouse.rows("select owner, team, sum(touches)::bigint from marts.activities group by all")
    assert {(owner, team): touches for owner, team, touches in done} == dict(twins_steps.activity(everyone))


@given(
    world=worlds,
    scope=strategies.scopes().map(lambda scope: replace(scope, as_of=None)),
    breakdown=BREAKDOWNS,
    gap_bit=st.sampled_from([0, 0, 1, 4, 8]),
)
@settings(max_examples=settings().max_examples // 3)
def test_gaps_and_steps_agree_with_their_twins(world, scope, breakdown, gap_bit):
    warehouse = warehouse_of(world, as_of=strategies.LAST_DAY, toml=TOML)
    of_gaps(warehouse, world, scope, breakdown, gap_bit)
    of_steps(warehouse, world, scope, breakdown)
    warehouse.close()


def test_gaps_and_steps_are_known_at_the_end_of_the_data_only():
    warehouse = warehouse_of([Journey("seo", {"lead": 0})])
    for name in ("gap_queue", "gap_counts", "older_than_any_win", "sequence_steps", "sequence_people"):
        with pytest.raises(AskError, match="known at the end of the data only"):
            warehouse.ask(name, Scope(as_of=on(3)), **needed(warehouse, name))
    with pytest.raises(AskError, match="is not known by source"):
        warehouse.ask("activity", breakdown="source")


FAULTS = {
    "answers counted as touches by us": ("is_touched_before then 0", "false then 0"),
    "the never touched left out of the waits": ("case when closed is not null then", "case when false then"),
    "working time on the clock": ("'wall' then first_response_minutes", "'working' then first_response_minutes"),
    "rounding the wrong way": ("ceil(minutes / step)", "floor(minutes / step)"),
    "waits after the closing": ("least(observed, closed)", "observed"),
    "inbound leads among the researched": ("where motion = 'outbound'", "where true"),
    "a later second touch known before": (
        "case when days_to_followed <= ($scope_as_of - created_on) then days_to_followed end",
        "days_to_followed",
    ),
    "closed leads still waiting": ("else days_to_close end", "end"),
    "disqualified leads given up": ("outcome in ('won', 'lost')", "outcome <> 'open'"),
    "touches after the opportunity": ("sum(count_effort)", "sum(count_touches_by_us)"),
    "a gap by its number": ("gaps & $gap_bit::utinyint > 0", "gaps = $gap_bit"),
    "what loses least first": ("order by value - later_value desc nulls last", "order by value - later_value"),
    "the most valuable first": ("order by value - later_value desc", "order by value desc"),
    "a day less of waiting on": ("waited_days + $later_days", "waited_days + $later_days - 1"),
    "what is worth least later": ("later.chance * factor", "today.chance * factor"),
    "the younger ones too": ("where is_older_than_any_win", "where true"),
    "fresh ones as old as they are": ("fresh_chance * factor", "chance * factor"),
    "every step a meeting": ("(where is_met)", "(where true)"),
}


UNEVEN = [Journey("Cold calls", {"lead": 0}, touches=(Touch(1 + 7 / 1440, "outbound", "call"),))]  # 1,447 minutes


@pytest.fixture(scope="module")
def drawn():
    """Worlds that every planted fault meets."""
    listed = [(warehouse_of(UNEVEN, toml=TOML, as_of=strategies.LAST_DAY), UNEVEN, on(0), ("wall", 60))]

    @settings(max_examples=8)
    @given(world=st.lists(journeys(), min_size=8, max_size=9), last=strategies.last_days, clocked=CLOCKED)
    def draw(world, last, clocked):
        listed.append((warehouse_of(world, as_of=strategies.LAST_DAY, toml=TOML), world, last, clocked))

    draw()
    return listed


def test_without_a_fault_all_agree(drawn):
    demand_agreement(drawn)


@pytest.mark.parametrize("fault", FAULTS)
def test_a_planted_fault_is_found(monkeypatch, drawn, fault):
    find, put = FAULTS[fault]
    compose, hits = Warehouse.compose, []

    def wrong(self, *arguments, **named):
        text, values = compose(self, *arguments, **named)
        hits.append(find in text)
        return text.replace(find, put), values

    monkeypatch.setattr(Warehouse, "compose", wrong)
    with pytest.raises(AssertionError):
        demand_agreement(drawn)
    assert any(hits)


def demand_agreement(drawn):
    for warehouse, world, last, clocked in drawn:
        of_steps(warehouse, world, Scope(), "all")
        for gap_bit in (0, 8):
            of_gaps(warehouse, world, Scope(), "all", gap_bit)
        for scope in (Scope(), Scope(as_of=last)):
            of_journeys(warehouse, read(world, scope, END), scope, "all", *clocked)
