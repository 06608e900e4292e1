"""Lists of leads agree with their slow twin, under any scope and selection; their pages join up to the whole."""

from dataclasses import replace

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from analysis.lists.page import ORDERS, PAGE_LIMIT, Page
from analysis.lists.selection import AFTER, EXITS, FIELDS, IN_ADDRESS, OUTCOMES, Selection
from analysis.question import AskError
from analysis.scope import Scope
from analysis.warehouse import Warehouse
from tests.analysis import strategies, twins_leads
from tests.analysis.agreement import END
from tests.analysis.reading import SOURCES, STAGES
from tests.analysis.selections import OPTIONS, TOUCHED, selections
from tests.analysis.test_twins_gaps import TOML
from tests.worlds import Journey, Touch, on, warehouse_of

EVERY_WAY = [
    *(Selection(stage="prospect", exit=way) for way in EXITS),
    *(Selection(after=what) for what in AFTER),
    Selection(stage="prospect", dwell_from=0, dwell_until=3),
    Selection(stage="won", dwell_from=0),
    Selection(reason="(not recorded)"),
]
AWAY = Journey("google ads", {"lead": 0, "prospect": 1, "opportunity": 3}, "lost", 4, lead={"account_id": "a"})
BACK = Journey("Cold calls", {"lead": 5, "prospect": None}, "won", 6, lead={"account_id": "a"})
AGAIN = Journey("google ads", {"lead": 0, "prospect": (1, 5), "opportunity": 3}, "lost", 4)
SKIPS = Journey("google ads", {"lead": 0, "opportunity": 3}, "disqualified", 3, lead={"account_id": "b"})
WAITS = Journey("google ads", {"lead": 0, "prospect": 1}, touches=((2, "outbound", "call"),))
WINS = Journey("google ads", {"lead": 0, "prospect": 1, "opportunity": 4}, "won", 8)


@given(
    world=strategies.worlds,
    scope=strategies.scopes(),
    asked=st.lists(selections(), min_size=6, max_size=6),
)
@settings(max_examples=settings().max_examples // 4)
@example(world=[AWAY, BACK, AGAIN, SKIPS, WAITS, WINS], scope=Scope(), asked=EVERY_WAY)
@example(world=[AWAY, BACK, AGAIN, SKIPS, WAITS, WINS], scope=Scope(as_of=on(4)), asked=EVERY_WAY)
def test_selected_leads_agree_with_their_twin(world, scope, asked):
    warehouse = warehouse_of(world, as_of=strategies.LAST_DAY)
    for selection in asked:
        expected = twins_leads.selected(world, scope, END, selection)
        listed = warehouse.ask("leads", scope, selection=selection)
        assert set(listed["lead_id"]) == set(expected), selection
        if selection != asked[0]:
            continue
        totals = warehouse.ask("lead_totals", scope, selection=selection)[["leads", *OUTCOMES, "won_amount"]].sum()
        assert totals["leads"] == len(expected) == len(listed)
        for outcome in OUTCOMES:
            assert totals[outcome] == sum(lead.outcome == outcome for lead in expected.values())
        assert totals["won_amount"] == sum(lead.won_amount or 0 for lead in expected.values())
    warehouse.close()


touches = st.builds(
    Touch,
    day=strategies.DAYS,
    direction=st.sampled_from(["outbound", "outbound", "inbound"]),
    kind=st.sampled_from(["call", "email", "reply", "meeting_booked"]),
    channel=st.sampled_from(list(SOURCES)),
    sequence=st.sampled_from([None, "Spring", "Autumn"]),
    step=st.sampled_from([None, 1, 2]),
)


@st.composite
def touched(draw: st.DrawFn) -> Journey:
    """A lead with touches through channels and a campaign of its own."""
    journey = draw(strategies.journeys())
    lead = {**journey.lead, "campaign": draw(st.sampled_from([None, "Spring"]))}
    return replace(journey, touches=tuple(draw(st.lists(touches, max_size=4))), lead=lead)


@given(
    world=st.lists(touched(), max_size=9),
    scope=strategies.scopes().map(lambda scope: replace(scope, as_of=None)),
    asked=st.lists(selections(TOUCHED), min_size=8, max_size=8),
)
@settings(max_examples=settings().max_examples // 4)
def test_leads_selected_by_their_touches_agree_with_their_twin(world, scope, asked):
    warehouse = warehouse_of(world, as_of=strategies.LAST_DAY, toml=TOML)
    for selection in asked:
        expected = twins_leads.selected(world, scope, END, selection)
        assert set(warehouse.ask("leads", scope, selection=selection)["lead_id"]) == set(expected), selection
    warehouse.close()


def test_every_field_is_drawn_for_the_twin():
    assert set(OPTIONS) | set(TOUCHED) == set(FIELDS) - {"journey_order", "path"}, "the tests of the marts know both"


@pytest.fixture(scope="module")
def nine():
    world = [AWAY, BACK, AGAIN, SKIPS, WAITS, WINS, *[Journey(None, {"lead": 2}, amount=3)] * 3]
    return warehouse_of(world, as_of=strategies.LAST_DAY)


@pytest.mark.parametrize("order", ORDERS)
@pytest.mark.parametrize("is_descending", [True, False])
def test_pages_join_up_to_the_whole_list_in_order(nine, order, is_descending):
    pages = [nine.ask("leads", page=Page(order, is_descending, skipped=skipped, rows=4)) for skipped in (0, 4, 8, 12)]
    assert [len(page) for page in pages] == [4, 4, 1, 0]
    places = [place for page in pages for place in page["place"]]
    assert places == list(range(1, 10))
    ids = [name for page in pages for name in page["lead_id"]]
    assert len(set(ids)) == 9
    column = {"furthest_stage": "stage"}.get(order, order)
    values = [value for page in pages for value in page[column]]
    known = [value for value in values if value == value and value is not None]
    assert all(value != value or value is None for value in values[len(known) :]), "missing values stand last"
    if column in ("stage", "outcome"):
        known = [{"stage": STAGES, "outcome": OUTCOMES}[column].index(value) for value in known]
    assert known == sorted(known, reverse=is_descending)


@pytest.mark.parametrize(
    "fault",
    [
        {"exit": "advanced"},
        {"dwell_from": 3},
        {"stage": "lead", "dwell_from": 3, "dwell_until": 3},
        {"stage": "lead", "exit": "won'; drop table marts.journeys; --"},
        {"outcome": "closed"},
        {"won_days": -1},
        {"won_days": True},
        {"weekday": 8},
        {"waiting_on": "2026-02-30"},
        {"hour_from": 24},
        {"hour_from": 9, "hour_until": 9},
        {"answer_days": 3},
        {"created": "2026-13"},
        {"closed": "03/2026"},
        {"closed": "2026-Q5"},
        {"reason": 3},
    ],
)
def test_a_selection_checks_itself(fault):
    with pytest.raises(ValueError, match=r"."):
        Selection(**fault)


def test_a_selection_without_its_stage_is_refused_with_a_sentence():
    warehouse = warehouse_of([WINS], as_of=strategies.LAST_DAY)
    with pytest.raises(AskError, match=r"There is no stage 'limbo'\. There are: lead, contacted"):
        warehouse.ask("leads", selection=Selection(reached="limbo"))
    with pytest.raises(AskError, match="This question lists no leads: narrow the scope instead"):
        warehouse.ask("conversion", selection=Selection(outcome="won"))
    with pytest.raises(AskError, match="This question lists no leads: it has no pages"):
        warehouse.ask("lead_totals", page=Page())


@pytest.mark.parametrize("piece", [{"skipped": PAGE_LIMIT}, {"skipped": -1}, {"rows": 0}, {"order": "reason; drop"}])
def test_a_page_checks_itself(piece):
    with pytest.raises(ValueError, match=r"."):
        Page(**piece)


@given(selection=selections(OPTIONS | TOUCHED))
def test_an_address_makes_the_same_selection_again(selection):
    assert Selection.read(selection.parameters(), STAGES) == (selection, {})


@given(
    parameters=st.dictionaries(
        st.sampled_from([*FIELDS, "view", "period"]),
        st.text(max_size=8) | st.sampled_from(["-1", "1e3", "٣", "yes", "lead", "lost", "won", "2026-01", "9" * 30]),
    )
)
def test_any_address_makes_a_selection_and_says_what_it_left_out(parameters):
    selection, left_out = Selection.read(parameters, STAGES)
    told = {stands: name for name, stands in IN_ADDRESS.items()}
    written = {told.get(name, name): text for name, text in selection.parameters().items()}
    given_values = {name: text for name, text in parameters.items() if name in FIELDS and text}
    assert set(written) | set(left_out) == set(given_values)
    assert not set(written) & set(left_out)
    assert Selection.read(written, STAGES) == (selection, {})


def test_what_an_address_says_is_bound_and_never_text_of_the_query(monkeypatch):
    hostile = "x'; drop table marts.journeys; --"
    fields = (
        "without_reason",
        "reason",
        "account",
        "channels",
        "touched_by",
        "touched_by_campaign",
        "first_touch",
        "path",
        "search",
    )
    selection, left_out = Selection.read(dict.fromkeys(FIELDS, hostile), STAGES)
    assert set(selection.chosen()) == set(fields)
    assert set(left_out) == set(FIELDS) - set(fields)
    warehouse: Warehouse = warehouse_of([WINS], as_of=strategies.LAST_DAY)
    text, values = warehouse.compose("leads", selection=selection)
    assert "drop" not in text
    bound = ["channels_0" if name == "channels" else name for name in fields]
    assert [values[f"selected_{name}"] for name in bound] == [hostile] * 9
    assert warehouse.ask("leads", selection=selection).empty
