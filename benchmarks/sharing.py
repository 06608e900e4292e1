"""What it costs that readers are known and see their part: ``python -m benchmarks.sharing``.

A hundred sessions are open and thirty of them read, one page after another with a pause for thought: by turns on a
dashboard that knows nobody, and on one behind a proxy that says who reads, with three roles and their rows. Waits and
the memory of the server are compared within one run.
"""

import argparse
import tempfile
import threading
import time
from pathlib import Path

import numpy as np

from benchmarks.uploads import THINK_SECONDS, Waits, megabytes, read_on, served
from data import sample
from data.access import readers
from data.store import Store

OPEN, ACTIVE, WARM_SECONDS, SECONDS = 100, 30, 60.0, 60.0
HEADER = "X-Reader"
# Pages that all three roles see, so that both dashboards are asked for the same.
PAGES = ("stages", "gaps", "prospecting", "weekly", "leads")
ROLES = (
    ("administrator", '"all"'),
    ("sales manager", '{team = ["Outbound", "Inbound"]}'),
    ("seller", '{owner = "Alex Marlow"}'),
)


def person(place: int) -> str:
    """Who reads in a session: everybody is somebody else, as in a company."""
    return f"reader-{place}@example.com"


def file() -> str:
    """Who may see what: the three roles by turns."""
    known = ((person(place), *ROLES[place % len(ROLES)]) for place in range(OPEN))
    return "".join(f'[[readers]]\nperson = "{who}"\nrole = "{role}"\nrows = {rows}\n\n' for who, role, rows in known)


def measured(home: Path, *, signs_in: bool) -> tuple[list[float], float]:
    """Waits of the readers once every page has been met, in seconds, and megabytes of the server."""
    settings = {"PIPELINE_PROXY_HEADER": HEADER, "PIPELINE_PROXY_ADDRESS": "127.0.0.1"} if signs_in else {}
    waits, is_over = Waits(), threading.Event()
    with served(home, **settings) as (address, process):
        sessions = []
        for seed in range(OPEN):
            own = {HEADER: person(seed)}
            # Who only has it open looks at one page, and then does something else.
            reads = (waits, is_over) if seed < ACTIVE else (Waits(), is_over)
            think = THINK_SECONDS if seed < ACTIVE else WARM_SECONDS + SECONDS + 60
            told = (address, seed, *reads, PAGES, own, think)
            sessions.append(threading.Thread(target=read_on, args=told, daemon=True))
        for session in sessions:
            session.start()
            time.sleep(0.05)
        time.sleep(WARM_SECONDS)
        start = time.monotonic()
        time.sleep(SECONDS)
        memory = megabytes(process)
        is_over.set()
        for session in sessions:
            session.join(timeout=60)
    return waits.between(start, start + SECONDS), memory


def main() -> None:
    """Measure and report."""
    argparse.ArgumentParser(prog="python -m benchmarks.sharing", description=__doc__).parse_args()
    with tempfile.TemporaryDirectory(prefix="pipeline-sharing-") as folder:
        home = Path(folder)
        sample.publish(Store(home), leads=24_000, seed=7)
        (home / readers.FILE).write_text(file(), encoding="utf-8")
        p95, memory = {}, {}
        for signs_in in (False, True):
            waited, memory[signs_in] = measured(home, signs_in=signs_in)
            p50, p95[signs_in] = np.quantile(waited, (0.5, 0.95))
            name = f"{'readers known' if signs_in else 'nobody known'} {len(waited)} pages"
            print(f"{name:26} p50 {p50:.2f} s  p95 {p95[signs_in]:.2f} s  {memory[signs_in]:.0f} MB")
        print(f"p95 {p95[True] / p95[False]:.2f}, memory {memory[True] / memory[False]:.2f} of those without")


if __name__ == "__main__":
    main()
