"""Where the marts say that a lead came from, and who touched it."""

import pytest

from tests.worlds import Journey, day, warehouse_of

ADS = "google ads"
CALLS = "cold calls"


def rows(warehouse, columns, table="journeys", order="lead_id"):
    return warehouse.rows(f"select {columns} from marts.{table} order by {order}")


def one(journey, columns, **world):
    return rows(warehouse_of([journey], **world), columns)[0]


# Sources.


def test_unmapped_and_missing_sources_stay_visible():
    world = [Journey("Pigeon", {"lead": 0}), Journey(None, {"lead": 0}), Journey("facebook ads", {"lead": 0})]
    assert rows(warehouse_of(world), "source::varchar, channel::varchar, motion::varchar") == [
        ("Pigeon", "(unmapped: Pigeon)", "unknown"),
        ("(not recorded)", "(not recorded)", "unknown"),
        ("facebook ads", "Paid social", "inbound"),
    ]


def test_spellings_of_one_source_are_one_source_as_it_is_written_most():
    spellings = ["Google Ads", "google_ads", "google_ads", "GOOGLE ADS ", "pigeon post", "Pigeon-Post", "Pigeon-Post"]
    warehouse = warehouse_of([Journey(spelling, {"lead": 0}) for spelling in spellings])
    shown = warehouse.ask("conversion", breakdown="source").set_index("breakdown")["leads"]
    assert shown.to_dict() == {"google_ads": 4, "Pigeon-Post": 3}
    assert "(unmapped: Pigeon-Post)" in warehouse.choices("channel")


def test_names_that_differ_in_case_and_blanks_are_one_as_it_is_written_most():
    spellings = ["Spring Fair", "spring  fair", "spring  fair", "Spring\u00a0Fair", "spring-fair", None]
    world = [
        Journey("seo", {"lead": 0}, lead=dict.fromkeys(("owner", "campaign", "segment", "region", "team"), spelling))
        for spelling in spellings
    ]
    warehouse = warehouse_of(world)
    for name in ("owner", "campaign", "segment", "region", "team"):
        found = warehouse.rows(f"select {name}::varchar, count(*) from marts.journeys group by 1 order by 1")
        assert found == [("(not recorded)", 1), ("spring  fair", 4), ("spring-fair", 1)]


def test_names_of_punctuation_alone_are_kept_apart():
    warehouse = warehouse_of([Journey("---", {"lead": 0}), Journey("???", {"lead": 0})])
    assert warehouse.choices("source") == ["---", "???"] or warehouse.choices("source") == ["???", "---"]


def test_the_exports_hint_counts_where_the_channel_does_not_say():
    world = [
        Journey("pigeon", {"lead": 0}, lead={"motion": "outbound"}),
        Journey(None, {"lead": 0}, lead={"motion": "inbound"}),
        Journey(ADS, {"lead": 0}, lead={"motion": "outbound"}),
    ]
    assert rows(warehouse_of(world), "motion::varchar") == [("outbound",), ("inbound",), ("inbound",)]


# Touches.


def touch(touch_id, at, **columns):
    return {"touch_id": touch_id, "at": day(at), "direction": "outbound", "kind": "call", **columns}


def test_a_touch_of_a_contact_belongs_to_its_latest_lead_at_or_before():
    world = [
        Journey(ADS, {"lead": 2}, lead={"contact_id": "c"}),
        Journey(ADS, {"lead": 5}, lead={"contact_id": "c"}),
        Journey(ADS, {"lead": 5}, lead={"contact_id": "other"}),
    ]
    touches = [
        touch("long before", -200, contact_id="c"),
        touch("before", 1, contact_id="c"),
        touch("at", 2, contact_id="c"),
        touch("between", 4.9, contact_id="c"),
        touch("at the second", 5, contact_id="c"),
        touch("named", 8, contact_id="c", lead_id="lead-0"),
        touch("nobody", 8, contact_id="stranger"),
        touch("unknown lead", 8, contact_id="c", lead_id="lead-9"),
    ]
    warehouse = warehouse_of(world, rows={"touches": touches})
    found = dict(warehouse.rows("select touch_id, lead_id from staging.touches"))
    assert found == {
        "before": "lead-0",
        "long before": None,
        "at": "lead-0",
        "between": "lead-0",
        "at the second": "lead-1",
        "named": "lead-0",
        "nobody": None,
        "unknown lead": None,
    }
    assert rows(warehouse, "count_touches_by_us") == [(4,), (1,), (0,)]
    waiting = warehouse.ask("unknowns").query("kind == 'waiting touch'").set_index("name")["records"]
    assert waiting.to_dict() == {"their lead is not loaded": 2, "came long before the lead of their contact": 1}


def test_two_leads_of_one_instant_do_not_double_a_touch():
    world = [Journey(ADS, {"lead": 2}, lead={"contact_id": "c"})] * 2
    warehouse = warehouse_of(world, rows={"touches": [touch("t", 3, contact_id="c")]})
    assert rows(warehouse, "count_touches_by_us") == [(0,), (1,)]


@pytest.mark.parametrize(
    ("source", "touches", "order"),
    [
        (ADS, (), "inbound only"),
        (CALLS, (), "outbound only"),
        (None, (), "not recorded"),
        (ADS, ((1, "outbound", "call"),), "inbound first"),
        (CALLS, ((1, "inbound", "visit"),), "outbound first"),
        (ADS, ((-1, "outbound", "call"),), "outbound first"),
        (CALLS, ((-1, "inbound", "form"),), "inbound first"),
        (CALLS, ((1, "inbound", "reply"), (2, "inbound", "meeting_held")), "outbound only"),  # they answer us
        (None, ((1, "inbound", "visit"),), "inbound only"),
        (None, ((1, "outbound", "email"), (2, "inbound", "visit")), "outbound first"),
        (ADS, ((0, "outbound", "call"),), "inbound first"),  # at the same instant the lead itself comes first
    ],
)
def test_who_moved_first(source, touches, order):
    assert one(Journey(source, {"lead": 0}, touches=touches), "journey_order::varchar") == (order,)


def test_response_is_the_first_touch_by_us_after_the_creation():
    touches = ((-1, "outbound", "call"), (0.25, "inbound", "visit"), (0.5, "outbound", "call"), (2, "outbound", "call"))
    columns = "first_response_minutes, days_to_touched, count_touches_by_us, count_touches_by_them"
    assert one(Journey(ADS, {"lead": 0}, touches=touches), columns) == (12 * 60, -1, 3, 1)
    assert one(Journey(ADS, {"lead": 0}), columns) == (None, None, 0, 0)


def test_touchpoints_end_with_the_closing_and_their_credit_adds_up():
    touches = tuple((at, "outbound", "call") for at in (0, 1, 3, 4))
    warehouse = warehouse_of([Journey(ADS, {"lead": 0, "opportunity": 1}, "lost", 3, touches=touches)], as_of=9)
    assert rows(warehouse, "touch_days, position, count_touches", "touchpoints", "position") == [
        (0, 1, 3),
        (1, 2, 3),
        (3, 3, 3),
    ]
    credited = warehouse.ask("lead_credits", lead_id="lead-0")
    assert credited["credit_first"].tolist() == [1, 0, 0]
    assert credited["credit_last"].tolist() == [0, 0, 1]
    assert credited["credit_linear"].tolist() == pytest.approx([1 / 3] * 3)
