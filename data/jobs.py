"""Commands of ``python -m data`` in a process of their own, which goes on when the page that started it is left."""

import contextlib
import fcntl
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from data import progress

RUNNING, DONE, FAILED, CANCELLED = "running", "done", "failed", "cancelled"
PATIENCE_SECONDS = 3.0  # until a time that is left can be told from what was done so far
NICE = 10  # readers come first
_children: list[subprocess.Popen[bytes]] = []


@dataclass(frozen=True)
class Job:
    """How far a command has come, or how it ended.

    Attributes
    ----------
    state : str
        ``running``, ``done``, ``failed`` or ``cancelled``.
    step : str
        What it is doing.
    share : float
        How much of the whole is done, 0 to 1.
    rows : int
        Rows of this step so far; 0 where it counts none.
    seconds_left : float or None
        Until it is done; None while that cannot be told.
    told : str
        What it printed; of one that failed, why.
    """

    state: str
    step: str = ""
    share: float = 0.0
    rows: int = 0
    seconds_left: float | None = None
    told: str = ""


def start(folder: Path, home: Path, *arguments: str) -> None:
    """Start a command; what was started in the folder before is stopped and forgotten.

    Parameters
    ----------
    folder : Path
        Where its progress and what it prints are kept; made anew.
    home : Path
        The home folder it works on.
    *arguments : str
        Of the command line, such as ``rebuild``.
    """
    forget(folder)
    folder.mkdir(parents=True)
    environment = {**os.environ, "PIPELINE_HOME": str(home), progress.FILE: str(folder / "progress.json")}
    _reap()
    with (folder / "told").open("wb") as told, (folder / "failed").open("wb") as failed:
        _children.append(
            subprocess.Popen(  # noqa: S603  # this program with arguments of its own
                [sys.executable, "-m", "data.jobs", str(folder), *arguments],
                cwd=Path(__file__).parents[1],
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=told,
                stderr=failed,
                start_new_session=True,
            )
        )
    (folder / "pid").write_text(f"{_children[-1].pid}", encoding="utf-8")


def look(folder: Path) -> Job | None:
    """How far what was started in a folder has come; None where nothing was."""
    _reap()
    if not (folder / "pid").exists():
        return None
    told, failed = (_text(folder / name) for name in ("told", "failed"))
    if (folder / "status").exists():
        status = int(_text(folder / "status") or 1)
        if status == 0:
            return Job(DONE, share=1.0, told=told)
        is_stopped = status == 128 + signal.SIGTERM
        return Job(CANCELLED if is_stopped else FAILED, told=failed or told)
    if not _is_alive(folder):
        # Whoever was stopped the hard way left no word.
        return Job(CANCELLED if (folder / "cancelled").exists() else FAILED, told=failed or "It was stopped.")
    step, share, rows = _progress(folder)
    spent = time.time() - (folder / "pid").stat().st_mtime
    left = spent * (1 - share) / share if share > 0 and spent > PATIENCE_SECONDS else None
    return Job(RUNNING, step, share, rows, left, told)


def cancel(folder: Path) -> None:
    """Stop what runs in a folder; it takes back what it began."""
    job = look(folder)
    if job is None or job.state != RUNNING:
        return
    (folder / "cancelled").touch()
    with contextlib.suppress(ProcessLookupError, ValueError):
        os.killpg(int(_text(folder / "pid")), signal.SIGTERM)


def forget(folder: Path) -> None:
    """Forget what ran in a folder, and stop it where it still does."""
    cancel(folder)
    shutil.rmtree(folder, ignore_errors=True)


def main(arguments: Sequence[str]) -> int:
    """Run a command in the folder of a job: keep its lock, and its status."""
    from data import __main__ as commands

    folder = Path(arguments[0])
    with (folder / "lock").open("w", encoding="utf-8") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with contextlib.suppress(OSError):
            os.nice(NICE)
        status = 128 + signal.SIGTERM
        try:
            status = commands.main(arguments[1:])
        except SystemExit as left:
            status = left.code if isinstance(left.code, int) else 1
        finally:
            (folder / "status.new").write_text(str(status), encoding="utf-8")
            (folder / "status.new").replace(folder / "status")
    return status


def _is_alive(folder: Path) -> bool:
    """Whether the process still holds its lock; it has a moment to take it."""
    try:
        with (folder / "lock").open("r", encoding="utf-8") as lock:
            fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except FileNotFoundError:
        return _is_child_running(folder)
    except BlockingIOError:
        return True
    return not (folder / "status").exists() and _is_child_running(folder)


def _is_child_running(folder: Path) -> bool:
    with contextlib.suppress(OSError, ValueError):
        os.kill(int(_text(folder / "pid")), 0)
        return True
    return False


def _reap() -> None:
    """Ask after the children that ended, so that none stays behind as a zombie."""
    _children[:] = [each for each in _children if each.poll() is None]


def _progress(folder: Path) -> tuple[str, float, int]:
    """Step, share and rows that were told last."""
    try:
        came = json.loads(_text(folder / "progress.json"))
        return str(came["step"]), float(came["share"]), int(came["rows"])
    except ValueError:
        return "Starting", 0.0, 0


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8", errors="replace").strip()
    except FileNotFoundError:
        return ""


if __name__ == "__main__":
    from data.terminal import run

    run(lambda: main(sys.argv[1:]))
