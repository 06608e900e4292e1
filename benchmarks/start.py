"""Measures how long a server takes from its start to the first page: ``python -m benchmarks.start [OTHER]``.

A server is started on the sample, and the first page is asked for as soon as it says that it is ready; this checkout
and the other one by turns. The ratio can be compared between machines, the seconds cannot.
"""

import argparse
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import connect
from websockets.typing import Origin, Subprotocol

from data import sample
from data.store import PROJECT, Store

PATIENCE_SECONDS, LOOK_SECONDS = 120, 0.01
PARTS = ("ready", "page once ready", "page from start")


@contextmanager
def started(checkout: Path, home: Path) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """Address of a server that starts, and its process."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    process = subprocess.Popen(
        [sys.executable, "server.py", "--server.port", str(port)],
        cwd=checkout,
        env=os.environ | {"PIPELINE_HOME": str(home), "PYTHONDONTWRITEBYTECODE": ""},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield f"127.0.0.1:{port}", process
    finally:
        process.terminate()
        process.wait(timeout=30)


def wait_until_ready(address: str, process: subprocess.Popen[bytes]) -> None:
    """Wait until a server says that it is ready."""
    until = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < until and process.poll() is None:
        try:
            with urllib.request.urlopen(f"http://{address}/_stcore/health", timeout=PATIENCE_SECONDS):
                return
        except URLError:
            time.sleep(LOOK_SECONDS)
    raise RuntimeError("The server does not start.")


def first_page(address: str) -> None:
    """Ask for the page of the address without a name, and wait until all of it is there."""
    line = connect(
        f"ws://{address}/_stcore/stream",
        subprotocols=[Subprotocol("streamlit")],
        origin=Origin(f"http://{address}"),
        max_size=None,
    )
    with line:
        asked = BackMsg()
        asked.rerun_script.query_string = ""
        line.send(asked.SerializeToString())
        while True:
            told = ForwardMsg.FromString(line.recv(timeout=PATIENCE_SECONDS))
            # A page that begins anew with other parameters ends twice.
            is_end = told.WhichOneof("type") == "script_finished"
            if is_end and told.script_finished == ForwardMsg.FINISHED_SUCCESSFULLY:
                return


def measured(checkout: Path, home: Path) -> tuple[float, float, float]:
    """Seconds until a server is ready, from then to the first page, and both."""
    begun = time.monotonic()
    with started(checkout, home) as (address, process):
        wait_until_ready(address, process)
        ready = time.monotonic()
        first_page(address)
        there = time.monotonic()
    return ready - begun, there - ready, there - begun


def main(arguments: list[str] | None = None) -> None:
    """Print the medians of each checkout, and their ratios."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.start", description=__doc__)
    parser.add_argument("other", type=Path, nargs="?", help="another checkout to compare with")
    parser.add_argument("--repeats", type=int, default=5)
    options = parser.parse_args(arguments)
    checkouts = [PROJECT] if options.other is None else [PROJECT, options.other]
    with tempfile.TemporaryDirectory(prefix="pipeline-start-") as folder:
        sample.publish(Store(Path(folder)), leads=24_000, seed=7)
        # What was not compiled before is compiled in a first round that does not count.
        rounds = [[measured(checkout, Path(folder)) for checkout in checkouts] for _ in range(options.repeats + 1)][1:]
    medians = [[statistics.median(part) for part in zip(*runs, strict=True)] for runs in zip(*rounds, strict=True)]
    for part, *seconds in zip(PARTS, *medians, strict=True):
        ratio = f"  {seconds[0] / seconds[1]:.2f} of the other" if options.other is not None else ""
        print(f"{part:16} {'  '.join(f'{each:6.2f} s' for each in seconds)}{ratio}")


if __name__ == "__main__":
    main()
