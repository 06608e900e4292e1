"""What the marts say of a lead's touches: the sequence, the set of channels, and the group of its account."""

from tests.worlds import Journey, Touch, warehouse_of

SEARCH = "google ads"


def rows(*journeys, columns):
    return warehouse_of(journeys).rows(f"select {columns} from marts.journeys order by lead_id")


def channels_of(*journeys, **world):
    """Names of the channels in each lead's set."""
    return warehouse_of(journeys, **world).rows(
        """
        select list_sort(list(channels.channel) filter (where touched_channels & (1::ubigint << channels.bit) > 0))
        from marts.journeys cross join meta.touch_channels as channels
        group by lead_id order by lead_id
        """
    )


def test_the_sequence_is_the_first_that_a_lead_was_put_into():
    twice = Journey(
        SEARCH,
        {"lead": 0},
        touches=(
            Touch(1, "outbound", "call"),
            Touch(3, "outbound", "email", sequence="Second try"),
            Touch(2, "outbound", "email", sequence="First try"),
        ),
    )
    assert rows(twice, Journey(SEARCH, {"lead": 0}), columns="sequence") == [("First try",), ("(not recorded)",)]


def test_the_set_of_channels_holds_what_touched_a_lead_up_to_its_opportunity():
    touches = (
        Touch(1, "inbound", "visit", channel="webinar"),
        Touch(4, "outbound", "call", channel="cold calls"),
        Touch(4, "outbound", "call"),  # through a channel that nobody wrote down
        Touch(5, "inbound", "visit", channel="google ads"),
    )
    until_opportunity = Journey(SEARCH, {"lead": 0, "opportunity": 4}, touches=touches)
    until_closing = Journey(SEARCH, {"lead": 0}, outcome="lost", closed=3, touches=touches)
    until_the_end = Journey(SEARCH, {"lead": 0}, touches=touches)
    untouched = Journey(SEARCH, {"lead": 0})
    assert channels_of(until_opportunity, until_closing, until_the_end, untouched) == [
        (["Cold call", "Webinar"],),
        (["Webinar"],),
        (["Cold call", "Paid search", "Webinar"],),
        (None,),
    ]


def test_rare_channels_beyond_the_sixty_second_share_a_bit():
    every = tuple(Touch(1, "inbound", "visit", channel=f"pigeon {number:03}") for number in range(70))
    (found,) = channels_of(Journey(SEARCH, {"lead": 0}, touches=every))[0]
    assert len(found) == 70, "a channel that shares its bit is in the set with the others of that bit"
    bits = warehouse_of([Journey(SEARCH, {"lead": 0}, touches=every)]).rows(
        "select max(bit), count(*) from meta.touch_channels"
    )
    assert bits == [(62, 71)]


def test_leads_of_one_account_are_of_one_group_and_the_others_are_spread():
    ours = [Journey(SEARCH, {"lead": 0}, lead={"account_id": "ours"}) for _ in range(5)]
    alone = [Journey(SEARCH, {"lead": 0}) for _ in range(200)]
    groups = [group for (group,) in rows(*ours, *alone, columns="account_group")]
    assert len({*rows(*ours, columns="account_group")}) == 1
    assert len(set(groups)) > 150, "200 leads without an account over 1,024 groups: about 181 expected"


def test_a_lead_was_touched_through_each_source_of_its_record_when_it_was_created():
    both = {"further_sources": "cold calls;newsletter"}
    touches = (Touch(5, "outbound", "call", channel="cold calls"),)
    warehouse = warehouse_of(
        [
            Journey("webinar", {"lead": 0}, "won", 9, 100, touches=touches, lead=both),
            Journey("webinar", {"lead": 0}, lead={"further_sources": ""}),
        ]
    )
    assert warehouse.rows('select channel, kind, day("at") from staging.touches order by "at", touch_id') == [
        ("Webinar", "source", 1),
        ("Cold call", "source", 1),
        ("Inbound email", "source", 1),
        ("Cold call", "call", 6),
    ]
    credit = warehouse.ask("credits").set_index("name")
    assert credit["first"].to_dict() == {"Webinar": 1, "Cold call": 0, "Inbound email": 0}
    assert credit["last"].to_dict() == {"Webinar": 0, "Cold call": 1, "Inbound email": 0}
    history = warehouse.ask("lead_history", lead_id=warehouse.rows("select min(lead_id) from marts.journeys")[0][0])
    assert history.loc[history["event"] == "touched", "channel"].tolist() == [
        "Webinar",
        "Cold call",
        "Inbound email",
        "Cold call",
    ]
