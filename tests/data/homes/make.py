"""Makes the fixture of a release, a small home and what it says: ``python -m tests.data.homes.make``; see README.md."""

import json
import tempfile
from pathlib import Path

from data import sample, saved_views
from data.__main__ import main
from data.backup import making
from data.backup.manifest import own_version
from data.intake.load import load_files
from data.sample import complete_through
from data.saved_views import Said, SavedView
from data.settings import versions
from data.store import Store
from tests.data.homes import figures

FOLDER = Path(__file__).parent
LATER = """lead_id,lead_name,created_at,source,amount,owner
LATER-1,A later lead,2026-10-20,Webinar,1200,Robin
LATER-2,Another later lead,2026-10-21,Referral,800,Robin
"""
UNKNOWN = """Deal No,Opened on,Heard of us by
D-1,2026-10-20,Webinar
D-2,2026-10-21,Referral
"""


def home_with_all(home: Path, inbox: Path) -> None:
    """Fill a home by all that a business does with it: two loads, a setting, a profile, a saved view."""
    store = Store(home)
    with store.new_generation("invented leads") as build:
        sample.generate(build.connection, leads=60, seed=7)
        build.connection.execute("delete from canonical.spend where day(date) > 1")  # most of its bytes
        build.complete_through = complete_through()
    later, unknown = inbox / "later.csv", inbox / "unknown.csv"
    later.write_text(LATER, encoding="utf-8")
    unknown.write_text(UNKNOWN, encoding="utf-8")
    load_files([later], home=home)
    main(["propose", str(unknown), "--name", "unknown", "--save", "--home", str(home)])
    found = versions.now(home)
    text = found.text.replace("channel_share = 0.40", "channel_share = 0.45")
    versions.keep(home, text, read=found.digest, who="Robin")
    main(["rebuild", "--home", str(home)])
    said = Said("Which channel pays back", store.current().name, complete_through().date())
    saved_views.put(home, SavedView("Money", "sources", (("view", "Cost"),), said))


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "home"
        home_with_all(home, Path(folder))
        packed, _ = making.make(Store(home), FOLDER / f"{own_version()}.tar.zst")
        text = json.dumps(figures.of(home), indent=1, ensure_ascii=False)
        packed.with_name(f"{own_version()}.json").write_text(f"{text}\n", encoding="utf-8")
