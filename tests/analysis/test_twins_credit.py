"""The questions about credit and interplay agree with their slow twins on generated worlds with channels and people."""

from dataclasses import replace
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.question import AskError
from analysis.scope import Scope
from analysis.warehouse import Warehouse
from data import marts
from tests.analysis import strategies, twins_credit, twins_interplay
from tests.analysis.agreement import END, rows
from tests.analysis.reading import SOURCES, Lead, read
from tests.worlds import Journey, Touch, on, warehouse_of

KINDS = ("call", "email", "visit", "reply", "positive_reply", "meeting_booked")
PEOPLE = (None, "Ann", "Ben")
RULES = ("first", "last", "before_opportunity", "linear", "u", "w", "full_path", "time_decay")

touches = st.builds(
    Touch,
    day=strategies.DAYS,
    direction=st.sampled_from(["outbound", "inbound"]),
    kind=st.sampled_from(KINDS),
    channel=st.sampled_from(list(SOURCES)),
    sequence=st.sampled_from([None, None, "First try"]),
    step=st.none(),
    actor=st.sampled_from(PEOPLE),
)


@st.composite
def touched(draw: st.DrawFn) -> Journey:
    """A lead with up to five touches through channels, an owner, a team and a campaign."""
    journey = draw(strategies.journeys())
    people = {"owner": draw(st.sampled_from(PEOPLE)), "team": draw(st.sampled_from([None, "East"]))}
    campaign = {"campaign": draw(st.sampled_from([None, "Spring"]))}
    own = tuple(draw(st.lists(touches, max_size=5)))
    return replace(journey, touches=own, lead={**journey.lead, **people, **campaign})


worlds = st.lists(touched(), max_size=7)
looks = st.none() | st.integers(1, 4)
KEYS = {
    "credits": ["name"],
    "credits_within": ["name"],
    "transitions": ["from_channel", "to_channel"],
    "paths": ["path"],
    "sourced": ["created_by", "first_touch", "before_sales"],
    "won_deals": ["breakdown"],
    "landmark": ["motion", "segment", "channel"],
    "outreach": ["breakdown", "warmth"],
    "cycles": ["breakdown", "days"],
    "shared_accounts": ["worked_by"],
    "handovers": ["motion", "team", "actor"],
    "handover_days": ["motion"],
    "handover_ledger": ["breakdown", "motion"],
}


def letters(warehouse: Warehouse) -> dict[str, str]:
    named = warehouse.ask("touch_letters")
    return dict(zip(named["channel"], named["letter"], strict=True))


def expected(warehouse: Warehouse, leads: list[Lead], grain: str, look: int | None, window: int) -> dict[str, Any]:
    """What the twins say: rows by question, with the arguments to ask it with."""
    answers = {
        "credits_within": (
            {"grain": grain, "look_back_days": look},
            twins_credit.credits_within(leads, grain, look),
        ),
        "transitions": (
            {"look_back_days": look, "window_days": window},
            twins_credit.transitions(leads, window, look),
        ),
        "sourced": ({}, twins_credit.sourced(leads)),
        "won_deals": ({}, twins_credit.won_deals(leads)),
        "landmark": (
            {"landmark_days": window - 1, "window_days": window},
            twins_interplay.landmark(leads, window - 1, window),
        ),
        "outreach": (
            {"breakdown": "motion", "response_days": window},
            twins_interplay.outreach(leads, "motion", window),
        ),
        "cycles": ({"breakdown": "segment"}, twins_interplay.cycles(leads, "segment")),
        "shared_accounts": ({}, twins_interplay.shared_accounts(leads)),
        "handovers": ({}, twins_interplay.handovers(leads, by_person=True)),
        "handover_ledger": ({"breakdown": "source"}, twins_interplay.handover_ledger(leads, "source")),
        "handover_days": ({}, twins_interplay.handovers(leads, by_person=False)),
    }
    if look is None:
        answers["credits"] = ({"grain": grain}, twins_credit.credits_within(leads, grain, None))
        answers["paths"] = ({"window_days": window}, twins_credit.paths(leads, window, letters(warehouse)))
    return answers


def answer(warehouse: Warehouse, name: str, scope: Scope, own: dict[str, Any]) -> list[dict[str, Any]]:
    frame = warehouse.ask(name, scope, **own)
    if name == "transitions":
        sums = frame.groupby(["from_channel", "to_channel"], dropna=False, as_index=False)
        frame = sums[["moves", "won", "ended"]].sum()
    return rows(frame.drop(columns=[each for each in ("touch_motion", "group_id") if each in frame]))


def demand(warehouse: Warehouse, scope: Scope, asked: dict[str, Any]) -> None:
    for name, (own, twin) in asked.items():
        found, wanted = (
            sorted(each, key=lambda row: [str(row[key]) for key in KEYS[name]])
            for each in (answer(warehouse, name, scope, own), twin)
        )
        assert len(found) == len(wanted), name
        for row, other in zip(found, wanted, strict=True):
            assert row == pytest.approx(other, abs=1e-5), name


def scoped(scope: Scope) -> Scope:
    return replace(scope, as_of=None)


@given(
    world=worlds,
    scope=strategies.scopes(),
    grain=st.sampled_from(["channel", "campaign"]),
    look=looks,
    window=strategies.windows,
)
@settings(max_examples=settings().max_examples // 4)
def test_questions_agree_with_their_twins(world, scope, grain, look, window):
    scope = scoped(scope)
    warehouse = warehouse_of(world, as_of=strategies.LAST_DAY)
    leads = read(world, scope, END)
    demand(warehouse, scope, expected(warehouse, leads, grain, look, window))
    sets = warehouse.ask("channel_sets", scope, look_back_days=look)
    names = {
        letter: {name for name, own in letters(warehouse).items() if own == letter}
        for letter in letters(warehouse).values()
    }
    found = {
        frozenset().union(*(names[letter] for letter in names if int(row.channel_set) >> (ord(letter) - 48) & 1)): (
            row.won,
            row.won_amount,
        )
        for row in sets.itertuples()
    }
    assert found == twins_credit.channel_sets(leads, look)
    warehouse.close()


@given(world=worlds, last=strategies.last_days, look=looks, window=strategies.windows)
@settings(max_examples=settings().max_examples // 8)
def test_as_of_gives_what_that_day_would_have_given(world, last, look, window):
    warehouse = warehouse_of(world, as_of=strategies.LAST_DAY)
    scope = Scope(as_of=last)
    asked = expected(warehouse, read(world, scope, END), "channel", look, window)
    known = ("credits_within", "transitions", "sourced", "landmark", "cycles", "won_deals")
    demand(warehouse, scope, {name: asked[name] for name in known})
    with pytest.raises(AskError, match="as of the end of the data only"):
        warehouse.ask("paths", scope)
    warehouse.close()


@given(world=worlds, look=looks)
@settings(max_examples=settings().max_examples // 8)
def test_the_credit_of_every_rule_sums_to_the_wins_with_a_touch(world, look):
    warehouse = warehouse_of(world, as_of=strategies.LAST_DAY)
    leads = [lead for lead in read(world, Scope(), END) if lead.outcome == "won" and twins_credit.kept(lead, look)]
    own = {} if look is None else {"look_back_days": look}
    given = warehouse.ask("credits" if look is None else "credits_within", **own)
    for rule in RULES:
        assert given[rule].sum() == pytest.approx(len(leads), abs=1e-5)
        amount = sum(lead.won_amount or 0 for lead in leads)
        assert given[f"amount_{rule}"].sum() == pytest.approx(amount, abs=1e-4)
    credited = marts.touch_credits("marts.journeys")
    per_lead = pd.DataFrame(
        warehouse.rows(f"select sum(credit_shapley), sum(credit_u), count(*) from ({credited}) group by lead_number"),
        columns=["shapley", "u", "touches"],
    ).astype(float)
    assert per_lead["shapley"].to_numpy() == pytest.approx(1, abs=1e-5)
    assert per_lead["u"].to_numpy() == pytest.approx(1, abs=1e-5)
    warehouse.close()


FAULTS = {
    "credits_within": [
        ("touch_days >= end_days - $look_back_days", "touch_days > end_days - $look_back_days"),
        ("position <= lead_touch", "position < lead_touch"),
        ("0.1 / others_w", "0.2 / others_w"),
        ("is_foreign_currency or amount is null", "amount is null"),
    ],
    "credits": [("credit_u::double", "credit_w::double"), ("* credit_first", "* credit_last")],
    "transitions": [
        ("previous_days >= end_days", "previous_days > end_days"),
        ("observed_days >= $window_days", "observed_days > $window_days"),
    ],
    "paths": [("not (outcome = 'won' and days_to_close is null)", "true")],
    "sourced": [("position = 1", "position = count_touches"), ("direction = 'inbound'", "direction = 'outbound'")],
    "landmark": [
        ("days_to_other_motion <= $landmark_days", "days_to_other_motion < $landmark_days"),
        ("coalesce(days_to_close <= $landmark_days, false)", "false"),
        ("observed_days < $window_days", "observed_days <= $window_days"),
    ],
    "outreach": [
        ("least(days_to_reply, days_to_meeting_booked) < start_days", "days_to_reply < start_days"),
        ("observed_days < start_days", "observed_days <= start_days"),
        (
            "coalesce(days_to_cold_outreach, days_to_warm_outreach) as",
            "coalesce(days_to_warm_outreach, days_to_cold_outreach) as",
        ),
    ],
    "shared_accounts": [("inbound_owner <> outbound_owner", "inbound_owner = outbound_owner")],
    "handovers": [("days_to_other_motion >= 0", "days_to_other_motion is not null")],
    "handover_ledger": [
        ("days_to_prospect >= days_to_other_motion", "days_to_prospect > days_to_other_motion"),
        ("coalesce(days_to_other_motion >= 0, false)", "days_to_other_motion is not null"),
        ("and outcome <> 'open')::bigint as returned", "and outcome = 'lost')::bigint as returned"),
    ],
}


# Reached before it came by itself and after, passed on and disqualified: rarely drawn, and two faults need it.
REACHED_TWICE = Journey(
    "Cold calls",
    {"lead": 0},
    "disqualified",
    6,
    touches=(
        Touch(0, "outbound", "call", "Cold calls"),
        Touch(1, "inbound", "reply", "Cold calls"),
        Touch(2, "inbound", "visit", "google ads"),
        Touch(3, "outbound", "call", "Cold calls"),
    ),
)


@pytest.fixture(scope="module")
def drawn():
    listed = []

    def note(world, look):
        warehouse = warehouse_of(world, as_of=strategies.LAST_DAY)
        leads = read(world, Scope(), END)
        asked = expected(warehouse, leads, "channel", None, 3) | expected(warehouse, leads, "channel", look, 3)
        listed.append((warehouse, asked))

    @settings(max_examples=90)
    @given(world=st.lists(touched(), min_size=8, max_size=9), look=st.integers(1, 4))
    def draw(world, look):
        note(world, look)

    draw()
    note([REACHED_TWICE], 4)
    return listed


def test_without_a_fault_all_agree(drawn):
    for warehouse, asked in drawn:
        demand(warehouse, Scope(), asked)


@pytest.mark.parametrize(("name", "find", "put"), [(name, *pair) for name, pairs in FAULTS.items() for pair in pairs])
def test_a_planted_fault_is_found(monkeypatch, drawn, name, find, put):
    compose = Warehouse.compose

    def wrong(self: Warehouse, *arguments: Any, **named: Any) -> tuple[str, dict[str, Any]]:
        text, values = compose(self, *arguments, **named)
        assert find in text
        return text.replace(find, put), values

    monkeypatch.setattr(Warehouse, "compose", wrong)
    with pytest.raises(AssertionError):
        demand_on_all(drawn, name)


def demand_on_all(drawn: list[tuple[Warehouse, dict[str, Any]]], name: str) -> None:
    for warehouse, asked in drawn:
        demand(warehouse, Scope(), {name: asked[name]})


def test_wrong_arguments_are_refused():
    warehouse = warehouse_of([Journey("google ads", {"lead": 0})], as_of=on(3).day)
    with pytest.raises(AskError, match="look_back_days: 0 is not a whole number"):
        warehouse.ask("credits_within", look_back_days=0)
    with pytest.raises(AskError, match="grain: 'owner' is not one of channel, campaign"):
        warehouse.ask("credits", grain="owner")


def test_a_campaign_that_both_motions_touched_as_often_is_mixed():
    sent = Touch(1, "outbound", "email", "cold calls", "Spring")
    came = Touch(2, "inbound", "visit", "google ads", "Spring")

    def motion_of(*touches: Touch, **look: int) -> str:
        warehouse = warehouse_of([Journey("google ads", {"lead": 0}, "won", 9, 10, touches)])
        found = warehouse.ask("credits_within" if look else "credits", grain="campaign", **look)
        return found.set_index("name").loc["Spring", "touch_motion"]

    for look in ({}, {"look_back_days": 30}, {"look_back_days": 1}):  # with the last, both touches are left out
        assert motion_of(sent, came, **look) == "mixed"
        assert motion_of(sent, sent, came, **look) == "outbound"
