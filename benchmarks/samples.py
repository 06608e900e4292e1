"""What benchmarks are run on: samples that are made for it, and home folders with data of their own."""

import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from analysis.warehouse import Warehouse
from data import sample
from data.store import Store


@contextmanager
def opened(home: Path) -> Iterator[Warehouse]:
    """What is loaded in a home folder."""
    store = Store(home)
    generation = store.current()
    if generation is None:
        raise SystemExit(f"Nothing is loaded in {store.folder}.")
    with closing(Warehouse.open(generation, store.folder)) as warehouse:
        yield warehouse


@contextmanager
def sampled(*, seed: int, leads: int, scenario: str = "") -> Iterator[Warehouse]:
    """A sample, for as long as it is needed."""
    with tempfile.TemporaryDirectory() as folder:
        sample.publish(Store(Path(folder)), seed=seed, leads=leads, scenario=scenario)
        with opened(Path(folder)) as warehouse:
            yield warehouse
