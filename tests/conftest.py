"""What all tests share: hypothesis profiles, samples built once, real exports and a browser where they are there."""

import fcntl
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, settings
from playwright.sync_api import Browser, sync_playwright
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling

from analysis.warehouse import Warehouse
from benchmarks.samples import opened
from data import sample
from data.store import PROJECT, Store

REAL_DATA = PROJECT.parent / "shared" / "data"
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
BROWSER_TESTS, WALK = "tests/browser/", "tests/browser/test_walk.py"
# A file stays on one worker: one of minutes that begins late is waited for by all.
LONGEST = (
    BROWSER_TESTS,
    "tests/test_contradictions.py",
    "tests/data/test_parts.py",
    "tests/pages/add_data/",
    "tests/data/test_erasing.py",
    "tests/analysis/test_twins.py",
    "tests/pages/test_frame.py",
    "tests/data/profiles/test_exports.py",
    "tests/analysis/test_twins_credit.py",
)
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")

SLOW = (HealthCheck.too_slow, HealthCheck.function_scoped_fixture, HealthCheck.data_too_large)
# The same examples every time; what varies can be told from the code of the failing one without "explain".
settings.register_profile(
    "default",
    derandomize=True,
    deadline=None,
    max_examples=40,
    database=None,
    phases=(Phase.explicit, Phase.generate, Phase.shrink),
    suppress_health_check=SLOW,
)
settings.register_profile("thorough", deadline=None, max_examples=400, print_blob=True, suppress_health_check=SLOW)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "default"))


class FileByFile(LoadScopeScheduling):
    """Keeps the tests of a file on one worker, so that what they share is made once, and browser tests on two others.

    The marks of ``--dist=loadgroup`` do nothing: pytest 9 builds ids of tests in a way that xdist 3.8 cannot change.
    """

    def _split_scope(self, nodeid: str) -> str:
        file = nodeid.partition("::")[0]
        return BROWSER_TESTS if file.startswith(BROWSER_TESTS) and file != WALK else file


def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> FileByFile:
    return FileByFile(config, log)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what takes longest, so that no worker waits for another at the end."""
    items.sort(key=lambda item: not item.nodeid.startswith(LONGEST))


@pytest.fixture(scope="session")
def home_of(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Path]:
    """Makes home folders that hold a sample: each is built once for all workers, for reading only."""
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base

    def home(*, seed: int = 7, leads: int = 24_000, scenario: str = "") -> Path:
        folder = shared / f"sample-{seed}-{leads}{scenario}"
        with (shared / f"{folder.name}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if Store(folder).current() is None:
                sample.publish(Store(folder), seed=seed, leads=leads, scenario=scenario)
        return folder

    return home


@pytest.fixture(scope="session")
def sample_of(home_of: Callable[..., Path]) -> Iterator[Callable[..., Warehouse]]:
    """Opens samples: each once for a worker, so that what was asked of it is remembered."""
    with ExitStack() as all_opened:
        yield cache(lambda **choice: all_opened.enter_context(opened(home_of(**choice))))


@pytest.fixture(scope="session")
def sample_home(home_of: Callable[..., Path]) -> Path:
    """The home folder of the usual sample."""
    return home_of()


@pytest.fixture(scope="session")
def sampled(sample_of: Callable[..., Warehouse]) -> Warehouse:
    """The usual sample."""
    return sample_of()


@pytest.fixture(scope="session")
def real_data() -> Path:
    """The folder of real exports beside the project; without it the test is skipped."""
    if not REAL_DATA.is_dir():
        pytest.skip(f"there are no real exports in {REAL_DATA}")
    return REAL_DATA


@pytest.fixture(scope="session")
def chromium() -> str:
    """Path of a Chromium; without one the test is skipped, except under CI."""
    found = next((path for name in BROWSERS if (path := shutil.which(name))), None)
    if found is None:
        reason = f"no browser found: none of {', '.join(BROWSERS)} is on the path"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    return found


@pytest.fixture(scope="session")
def browser(chromium: str) -> Iterator[Browser]:
    """The one browser of a worker: a process can drive no second one beside it."""
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        yield started
        started.close()
