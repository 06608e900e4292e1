"""Files that are refused as a whole: the verdict, the sentence, and that nothing changed."""

import pytest

from data.intake import IntakeError
from data.intake.load import load_files
from data.store import Store
from tests.data.intake.homes import leads

GOOD = leads("L-1,2026-01-05,Webinar,10", "L-2,2026-01-06,Webinar,20")
MANY = [f"L-{number},2026-01-05,Webinar,10" for number in range(100)]

REFUSED = {
    "empty": ("", "leads.csv is empty."),
    "blank lines": ("\n\n  \n", "only blank lines"),
    "web page": ("<!DOCTYPE html><title>Sign in</title>", "is a web page"),
    "parquet": (b"PAR1rest", "is a Parquet file"),
    "json": ('[{"lead_id": 1}]', "is JSON"),
    "binary": (GOOD.encode() + b"\0" * 500, "is not text: it holds 500 NUL bytes"),
    "of four bytes a character": (GOOD.encode("utf-32"), "is not the UTF-16-LE text that its first bytes announce"),
    "no header": ("L-1,2026-01-05,Webinar,10\nL-2,2026-01-06,Webinar,20\n", "does not look like column names"),
    "unknown export": ("fruit,colour\napple,red\n", "no export that a profile knows: its columns are fruit, colour"),
    "renamed column": (GOOD.replace("created_at", "create_at"), r"'created_at' is missing \(nearest: 'create_at'\)"),
    "duplicate names": (GOOD.replace("source,amount", "source,Source "), "more than one column named 'source'"),
    "too many columns": (
        ",".join(f"c{number}" for number in range(1601)) + "\n",
        "has 1601 columns and the limit is 1600",
    ),
    "long line": (GOOD + "x" * 1_000_001 + "\n", r"line of more than 1 MB \(line 4\)"),
    "unclosed quote": (leads(*MANY[:50], 'L-x,2026-01-05,"Webinar,10', *MANY[51:]), "on line 52 is never closed"),
    "text behind a quote": (leads('L-1,2026-01-05,"Web"inar,10'), "record on line 2, text follows a closing quote"),
    "quote in the header": ('lead_id,created_at,"source,amount\nL-1,2026-01-05,Webinar,10\n', "leads.csv"),
    "damaged rows": (
        leads(*MANY[:70], *(row.rsplit(",", 1)[0] for row in MANY[70:])),
        "30 of 100 records cannot be read",
    ),
    "another kind of date": (
        leads(*(row.replace("2026-01-05", "05.01.2026") for row in MANY)),
        "100 of 100 values in the",
    ),
    "nothing usable": (
        leads(",2026-01-05,Webinar,10"),
        "no row at all: 1 of 1 rows have the same fault .the lead id is blank, the first on line 2.",
    ),
}


@pytest.mark.parametrize(("content", "sentence"), REFUSED.values(), ids=REFUSED.keys())
def test_a_file_is_refused_with_a_sentence(home, content, sentence):
    with pytest.raises(IntakeError, match=sentence):
        home.load(leads=content)
    assert Store(home.folder).current() is None


def test_one_refused_file_refuses_the_whole_load_and_the_old_data_stays(home):
    home.load(leads=GOOD)
    before = Store(home.folder).current()
    with pytest.raises(IntakeError, match=r"touches\.csv is empty"):
        home.load(leads=leads("L-3,2026-01-07,Webinar,30"), touches="")
    assert Store(home.folder).current() == before
    assert home.rows("select count(*) from canonical.leads") == [(2,)]


def test_a_missing_file_and_an_unknown_profile_are_refused(home):
    with pytest.raises(IntakeError, match="There is no profile 'sap'; there are apollo-contacts, canonical, "):
        home.load(leads=GOOD, _profile="sap")
    with pytest.raises(IntakeError, match=r"nowhere\.csv is not a file"):
        load_files([home.inbox / "nowhere.csv"], home=home.folder)


def test_check_says_what_would_happen_and_changes_nothing(home):
    report = home.load(leads=GOOD, _publish=False)
    assert report.files[0].counts == (2, 2, 0, 0, 0)
    assert not report.is_published
    assert Store(home.folder).current() is None
