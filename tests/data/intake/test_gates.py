"""What looks like a mistake in a whole file stops a load until one says that it is meant; ordinary use does not."""

import pytest

from data.__main__ import main
from data.intake.gates import MistakeError
from data.store import Store
from tests.data.intake.homes import leads

SOURCES = ("Webinar", "Cold call", "SEO")
LATEST = "lead_id,created_at,source,amount,updated_at"


def rows(numbers, sources=SOURCES, amount=1):
    """Rows of leads, created one a day from the first of a month on."""
    return [f"L-{n},2026-0{1 + n // 28 % 9}-{1 + n % 28:02d},{sources[n % len(sources)]},{amount}" for n in numbers]


def changed(numbers, day):
    return [f"{row},2026-10-{day:02d} 08:00:00" for row in rows(numbers)]


def stopped(home, **files):
    """The sentences with which a load stops; the home stays as it is, and with a word it goes on."""
    before = Store(home.folder).look()
    with pytest.raises(MistakeError) as stop:
        home.load(**files)
    assert Store(home.folder).look() == before
    report = home.load(_publish=False, **files)
    assert report.stops == stop.value.sentences
    assert home.load(_publish=False, _anyway=True, **files).stops == ()
    assert home.load(_anyway=True, **files).is_published
    return stop.value.sentences


def test_a_tenth_of_the_rows_in_quarantine_stops_a_load(home):
    good = rows(range(36))
    (told,) = stopped(home, leads=leads(*good, *[",2026-01-05,SEO,1"] * 4))
    assert told == (
        "leads.csv: 4 of 40 rows would go into quarantine (the lead id is blank, the first on line 38). "
        "Mend the export, or load it with --anyway without them; `python -m data check` lists every reason."
    )
    assert home.rows("select count(*) from canonical.leads") == [(36,)]
    assert "would go into quarantine" in home.rows("select array_to_string(notes, ' ') from intake.files")[0][0]


@pytest.mark.parametrize(
    "content",
    [
        leads(*rows(range(38)), *[",2026-01-05,SEO,1"] * 3),  # fewer than a tenth
        leads(*rows(range(10)), *[",2026-01-05,SEO,1"] * 3),  # a handful of rows
        leads(*rows(range(30)), *[",,,"] * 30),  # blank rows are equal rows
        leads(*rows(range(30)), *["Total,,,30"] * 1, *[f"Total,,SEO,{n}" for n in range(5)]),
        leads(*changed(range(20), 1), *changed(range(20), 2), columns=LATEST),  # told again, and later by their word
    ],
)
def test_rows_set_aside_by_a_rule_and_a_handful_stop_nothing(home, content):
    assert home.load(leads=content).is_published


def test_several_rows_of_one_id_stop_a_load_where_nothing_tells_which_is_later(home):
    twice = [*rows(range(20)), *rows(range(20), amount=2)]
    (told,) = stopped(home, leads=leads(*twice))
    assert (
        "20 of 40 rows would go into quarantine (replaced by a later row with the same lead id, on line 2 lead_id"
        in told
    )


def test_a_whole_export_that_is_cut_off_stops_a_load(home):
    home.load(may=leads(*rows(range(100))))
    (told,) = stopped(home, june=leads(*rows(range(58)), *rows(range(200, 202))))
    assert told.startswith("june.csv: 60 rows, where the export before it had 100 (may.csv, load #1), and most of them")
    assert home.load(july=leads(*rows(range(61)))).is_published  # held against the last one that was accepted


def test_nearly_as_many_rows_as_before_stop_nothing(home):
    home.load(may=leads(*rows(range(100))))
    assert home.load(june=leads(*rows(range(61)))).is_published


def test_exports_of_what_is_new_or_changed_may_be_small(home):
    home.load(all=leads(*changed(range(100), 1), columns=LATEST))
    assert home.load(new=leads(*changed(range(100, 130), 2), columns=LATEST)).is_published
    assert home.load(changed=leads(*rows(range(30), amount=2))).is_published
    # A change of what is not read is one too, by the word of the export.
    assert home.load(touched=leads(*changed(range(40, 70), 3), columns=LATEST)).is_published
    # After all of them a whole export is held against the last whole one.
    (told,) = stopped(home, cut=leads(*changed(range(60), 1), columns=LATEST))
    assert "60 rows, where the export before it had 100 (all.csv, load #1)" in told


def test_ten_times_more_new_rows_stop_a_load(home):
    home.load(may=leads(*rows(range(25))))
    (told,) = stopped(home, june=leads(*rows(range(1000, 1250))))
    assert told.startswith("june.csv: 250 rows that are new, where no export of its kind had more than 25 before:")
    assert home.load(july=leads(*rows(range(2000, 2300)))).is_published


@pytest.mark.parametrize(("first", "then"), [(25, 240), (10, 400)])
def test_more_rows_stop_nothing_below_ten_times_nor_after_a_handful(home, first, then):
    home.load(may=leads(*rows(range(first))))
    assert home.load(june=leads(*rows(range(1000, 1000 + then)))).is_published


def test_a_whole_export_after_small_ones_may_be_large(home):
    for month in range(12):
        home.load(**{f"month{month}": leads(*rows(range(20 * month, 20 * month + 20)))})
    assert home.load(all=leads(*rows(range(250)))).is_published


def test_a_source_that_is_gone_from_a_whole_export_stops_a_load(home):
    home.load(may=leads(*rows(range(90))))
    (told,) = stopped(home, june=leads(*[row for row in rows(range(90)) if "SEO" not in row]))
    assert told == (
        "june.csv: no row comes from 'SEO' (29 of 89 leads known), though it tells the leads of the same days again. "
        "Export it without a filter, or load it with --anyway if the source was renamed or is gone."
    )


def test_a_renamed_source_is_asked_about_once(home):
    home.load(may=leads(*rows(range(90))))
    renamed = [row.replace("Webinar", "Online talk") for row in rows(range(90))]
    assert "no row comes from 'Webinar'" in stopped(home, june=leads(*renamed))[0]
    assert home.load(july=leads(*renamed, *rows([95], ("SEO",)))).is_published


@pytest.mark.parametrize("written", ["SEO", "seo", " S.E.O "])
def test_another_spelling_of_a_source_is_there(home, written):
    home.load(may=leads(*rows(range(90), ("Webinar", "S E O"))))
    again = rows(range(90), ("Webinar", "s_e_o" if written == "SEO" else "S-E-O"))
    assert home.load(june=leads(*again)).is_published


def test_sources_of_other_days_and_rare_ones_stop_nothing(home):
    old, new = rows(range(28), ("Fair",)), rows(range(28, 140))
    home.load(may=leads(*old, *new[:-1], "L-139,2026-05-28,Rare,1"))
    assert home.load(june=leads(*new[:-1], "L-139,2026-05-28,SEO,1")).is_published  # a window that moved on


def test_of_new_leads_only_a_note_says_that_a_source_is_missing(home):
    home.load(may=leads(*rows(range(90))))
    account = home.take(june=leads(*rows(range(200, 260), ("Webinar", "Cold call"))))
    assert "no lead comes from 'SEO', unlike in the file before" in account.notes
    # Lists of their own have sources of their own.
    assert not any("unlike" in note for note in home.take(fairs=leads(*rows(range(300, 360), ("Fair",)))).notes)


def test_all_that_looks_like_a_mistake_is_said_at_once(home, capsys):
    home.load(may=leads(*rows(range(100), ("Webinar", "SEO"))))
    cut = [row for row in rows(range(100), ("Webinar", "SEO")) if "Webinar" in row]
    file = str(home.write("june.csv", leads(*cut, *[",2026-01-05,Webinar,1"] * 6)))
    for command, status in (("load", 1), ("check", 1)):
        assert main([command, file, "--home", str(home.folder)]) == status
        err = capsys.readouterr().err.splitlines()
        told = [line.removeprefix("A load would stop here. ") for line in err]
        assert [line.split(" ")[1:4] for line in told[:3]] == [
            ["6", "of", "56"],
            ["56", "rows,", "where"],
            ["no", "row", "comes"],
        ]
    assert main(["load", file, "--anyway", "--home", str(home.folder)]) == 0
