"""Runs wait for their turn: readers come by turns, and whoever has gone keeps nobody waiting."""

import threading
from collections import Counter

import pytest
from streamlit.runtime.scriptrunner import RerunData
from streamlit.runtime.scriptrunner_utils.script_requests import ScriptRequests
from streamlit.testing.v1 import AppTest

from analysis import limits
from analysis.limits import AbandonedError
from analysis.question import AskError
from analysis.scope import Scope
from pages.parts import session, turns
from pages.parts.turns import Gate
from tests.worlds import Journey, warehouse_of

SLOW = "select count(*) from range(100_000_000) as a(i), range(1_000_000) as b(j) where (i * j) % 7 = 3"


@pytest.fixture
def begun():
    """Starts runs that wait at a gate, each known to wait before the next comes; all of them end with the test."""
    threads = []

    def begin(gate, reader, run):
        thread = threading.Thread(target=run)
        threads.append(thread)
        before = _waiting(gate)[reader]
        thread.start()
        while _waiting(gate)[reader] == before and thread.is_alive():
            pass
        return thread

    yield begin
    for thread in threads:
        thread.join(timeout=60)


def _waiting(gate):
    return Counter({reader: len(runs) for reader, runs in dict(gate._waiting).items()})


def test_what_is_drawn_for_nobody_comes_when_no_reader_is_there_and_keeps_none_out(begun):
    gate, order, is_over = Gate(width=2, of_one=1), [], threading.Event()

    def draw():
        with gate.turn(turns.NOBODY):
            order.append(turns.NOBODY)
            is_over.wait(60)
            order.append("end")

    def run():
        with gate.turn("first"):
            order.append(f"first again, beside {gate._inside[turns.NOBODY]}")

    with gate.turn("first"):
        begun(gate, turns.NOBODY, draw)
        begun(gate, "first", run)
        with gate.turn("second"):
            assert order == [], "there is room, and a reader inside"
        assert order == []
    while turns.NOBODY not in order:
        pass
    assert order == ["first again, beside 0", turns.NOBODY]
    with gate.turn("first"), gate.turn("second"):
        assert order[-1] == turns.NOBODY, "still being drawn: it takes nobody's room"
        is_over.set()


def test_readers_come_by_turns_however_many_pages_one_of_them_has(begun):
    gate, order = Gate(width=1, of_one=1), []

    def run(reader):
        with gate.turn(reader):
            order.append(reader)

    with gate.turn("first"):
        for reader in ["many"] * 4 + ["few"] * 2 + ["one"]:
            begun(gate, reader, lambda reader=reader: run(reader))
        assert order == []
    while len(order) < 7:
        pass
    assert order == ["many", "few", "one", "many", "few", "many", "many"]


def test_one_reader_leaves_the_others_a_way_through(begun):
    gate, is_in = Gate(width=2, of_one=1), threading.Event()

    def run():
        with gate.turn("many"):
            is_in.set()

    with gate.turn("many"):
        second = begun(gate, "many", run)
        with gate.turn("other"):
            assert not is_in.is_set()
        assert not is_in.is_set(), "the one that is inside is the only one of this reader"
    second.join(timeout=60)
    assert is_in.is_set()


@pytest.mark.parametrize("width", [1, 2, 3])
def test_never_more_are_inside_than_there_is_room_for(width):
    gate, inside, most, of_one = Gate(width, 2), Counter(), [], []
    lock = threading.Lock()

    def run(reader):
        for _ in range(50):
            with gate.turn(reader):
                with lock:
                    inside[reader] += 1
                    most.append(inside.total())
                    of_one.append(max(inside.values()))
                with lock:
                    inside[reader] -= 1

    threads = [threading.Thread(target=run, args=(reader,)) for reader in "aaaabbc"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert len(most) == 350, "everybody came in"
    assert max(most) <= width
    assert max(of_one) <= 2
    assert not gate._waiting
    assert not gate._inside


def test_whoever_has_gone_leaves_the_queue():
    gate = Gate(width=1, of_one=1)
    with gate.turn("inside"):
        with pytest.raises(AbandonedError), gate.turn("gone", lambda: True):
            pytest.fail("its turn cannot have come")
        assert not gate._waiting
    with gate.turn("next"):
        pass


def test_a_failing_run_gives_its_turn_back():
    gate = Gate(width=1, of_one=1)
    with pytest.raises(ZeroDivisionError), gate.turn("failing"):
        raise ZeroDivisionError
    with gate.turn("next", lambda: True):
        pass


@pytest.mark.parametrize(
    ("asked", "is_over"),
    [
        ([], False),
        ([RerunData()], True),
        ([RerunData(fragment_id="watch", is_auto_rerun=True)], False),  # waits until the page is there
        ([RerunData(fragment_id="part", is_fragment_scoped_rerun=True)], True),
        ([RerunData(fragment_id="watch"), RerunData()], True),
    ],
)
def test_a_run_is_over_when_streamlit_would_end_it(asked, is_over):
    requests = ScriptRequests()
    for each in asked:
        assert requests.request_rerun(each)
    assert turns._is_over(requests) == is_over
    assert (requests.on_scriptrunner_yield() is not None) == is_over


def test_a_run_that_is_to_stop_is_over():
    requests = ScriptRequests()
    requests.request_stop()
    assert turns._is_over(requests)


def test_outside_of_a_session_nothing_is_over():
    assert not turns.abandoned()()
    assert turns.session() == ""


def _asks_slowly():
    """A page whose reader goes elsewhere while it asks."""
    import threading

    import streamlit as st
    from streamlit.runtime.scriptrunner import RerunData, get_script_run_ctx

    from pages.parts import session
    from tests.pages.parts.test_turns import SLOW
    from tests.worlds import Journey, warehouse_of

    if st.session_state.get("asked"):
        st.write("elsewhere")
        st.stop()
    st.session_state["asked"] = True
    leaves = threading.Timer(0.5, get_script_run_ctx().script_requests.request_rerun, [RerunData()])
    with session.turn():
        warehouse = warehouse_of([Journey("seo", {"lead": 0})], as_of=30)
        leaves.start()
        warehouse.rows(SLOW)
        st.write("answered")


def test_the_query_of_a_run_that_nobody_waits_for_is_interrupted(monkeypatch):
    monkeypatch.setattr(limits, "QUESTION_SECONDS", 3600.0)
    monkeypatch.setattr(session, "RUN_SECONDS", 3600.0)
    app = AppTest.from_function(_asks_slowly, default_timeout=60).run()
    assert [text.value for text in app.markdown] == ["elsewhere"]
    assert not app.error
    assert not app.exception


def test_questions_and_statistics_of_a_run_share_its_time():
    warehouse = warehouse_of([Journey("seo", {"lead": 0})], as_of=30)
    with limits.limited(3600):
        limits.check()
        assert warehouse.ask("conversion")["leads"].tolist() == [1]
    with limits.limited(0):
        with pytest.raises(AskError, match=r"It took longer than 0 seconds to work this out: narrow the period"):
            limits.check()
        with pytest.raises(AskError, match="It took longer than 0 seconds"):
            warehouse.ask("conversion")
        with pytest.raises(AskError, match="It took longer than 0 seconds"):
            warehouse.ask("conversion", Scope(motion=("inbound",)))
    assert warehouse.ask("conversion", Scope(motion=("inbound",)))["leads"].tolist() == [1]


def test_a_query_ends_with_the_time_of_its_run():
    warehouse = warehouse_of([Journey("seo", {"lead": 0})], as_of=30)
    with limits.limited(0.3), pytest.raises(AskError, match=r"It took longer than 0.3 seconds"):
        warehouse.rows(SLOW)
    with limits.limited(3600):
        assert warehouse.rows("select 1") == [(1,)]
