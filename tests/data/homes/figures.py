"""What a home says, as plain values: noted when a release makes its fixture, and asked again of what is restored."""

from contextlib import closing
from pathlib import Path
from typing import Any

from analysis.warehouse import Warehouse
from data import definitions, saved_views
from data.intake import profiles
from data.settings import versions
from data.store import Store


def of(home: Path) -> dict[str, Any]:
    """The figures of a home that these models have built."""
    store = Store(home)
    generation = store.current()
    assert generation is not None
    meant = definitions.load(home)
    with closing(Warehouse.open(generation, home)) as warehouse:
        contents = warehouse.ask("contents")
        totals = warehouse.ask("lead_totals", breakdown="channel").set_index("breakdown")
        log = warehouse.ask("load_log")
    return {
        "records": {kind: int(records) for kind, records in zip(contents["kind"], contents["records"], strict=True)},
        "leads": totals["leads"].astype(int).to_dict(),
        "won": totals["won"].astype(int).to_dict(),
        "won_amount": round(float(totals["won_amount"].sum()), 2),
        "open_amount": round(float(totals["open_amount"].sum()), 2),
        "loads": sorted(each for each in log["summary"].unique() if not each.startswith("rebuilt")),
        "channel_share": meant.thresholds.channel_share,
        "settings": [list(each.what) for each in versions.history(home)],
        "views": [[each.name, each.said and each.said.headline] for each in saved_views.read(home)],
        "profiles": sorted(set(profiles.load(home)[0]) - set(profiles.load()[0])),
    }
