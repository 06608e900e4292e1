"""Pages drawn for nobody: what they need is loaded and built by then, for all who come.

A rehearsal runs the dashboard as a reader's first visit does, so that it asks for the very models that the visit will
ask for. What it says is thrown away as it is said: it belongs to no session, and no browser can join it.
"""

import asyncio
import threading
import uuid
from collections.abc import Callable
from urllib.parse import urlencode

from streamlit import runtime
from streamlit.runtime.fragment import MemoryFragmentStorage
from streamlit.runtime.pages_manager import PagesManager
from streamlit.runtime.scriptrunner import RerunData, ScriptRunner, ScriptRunnerEvent
from streamlit.runtime.scriptrunner.script_cache import ScriptCache
from streamlit.runtime.state import SessionState

from data.store import PROJECT
from pages.parts import turns

SCRIPT = str(PROJECT / "dashboard.py")
LOOK_SECONDS = 0.2  # between two looks at whether to go on
STOP_SECONDS = 20.0  # a statistic that asks nothing ends before it hears that it is to stop

_rehearsed: set[str] = set()  # what Streamlit takes for names of sessions: made here, and told to nobody


def is_one() -> bool:
    """Whether this run is a rehearsal: nobody reads it, so it sees everything, and nothing is noted of it."""
    return turns.session() in _rehearsed


def rehearse(page: str, choice: dict[str, str], goes_on: Callable[[], bool]) -> bool:
    """Draw a page as a first visit would.

    Parameters
    ----------
    page : str
        Path of the page; "" for the first one.
    choice : dict of str
        What the address says besides.
    goes_on : callable
        Whether there still is a reason to; asked now and then.

    Returns
    -------
    bool
        Whether it came to its end.
    """
    server, name, has_ended = runtime.get_instance(), uuid.uuid4().hex, threading.Event()
    scripts, loop = ScriptCache(), asyncio.new_event_loop()
    runner = ScriptRunner(
        session_id=name,
        main_script_path=SCRIPT,
        session_state=SessionState(),
        uploaded_file_mgr=server.uploaded_file_mgr,
        script_cache=scripts,
        initial_rerun_data=RerunData(page_name=page, query_string=urlencode(choice)),
        user_info={},
        fragment_storage=MemoryFragmentStorage(),
        pages_manager=PagesManager(SCRIPT, scripts),
        event_loop=loop,
    )

    def hear(_: object, event: ScriptRunnerEvent, **_told: object) -> None:
        """The end is all that is listened to."""
        if event == ScriptRunnerEvent.SHUTDOWN:
            has_ended.set()

    runner.on_event.connect(hear)
    _rehearsed.add(name)
    try:
        runner.start()
        while not has_ended.wait(LOOK_SECONDS):
            if not goes_on():
                runner.request_stop()
                has_ended.wait(STOP_SECONDS)
                return False
    finally:
        if has_ended.is_set():
            loop.close()
            _rehearsed.discard(name)
        server.media_file_mgr.clear_session_refs(name)
        server.media_file_mgr.remove_orphaned_files()
        server.dataframe_source_mgr.clear_all_for_session(name)
    return True
