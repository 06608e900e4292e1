"""Settings: only what is changed is written anew, nothing is lost, and every change can be taken back."""

import json
import tomllib
from concurrent.futures import ThreadPoolExecutor
from dataclasses import fields
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data import definitions
from data.defaults import TABLES
from data.definitions import DefinitionsError
from data.settings import changes, versions
from data.settings.draft import Draft
from data.settings.names import SETTINGS
from data.settings.versions import BY_HAND, SHIPPED, SettingsError

SHORT = """\
# Ours, by hand
currency = "EUR"  # since 2024
time_zone = "Europe/Berlin"

[thresholds]
channel_share = 0.5  # agreed with the board
# owner_share = 0.3  # not yet

# How we sell
[[stages]]
name = "Anfrage"
role = "lead"

# from here on there is an amount
[[stages]]
name = "Angebot"
role = "opportunity"
also = [
    "Quote",  # the old CRM
]

[[stages]]
name = "Auftrag"
role = "won"

# Where they come from
[[channels]]
name = "Messe"
motion = "outbound"  # we pay for the stand

[[channels]]
name = "Netz"
motion = "inbound"
also = ["web", "google"]
"""
IN_LINE = """\
currency = "EUR"
time_zone = "UTC"
windows.conversion_days = 90
thresholds = {channel_share = 0.5}
stages = [{name = "a", role = "lead"}, {name = "b", role = "opportunity"}, {name = "c", role = "won"}]
channels = [{name = "A", motion = "inbound"}]"""


def drafted(text, *steps):
    """The lines that are gone and those that are new, and what is said of it."""
    draft = Draft(text)
    for name, *arguments in steps:
        values = arguments.pop() if arguments and isinstance(arguments[-1], dict) else {}
        getattr(draft, name)(*arguments, **values)
    before, after = text.splitlines(), draft.text.splitlines()
    gone = [line for line in before if line not in after]
    new = [line for line in after if line not in before]
    return gone, new, changes.told(definitions.parse_text(text), draft.meant)


@pytest.mark.parametrize(
    ("steps", "gone", "new", "said"),
    [
        (
            [("put", "currency", "USD")],
            ['currency = "EUR"  # since 2024'],
            ['currency = "USD"  # since 2024'],
            ["Currency: USD instead of EUR."],
        ),
        (
            [("put", "thresholds.channel_share", 0.4)],
            ["channel_share = 0.5  # agreed with the board"],
            ["channel_share = 0.4  # agreed with the board"],
            ["Threshold, one channel: 40% instead of 50%."],
        ),
        (
            [("put", "fiscal_year_starts", 4)],
            [],
            ["fiscal_year_starts = 4"],
            ["First month of the fiscal year: April instead of January."],
        ),
        (
            [("put", "windows.conversion_days", 90)],
            [],
            ["[windows]", "conversion_days = 90"],
            ["Conversion window, days: 90 instead of 180."],
        ),
        ([("put", "pipeline", ("Neu",))], [], ['pipeline = ["Neu"]'], ["Usual pipelines: “Neu” added."]),
        (
            [("put", "working_hours.holidays", [date(2026, 12, 25)])],
            [],
            ["[working_hours]", "holidays = [2026-12-25]"],
            ["Holidays: 25 Dec 2026 added."],
        ),
        (
            [("put", "costs.gross_margin", 0.6)],
            [],
            ["[costs]", "gross_margin = 0.6"],
            ["Gross margin: 60% instead of none."],
        ),
        ([("spell", "channels", "Fair", "Messe")], [], ['also = ["Fair"]'], ["“Fair” belongs to “Messe”."]),
        (
            [("spell", "channels", "Google", "Messe")],
            ['also = ["web", "google"]'],
            ['also = ["Google"]', 'also = ["web"]'],
            ["“Google” belongs to “Messe” instead of “Netz”."],
        ),
        (
            [("change", "channels", 0, {"motion": "inbound"})],
            ['motion = "outbound"  # we pay for the stand'],
            ['motion = "inbound"  # we pay for the stand'],
            ["“Messe” counts as inbound instead of outbound."],
        ),
        (
            [("change", "channels", 0, {"name": "Trade show"})],
            ['name = "Messe"'],
            ['name = "Trade show"', 'also = ["Messe"]'],
            ["The channel “Messe” is called “Trade show”."],
        ),
        (
            [("add", "channels", {"name": "Call", "motion": "outbound"})],
            [],
            ['name = "Call"', 'motion = "outbound"'],
            ["New channel “Call” (outbound)."],
        ),
        (
            [("remove", "channels", 1)],
            ['name = "Netz"', 'motion = "inbound"', 'also = ["web", "google"]'],
            [],
            ["The channel “Netz” is gone, and 3 spellings belong to none."],
        ),
        (
            [("add", "stages", {"name": "Probe", "role": None})],
            [],
            ['name = "Probe"'],
            ["New stage “Probe” (no role)."],
        ),
        (
            [("change", "stages", 1, {"also": ["Quote", "Offer"]})],
            [],
            ['    "Offer",'],
            ["“Offer” belongs to “Angebot”."],
        ),
        ([("put", "closings.lost", ["verloren", "weg"])], [], ["[closings]", 'lost = ["verloren", "weg"]'], None),
    ],
)
def test_only_what_is_changed_is_written_anew(steps, gone, new, said):
    assert drafted(SHORT, *steps)[:2] == (gone, new)
    assert said is None or list(drafted(SHORT, *steps)[2]) == said


def test_a_value_stands_below_the_comment_that_shows_it():
    assert "# owner_share = 0.3  # not yet\nowner_share = 0.2\n\n# How we sell\n" in put(
        SHORT, "thresholds.owner_share", 0.2
    )


def test_a_stage_moves_with_the_comment_above_it_and_sections_keep_theirs():
    draft = Draft(SHORT)
    draft.add("stages", name="Probe", role=None)
    draft.move("stages", 2, 1)
    assert definitions.parse_text(draft.text).stage_names == ("Anfrage", "Probe", "Angebot", "Auftrag")
    assert '# from here on there is an amount\n[[stages]]\nname = "Angebot"' in draft.text
    assert '# Where they come from\n[[channels]]\nname = "Messe"' in draft.text
    draft.move("stages", 1, 2)
    draft.remove("stages", 2)
    assert draft.text == SHORT


def test_a_file_on_few_lines_is_changed_too():
    draft = Draft(IN_LINE)
    draft.put("windows.conversion_days", 60)
    draft.put("windows.stalled_quantile", 0.8)
    draft.put("thresholds.owner_share", 0.3)
    draft.add("channels", name="B", motion="outbound")
    draft.spell("channels", "x", "A")
    meant = draft.meant
    assert (meant.windows.conversion_days, meant.windows.stalled_quantile) == (60, 0.8)
    assert (meant.thresholds.channel_share, meant.thresholds.owner_share) == (0.5, 0.3)
    assert meant.channel_spellings == {"a": "A", "x": "A", "b": "B"}


def test_what_would_cost_a_comment_is_left_to_a_hand():
    text = IN_LINE.replace(', {name = "c"', ',  # ours\n {name = "c"')
    with pytest.raises(DefinitionsError, match="only a hand can change"):
        Draft(text).move("stages", 1, 0)


def test_line_ends_of_windows_stay():
    text = SHORT.replace("\n", "\r\n")
    changed = put(text, "costs.gross_margin", 0.6)
    assert changed.startswith(text)
    assert "\n" not in changed.replace("\r\n", "")


def put(text, key, value):
    draft = Draft(text)
    draft.put(key, value)
    return draft.text


@given(st.data())
def test_any_change_and_its_opposite_leave_what_was_there(data):
    """Also of the file that comes with the program, of which every comment is kept."""
    text = data.draw(st.sampled_from([SHORT, definitions.DEFAULT_FILE.read_text(encoding="utf-8")]))
    meant = definitions.parse_text(text)
    place = data.draw(st.integers(0, len(meant.channels) - 1))
    label = data.draw(st.text("äb '\"#=[]\\", min_size=1, max_size=6).filter(definitions.spelling_key))
    draft = Draft(text)
    was = meant.channel_of(label)
    try:
        draft.spell("channels", label, meant.channels[place].name)
        after = draft.meant
    except DefinitionsError:
        assert any(definitions.spelling_key(label) == definitions.spelling_key(each.name) for each in meant.channels)
        return
    assert after.channel_of(label) == meant.channels[place].name
    assert [line for line in text.splitlines() if "#" in line and "also" not in line] == [
        line for line in draft.text.splitlines() if "#" in line and "also" not in line
    ]
    if was is None:
        draft.change("channels", place, also=list(meant.channels[place].also))
        assert draft.meant == meant


def test_a_change_is_kept_with_who_and_what_and_taken_back(tmp_path):
    first = versions.now(tmp_path)
    assert (first.digest, first.fault) == (SHIPPED, "")
    kept = versions.keep(tmp_path, put(first.text, "currency", "EUR"), read=first.digest, who="Ada")
    assert (kept.who, kept.what) == ("Ada", ("Currency: EUR instead of USD.",))
    assert definitions.load(tmp_path).currency == "EUR"
    second = versions.now(tmp_path)
    versions.undo(tmp_path, read=second.digest, who="Ben")
    assert not (tmp_path / "definitions.toml").exists()  # what comes with the program counts again
    undone = versions.undo(tmp_path, read=SHIPPED, who="Ada")
    assert undone.what == ("Currency: EUR instead of USD.",)
    assert versions.now(tmp_path) == second
    assert [each.who for each in versions.history(tmp_path)] == ["Ada", "Ben", "Ada", BY_HAND]
    assert {each.name for each in tmp_path.iterdir()} == {"definitions.toml", "settings"}


def test_a_change_by_hand_is_noticed_and_can_be_taken_back(tmp_path):
    (tmp_path / "definitions.toml").write_text(SHORT)
    read = versions.now(tmp_path)
    versions.keep(tmp_path, put(read.text, "currency", "USD"), read=read.digest, who="Ada")
    by_hand = versions.now(tmp_path).text.replace("0.5", "0.6") + "# mine\n"
    (tmp_path / "definitions.toml").write_text(by_hand)
    latest = versions.history(tmp_path)[0]
    assert (latest.who, latest.what) == (BY_HAND, ("Threshold, one channel: 60% instead of 50%.",))
    versions.undo(tmp_path, read=latest.digest, who="Ada")
    assert definitions.load(tmp_path).thresholds.channel_share == 0.5
    versions.restore(tmp_path, latest.number, read=versions.now(tmp_path).digest, who="Ada")
    assert (tmp_path / "definitions.toml").read_text() == by_hand


def test_of_two_writers_one_is_kept_and_the_other_told(tmp_path):
    read = versions.now(tmp_path)

    def write(who):
        text = put(read.text, "windows.conversion_days", 90 + len(who))
        try:
            return versions.keep(tmp_path, text, read=read.digest, who=who).who
        except SettingsError as error:
            return str(error)

    with ThreadPoolExecutor(4) as pool:
        told = list(pool.map(write, ["Ada", "Benno", "Cecilia"]))
    winner = next(each for each in told if each in ("Ada", "Benno", "Cecilia"))
    others = [each for each in told if each != winner]
    assert len(others) == 2
    assert all(each.startswith(f"The settings were changed meanwhile ({winner}, ") for each in others)
    assert definitions.load(tmp_path).windows.conversion_days == 90 + len(winner)
    assert len(versions.history(tmp_path)) == 2


def test_a_broken_file_is_said_and_the_last_good_one_comes_back(tmp_path):
    (tmp_path / "definitions.toml").write_text(SHORT)
    good = versions.history(tmp_path)[0]
    (tmp_path / "definitions.toml").write_text(SHORT.replace('"EUR"', '"Euro"'))
    broken = versions.now(tmp_path)
    assert broken.fault == "currency: 'Euro' is not an ISO 4217 code such as USD"
    assert versions.last_good(tmp_path) == good
    versions.restore(tmp_path, good.number, read=broken.digest, who="Ada")
    assert (tmp_path / "definitions.toml").read_text() == SHORT
    told = [each.what[0] for each in versions.history(tmp_path)]
    assert told[:2] == ["The file could not be used; now it can.", f"The file cannot be used: {broken.fault}."]
    with pytest.raises(SettingsError, match="cannot be used"):
        versions.undo(tmp_path, read=good.digest, who="Ada")


@pytest.mark.parametrize("content", [b"\xff\xfe", b"currency = ", b""])
def test_what_is_no_definitions_at_all_is_kept_too(tmp_path, content):
    (tmp_path / "definitions.toml").write_bytes(content)
    broken = versions.now(tmp_path)
    assert broken.fault
    assert versions.last_good(tmp_path) is None
    versions.keep(tmp_path, SHORT, read=broken.digest, who="Ada")
    assert (tmp_path / "settings" / "000001.toml").read_bytes() == content


def test_a_wrong_value_changes_nothing(tmp_path):
    with pytest.raises(DefinitionsError, match="conversion_days"):
        versions.keep(
            tmp_path,
            SHORT.replace("[thresholds]", "[windows]\nconversion_days = 0\n[thresholds]"),
            read=SHIPPED,
            who="Ada",
        )
    assert list(tmp_path.iterdir()) == []


def test_a_stop_between_file_and_log_loses_nothing(tmp_path, monkeypatch):
    read = versions.now(tmp_path)
    versions.history(tmp_path)

    def stopped(*_):
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(versions, "_add", stopped)
        with pytest.raises(KeyboardInterrupt):
            versions.keep(tmp_path, put(read.text, "currency", "EUR"), read=read.digest, who="Ada")
    assert versions.history(tmp_path)[0].what == ("Currency: EUR instead of USD.",)


def test_a_line_that_was_cut_off_and_a_link_do_no_harm(tmp_path):
    elsewhere = tmp_path / "kept elsewhere.toml"
    elsewhere.write_text(SHORT)
    elsewhere.chmod(0o640)
    (tmp_path / "definitions.toml").symlink_to(elsewhere)
    read = versions.now(tmp_path)
    versions.keep(tmp_path, put(SHORT, "currency", "USD"), read=read.digest, who="Ada")
    with (tmp_path / "settings" / "log.jsonl").open("a") as log:
        log.write('{"number": 3, "at"')
    assert (tmp_path / "definitions.toml").is_symlink()
    assert elsewhere.stat().st_mode & 0o777 == 0o640
    assert [each.number for each in versions.history(tmp_path)] == [2, 1]
    versions.undo(tmp_path, read=versions.now(tmp_path).digest, who="Ada")
    assert [each.number for each in versions.history(tmp_path)] == [3, 2, 1]


def test_only_so_many_versions_are_kept(tmp_path, monkeypatch):
    monkeypatch.setattr(versions, "KEPT", 3)
    for days in range(90, 96):
        read = versions.now(tmp_path)
        versions.keep(tmp_path, put(read.text, "windows.conversion_days", days), read=read.digest, who="Ada")
    assert [each.number for each in versions.history(tmp_path)] == [7, 6, 5]
    assert len(list((tmp_path / "settings").glob("*.toml"))) == 3
    assert len([json.loads(line) for line in (tmp_path / "settings" / "log.jsonl").read_text().splitlines()]) == 3
    with pytest.raises(SettingsError, match="not kept any more"):
        versions.restore(tmp_path, 1, read=versions.now(tmp_path).digest, who="Ada")


def test_every_value_has_a_name_of_its_own():
    """So that sentences and pages speak of it in words."""
    values = tomllib.loads(definitions.DEFAULT_FILE.read_text(encoding="utf-8"))
    keys = [f"{table}.{each.name}" for table, kind in TABLES.items() for each in fields(kind)]
    keys += [key for key, value in values.items() if not isinstance(value, dict | list)]
    assert [key for key in keys if key not in SETTINGS] == []


def test_a_change_of_feeds_is_said_in_sentences():
    def with_feeds(*feeds):
        return definitions.parse_text("\n".join([definitions.text(), *(f"[[feeds]]\n{each}\n" for each in feeds)]))

    before = with_feeds(
        'folder = "/srv/a"', 'folder = "/srv/b"\nname = "CRM"', 'folder = "/srv/c"', 'folder = "/srv/f"'
    )
    after = with_feeds(
        'folder = "/srv/c"', 'folder = "/srv/d"\nname = "CRM"', 'folder = "/srv/e"', 'folder = "/srv/f"\nname = "Ads"'
    )
    assert changes.told(before, after) == (
        "The feed “/srv/f” is called “Ads”.",
        "New feed “/srv/e”.",
        "The feed “CRM” is read in another way.",
        "The feed “/srv/a” is gone.",
    )
    assert changes.told(before, before) == ()


def test_a_change_of_owners_is_said_in_sentences():
    def with_owners(*people):
        return definitions.parse_text("\n".join([definitions.text(), *(f"[[owners]]\n{each}\n" for each in people)]))

    before = with_owners('name = "Ann"\nalso = ["7"]', 'name = "Bo"')
    after = with_owners(
        'name = "Ann"\nalso = ["7", "9"]\nteam = "North"\nleft = 2026-03-31', 'name = "Cy"\nteam = "South"'
    )
    assert changes.told(before, after) == (
        "The team of “Ann” is North instead of none.",
        "The day of leaving of “Ann” is 31 Mar 2026 instead of none.",
        "New owner “Cy” (team: South; left: none).",
        "The owner “Bo” is gone, and 1 spellings belong to none.",
        "“9” belongs to “Ann”.",
    )
    assert changes.told(after, after) == ()
