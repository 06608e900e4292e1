"""Three years of a fictional software company's pipeline, with planted truths, for demo, tests and benchmark.

What is true of it stands in ``truths.toml``, who the company is in ``company.toml`` and ``channels.toml``, and who
touches whom in ``outreach.toml``. ``scenarios.toml`` tells of companies in other situations. The same seed gives the
same rows on any machine and with any number of threads.
"""

import tomllib
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import duckdb

from data.store import Store

FOLDER = Path(__file__).parent
INPUTS = ("truths", "company", "channels", "outreach")
LEADS_AT_ONCE = 250_000
ONCE = ("setup", "patterns")
PER_LEADS = ("journeys", "leads", "stages", "outcomes", "touches")
AFTER = ("spend", "targets", "target_accounts", "clean")


def read(name: str) -> dict[str, Any]:
    """One of the sample's files, such as ``truths`` or ``scenarios``, its defaults filled in."""
    with (FOLDER / f"{name}.toml").open("rb") as file:
        content = tomllib.load(file)
    for key in [key for key in content if key.endswith("_defaults")]:
        entries = key.removesuffix("_defaults")
        defaults = content.pop(key)
        content[entries] = [defaults | entry for entry in content[entries]]
    return content


def scenarios() -> tuple[str, ...]:
    """Names of the other situations that a sample can be made of."""
    return tuple(read("scenarios"))


def inputs_of(scenario: str = "") -> dict[str, Any]:
    """All that the sample is made of, in a situation.

    Parameters
    ----------
    scenario : str, default ""
        One of `scenarios`; "" for the company as it is.

    Returns
    -------
    dict
        The content of each file of ``INPUTS``, by its name.

    Raises
    ------
    ValueError
        If there is no such scenario.
    """
    inputs = {name: read(name) for name in INPUTS}
    listed = read("scenarios")
    if scenario and scenario not in listed:
        raise ValueError(f"There is no scenario {scenario!r}: choose one of {', '.join(listed)}.")
    changes = []
    while scenario:
        changes.append(listed[scenario])
        scenario = listed[scenario].get("extends", "")
    for change in reversed(changes):
        inputs = _changed(inputs, {name: change[name] for name in INPUTS if name in change})
    return inputs


def _changed(value: Any, change: Any) -> Any:
    """A value with a scenario's changes; entries of a list go by the text that tells them apart, or ``each``."""
    if isinstance(value, dict) and isinstance(change, dict):
        unknown = set(change) - set(value)
        if unknown:
            raise ValueError(f"A scenario changes what there is not: {', '.join(sorted(unknown))}.")
        return {key: _changed(each, change[key]) if key in change else each for key, each in value.items()}
    if isinstance(value, list) and isinstance(change, dict):
        texts = (key for key, content in value[0].items() if isinstance(content, str))
        key = next(key for key in texts if len({entry[key] for entry in value}) == len(value))
        named = [entry[key] for entry in value]
        unknown = set(change) - {"each", *named}
        if unknown:
            raise ValueError(f"A scenario changes what there is not: {', '.join(sorted(unknown))}.")
        return [
            _changed(_changed(entry, change.get("each", {})), change.get(name, {}))
            for name, entry in zip(named, value, strict=True)
        ]
    return change


def complete_through() -> datetime:
    """Last instant of the sample: the end of its last day, in UTC."""
    last_day: date = read("company")["ends_on"]
    return datetime.combine(last_day + timedelta(days=1), time(), UTC) - timedelta(seconds=1)


def publish(store: Store, *, leads: int = 24_000, seed: int = 7, scenario: str = "") -> None:
    """Publish a generated pipeline in a home folder where nothing of the business's own is loaded.

    Parameters
    ----------
    store : Store
        The generations of the home folder.
    leads, seed : int
        As `generate` takes them.
    scenario : str, default ""
        The same.

    Raises
    ------
    ValueError
        If the number of leads or the seed is out of range, or there is no such scenario.
    """
    told = f", {scenario}" if scenario else ""
    with store.new_generation(f"sample of {leads:,} leads, seed {seed}{told}") as build:
        generate(build.connection, leads=leads, seed=seed, load_id=build.load_id, scenario=scenario)
        build.complete_through = complete_through()
        build.is_sample = True


def generate(
    connection: duckdb.DuckDBPyConnection,
    *,
    leads: int = 24_000,
    seed: int = 7,
    load_id: int = 1,
    scenario: str = "",
) -> None:
    """Fill the canonical tables with a generated pipeline.

    Leads are made in portions: memory holds one of them, beside what the database keeps of its tables and indexes.

    Parameters
    ----------
    connection : DuckDBPyConnection
        Open for writing; the tables of the schema ``canonical`` exist and hold no sample yet.
    leads : int, default 24_000
        How many leads to make, 1 to 90 million.
    seed : int, default 7
        Chooses the random numbers; not negative.
    load_id : int, default 1
        Number of the import that the rows carry.
    scenario : str, default ""
        One of `scenarios`; "" for the company as it is.

    Raises
    ------
    ValueError
        If the number of leads or the seed is out of range, or there is no such scenario.
    """
    if not 1 <= leads <= 90_000_000:
        raise ValueError(f"The sample can have 1 to 90,000,000 leads, not {leads:,}.")
    if not 0 <= seed < 1 << 32:
        raise ValueError(f"The seed must be between 0 and 4,294,967,295, not {seed}.")
    inputs = inputs_of(scenario) | {"seed": seed, "leads": leads}
    for name in ONCE:
        _run(connection, name, inputs)
    for first_id in range(0, leads, LEADS_AT_ONCE):
        portion = {"first_id": first_id, "end_id": min(first_id + LEADS_AT_ONCE, leads), "load_id": load_id}
        for name in PER_LEADS:
            _run(connection, name, portion)
    for name in AFTER:
        _run(connection, name, {"load_id": load_id})


def _run(connection: duckdb.DuckDBPyConnection, name: str, values: dict[str, Any]) -> None:
    """Run the statements of one SQL file, each with those of the values that it names."""
    for statement in connection.extract_statements((FOLDER / f"{name}.sql").read_text(encoding="utf-8")):
        bound = {key: value for key, value in values.items() if key in statement.named_parameters}
        connection.execute(statement, bound).fetchall()
