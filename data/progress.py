"""How far a piece of work has come, for whoever waits: written to the file that the environment names, else nowhere.

Work knows its own share only. Whoever calls it says which part of the whole it is, and parts lie in one another.
"""

import contextlib
import json
import os
import time
from collections.abc import Iterator
from pathlib import Path

FILE = "PIPELINE_PROGRESS"
PAUSE_SECONDS = 0.2  # between two writings: nobody looks more often

_parts: list[tuple[float, float]] = [(0.0, 1.0)]
_written_at = 0.0


@contextlib.contextmanager
def part(start: float, end: float) -> Iterator[None]:
    """Take what is told inside for a part of the work around it.

    Parameters
    ----------
    start, end : float
        Shares of the work around it, 0 to 1, at which the part begins and ends.
    """
    low, high = _parts[-1]
    _parts.append((low + start * (high - low), low + end * (high - low)))
    try:
        yield
    finally:
        _parts.pop()


def tell(step: str, share: float = 0.0, rows: int = 0) -> None:
    """Say what is being done.

    Parameters
    ----------
    step : str
        What is being done, such as "Reading deals.csv".
    share : float, default 0
        How much of the present part is done, 0 to 1.
    rows : int, default 0
        How many rows of this step are done, where it counts them.
    """
    global _written_at
    path, now = os.environ.get(FILE), time.monotonic()
    if path is None or now - _written_at < PAUSE_SECONDS:
        return
    _written_at = now
    low, high = _parts[-1]
    text = json.dumps({"step": step, "share": low + min(max(share, 0.0), 1.0) * (high - low), "rows": rows})
    unfinished = Path(f"{path}.new")
    with contextlib.suppress(OSError):  # work does not fail for want of somebody who watches
        unfinished.write_text(text, encoding="utf-8")
        unfinished.replace(path)
