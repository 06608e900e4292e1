"""How a command line speaks and ends."""

import contextlib
import os
import re
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from typing import IO, Any, NoReturn

from data.files import keep_private

STOPPED = (signal.SIGINT, signal.SIGTERM)
_stopped_by: list[int] = []
# Names come from data: none of them moves the cursor, colours the screen, begins a line or turns one around.
UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def plain(text: str) -> str:
    """A text of one line in which characters that control a terminal are written out, such as ``\\x1b``."""
    return UNPRINTABLE.sub(lambda found: found.group().encode("unicode_escape").decode(), text)


def say(text: str, file: IO[str] | None = None) -> None:
    """Print a text of lines, each of them plain, to the standard output or where else is said."""
    file = sys.stdout if file is None else file
    lines = "\n".join(plain(line) for line in text.split("\n"))
    known = getattr(file, "encoding", None) or "utf-8"
    print(lines.encode(known, "backslashreplace").decode(known), file=file)


def run(main: Callable[[], int]) -> NoReturn:
    """Run a command line and leave with its status.

    A reader that stops reading (``| head``) is no error. Whoever stops it (Ctrl-C, or a system that shuts down) is
    told what is left, after what was begun has been taken back.
    """
    status = 0
    keep_private()
    for each in STOPPED:
        signal.signal(each, _stop)
    try:
        try:
            status = main()
        finally:
            sys.stdout.flush()  # here, and not when Python ends: it would complain
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except BaseException:
        if not _stopped_by:
            raise
    if _stopped_by:
        say("Stopped: nothing is left half-done, and `python -m data log` lists what is loaded.", sys.stderr)
        status = 128 + _stopped_by[0]
    sys.exit(status)


def raise_if_stopped() -> None:
    """Tell a failure from being stopped: the engine that is stopped says so in an error of its own."""
    if _stopped_by:
        raise KeyboardInterrupt


def _stop(number: int, _: Any) -> None:
    """Stop what runs, once: taking back is not stopped halfway."""
    _stopped_by.append(number)
    for each in STOPPED:
        signal.signal(each, signal.SIG_IGN)
    raise KeyboardInterrupt


@contextlib.contextmanager
def undisturbed() -> Iterator[None]:
    """Let nobody stop what takes a moment and must not be seen half-done."""
    if threading.current_thread() is not threading.main_thread():
        yield  # only the main thread is ever stopped
        return
    before = {each: signal.signal(each, signal.SIG_IGN) for each in STOPPED}
    try:
        yield
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)
