"""Starts the dashboard as ``python server.py`` does, and notes in a file how many models it has built so far.

``python -m tests.browser.counted FILE``, with any options behind it. A line of its own says when all is drawn ahead.
"""

import logging
import runpy
import sys
from pathlib import Path

from pages.parts import memory

BUILT, DRAWN = "built", "All views of"


class Noting(memory.Memory):
    """Notes each model."""

    def __setattr__(self, name, value):
        super().__setattr__(name, value)
        if name == "built":
            note.info("%s %d", BUILT, value)


if __name__ == "__main__":
    file = logging.FileHandler(Path(sys.argv.pop(1)))
    note = logging.getLogger("counted")
    for each in (note, logging.getLogger("pages.parts.ahead")):
        each.addHandler(file)
        each.setLevel(logging.INFO)
    memory.KEPT = Noting()
    runpy.run_path("server.py", run_name="__main__")
