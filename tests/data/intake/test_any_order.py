"""Files whose rows say when they were changed give the same data in whatever order they come: against a small model."""

import os
import random
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import NamedTuple

import duckdb
import pytest

from data import definitions, marts
from data.forgetting.register import Register
from data.intake import profiles, work
from data.intake.recognise import recognise
from data.intake.take import take

NOBODY = Register(Path(), b"", frozenset())  # was erased
SEQUENCES = int(os.environ.get("SEQUENCES", "6"))
PROFILE = """
name = "ours"
describes = "deals with the time of their change"
[[files]]
role = "deals"
required = ["id", "made", "changed"]
latest_by = ["changed"]
[[files.fill]]
table = "leads"
[files.fill.columns]
lead_id = "id"
created_at = "made"
source = "source"
owner = "owner"
amount = "amount"
[[files.fill]]
table = "states"
[files.fill.columns]
lead_id = "id"
stage = "stage"
closed_at = "closed"
[[files.fill]]
table = "removals"
where = { deleted = ["true"] }
[files.fill.columns]
lead_id = "id"
"""
FIELDS = ("source", "owner", "amount")
STAGES = {"Closed won": "won", "Closed lost": "lost", "Contract sent": "open", "Qualification": "open"}


class Version(NamedTuple):
    """A deal as the source system had it since an hour."""

    deal: str
    hour: int
    fields: dict[str, str]
    stage: str
    is_deleted: bool


class Export(NamedTuple):
    """What a file holds: at most one version of each deal, and some of the columns."""

    versions: tuple[Version, ...]
    columns: tuple[str, ...]

    def text(self) -> str:
        """The file."""
        head = ["id", "made", "changed", "stage", "deleted", *self.columns]
        rows = [
            [
                each.deal,
                "2026-01-01",
                f"2026-02-{1 + each.hour // 24:02d} {each.hour % 24:02d}:00",
                each.stage,
                str(each.is_deleted).lower(),
                *(each.fields[name] for name in self.columns),
            ]
            for each in self.versions
        ]
        return "".join(",".join(row) + "\n" for row in [head, *rows])


def exports(rng: random.Random) -> list[Export]:
    """Some files about six deals that change, close, open again, are deleted and come back."""
    history = [
        [
            Version(
                f"D{deal}",
                hour,
                {name: rng.choice(["", str(rng.randrange(1, 9))]) for name in FIELDS},
                rng.choice(list(STAGES)),
                rng.random() < 0.2,
            )
            for hour in rng.sample(range(600), 5)
        ]
        for deal in range(6)
    ]
    return [
        Export(
            tuple(rng.choice(versions) for versions in rng.sample(history, rng.randrange(1, 6))),
            tuple(name for name in FIELDS if rng.random() < 0.7),
        )
        for _ in range(rng.randrange(3, 7))
    ]


def expected(files: list[Export]) -> dict[str, tuple]:
    """Of each deal that is there: the latest value of each field that is not blank, and the latest outcome."""
    told: dict[str, list[tuple[Version, tuple[str, ...]]]] = {}
    for file in files:
        for version in file.versions:
            told.setdefault(version.deal, []).append((version, file.columns))
    found = {}
    for deal, all_told in told.items():
        in_order = sorted(all_told, key=lambda each: each[0].hour)
        values: dict[str, str] = {}
        for version, columns in in_order:
            values |= {name: version.fields[name] for name in columns if version.fields[name]}
        latest = in_order[-1][0]
        if not latest.is_deleted:
            found[deal] = (*(values.get(name) for name in FIELDS), STAGES[latest.stage])
    return found


class Loader:
    """Loads files one after the other into tables in memory, without what is built from them."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.number = folder, count(1)
        self.profile = folder / "ours.toml"
        self.profile.write_text(PROFILE)
        self.connection = duckdb.connect()
        self.connection.execute("set TimeZone = 'UTC'")
        self.connection.execute(marts.model("canonical"))

    def load(self, file: Export) -> tuple[int, ...]:
        """Load one file; gives its account."""
        load_id = next(self.number)
        path = self.folder / f"{load_id}.csv"
        path.write_text(file.text())
        recognised = recognise(take(path), [profiles.read(self.profile)])
        done = work.fill_tables(self.connection, [recognised], definitions.load(), load_id, [""], register=NOBODY)
        return done.accounts[0].counts

    def found(self) -> dict[str, tuple]:
        """Of each deal: its fields and its outcome."""
        rows = self.connection.execute(
            "select lead_id, source, owner, leads.amount::integer::varchar, outcome "
            "from canonical.leads as leads left join canonical.outcomes using (lead_id) where is_present"
        ).fetchall()
        return {deal: tuple(values) for deal, *values in rows}


@pytest.fixture
def folders(tmp_path: Path) -> Iterator[Path]:
    return (folder for number in count() if not (folder := tmp_path / str(number)).mkdir())


@pytest.mark.parametrize("seed", range(SEQUENCES))
def test_the_order_of_files_does_not_matter(seed, folders):
    rng = random.Random(seed)
    files = exports(rng)
    for _ in range(2):
        rng.shuffle(files)
        loader = Loader(next(folders))
        # Some come again, which changes nothing.
        for file in [*files, *rng.choices(files, k=2)]:
            rows, *fates = loader.load(file)
            assert rows == sum(fates) == len(file.versions)
        assert loader.found() == expected(files)


def test_a_value_that_is_told_again_is_as_new_as_it_was_told_last(folders):
    def told(hour, owner, amount):
        fields = {"source": "", "owner": owner, "amount": amount}
        return Export((Version("D", hour, fields, "Qualification", False),), ("owner", "amount"))

    # The latest row leaves the owner blank; Ada is told at hours 1 and 3, Bo between.
    first, between, again, latest = told(1, "Ada", "1"), told(2, "Bo", "2"), told(3, "Ada", ""), told(4, "", "4")
    for files in ([first, latest, again, between], [latest, between, again, first]):
        loader = Loader(next(folders))
        for file in files:
            loader.load(file)
        assert loader.found() == {"D": (None, "Ada", "4", "open")}
