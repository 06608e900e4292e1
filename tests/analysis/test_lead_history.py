"""What the page of one lead asks, against what the journeys say and what the marts were built from."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.analysis import strategies
from tests.analysis.agreement import END
from tests.analysis.reading import STAGES, Lead
from tests.worlds import Journey, day, warehouse_of

OURS = ("won", "lost", "disqualified")


@st.composite
def contact_touches(draw: st.DrawFn) -> list[dict]:
    """Touches that name only a contact."""
    listed = draw(st.lists(st.tuples(strategies.DAYS, st.sampled_from(["x", "y"])), max_size=4))
    return [
        {"touch_id": f"contact-{place}", "contact_id": contact, "at": day(at), "direction": "outbound", "kind": "email"}
        for place, (at, contact) in enumerate(listed)
    ]


@given(world=strategies.worlds, extra=contact_touches())
@settings(max_examples=settings().max_examples // 6)
def test_a_history_has_every_event_of_its_lead_and_no_other(world, extra):
    warehouse = warehouse_of(world, as_of=strategies.LAST_DAY, rows={"touches": extra} if extra else None)
    touched = {}
    # In the order of their places among the touchpoints, by which the page finds what is credited.
    for lead_id, touch_id in warehouse.rows('select lead_id, touch_id from staging.touches order by "at", touch_id'):
        touched.setdefault(lead_id, []).append(touch_id)
    for number, journey in enumerate(world):
        lead_id, lead = f"lead-{number}", Lead(journey, END)
        history = warehouse.ask("lead_history", lead_id=lead_id)
        assert history["touch_id"].dropna().tolist() == touched.get(lead_id, [])
        places = warehouse.ask("lead_credits", lead_id=lead_id)["position"].tolist()
        assert places == list(range(1, len(places) + 1))
        assert len(places) <= len(touched.get(lead_id, []))
        entered = history[history["event"] == "entered"]
        times = [None if at != at else at.to_pydatetime() for at in entered["happened_at"]]
        expected = {
            (STAGES[position], None if at is None else at.replace(tzinfo=None))
            for position, at in lead.entries
            if 0 < position < len(STAGES) - 1
        }
        assert set(zip(entered["stage"], times, strict=True)) == expected
        closings = history[history["event"].isin(OURS)]
        assert closings["event"].tolist() == ([] if lead.outcome == "open" else [lead.outcome])
        if lead.outcome != "open":
            at = closings["happened_at"].iloc[0]
            assert (None if at != at else at.date()) == lead.closed_on
        assert (history["event"] == "created").sum() == 1
        known = history["happened_at"].dropna()
        assert known.is_monotonic_increasing
        assert history["happened_at"].isna().tolist() == sorted(history["happened_at"].isna())
    warehouse.close()


def test_the_touches_of_leads_that_were_merged_into_a_lead_are_in_its_history():
    touches = [
        {"touch_id": name, "lead_id": name, "at": day(at), "kind": "call"} for at, name in enumerate(("b", "c", "d"))
    ]
    merges = [{"lead_id": "c", "into_lead_id": "b"}, {"lead_id": "b", "into_lead_id": "lead-0"}]
    warehouse = warehouse_of([Journey("google ads", {"lead": 0})], rows={"touches": touches, "removals": merges})
    history = warehouse.ask("lead_history", lead_id="lead-0")
    assert history["touch_id"].dropna().tolist() == ["b", "c"]
    assert warehouse.rows("select touch_id from staging.touches where lead_id = 'lead-0' order by 1") == [
        ("b",),
        ("c",),
    ]


def test_stays_and_credits_are_those_of_the_lead():
    touches = ((0, "inbound", "visit"), (2, "outbound", "call"), (9, "outbound", "call"))
    lead = Journey("google ads", {"lead": 0, "contacted": 2, "opportunity": 5}, "lost", 9, touches=touches)
    warehouse = warehouse_of([lead, Journey("google ads", {"lead": 0}, touches=touches)], as_of=20)
    stages = warehouse.ask("lead_stages", lead_id="lead-0").set_index("stage")
    assert stages["dwell_days"].dropna().to_dict() == {"lead": 2, "contacted": 3, "opportunity": 4}
    assert stages.index[stages["is_implied"]].tolist() == ["engaged", "prospect"]
    credits_of = warehouse.ask("lead_credits", lead_id="lead-0")
    # all three touches came by the closing
    assert credits_of["credit_first"].tolist() == [1, 0, 0]
    assert credits_of["credit_last"].tolist() == [0, 0, 1]
    assert credits_of["credit_linear"].tolist() == pytest.approx([1 / 3] * 3)
    rules = [name for name in credits_of if name.startswith("credit_")]
    assert len(rules) == 9
    # The creation is the first touch, the opportunity follows the second, and no channel is recorded.
    assert credits_of["credit_u"].tolist() == pytest.approx([0.4, 0.2, 0.4])
    assert credits_of["credit_w"].tolist() == pytest.approx([0.6, 0.3, 0.1])
    assert credits_of["credit_before_opportunity"].tolist() == [0, 1, 0]
    assert credits_of["credit_shapley"].tolist() == [1, 0, 0]
    assert credits_of[rules].sum().tolist() == pytest.approx([1] * 9)
    assert warehouse.ask("lead", lead_id="nobody").empty
