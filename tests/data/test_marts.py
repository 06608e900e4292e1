"""What the marts make of journeys: one small world per rule."""

from datetime import UTC, date, datetime

import pytest

from data import definitions, marts
from tests.worlds import Journey, Spend, day, on, warehouse_of

ADS = "google ads"
CALLS = "cold calls"


def rows(warehouse, columns, table="journeys", order="lead_id"):
    return warehouse.rows(f"select {columns} from marts.{table} order by {order}")


def one(journey, columns, **world):
    return rows(warehouse_of([journey], **world), columns)[0]


def stages_of(journey, columns="stage::varchar, is_implied, age_days, dwell_days, exit::varchar", **world):
    return rows(warehouse_of([journey], **world), columns, "stage_entries", "position")


def instant(text):
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


# Reached: entered the stage or a later one, at the earliest such entry.


def test_a_skipped_stage_is_reached_and_says_that_it_is_implied():
    assert stages_of(Journey(ADS, {"lead": 0, "prospect": 4}), as_of=9) == [
        ("lead", False, 0, 4, "advanced"),
        ("contacted", True, 4, None, "advanced"),
        ("engaged", True, 4, None, "advanced"),
        ("prospect", False, 4, 5, "still there"),
    ]


def test_a_backward_move_does_not_delay_what_was_reached():
    journey = Journey(ADS, {"lead": 0, "contacted": 5, "engaged": 2, "prospect": 7}, "lost", 8)
    assert stages_of(journey, as_of=9) == [
        ("lead", False, 0, 2, "advanced"),
        ("contacted", False, 2, 0, "advanced"),
        ("engaged", False, 2, 5, "advanced"),
        ("prospect", False, 7, 1, "lost"),
    ]


def test_the_earliest_of_several_entries_counts():
    journey = Journey(ADS, {"lead": 0, "contacted": (6, 3, None, 3)})
    assert stages_of(journey, as_of=9)[1] == ("contacted", False, 3, 6, "still there")


def test_in_a_pipeline_without_prospects_a_lead_is_one_when_it_is_an_opportunity():
    text = definitions.text()
    start, end = text.index('[[stages]]\nname = "prospect"'), text.index('[[stages]]\nname = "opportunity"')
    journey = Journey(ADS, {"lead": 0, "engaged": 2, "opportunity": 5})
    columns = "days_to_engaged, days_to_prospect, days_to_opportunity"
    assert one(journey, columns, toml=text[:start] + text[end:], as_of=9) == (2, 5, 5)
    assert one(journey, columns, toml=text, as_of=9) == (2, 5, 5)


def test_a_stage_of_unknown_time_is_reached_without_days():
    journey = Journey(ADS, {"lead": 0, "contacted": None, "engaged": 3, "prospect": None})
    assert stages_of(journey, as_of=9) == [
        ("lead", False, 0, 3, "advanced"),
        ("contacted", False, 3, 0, "advanced"),  # by day 3 at the latest
        ("engaged", False, 3, None, "advanced"),
        ("prospect", False, None, None, "still there"),
    ]
    assert one(journey, "furthest_stage, days_to_contacted, days_to_prospect, days_to_opportunity") == (
        4,
        3,
        None,
        None,
    )


def test_what_lies_before_the_creation_has_no_days():
    journey = Journey(ADS, {"lead": 5, "contacted": 2, "prospect": 8}, "disqualified", 9)
    assert stages_of(journey)[:2] == [
        ("lead", False, None, None, "advanced"),
        ("contacted", False, None, None, "advanced"),
    ]
    assert one(journey, "days_to_contacted, days_to_prospect, days_to_close") == (None, 3, 4)


def test_a_lead_may_close_before_it_is_created():
    journey = Journey(ADS, {"lead": 5}, "lost", 3)
    columns = "outcome::varchar, days_to_close, is_closed_before_created, closed_on"
    assert one(journey, columns) == ("lost", 0, True, on(3))
    assert one(Journey(ADS, {"lead": 5}, "lost", 5), columns) == ("lost", 0, False, on(5))


def test_a_win_before_the_creation_had_every_stage_by_age_0():
    journey = Journey(ADS, {"lead": 5, "prospect": 7}, "won", 3)
    assert one(journey, "days_to_won, days_to_prospect, days_to_opportunity, is_closed_before_created") == (
        0,
        0,
        0,
        True,
    )


def test_a_label_that_means_no_stage_is_left_out_and_listed():
    warehouse = warehouse_of([Journey(ADS, {"lead": 0, "on ice": 3})])
    assert rows(warehouse, "furthest_stage") == [(1,)]
    listed = warehouse.ask("unknowns").set_index("kind")
    assert listed.loc["unmapped stage", ["name", "records"]].tolist() == ["on ice", 1]


def test_labels_are_read_as_crms_write_them():
    journey = Journey(ADS, {"lead": 0, "Qualified To Buy": 2, "CLOSED-WON": 5})
    assert one(journey, "furthest_stage, days_to_prospect, outcome::varchar, days_to_won") == (7, 2, "won", 5)


# Outcomes.


def test_an_entry_into_the_last_stage_is_a_win():
    assert one(Journey(ADS, {"lead": 0, "won": 4}), "outcome::varchar, days_to_won, closed_on") == ("won", 4, on(4))
    assert one(Journey(ADS, {"lead": 0, "won": None}), "outcome::varchar, days_to_won") == ("won", None)


def test_a_recorded_outcome_comes_before_an_entry():
    lost = Journey(ADS, {"lead": 0, "won": 4}, "lost", 6)
    assert one(lost, "outcome::varchar, closed_on, furthest_stage") == ("lost", on(6), 7)
    assert stages_of(lost)[-1] == ("won", False, 4, 2, "lost")
    won_later = Journey(ADS, {"lead": 0, "won": 4}, "won", 6)
    assert one(won_later, "days_to_won") == (6,)
    undated = Journey(ADS, {"lead": 0, "won": 4}, "won")
    assert one(undated, "days_to_won") == (4,), "the entry knows the day that the record does not"


def test_an_undated_win_is_a_win_without_days():
    journey = Journey(ADS, {"lead": 0, "prospect": 2}, "won")
    assert one(journey, "outcome::varchar, furthest_stage, days_to_won, days_to_prospect") == ("won", 7, None, 2)
    assert stages_of(journey)[3:] == [
        ("prospect", False, 2, None, "advanced"),
        ("opportunity", True, None, None, "advanced"),
        ("proposal", True, None, None, "advanced"),
        ("won", False, None, None, "won"),
    ]


def test_the_amount_is_the_deals_and_else_the_leads():
    amounts = [
        Journey(ADS, {"lead": 0}, "won", 1, amount=5, closed_amount=7),
        Journey(ADS, {"lead": 0}, "won", 1, amount=5),
        Journey(ADS, {"lead": 0}, amount=5, lead={"currency": "EUR"}),
        Journey(ADS, {"lead": 0}, lead={"currency": "USD"}),
    ]
    assert rows(warehouse_of(amounts), "amount::double, is_foreign_currency") == [
        (7, False),
        (5, False),
        (5, True),
        (None, False),
    ]


# Stalled: longer than the leads that won stayed.


def norms(warehouse):
    return dict(rows(warehouse, "distinct stage::varchar, stalled_after_days", "stage_entries", "all"))


def test_a_motion_with_few_wins_borrows_the_norm_of_both():
    quick = [Journey(ADS, {"lead": 0, "prospect": 1}, "won", 2)] * 20
    slow = [Journey(CALLS, {"lead": 0, "prospect": 9}, "won", 20)] * 19
    waiting = Journey(CALLS, {"lead": 0})
    stalled = "stalled_after_days"
    warehouse = warehouse_of([*quick, *slow, waiting])
    assert rows(warehouse, f"distinct {stalled}", "stage_entries where position = 1 and motion = 'inbound'", "1") == [
        (1,)
    ]
    # 20 stays of 1 day and 19 of 9 days: nine in ten are over by day 9.
    assert rows(warehouse, f"distinct {stalled}", "stage_entries where position = 1 and motion = 'outbound'", "1") == [
        (9,)
    ]


def test_without_wins_nothing_is_stalled():
    warehouse = warehouse_of([Journey(ADS, {"lead": 0}), Journey(ADS, {"lead": 0}, "lost", 300)])
    assert norms(warehouse) == {"lead": None}
    counts = warehouse.ask("stage_dropoff").loc[0]
    assert (counts["young"], counts["stalled"], counts["lost"]) == (1, 0, 1)


# Days are days of the business time zone.


def zoned(name):
    return definitions.text().replace('time_zone = "UTC"', f'time_zone = "{name}"')


def in_berlin(created, closed):
    """Days of one lead that is created and won at two instants."""
    lead = {"lead_id": "a", "created_at": instant(created), "source": ADS}
    outcome = {"lead_id": "a", "outcome": "won", "closed_at": instant(closed)}
    warehouse = warehouse_of([], toml=zoned("Europe/Berlin"), rows={"leads": [lead], "outcomes": [outcome]}, as_of=400)
    return rows(warehouse, "created_on, closed_on, days_to_won")[0]


def test_a_day_begins_at_midnight_of_the_business():
    # 22:59 and 23:00 in winter UTC are 23:59 and 0:00 in Berlin.
    assert in_berlin("2026-01-10T22:59", "2026-01-10T23:00") == (date(2026, 1, 10), date(2026, 1, 11), 1)
    assert in_berlin("2026-01-10T23:00", "2026-01-11T22:59") == (date(2026, 1, 11), date(2026, 1, 11), 0)


def test_the_days_of_the_clock_change_count_as_one():
    # On 29 March the day has 23 hours, on 25 October 25.
    assert in_berlin("2026-03-28T23:00", "2026-03-29T22:00") == (date(2026, 3, 29), date(2026, 3, 30), 1)
    assert in_berlin("2026-03-28T22:59", "2026-03-29T21:59") == (date(2026, 3, 28), date(2026, 3, 29), 1)
    assert in_berlin("2026-10-24T22:00", "2026-10-25T22:59") == (date(2026, 10, 25), date(2026, 10, 25), 0)
    assert in_berlin("2026-10-24T22:00", "2026-10-25T23:00") == (date(2026, 10, 25), date(2026, 10, 26), 1)


def test_the_last_day_and_the_contents_are_days_of_the_business():
    lead = {"lead_id": "a", "created_at": instant("2026-01-10T23:30"), "source": ADS}
    warehouse = warehouse_of([], toml=zoned("Pacific/Auckland"), rows={"leads": [lead]}, as_of=30)
    assert warehouse.as_of == date(2026, 2, 1), "noon UTC of 31 January is the next day in Auckland"
    assert rows(warehouse, "created_on, observed_days") == [(date(2026, 1, 11), 21)]
    contents = warehouse.ask("contents").set_index("kind").loc["leads"]
    assert (contents["first_on"], contents["last_on"]) == (date(2026, 1, 11), date(2026, 1, 11))


# Spend.


def test_spend_finds_its_channel_as_leads_do():
    spend = [
        Spend(ADS, 0, 10),
        Spend("Google_Ads", 0, 5),
        Spend("pigeon", 1, 2),
        Spend(None, 1, 3, currency="EUR"),
    ]
    warehouse = warehouse_of([Journey(ADS, {"lead": 0})] * 2, spend=spend)
    columns = "spent_on, channel, source, motion, amount::double, is_foreign_currency"
    assert rows(warehouse, columns, "spend_days", "spent_on, channel") == [
        (on(0), "Paid search", ADS, "inbound", 15, False),
        (on(1), "(not recorded)", "(not recorded)", "unknown", 3, True),
        (on(1), "(unmapped: pigeon)", "pigeon", "unknown", 2, False),
    ]
    costs = warehouse.ask("costs", breakdown="channel").set_index("breakdown")
    assert costs.loc["Paid search", ["leads", "spend"]].tolist() == [2, 15]
    assert costs.loc["(unmapped: pigeon)", ["leads", "spend"]].tolist() == [0, 2]


# Nothing is lost on the way.

LOSSES = {
    "leads": "delete from marts.journeys where lead_id = 'lead-0'",
    "leads of the first stage": "delete from marts.stage_entries where lead_id = 'lead-1' and position = 1",
    "stages reached": "delete from marts.stage_entries where position = 4",
    "won leads": "update marts.journeys set outcome = 'lost' where outcome = 'won'",
    "spend": "delete from marts.spend_days",
    "ids of leads": "insert into canonical.leads from canonical.leads limit 1",
    "ids of touches": "insert into canonical.touches from canonical.touches limit 1",
    "outcomes of a lead, each of which counts once,": "insert into canonical.outcomes from canonical.outcomes limit 1",
    "ids of lines of spend": "insert into canonical.spend from canonical.spend limit 1",
}


@pytest.mark.parametrize("law", LOSSES)
def test_a_loss_is_told_by_its_law(law):
    touches = ((0, "outbound", "call"),)
    world = [Journey(ADS, {"lead": 0, "prospect": 2}, touches=touches), Journey(ADS, {"lead": 0}, "won", 3)]
    connection = warehouse_of(world, spend=[Spend(ADS, 0, 5)])._connection
    marts.verify(connection)
    connection.begin()
    connection.execute(LOSSES[law])
    with pytest.raises(marts.MartError, match=f"^The {law} do not reconcile"):
        marts.verify(connection)
    connection.rollback()  # others are told of the same world


def test_what_names_no_lead_waits_and_breaks_no_law():
    warehouse = warehouse_of(
        [Journey(ADS, {"lead": 0})],
        rows={
            "stage_events": [{"lead_id": "later", "stage": "won", "entered_at": day(3)}],
            "outcomes": [{"lead_id": "later", "outcome": "won", "closed_at": day(3)}],
        },
    )
    assert rows(warehouse, "lead_id, outcome::varchar") == [("lead-0", "open")]
    assert set(warehouse.ask("unknowns")["kind"]) == {"waiting stage event", "waiting outcome"}


REOPENED = Journey(ADS, {"lead": 0, "opportunity": 2, "won": 4, "proposal": 6})


def test_a_deal_that_went_on_from_the_last_stage_is_open_again():
    assert one(REOPENED, "outcome::varchar, closed_on, furthest_stage") == ("open", None, 6)


def test_labels_of_a_history_close_deals_too():
    lost = Journey(ADS, {"lead": 0, "opportunity": 2, "Closed lost - no budget": 4})
    assert one(lost, "outcome::varchar, closed_on") == ("lost", on(4))
    won = Journey(ADS, {"lead": 0, "Disqualified": 3, "Deal won (EMEA)": 5})
    assert one(won, "outcome::varchar, closed_on") == ("won", on(5))


def test_what_is_dated_after_the_data_ends_is_not_known_yet():
    world = warehouse_of(
        [
            Journey(ADS, {"lead": 0, "opportunity": 400}, "won", 401),
            Journey(ADS, {"lead": 0}, "lost", 365, touches=((366, "outbound", "call"),)),
        ],
        as_of=365,
    )
    assert rows(world, "outcome::varchar, furthest_stage") == [("open", 1), ("lost", 1)]
    assert world.rows("select count(*) from staging.touches") == [(0,)]
    unknowns = world.ask("unknowns").set_index("kind")["records"]
    assert unknowns.to_dict() == {"closed ahead": 1}
