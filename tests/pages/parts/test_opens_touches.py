"""Marks of outreach, accounts, hours of arrival, effort and quarters open exactly the leads that they count."""

import pytest

from analysis.claims.verdicts import FEWEST
from analysis.lists.selection import Selection
from analysis.scope import Scope
from data import definitions
from pages.everyone.interplay import model as interplay
from pages.leadership.dependence import over_time
from pages.parts import opens, scope_bar
from pages.parts.words import leads as words
from pages.sales.gaps import owners_over_time as gaps_owners
from pages.sales.gaps import response_time as gaps_response
from pages.sales.prospecting import persistence_and_effort as prospecting_effort
from pages.sales.stages import funnel
from tests.pages.leads.test_leads import card, opened
from tests.worlds import Journey, Touch, on, warehouse_of, year_from

CALENDAR = definitions.text().replace('time_zone = "UTC"', 'time_zone = "America/New_York"')
PART = Scope(since=on(20), until=on(200))


def touches(place, created):
    """Outreach before and after a visit, answered early, in time or not."""
    cold = [Touch(created + 1 + place % 3, "outbound", "email", "cold call", f"S{place % 3}", 1)] * (place % 4 > 0)
    visit = [Touch(created + 5, "inbound", "visit", "seo")] * (place % 3 == 0)
    chased = [
        Touch(created + 6 + step, "outbound", "call", "cold call", f"S{place % 3}", 2) for step in range(place % 7)
    ]
    answer = [Touch(created + (0.5 if place % 8 == 0 else 20), "inbound", "positive_reply", "seo")] * (place % 4 < 2)
    return (*cold, *visit, *chased, *answer)


def world():
    """Two hundred and forty leads over nine months and all hours, of both motions and of accounts that share them."""
    made = []
    for place in range(240):
        created = place + (place * 7 % 24) / 24
        outcome, days = [("won", 40 + place % 9), ("lost", 9 + place % 20), (None, None), ("won", 8), ("lost", None)][
            place % 5
        ]
        made.append(
            Journey(
                ("seo", "cold call")[place % 7 % 2],
                {"lead": created, "opportunity": created + 7} if place % 3 else {"lead": created},
                outcome,
                None if days is None else created + days,
                10,
                touches(place, created),
                {
                    "account_id": f"a{place % 67}" if place % 11 else None,
                    "segment": "S",
                    "owner": ("Ann", "Ben")[place % 2],
                },
            )
        )
    return made


@pytest.fixture(scope="module")
def warehouse():
    return warehouse_of(world(), as_of=260, toml=CALENDAR)


def counted(warehouse, shown, rows, scope=PART):
    """What the marks open and what the rows count, by mark."""
    found = {name: opened(warehouse, parameters, scope) for name, parameters in shown.opens.items()}
    assert found == rows
    return found


@pytest.fixture(scope="module")
def together(warehouse):
    return interplay.build(warehouse, PART, landmark_days=14)


def test_the_landmark_opens_the_leads_that_it_compares(warehouse, together):
    landmark = card(together, "landmark")
    rows = landmark.numbers.set_index(landmark.numbers["motion"].map(lambda name: name.capitalize()))
    others = {"Inbound": "outbound", "Outbound": "inbound"}
    sums = {
        f"{name} leads, early {others[name]} touch": row["touched"] + row["untouched"] for name, row in rows.iterrows()
    }
    assert len(counted(warehouse, landmark, sums)) == 2


def test_outreach_opens_the_people_of_each_warmth(warehouse, together):
    shown = card(together, "warm-and-cold")
    rows = {
        f"{row['breakdown'].capitalize()} leads, {row['warmth']}": row["people"]
        for row in shown.numbers.to_dict("records")
    }
    assert len(counted(warehouse, shown, rows)) == 3


def test_messages_count_and_open_each_person_once(warehouse, together):
    shown = card(together, "messages")
    rows = shown.numbers.set_index("sequence")["people"].to_dict()
    assert len(counted(warehouse, shown, rows)) == 3
    twice = Journey(
        "cold call",
        {"lead": 0},
        touches=(
            Touch(1, "outbound", "email", "cold call", "S"),
            Touch(2, "inbound", "visit", "seo"),
            Touch(3, "outbound", "email", "cold call", "S"),
            Touch(4, "inbound", "positive_reply"),
        ),
    )
    answer = warehouse_of([twice]).ask("outreach", breakdown="sequence").set_index("warmth")
    assert answer["people"].to_dict() == {"cold": 1, "warm": 1, "first": 1}
    assert answer["positive"].to_dict() == {"cold": 0, "warm": 1, "first": 1}


def test_shared_accounts_open_their_leads(warehouse, together):
    shown = card(together, "shared-accounts")
    assert len(counted(warehouse, shown, shown.numbers.set_index("label")["leads"].to_dict())) == 4


@pytest.mark.parametrize("clock", ["wall", "working"])
def test_hours_of_arrival_open_the_leads_watched_for_so_long(warehouse, clock):
    shown = card(gaps_response.build(warehouse, PART, clock=clock), "by hour of arrival")
    blocks = shown.numbers.assign(block=shown.numbers["hour"] // 3 * 3)
    sums = blocks.groupby(["block", "day"])["known"].sum()
    rows = {f"{block:02}:00 to {block + 3:02}:00 | {day}": known for (block, day), known in sums.items()}
    assert len(counted(warehouse, shown, rows)) > 30


def test_months_of_waiting_open_the_leads_that_waited_at_their_end(warehouse):
    shown = card(gaps_owners.build(warehouse, PART), "untouched over time")
    rows = {opens.mark(row["name"], f"{row['month']:%Y-%m}"): row["value"] for row in shown.numbers.to_dict("records")}
    found = counted(warehouse, shown, {name: count for name, count in rows.items() if "(not" not in name})
    assert sum(count > 0 for count in found.values()) > 10


def test_bins_of_touches_open_the_lost_and_the_decided(warehouse):
    view = prospecting_effort.build(warehouse, PART)
    bins, survivors = card(view, "touches before giving up"), card(view, "touches and wins")
    rows = bins.numbers[bins.numbers["lost"] > 0]
    lost = {opens.mark(row["label"], row["motion"]): row["lost"] for row in rows.to_dict("records")}
    assert len(counted(warehouse, bins, lost)) > 8
    rows = survivors.numbers.assign(n=survivors.numbers["won"] + survivors.numbers["lost"])
    decided = rows[rows["label"].isin(list(survivors.opens))].set_index("label")["n"].to_dict()
    assert len(counted(warehouse, survivors, decided)) > 2


@pytest.mark.parametrize("measure", ["leads", "opportunities", "won"])
def test_points_of_a_rolling_quarter_open_its_cases(warehouse, measure):
    scope = Scope(since=on(10), until=on(250))
    view = over_time.build(warehouse, scope, measure=measure, grain="channel")
    effective, leading = card(view, "concentration"), card(view, "leading shares")
    months = {f"{row['month']:%Y-%m}": row["n"] for row in effective.numbers.to_dict("records")}
    assert len(counted(warehouse, effective, {f"In effect | {month}": n for month, n in months.items()}, scope)) > 1
    names = ("Largest", "Three largest")
    counted(warehouse, leading, {f"{name} | {month}": n for name in names for month, n in months.items()}, scope)
    rolling = card(view, "shares by rolling quarter")
    found = {name: opened(warehouse, parameters, scope) for name, parameters in rolling.opens.items()}
    table = rolling.numbers.set_index("month")
    for month, shares in table.iterrows():
        own = {name: found[opens.mark(name, f"{month:%Y-%m}")] for name in shares.index}
        assert {name: cases / sum(own.values()) for name, cases in own.items()} == pytest.approx(shares.to_dict())
    assert len(found) == 2 * len(table) > 8


@pytest.mark.parametrize("year_starts", [1, 2, 6])
@pytest.mark.parametrize("scope", [Scope(), PART, Scope(until=on(110))], ids=["all", "part", "no start"])
def test_points_of_a_quarter_open_the_leads_that_it_counts(year_starts, scope):
    own = warehouse_of(world(), as_of=260, toml=year_from(year_starts))
    shown = card(funnel.build(own, scope, earlier=None, stage="lead"), "by quarter")
    drawn = shown.numbers[shown.numbers["reached"] >= FEWEST]
    rows = {opens.mark(row["motion"], f"{row['since']:%Y-%m}"): row["reached"] for row in drawn.to_dict("records")}
    assert len(counted(own, shown, rows, scope)) > 1


def test_an_address_carries_what_a_mark_opens_from_page_to_page():
    parameters = {"motion": "inbound", "stage": "lead", "from": "2026-01-03", "through": "2026-02-01", "weekday": "7"}
    address = opens.told(parameters)
    assert scope_bar.beyond(address) == address, "no widget of the bar takes it back"
    assert opens.narrowed(opens.heard(address), PART, ("lead",)) == opens.narrowed(parameters, PART, ("lead",))
    assert opens.narrowed(opens.heard(opens.told(opens.ALWAYS)), PART, ())[0] == Scope()


@pytest.mark.parametrize(
    ("selection", "said"),
    [
        (Selection(touches_from=1, touches_until=2), "with 1 touch by us"),
        (Selection(touches_from=21), "with 21 or more touches by us"),
        (Selection(touches_until=3), "with at most 2 touches by us"),
        (Selection(weekday=7, hour_from=21, hour_until=24), "created on a Sunday · created from 21:00 to 24:00"),
        (Selection(hour_until=9), "created from 00:00 to 09:00"),
        (Selection(outreach="cold", answer_days=30), "reached cold, without an earlier answer"),
        (Selection(account_order="inbound first"), "of accounts with leads of both motions, inbound first"),
        (Selection(watched_working_minutes=540), "watched for 9\u00a0h of working time without"),
        (Selection(stage="lead", dwell_until=1), "stayed less than a day"),
        (Selection(created="2026-Q1", closed="2026-03"), "created in Jan to Mar 2026 · closed in Mar 2026"),
    ],
)
def test_what_a_list_shows_is_said(selection, said):
    assert said in " · ".join(words.selected(selection))
