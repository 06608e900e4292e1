"""What the marts make of moves back, of the pace of a journey, and of what came after a loss."""

from tests.worlds import Journey, warehouse_of

ADS = "google ads"
CALLS = "cold calls"
AFTER = "reopened_days, return_days, return_channel::varchar, return_won_days"


def stages_of(journey, columns, **world):
    found = warehouse_of([journey], **world).rows(f"select {columns} from marts.stage_entries order by position")
    return found if "," in columns else [value for (value,) in found]


def after(*journeys):
    """What came after the first of the journeys."""
    world = warehouse_of(journeys)
    return world.rows(f"select {AFTER} from marts.journeys where lead_id = 'lead-0'")[0]


# Moves back


def test_a_second_entry_is_a_repeat_and_after_a_later_stage_a_fall_back():
    journey = Journey(ADS, {"lead": 0, "contacted": (2, 3, 6), "engaged": (4, 5)})
    assert stages_of(journey, "repeated_days, backward_days") == [(None, None), (3, 6), (5, None)]


def test_a_first_entry_may_be_a_fall_back():
    journey = Journey(ADS, {"lead": 0, "contacted": 5, "engaged": 2})
    assert stages_of(journey, "repeated_days, backward_days") == [(None, None), (None, 5), (None, None)]


def test_entries_without_a_time_tell_of_no_move():
    journey = Journey(ADS, {"lead": 0, "contacted": (None, 3), "engaged": None})
    assert stages_of(journey, "repeated_days, backward_days") == [(None, None)] * 3


def test_the_creation_and_the_win_happen_once():
    journey = Journey(ADS, {"lead": 0, "contacted": -2, "won": 7}, "won", 5)
    assert stages_of(journey, "repeated_days, backward_days") == [(None, None)] * 7


# Pace


def test_the_longest_step_so_far_is_kept():
    journey = Journey(ADS, {"lead": 0, "contacted": 1, "engaged": 8, "prospect": 9})
    assert stages_of(journey, "longest_step_days, longest_own_step_days") == [(0, 0), (1, 1), (7, 7), (7, 7)]


def test_a_skipped_stage_takes_no_step_of_its_own():
    journey = Journey(ADS, {"lead": 0, "engaged": 3, "prospect": 5})
    # Contacted and engaged are reached on day 3: steps of 3, 0 and 2 days.
    assert stages_of(journey, "longest_step_days, longest_own_step_days") == [(0, 0), (3, None), (3, None), (3, None)]


def test_own_entries_out_of_order_have_no_pace():
    journey = Journey(ADS, {"lead": 0, "contacted": 5, "engaged": 2, "prospect": 7})
    assert stages_of(journey, "longest_own_step_days") == [0, 5, None, None]


def test_order_counts_within_a_day():
    morning_first = Journey(ADS, {"lead": 0, "contacted": 2, "engaged": 2.25})
    evening_first = Journey(ADS, {"lead": 0, "contacted": 2.25, "engaged": 2})
    assert stages_of(morning_first, "longest_own_step_days") == [0, 2, 2]
    assert stages_of(evening_first, "longest_own_step_days") == [0, 2, None]


def test_a_stage_of_unknown_time_was_not_reached_before_the_stages_ahead():
    journey = Journey(ADS, {"lead": 0, "contacted": 4, "engaged": None})
    assert stages_of(journey, "age_days, known_days") == [(0, 0), (4, 4), (None, 4)]


# After a loss


def test_an_entry_after_the_closing_reopens():
    assert after(Journey(ADS, {"lead": 0, "contacted": 2, "prospect": (3, 9, 12)}, "lost", 5)) == (9, None, None, None)
    assert after(Journey(ADS, {"lead": 0, "prospect": 5}, "lost", 5)) == (None, None, None, None)
    assert after(Journey(ADS, {"lead": 0, "prospect": 5}, "lost")) == (None, None, None, None), (
        "closed nobody knows when"
    )
    assert after(Journey(ADS, {"lead": 0}, "lost", -5)) == (None, None, None, None), "the creation reopens nothing"


def test_a_contact_or_an_account_may_come_back():
    lost = Journey(ADS, {"lead": 0}, "lost", 5, lead={"contact_id": "c", "account_id": "a"})
    same_time = Journey(CALLS, {"lead": 5}, lead={"contact_id": "c"})
    of_contact = Journey(CALLS, {"lead": 9}, "won", 20, lead={"contact_id": "c"})
    of_account = Journey(ADS, {"lead": 8}, lead={"account_id": "a"})
    stranger = Journey(ADS, {"lead": 7}, lead={"contact_id": "a", "account_id": "c"})
    assert after(lost, same_time, stranger) == (None, None, None, None), "after the closing, and of the same name"
    assert after(lost, of_contact) == (None, 9, "Cold call", 20)
    assert after(lost, of_contact, of_account) == (None, 8, "Paid search", None), "the first of them counts"


def test_a_return_after_a_loss_without_a_day_counts_from_the_creation():
    lost = Journey(ADS, {"lead": 3}, "disqualified", lead={"contact_id": "c"})
    earlier = Journey(CALLS, {"lead": 1}, lead={"contact_id": "c"})
    later = Journey(CALLS, {"lead": 4}, "won", lead={"contact_id": "c"})
    assert after(lost, earlier) == (None, None, None, None)
    assert after(lost, earlier, later) == (None, 1, "Cold call", 1), "a win without a day is known with its lead"


def test_an_open_or_won_lead_has_no_afterlife():
    later = Journey(CALLS, {"lead": 9}, lead={"contact_id": "c"})
    for outcome in (None, "won"):
        kept = Journey(ADS, {"lead": 0, "contacted": 3}, outcome, 2 if outcome else None, lead={"contact_id": "c"})
        assert after(kept, later) == (None, None, None, None)
