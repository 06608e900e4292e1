"""Files that were loaded before: when that changes nothing, when it does, and what is said."""

from data.__main__ import main
from data.definitions import DEFAULT_FILE
from data.store import Store
from tests.data.intake.homes import leads

FIRST = leads("L-1,2026-01-05,Webinar,100")
SECOND = leads("L-1,2026-01-05,Webinar,200")
AMOUNT = "select amount::integer from canonical.leads"
PROFILE = """
name = "ours"
[[files]]
role = "deals"
required = ["nr", "made", "worth"]
[[files.fill]]
table = "leads"
[files.fill.columns]
lead_id = "nr"
created_at = "made"
source = "{source}"
amount = "worth"
"""
OURS = "nr,made,from,via,worth\nD-1,2026-01-05,Webinar,Cold call,5\n"


def test_the_same_file_twice_changes_nothing(home):
    home.load(first=FIRST)
    report = home.load(first=FIRST)
    assert report.already is not None
    assert "as load #1" in report.already
    assert home.load(_again=True, first=FIRST).load_id == 2


def test_an_older_file_takes_effect_again_after_another_one(home):
    home.load(first=FIRST)
    home.load(second=SECOND)
    report = home.load(first=FIRST)
    assert report.is_published
    assert report.files[0].counts == (1, 1, 0, 0, 0)
    assert "and other files since: what these say counts again." in report.notes[0]
    assert home.rows(AMOUNT) == [(100,)]
    home.load(second=SECOND)
    assert home.rows(AMOUNT) == [(200,)]


def test_an_older_file_that_says_nothing_else_changes_nothing(home):
    home.load(first=FIRST)
    home.load(other=leads("L-2,2026-01-06,Webinar,1"))
    generation = Store(home.folder).current()
    report = home.load(first=FIRST)
    assert report.already is not None
    assert Store(home.folder).current() == generation


def test_of_rows_with_a_time_the_older_file_stays_older(home):
    columns = "lead_id,created_at,amount,updated_at"
    older = leads("L-1,2026-01-05,100,2026-02-01", columns=columns)
    home.load(older=older)
    home.load(newer=leads("L-1,2026-01-05,200,2026-03-01", columns=columns))
    assert home.load(older=older).already is not None
    assert home.rows(AMOUNT) == [(200,)]


def test_a_deal_that_a_whole_export_took_away_comes_back_with_an_older_file(home):
    two = leads(*(f"L-{n},2026-01-05,Webinar,1" for n in range(20)))
    home.load(two=two)
    one = home.write("one.csv", leads(*(f"L-{n},2026-01-05,Webinar,1" for n in range(19))))
    assert main(["load", str(one), "--whole", "--home", str(home.folder)]) == 0
    assert home.rows("select count(*) from canonical.leads") == [(19,)]
    assert home.load(two=two).is_published
    assert home.rows("select count(*) from canonical.leads") == [(20,)]


def test_a_corrected_profile_applies_to_a_file_that_was_loaded(home):
    (home.folder / "profiles").mkdir(parents=True)
    profile = home.folder / "profiles" / "ours.toml"
    profile.write_text(PROFILE.format(source="via"))
    home.load(ours=OURS)
    assert home.load(ours=OURS).already is not None
    profile.write_text(f"# a comment changes nothing{PROFILE.format(source='via')}")
    assert home.load(ours=OURS).already is not None
    profile.write_text(PROFILE.format(source="from"))
    report = home.load(ours=OURS)
    assert "with another profile, other definitions or choices: read anew." in report.notes[0]
    assert home.rows("select source from canonical.leads") == [("Webinar",)]
    assert home.load(ours=OURS).already is not None


def own_definitions(home, before, after):
    text = DEFAULT_FILE.read_text(encoding="utf-8")
    assert before in text
    (home.folder / "definitions.toml").write_text(text.replace(before, after, 1), encoding="utf-8")


def test_corrected_definitions_apply_to_a_file_that_was_loaded_and_a_rebuild_says_so(home, capsys):
    entries = {"stage_events": "lead_id,stage,entered_at\nL-1,First talk,2026-01-06\n"}
    home.load(leads=FIRST, **entries)
    own_definitions(home, 'role = "contacted"\nalso = [', 'role = "contacted"\nalso = ["first talk", ')
    assert main(["rebuild", "--home", str(home.folder)]) == 0
    told = capsys.readouterr().out
    assert "Files are not kept, so a rebuild does not read them again: leads.csv, stage_events.csv were read" in told
    assert home.load(leads=FIRST, **entries).is_published
    assert home.rows("select stage from canonical.stage_events") == [("contacted",)]
    assert main(["rebuild", "--home", str(home.folder)]) == 0
    assert "Files are not kept" not in capsys.readouterr().out


def test_channels_apply_without_another_load(home, capsys):
    home.load(leads=FIRST)
    own_definitions(home, 'also = ["webinars"', 'also = ["talk", "webinars"')
    assert main(["rebuild", "--home", str(home.folder)]) == 0
    assert "Files are not kept" not in capsys.readouterr().out
    assert home.load(leads=FIRST).is_published


def test_a_choice_of_how_amounts_are_written_applies_to_a_file_that_was_loaded(home):
    file = leads("L-1,2026-01-05,Webinar,1.500", "L-2,2026-01-05,Webinar,2.500")
    home.load(_decimal="point", file=file)
    home.load(_decimal="comma", file=file)
    assert home.rows(f"{AMOUNT} order by lead_id") == [(1500,), (2500,)]


def test_a_check_of_a_file_that_was_loaded_still_says_what_is_in_it(home, capsys):
    home.load(first=FIRST)
    assert main(["check", str(home.inbox / "first.csv"), "--home", str(home.folder)]) == 0
    told = capsys.readouterr().out
    assert "loading it again would change nothing" in told
    assert "Webinar" in told
