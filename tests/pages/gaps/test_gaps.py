"""Gaps: what the page says about small worlds, and the truths of the sample that it should find."""

import re
from dataclasses import replace
from datetime import timedelta
from urllib.parse import parse_qsl, urlsplit

import pytest

from analysis.scope import Scope
from data import sample
from pages.parts import labels, opaque, opens
from pages.sales.gaps import owners_over_time, queue, response_time
from tests.worlds import Journey, Touch, on, warehouse_of


def card(model, name):
    return next(each for each in model.cards if each.name == name)


def text(markdown):
    return labels.without_markdown(markdown).replace("\xa0", " ")


def lead(*touches, created=0, owner="Ann", **more):
    touched = tuple(Touch(*each) for each in touches)
    return Journey(
        "cold email", {"lead": created, **more.pop("stages", {})}, touches=touched, lead={"owner": owner}, **more
    )


CALL = (1, "outbound", "call")
WON = [
    lead(
        *[(at, "outbound", "call") for at in range(1, 5)], outcome="won", closed=20, amount=1000, stages={"engaged": 3}
    )
] * 20


def test_each_lead_stands_once_with_its_foremost_gap_and_the_others_are_named():
    # as of day 100: Bo's lead replied on day 2 and nobody answered; nothing has happened since, after one call of four.
    answered = lead(CALL, (2, "inbound", "reply"), owner="Bo")
    model = queue.build(warehouse_of([*WON, answered, lead()], as_of=100), Scope())
    rows = card(model, "gap queue").numbers.set_index("owner")
    assert rows["gap"].to_dict() == {"Bo": "unanswered reply", "Ann": "never touched"}
    assert text(rows.loc["Bo", "reason"]) == "No touch by us since they answered on 3 Jan 2026"
    assert rows.loc["Bo", "also"] == "stalled, given up early and older than any win"
    assert text(rows.loc["Ann", "reason"]) == "Created 1 Jan 2026, never touched by us"
    assert rows.loc["Ann", "also"] == "stalled and older than any win"
    assert rows["open"].tolist() == rows["lead_id"].tolist()
    assert text(model.title).startswith("2 open leads miss their next step")


@pytest.mark.parametrize(
    ("journey", "expected"),
    [
        (lead(CALL, (3, "outbound", "meeting_held")), "No touch by us since the last meeting on 4 Jan 2026"),
        (lead(CALL, stages={"opportunity": 4}), "No touch and no further stage since 5 Jan 2026"),
        (lead(CALL), "In “lead” since 1 Jan 2026; nine of ten that won left within 3 days"),
        (lead(CALL, stages={"engaged": 50}), "1 touch by us, the last on 2 Jan 2026; the typical won lead took 4"),
    ],
)
def test_the_reason_is_in_plain_words(journey, expected):
    won = [
        lead(*[(at, "outbound", "call") for at in range(1, 5)], outcome="won", closed=90, stages={"engaged": 3})
    ] * 20
    model = queue.build(warehouse_of([*won, journey], as_of=100), Scope())
    assert text(card(model, "gap queue").numbers["reason"].iloc[0]) == expected


def ended(won, lost, *, closed=9, amount=100, **more):
    """Leads that were touched once and have closed."""
    return [
        lead(CALL, outcome="won" if number < won else "lost", closed=closed, amount=amount, **more)
        for number in range(won + lost)
    ]


def of_segment(segment, journeys):
    return [replace(each, lead={"owner": segment, "segment": segment}) for each in journeys]


def test_leads_are_worth_the_chance_after_their_wait_times_the_typical_amount():
    worlds = [of_segment(name, [*ended(20, 40, amount=amount), lead(created=199)]) for name, amount in SEGMENTS.items()]
    model = queue.build(warehouse_of([each for world in worlds for each in world], as_of=200), Scope())
    rows = card(model, "gap queue").numbers
    assert rows["segment"].tolist() == ["large", "small"]
    assert rows["value"].iloc[0] > 2 * rows["value"].iloc[1]
    # Expected: a third of 900, drawn a little towards the others. All closed on day 9: later, it is worth much less.
    assert 200 < rows["value"].iloc[0] < 400
    assert rows["later_value"].iloc[0] < 0.3 * rows["value"].iloc[0]
    value, later = (labels.money(rows[name].sum(), "USD").replace("\xa0", " ") for name in ("value", "later_value"))
    assert f"{value} expected, {later} if they wait 30 more days" in text(model.title)


SEGMENTS = {"small": 100, "large": 900}


def test_a_fresh_lead_that_cools_stands_above_an_old_one_and_above_one_that_loses_nothing():
    # Leads close on day 9 or, with a prospect of day 1, on day 90: whoever waits as a prospect has time.
    slow = {"stages": {"prospect": 1}}
    closed = [*ended(20, 20, amount=500), *ended(32, 8, closed=90, amount=500, **slow)]
    fresh, old = lead(created=197, owner="Fresh"), lead(owner="Old")
    patient = lead(created=150, owner="Patient", stages={"prospect": 151})
    model = queue.build(warehouse_of([*closed, old, patient, fresh], as_of=200), Scope(), gap="")
    rows = card(model, "gap queue").numbers.set_index("owner")
    assert rows.index[0] == "Fresh"
    # Worth as much, and in 30 days as much as today.
    assert rows.loc["Patient", "value"] > 0.9 * rows.loc["Fresh", "value"]
    assert rows.loc["Patient", "later_value"] > 0.8 * rows.loc["Patient", "value"]
    assert rows.loc["Old", "value"] < 0.1 * rows.loc["Fresh", "value"]


def test_leads_older_than_any_win_have_a_card_of_their_own_with_their_lists():
    # Won leads were at their first stage for 9 days; so has been the one that came on day 191, and no longer.
    open_ones = [lead(), lead(created=190), lead(owner="Bo"), lead(created=191)]
    world = warehouse_of([*ended(20, 20), *open_ones], as_of=200)
    model = queue.build(world, Scope())
    assert "3 have waited longer than any lead that was won" in text(model.facts)
    older = card(model, "older than any win")
    assert text(older.title).startswith("3 leads have waited longer than any that was won: close them")
    rows = older.numbers.set_index("owner")
    assert rows["leads"].to_dict() == rows["at lead"].to_dict() == {"Ann": 2, "Bo": 1}
    assert rows.loc["Bo", "value"] < 0.1 * rows.loc["Bo", "fresh_value"]
    for owner, address in rows["open"].items():
        assert listed(world, address) == rows.loc[owner, "leads"]
    assert listed(world, re.search(r"\((/leads.*)\)", older.note)[1]) == 3


def listed(world, address):
    """How many leads a link to the page Leads lists."""
    asked = dict(parse_qsl(urlsplit(address).query))
    for name in {"owner"} & set(asked):
        (asked[name],) = (
            each for each in world.choices(name) if opaque.closed([(name, each)]) == [(name, asked[name])]
        )
    scope, selection, left_out = opens.narrowed(opens.heard(asked), Scope(), ())
    assert not left_out
    return len(world.ask("leads", scope, selection=selection))


def test_where_no_lead_was_won_none_is_older_than_any_win():
    model = queue.build(warehouse_of([*ended(0, 5), lead(), lead()], as_of=200), Scope())
    assert [each.name for each in model.cards] == ["gaps by owner", "gaps by kind", "gap queue"]
    assert "longer" not in model.facts
    assert text(model.title) == "2 open leads miss their next step"


def test_a_gap_can_be_chosen_and_holds_those_that_have_another_in_front():
    quiet = lead(stages={"opportunity": 4})
    world = warehouse_of([*WON, quiet, lead(CALL, created=95)], as_of=100)
    model = queue.build(world, Scope(), gap="never touched")
    assert text(model.title).startswith("1 open lead was never touched by us")
    assert card(model, "gap queue").numbers["gap"].tolist() == ["quiet opportunity"]


def test_without_touches_it_says_what_to_load():
    world = warehouse_of([Journey("seo", {"lead": 0})] * 3)
    assert "Load calls, emails and meetings" in queue.build(world, Scope()).empty
    assert "Load calls, emails and meetings" in response_time.build(world, Scope()).empty
    assert "Load calls, emails and meetings" in owners_over_time.build(world, Scope()).empty


def test_names_are_shown_letter_by_letter():
    hostile = "*Bo* [x](http://x)"
    model = queue.build(warehouse_of([*WON, lead(owner=hostile)], as_of=100), Scope())
    for each in model.cards:
        assert "*Bo*" not in each.title.replace("\\*", "")
    assert hostile in text(card(model, "gaps by owner").title)


def test_the_never_touched_stay_in_the_distribution():
    # 3 of 4 touched after an hour, one never: the median is an hour, a quarter is untouched after a week.
    touched = lead((1 / 24, "outbound", "call"))
    model = response_time.build(warehouse_of([touched] * 3 + [lead()], as_of=30), Scope())
    assert text(model.title) == "Half of the leads are touched within 60 min; 25% still wait after 1 day"
    rows = card(model, "untouched after a day").numbers.iloc[0]
    assert rows[["median", "rate_0", "rate_1", "rate_3"]].tolist() == [60, 1, 0.25, 0.25]


def test_working_hours_count_from_nine_to_six_on_weekdays():
    # Thursday noon to Friday ten: 22 hours on the clock, seven at work.
    world = warehouse_of([lead((22 / 24, "outbound", "call"))] * 2, as_of=30)
    assert "within 22 h" in text(response_time.build(world, Scope()).title)
    assert "within 7 h of working time" in text(response_time.build(world, Scope(), clock="working").title)


def test_touched_before_creation_and_closed_at_an_unknown_time_are_said():
    before = lead((-1, "outbound", "call"))
    undated = lead(outcome="lost", closed=None)
    model = response_time.build(warehouse_of([before, undated, lead(CALL)], as_of=30), Scope())
    note = text(card(model, "waiting for the first touch").note)
    assert "1 lead had been touched by us before it was created: counted as 0 minutes" in note
    assert "Left out: 1 lead that closed untouched at an unknown time" in note


def test_leads_that_come_at_the_weekend_wait_longest():
    # day 2 is a Saturday, day 4 a Monday; those of Saturday are touched on Monday
    saturday = [lead((4, "outbound", "call"), created=2)] * 30
    monday = [lead((4.1, "outbound", "call"), created=4)] * 30
    model = response_time.build(warehouse_of([*saturday, *monday], as_of=30), Scope())
    assert text(card(model, "by hour of arrival").title).startswith(
        "Leads that come Saturday 12:00 to 15:00 wait longest: 100%"
    )
    few = response_time.build(warehouse_of([*saturday[:5], *monday], as_of=30), Scope())
    assert "Saturday" not in card(few, "by hour of arrival").title, "five leads are too few"


def test_untouched_leads_are_counted_as_they_stood_then():
    # Bo's lead of January was touched in March: it waited at the end of January and February.
    late = lead((65, "outbound", "call"), owner="Bo")
    model = owners_over_time.build(warehouse_of([late, lead(owner="Bo", created=70), lead(CALL)], as_of=89), Scope())
    rows = card(model, "untouched over time").numbers
    assert rows.loc[rows["name"] == "Bo", "value"].tolist() == [1, 1, 1]
    assert text(model.title) == "Bo has the most untouched open leads: 1, 100% of all"


def test_what_was_done_belongs_to_the_team_of_that_time():
    # Ann's leads were North's until February; her call of January stays with North.
    def of(team, created):
        touched = (Touch(created + 1, "outbound", "call"),)
        return Journey("seo", {"lead": created}, touches=touched, lead={"owner": "Ann", "team": team})

    early = Journey("seo", {"lead": 0}, touches=(Touch(0.5, "outbound", "call", actor="Ann"),), lead={"owner": "Bo"})
    world = warehouse_of([of("North", 5), of("South", 40), early], as_of=100)
    model = owners_over_time.build(world, Scope(), breakdown="team")
    done = card(model, "touches by month").numbers
    found = {(row.name, str(row.month)[:7]): row.value for row in done.itertuples(index=False)}
    assert found == {("North", "2026-01"): 2, ("South", "2026-02"): 1}


def test_the_rep_of_the_sample_who_never_calls_is_on_top_everywhere(sampled):
    planted = sample.read("truths")["never_called"]["owner"]
    year = Scope(since=sampled.as_of - timedelta(days=364), until=sampled.as_of + timedelta(days=1))
    waiting = queue.build(sampled, year, gap="never touched")
    assert card(waiting, "gaps by owner").title.startswith(f"{planted} has the most untouched open leads")
    assert owners_over_time.build(sampled, year).title.startswith(f"{planted} has the most untouched open leads")
    response = response_time.build(sampled, year, breakdown="owner")
    assert card(response, "untouched after a day").title.startswith(f"{planted}: 100% untouched after 1 day")
    others = tuple(owner for owner in sampled.choices("owner") if owner != planted)
    without = response_time.build(sampled, year.narrowed(owner=others), breakdown="owner")
    assert "100" not in card(without, "untouched after a day").title


def test_the_period_limits_the_leads_of_the_queue():
    world = warehouse_of([*WON, lead(), lead(created=50)], as_of=100)
    rows = card(queue.build(world, Scope(since=on(40))), "gap queue").numbers
    assert len(rows) == 1


def test_a_key_figure_is_short_enough_for_a_phone():
    model = queue.build(warehouse_of([*WON, lead()], as_of=100), Scope())
    assert all(len(kpi.label) <= 17 for kpi in model.kpis)
    waits = response_time.build(warehouse_of([*WON, lead()], as_of=100), Scope(), breakdown="owner", clock="working")
    assert [kpi.label for kpi in waits.kpis[2:]] == ["Over 1 workday", "Over 5 workdays"]
    assert waits.kpis[0].value == labels.wait(9 * 60)


def test_a_few_groups_take_a_row_of_their_own():
    owners = [lead(CALL, owner=f"Owner {place}") for place in range(4) for _ in range(20)]
    for journeys, is_wide in ((owners, False), (owners[:40], True)):
        model = response_time.build(warehouse_of(journeys, as_of=100), Scope(), breakdown="owner")
        assert [card.is_wide for card in model.cards] == [is_wide, is_wide, True]


def test_without_touches_no_gap_is_counted_as_zero():
    quiet = [Journey("cold email", {"lead": 0}, "won", 10)] * 20 + [Journey("cold email", {"lead": 0})] * 5
    model = queue.build(warehouse_of(quiet, as_of=100), Scope())
    assert text(model.title).startswith("5 open leads")
    assert model.kpis == ()
    owners = card(model, "gaps by owner")
    assert (owners.note, owners.empty) == ("", "Load leads with their owner to see whose miss their next step.")
