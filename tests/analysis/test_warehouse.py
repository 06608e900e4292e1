"""Questions are asked as they stand, refused with a sentence, and answered right from many threads."""

import re
from concurrent.futures import ThreadPoolExecutor

import pytest

from analysis import limits, question
from analysis import warehouse as ask
from analysis.question import AskError
from analysis.scope import Scope
from analysis.scoping import tables as scoped
from analysis.warehouse import Warehouse
from benchmarks.needed import needed
from data import definitions, store
from tests.worlds import Journey, Spend, on, warehouse_of

WORLD = [
    Journey("google ads", {"lead": 0, "prospect": 1, "opportunity": 2}, "won", 3, 100, lead={"owner": "Ann"}),
    Journey("google ads", {"lead": 1}, "lost", 5, lead={"owner": "Ben"}),
    Journey("cold calls", {"lead": 2, "prospect": 4}, lead={"owner": "Ann"}),
    Journey(None, {"lead": 40}, lead={"owner": "Ben"}),
]


@pytest.fixture(scope="module")
def warehouse():
    return warehouse_of(WORLD, as_of=60, spend=[Spend("google ads", 0, 10)])


@pytest.fixture(scope="module")
def own(warehouse):
    """What each question cannot do without, by its name."""
    return {name: needed(warehouse, name) for name in question.names()}


@pytest.mark.parametrize("name", question.names())
def test_a_header_documents_the_columns_that_are_returned(warehouse, own, name):
    asked = question.question(name)
    frame = warehouse.ask(name, **own[name])
    documented = set(asked.definitions) - {"grain"}
    assert set(frame.columns) - {"breakdown"} <= documented, "every column is explained"
    assert documented <= set(frame.columns), "every explanation has its column"
    assert asked.title.endswith("?")
    assert "grain" in asked.definitions
    for rate in asked.rates:
        assert {rate.successes, rate.trials} <= set(frame.columns)
        assert (frame[rate.successes] <= frame[rate.trials]).all()


@pytest.mark.parametrize("name", [name for name in question.names() if "scoped_" in question.question(name).sql])
@pytest.mark.parametrize("breakdown", sorted(scoped.BREAKDOWNS))
def test_every_question_takes_every_breakdown_or_says_why_not(warehouse, own, name, breakdown):
    try:
        scope = Scope(since=on(0), as_of=on(30))
        frame = warehouse.ask(name, scope, breakdown=breakdown, **own[name])
    except AskError as error:
        said = (
            r"(Spend|What was done|What changed|Targets|Target accounts) (is|are) not known by \w+: choose "
            r"|.* known at the end of the data only|This question cannot be broken down|Paths and their"
        )
        assert re.match(said, str(error))  # noqa: PT017  # either is right
    else:
        asked = [column for column in frame.columns if column != "known_by"]
        assert asked[0] == "breakdown" or (breakdown == "all" and "breakdown" not in question.question(name).body)


def test_what_is_unknown_is_refused_with_a_sentence(warehouse):
    with pytest.raises(AskError, match=r"There is no question 'profit'. There are: account_cells, "):
        warehouse.ask("profit")
    with pytest.raises(AskError, match=r"There is no breakdown 'owner; drop table x'. There are: all, motion"):
        warehouse.ask("conversion", breakdown="owner; drop table x")
    with pytest.raises(AskError, match="The question 'costs' takes no 'window_days'"):
        warehouse.ask("costs", window_days=3)
    with pytest.raises(ValueError, match=r"There is no dimension 'amount'. There are: motion"):
        warehouse.choices("amount")


def test_two_breakdowns_are_crossed_only_where_the_question_takes_two(warehouse):
    frame = warehouse.ask("conversion_cross", breakdown="owner", across="channel")
    assert frame[["breakdown", "across", "leads"]].to_numpy().tolist() == [
        ["Ann", "Cold call", 1],
        ["Ann", "Paid search", 1],
        ["Ben", "(not recorded)", 1],
        ["Ben", "Paid search", 1],
    ]
    assert warehouse.ask("conversion_cross", breakdown="owner")["across"].unique().tolist() == ["All"]
    with pytest.raises(AskError, match="This question takes one breakdown: segment cannot be its second"):
        warehouse.ask("conversion", breakdown="channel", across="segment")
    with pytest.raises(AskError, match=r"There is no breakdown 'amount'. There are: all, motion"):
        warehouse.ask("conversion_cross", across="amount")


def test_a_gate_without_a_stage_is_left_out():
    toml = "\n".join(block for block in definitions.text().split("\n\n") if 'role = "engaged"' not in block)
    frame = warehouse_of(WORLD, as_of=60, toml=toml).ask("gates", window_days=3)
    assert frame["gate"].tolist() == ["lead", "contacted", "prospect", "opportunity"]


@pytest.mark.parametrize("window", [0, -1, 2.5, "3", True])
def test_a_window_that_is_no_number_of_days_is_refused(warehouse, window):
    with pytest.raises(AskError, match=r"window_days: .* is not a whole number of days of at least 1"):
        warehouse.ask("conversion", window_days=window)


def test_a_way_to_read_the_funnel_that_does_not_exist_is_refused(warehouse):
    with pytest.raises(AskError, match="mode: 'backwards' is not one of reached, explicit, ordered"):
        warehouse.ask("stage_dropoff", mode="backwards")
    with pytest.raises(AskError, match="step_days: 0 is not a whole number of days of at least 1"):
        warehouse.ask("stage_dropoff", step_days=0)


def test_a_question_without_its_value_is_refused(warehouse, monkeypatch):
    asked = question.Question("leaders", "select $count as count", "Who leads?", {}, ())
    monkeypatch.setattr(ask, "question", lambda name: asked)
    with pytest.raises(AskError, match="The question 'leaders' needs a value for 'count'"):
        warehouse.ask("leaders")


@pytest.mark.parametrize(("days", "window"), [(200, 180), (40, 14)])
def test_the_window_defaults_to_that_of_the_definitions_or_of_the_cycle(days, window):
    # The one win took ten days; after 40 no lead has been watched for 180.
    warehouse = warehouse_of([Journey("seo", {"lead": 0}, "won", 10), Journey("seo", {"lead": 0})], as_of=days)
    assert warehouse.compose("conversion")[1]["window_days"] == window
    assert warehouse.compose("conversion", window_days=180)[1]["window_days"] == 180


def test_a_slow_question_is_interrupted(warehouse, monkeypatch):
    slow = "select count(*) as n from range(100_000_000) as a(i), range(1_000_000) as b(j) where (i * j) % 7 = 3"
    monkeypatch.setattr(ask, "question", lambda name: question.Question(name, slow, "How slow?", {}, ()))
    monkeypatch.setattr(limits, "QUESTION_SECONDS", 0.2)
    with pytest.raises(AskError, match=r"The question took longer than 0.2 seconds: narrow the period"):
        warehouse.ask("slow")
    monkeypatch.undo()
    assert warehouse.ask("conversion")["leads"].tolist() == [4], "the warehouse answers on"


def test_an_answer_of_too_many_rows_is_refused(warehouse, monkeypatch):
    monkeypatch.setattr(ask, "ROW_LIMIT", 3)
    assert len(warehouse.ask("conversion", breakdown="channel")) == 3
    with pytest.raises(AskError, match="The answer has more than 3 rows: narrow the period or the filters"):
        warehouse.ask("stage_dropoff")


def test_names_are_text_and_counts_are_numbers(warehouse):
    frame = warehouse.ask("conversion", breakdown="channel")
    assert frame["breakdown"].tolist() == ["Paid search", "(not recorded)", "Cold call"], (
        "most leads first, then by name"
    )
    assert frame["leads"].dtype == "int64"
    assert frame["motion"].tolist() == ["inbound", "unknown", "outbound"]


def test_choices_are_what_leads_carry(warehouse):
    assert warehouse.choices("channel") == ["(not recorded)", "Cold call", "Paid search"]
    assert warehouse.choices("owner") == ["Ann", "Ben"]


def test_many_threads_get_their_own_answers(warehouse):
    expected = {
        (owner, window): (leads, won) for owner, leads, won in (("Ann", 2, 1), ("Ben", 2, 0)) for window in (2, 3)
    }

    def ask_fifty(thread: int) -> list[bool]:
        right = []
        for turn in range(50):
            owner, window = list(expected)[(thread + turn) % len(expected)]
            row = warehouse.ask("conversion_cross", Scope(owner=(owner,)), window_days=window).loc[0]
            mature_won = 1 if owner == "Ann" and window == 3 else 0
            right.append((row["leads"], row["won"], row["mature_won"]) == (*expected[owner, window], mature_won))
        return right

    with ThreadPoolExecutor(16) as pool:
        answers = [each for listed in pool.map(ask_fifty, range(16)) for each in listed]
    assert len(answers) == 16 * 50
    assert all(answers)


def test_a_text_is_parsed_once_for_all_values_and_worlds(warehouse, monkeypatch):
    monkeypatch.setattr(ask, "_statements", {})
    alone = warehouse_of(WORLD[:1], as_of=60)
    answers = [each.ask("conversion", window_days=days) for each in (warehouse, alone) for days in (2, 3)]
    assert [(row.loc[0, "leads"], row.loc[0, "mature_won"]) for row in answers] == [(4, 0), (4, 1), (1, 0), (1, 1)]
    assert len(ask._statements) == 1
    monkeypatch.setattr(ask, "TEXTS_KEPT", 1)
    assert warehouse.ask("stage_dropoff")["reached"].sum() > 0
    assert len(ask._statements) == 1, "what is kept has an end"


def test_a_composed_query_runs_as_it_is_shown(warehouse):
    text, values = warehouse.compose("conversion", Scope(since=on(0), as_of=on(30)), breakdown="owner")
    assert text.startswith("with scoped_journeys as (")
    shown = warehouse._connection.cursor().execute(text, values).fetchall()
    assert [(row[0], row[2]) for row in shown] == [("Ann", 2), ("Ben", 1)]


def test_an_empty_generation_answers_with_nothing(tmp_path):
    generations = store.Store(tmp_path)
    with generations.new_generation("nothing"):
        pass
    current = generations.current()
    assert current is not None
    empty = Warehouse.open(current, tmp_path)
    assert empty.as_of is None
    assert all(empty.ask(name).empty for name in ("conversion", "stage_dropoff", "costs", "unknowns"))
    assert set(empty.ask("contents")["records"]) == {0}
    empty.close()


def test_a_generation_opens_twice_in_one_process(tmp_path):
    generations = store.Store(tmp_path)
    with generations.new_generation("nothing"):
        pass
    current = generations.current()
    assert current is not None
    first, second = (Warehouse.open(current, tmp_path) for _ in range(2))
    first.close()
    assert second.ask("conversion").empty
    second.close()
