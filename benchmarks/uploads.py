"""A large file is dropped and loaded while readers use the dashboard: ``python -m benchmarks.uploads``.

Readers are sessions that ask for one page after another, with a pause for thought; how long they wait is measured
while nothing else happens, then while a file of two million rows is dropped in a browser, looked at and prepared. What
the server's own process takes of memory meanwhile is read from the system. Ratios can be compared between machines.
"""

import argparse
import os
import random
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import duckdb
import numpy as np
from playwright.sync_api import sync_playwright
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import connect
from websockets.typing import Origin, Subprotocol

from data import sample
from data.store import PROJECT, Store

READERS, THINK_SECONDS, QUIET_SECONDS = 10, 2.0, 40.0
PAGES = ("health", "dependence", "balance", "sources", "attribution", "stages", "gaps", "interplay", "data")
PERIODS = ("90 days", "180 days", "12 months", "24 months", "All")
PATIENCE_SECONDS = 900
ROW = """
select
    'L-' || lpad(number::varchar, 9, '0') as lead_id,
    (timestamp '2024-01-01' + to_minutes(number % 1000000))::varchar as created_at,
    ['Webinar', 'Google Ads', 'Cold call', 'Trade show', 'Referral'][1 + number % 5] as source,
    'campaign ' || (number % 97) as campaign,
    ['small', 'medium', 'large'][1 + number % 3] as segment,
    ['North', 'South'][1 + number % 2] as region,
    'Owner ' || (number % 31) as owner,
    'account ' || (number // 3) as account_id,
    (number % 900) * 100 as amount
from range({rows}) as numbered(number)
"""


class Waits:
    """How long readers waited for a page, with the moment at which each asked."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.asked: list[tuple[float, float]] = []

    def add(self, asked_at: float, seconds: float) -> None:
        with self.lock:
            self.asked.append((asked_at, seconds))

    def between(self, start: float, end: float) -> list[float]:
        with self.lock:
            return [seconds for asked_at, seconds in self.asked if start <= asked_at < end]


def read_on(
    address: str,
    seed: int,
    waits: Waits,
    is_over: threading.Event,
    pages: Sequence[str] = PAGES,
    headers: Mapping[str, str] | None = None,
    think_seconds: float = THINK_SECONDS,
) -> None:
    """Be a reader: ask for one page after another."""
    chosen = random.Random(seed)
    line = connect(
        f"ws://{address}/_stcore/stream",
        subprotocols=[Subprotocol("streamlit")],
        origin=Origin(f"http://{address}"),
        max_size=None,
        additional_headers=headers,
        open_timeout=PATIENCE_SECONDS,
    )
    with line:
        while not is_over.is_set():
            message = BackMsg()
            message.rerun_script.page_name = chosen.choice(pages)
            message.rerun_script.query_string = f"period={chosen.choice(PERIODS)}".replace(" ", "+")
            asked_at = time.monotonic()
            line.send(message.SerializeToString())
            while True:
                told = ForwardMsg.FromString(line.recv())
                # A page that begins anew with other parameters ends twice.
                is_end = told.WhichOneof("type") == "script_finished"
                if is_end and told.script_finished == ForwardMsg.FINISHED_SUCCESSFULLY:
                    break
            waits.add(asked_at, time.monotonic() - asked_at)
            is_over.wait(chosen.uniform(0.5, 1.5) * think_seconds)


@contextmanager
def served(home: Path, **environment: str) -> Iterator[tuple[str, int]]:
    """Address of a dashboard on a home, and its process."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    process = subprocess.Popen(
        [sys.executable, "server.py", "--server.port", str(port)],
        cwd=PROJECT,
        env=os.environ | {"PIPELINE_HOME": str(home)} | environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        for _ in range(300):
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{port}/_stcore/health", timeout=2):
                    break
            except OSError:
                time.sleep(0.2)
        yield f"127.0.0.1:{port}", process.pid
    finally:
        process.terminate()
        process.wait(timeout=30)


def megabytes(process: int) -> float:
    """Memory that a process holds, without its children."""
    lines = Path(f"/proc/{process}/status").read_text(encoding="utf-8").splitlines()
    return int(next(line for line in lines if line.startswith("VmRSS")).split()[1]) / 1024


def watch(process: int, seen: list[float], is_over: threading.Event) -> None:
    """Note the memory of a process until it is over."""
    while not is_over.wait(0.2):
        seen.append(megabytes(process))


def drop(address: str, file: Path) -> dict[str, float]:
    """Drop a file in a browser and wait until it could be published; when each step was done."""
    done = {"dropped": time.monotonic()}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        page = browser.new_page()
        page.set_default_timeout(PATIENCE_SECONDS * 1000)
        page.goto(f"http://{address}/add_data")
        page.locator("input[type=file]").wait_for(state="attached")
        page.set_input_files("input[type=file]", [str(file)])
        page.get_by_role("button", name="Stop").wait_for()
        done["uploaded"] = time.monotonic()
        page.get_by_role("button", name="Publish").wait_for()
        done["prepared"] = time.monotonic()
        page.get_by_role("button", name="Publish").click()
        page.get_by_role("heading", name="Published").wait_for()
        done["published"] = time.monotonic()
        browser.close()
    return done


def main() -> None:
    """Measure and report."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.uploads", description=__doc__)
    parser.add_argument("--rows", type=int, default=2_000_000)
    rows = parser.parse_args().rows
    with tempfile.TemporaryDirectory(prefix="pipeline-uploads-") as folder:
        home, file = Path(folder) / "home", Path(folder) / "leads.csv"
        sample.publish(Store(home), leads=24_000, seed=7)
        duckdb.execute(f"copy ({ROW.format(rows=rows)}) to '{file}' (header)")
        waits, is_over = Waits(), threading.Event()
        seen: list[float] = []
        with served(home) as (address, process):
            readers = [
                threading.Thread(target=read_on, args=(address, seed, waits, is_over), daemon=True)
                for seed in range(READERS)
            ]
            for reader in readers:
                reader.start()
            time.sleep(QUIET_SECONDS)  # every page is met once, and kept
            quiet = time.monotonic()
            time.sleep(QUIET_SECONDS)
            before = megabytes(process)
            threading.Thread(target=watch, args=(process, seen, is_over), daemon=True).start()
            done = drop(address, file)
            after = megabytes(process)
            is_over.set()
            for reader in readers:
                reader.join(timeout=60)
        alone, meanwhile = waits.between(quiet, done["dropped"]), waits.between(done["dropped"], done["prepared"])
        print(f"{file.stat().st_size / 1e6:.0f} MB, {rows:,} rows, {READERS} readers")
        for name, start, end in (
            ("uploaded", "dropped", "uploaded"),
            ("prepared", "uploaded", "prepared"),
            ("published", "prepared", "published"),
        ):
            print(f"{name:10} after {done[end] - done[start]:6.1f} s")
        for name, seconds in (("quiet", alone), ("meanwhile", meanwhile)):
            p50, p95 = np.quantile(seconds, (0.5, 0.95))
            print(f"{name:10} {len(seconds):4} pages  p50 {p50:.2f} s  p95 {p95:.2f} s")
        print(f"p95 meanwhile / quiet: {np.quantile(meanwhile, 0.95) / np.quantile(alone, 0.95):.2f}")
        print(f"memory of the server: {before:.0f} MB before, {max(seen):.0f} MB at most, {after:.0f} MB after")


if __name__ == "__main__":
    main()
