"""Marks of touches, gaps, gates and ways of counting open exactly the leads that they count."""

from urllib.parse import parse_qs

import pytest

from analysis import query as asked
from analysis.lists.selection import ANY
from analysis.scope import Scope
from pages.everyone.interplay import model as interplay
from pages.leadership.dependence import shares, single_points_of_failure, sole_and_overlap, within_a_channel
from pages.leadership.health import model as health
from pages.marketing.attribution import model as attribution
from pages.marketing.sources import ranking
from pages.parts import opens
from pages.parts.scope_bar import Choice, without
from pages.sales.gaps import queue as gaps
from pages.sales.prospecting import coverage as prospecting
from pages.sales.prospecting import objections as prospecting_objections
from pages.sales.prospecting import sequences as prospecting_steps
from pages.sales.stages import funnel, ways_out
from pages.sales.stages.reading import Reading
from tests.pages.leads.test_leads import card, opened
from tests.worlds import Journey, Touch, on, warehouse_of

WAYS = ("advanced", "young", "stalled", "disqualified", "lost")
SENT = Touch(0.5, "outbound", "email", "cold call", "Spring", 1)
CHASED = Touch(4, "outbound", "email", "cold call", "Spring", 2)
ASKED = Touch(3, "inbound", "visit", "seo")
TOUCHES = ((SENT, CHASED, ASKED), (ASKED,), (), (ASKED, Touch(9, "outbound", "call", "cold call")), (SENT,))


def world():
    """A hundred and twenty leads of two motions, touched in five ways and closed in four."""
    made = []
    for place in range(120):
        stages_ = {"lead": 0, "contacted": 2 + place % 3, "engaged": 5 + place % 4, "opportunity": 9 + place % 5}
        for name in ("contacted", "engaged", "opportunity")[place % 4 :]:
            if place % 7 == 0:
                stages_.pop(name)
        outcome, closed = [("won", 30), ("lost", 25), (None, None), ("disqualified", 24)][place % 4]
        lead = {"owner": ("Ann", "Ben")[place % 3 == 0], "segment": ("S", "L")[place % 5 == 0]}
        lead |= {"account_id": f"a{place % 40}", "campaign": f"c{place % 3}"}
        reason = ("price", "no answer")[place % 5 == 1] if outcome in ("lost", "disqualified") else None
        touched = TOUCHES[place % 5]
        made.append(
            Journey(("seo", "cold call")[place % 2], stages_, outcome, closed, 10, touched, lead, reason=reason)
        )
    return made


@pytest.fixture(scope="module")
def warehouse():
    return warehouse_of(world(), as_of=260)


def counts_agree(warehouse, shown, names, column):
    """Every row of the numbers that has a mark counts what the mark opens."""
    found = {
        name: (opened(warehouse, shown.opens[name]), int(row[column]))
        for row in shown.numbers.to_dict("records")
        if (name := opens.mark(*(row[each] for each in names))) in shown.opens
    }
    assert found
    assert {name: pair[0] for name, pair in found.items()} == {name: pair[1] for name, pair in found.items()}
    return found


def test_gaps_open_the_leads_that_have_them(warehouse):
    for gap in ("", "stalled"):
        view = gaps.build(warehouse, Scope(), gap=gap)
        owners, kinds, queue, *_ = view.cards
        counts_agree(warehouse, owners, ("breakdown",), "leads")
        for row in kinds.numbers.to_dict("records"):
            assert opened(warehouse, kinds.opens[opens.mark(row["gap"].capitalize())]) == row["leads"]
        assert opened(warehouse, {"gap": gap or ANY}) == len(queue.numbers)
    assert queue.columns["open"].kind == "lead"
    assert queue.numbers["open"].tolist() == queue.numbers["lead_id"].tolist()


def test_prospecting_opens_the_researched_the_sent_and_the_dropped(warehouse):
    counts_agree(warehouse, card(prospecting.build(warehouse, Scope()), "reached"), ("breakdown",), "researched")
    steps = prospecting_steps.build(warehouse, Scope())
    shown = card(steps, "replies by step")
    for row in shown.numbers.to_dict("records"):
        assert opened(warehouse, shown.opens[f"Step {row['step']}"]) == row["people"] > 0
    counts_agree(warehouse, card(steps, "sequences"), ("breakdown",), "people")
    view = prospecting_objections.build(warehouse, Scope())
    counts_agree(warehouse, card(view, "no problem to solve"), ("group",), "closed")
    counts_agree(warehouse, card(view, "reasons by group"), ("reason", "breakdown"), "leads")


def test_dependence_opens_the_wins_alone_together_and_within(warehouse):
    view = sole_and_overlap.build(warehouse, Scope())
    assert len(counts_agree(warehouse, card(view, "alone"), ("label",), "any_won")) == 2
    assert len(counts_agree(warehouse, card(view, "channels together"), ("label",), "won")) > 1
    assert len(counts_agree(warehouse, card(view, "pairs of channels"), ("row", "column"), "both")) == 4
    single = card(single_points_of_failure.build(warehouse, Scope()), "against the thresholds")
    found = [opened(warehouse, parameters) for parameters in single.opens.values()]
    assert sorted(found) == sorted(single.numbers["cases"])
    for measure in ("leads", "opportunities", "won"):
        for shown in within_a_channel.build(warehouse, Scope(), measure=measure).cards:
            labelled = shown.numbers.assign(label=shown.numbers["breakdown"] + " · " + shown.numbers["name"])
            drawn = labelled[labelled["label"].isin(list(shown.opens))]
            assert [opened(warehouse, shown.opens[name]) for name in drawn["label"]] == drawn["name_cases"].tolist()


def test_attribution_opens_the_wins_that_a_channel_touched(warehouse):
    view = attribution.build(warehouse, Scope())
    counts_agree(warehouse, card(view, "paths"), ("label",), "mature")
    counts_agree(warehouse, card(view, "sourced"), ("created_by", "first_touch"), "won")
    won = [journey for journey in world() if journey.outcome == "won"]
    ranges = card(view, "ranges")
    channels = {"Content and SEO": "seo", "Cold call": "cold call"}
    for name, parameters in ranges.opens.items():
        touched = sum(any(touch.channel == channels[name] for touch in journey.touches) for journey in won)
        assert opened(warehouse, parameters) == touched > 0
    assert set(ranges.opens) == set(channels)


def test_orders_and_gates_open_the_leads_that_are_old_enough(warehouse):
    orders = card(interplay.build(warehouse, Scope()), "orders")
    counts_agree(warehouse, orders, ("order",), "mature")
    for gate in ("contacted", "opportunity"):
        ranked = card(ranking.build(warehouse, Scope(), gate=gate), "ranking")
        counts_agree(warehouse, ranked, ("breakdown",), "trials")


@pytest.mark.parametrize(
    "reading",
    [Reading("explicit", None, 30), Reading("reached", 3, None), Reading("ordered", 4, 9)],
)
def test_every_way_of_counting_opens_what_it_counts(warehouse, reading):
    lines = card(funnel.build(warehouse, Scope(), earlier=None, reading=reading), "stages")
    assert len(counts_agree(warehouse, lines, ("stage", "motion"), "reached")) > 8
    ways = card(ways_out.build(warehouse, Scope(), reading=reading), "ways out")
    for row in ways.numbers.to_dict("records"):
        for way in WAYS:
            assert opened(warehouse, ways.opens[opens.mark(row["stage"], row["motion"], way)]) == row[way], (row, way)


def test_cards_name_only_questions_that_their_page_asked(warehouse):
    views = [
        (attribution.build, {}),
        (interplay.build, {}),
        (health.build, {"earlier": None}),
        (gaps.build, {}),
        (funnel.build, {"earlier": None}),
        (shares.build, {"measure": "leads"}),
    ]
    for build, choices in views:
        with asked.keeping() as kept:
            view = build(warehouse, Scope(), **choices)
        names = {each.name for each in kept}
        known = names | {"credits_within", "account_sizes", "channel_sets"}  # asked under other choices only
        for each in view.cards:
            if each.asked:
                assert names & set(each.asked), each.name
                assert set(each.asked) <= known, each.name


def test_a_link_in_a_table_lists_the_leads_of_its_scope(warehouse):
    scope = Scope(since=on(0), until=on(3), segment=("S", "L"))
    address = opens.link(scope, {"campaign": "c 1&2", "gap": "stalled"})
    assert address.startswith("/leads?period=Custom&segment=S&segment=L&from=2026-01-01&through=2026-01-03&")
    assert parse_qs(address)["campaign"] == ["c 1&2"]
    assert parse_qs(address)["with_gap"] == ["stalled"]
    assert opens.link(Scope(), {"channel": "SEO"}) == "/leads?period=All&channel=SEO"


def test_what_is_left_out_of_a_page_is_left_out_of_its_lists(warehouse):
    choice = without(Choice(Scope(), None, "all", address={"period": ("All",)}), "price")
    assert choice.address == {"period": ("All",), "without_reason": ("price",)}
    dropped = sum(journey.reason == "price" for journey in world())
    assert opened(warehouse, {"without_reason": "price"}) == 120 - dropped < 120
