"""Starts the dashboard as readers have it."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest

from web.settings import AHEAD, NOTHING

PROJECT = Path(__file__).parents[2]


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@contextmanager
def served(
    home: Path, *options: str, port: int = 0, command: Sequence[str] = ("server.py",), **environment: str
) -> Iterator[str]:
    """Address of a dashboard on a home folder, with options of ``streamlit run``; it draws no page ahead."""
    port = port or free_port()
    address = f"http://127.0.0.1:{port}"
    process = subprocess.Popen(
        [sys.executable, *command, "--server.port", str(port), *options],
        cwd=PROJECT,
        env=os.environ | {"PIPELINE_HOME": str(home), AHEAD: NOTHING} | environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _wait_for(f"{address}/_stcore/health", process)
        yield address
    finally:
        process.terminate()
        process.wait(timeout=20)


def _wait_for(address: str, process: subprocess.Popen) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until:
        assert process.poll() is None, "the server stopped"
        try:
            with urllib.request.urlopen(address, timeout=2) as answer:
                if answer.status == 200:
                    return
        except OSError:
            time.sleep(0.2)
    pytest.fail("the server did not answer within a minute")
