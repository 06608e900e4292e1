"""A file is looked at without a profile: its column names are found, and what the cells of each column look like."""

import csv
import io
from datetime import date

import pytest

from data.intake import IntakeError
from data.intake.seen import look
from data.intake.take import take


def seen(home, content: str | bytes, name: str = "file.csv", **options: int):
    return look(take(home.write(name, content)), **options)


def column(home, *values: str, name: str = "Spalte"):
    """What a column of these values looks like, each in a row of its own."""
    written = io.StringIO()
    csv.writer(written).writerows([["Nr", name], *([place, value] for place, value in enumerate(values))])
    return next(each for each in seen(home, written.getvalue()).columns if each.name == name)


@pytest.mark.parametrize(
    ("content", "delimiter", "position", "names"),
    [
        ("id,day\n1,2026-01-05\n", ",", 0, ("id", "day")),
        ("Betrag;Tag\n1,50;05.01.2026\n2,50;06.01.2026\n", ";", 0, ("Betrag", "Tag")),
        ("List of deals\nas of 1 May, 2026\n\nid\tday\n1\t2026-01-05\n", "\t", 3, ("id", "day")),
        # A sheet has as many cells in the lines above its column names as below.
        ("Bericht,,,\nStand:,05.01.2026,,\nNr,Tag,Quelle,Wert\nA-1,05.01.2026,Messe,7\n", ",", 2, None),
        ("account\nAcme\nBolt\n", ",", 0, ("account",)),
    ],
)
def test_the_column_names_are_found_below_whatever_stands_above(home, content, delimiter, position, names):
    found = seen(home, content).header
    assert (found.delimiter, found.position) == (delimiter, position)
    assert found.names == (names or ("Nr", "Tag", "Quelle", "Wert"))


@pytest.mark.parametrize("content", ["A-1,2026-01-05,7\nA-2,2026-01-06,8\n", "1;2\n3;4\n"])
def test_values_are_no_column_names(home, content):
    with pytest.raises(IntakeError, match="has no column names"):
        seen(home, content)


def test_what_is_of_a_footer_or_has_no_name_of_its_own_is_left_out(home):
    found = seen(home, "id,day,,x,x\n1,2026-01-05,a,1,1\n2,2026-01-06,b,2,2\nTotal 2 rows\n")
    assert [each.name for each in found.columns] == ["id", "day"]
    assert (found.count, found.is_whole) == (2, True)


@pytest.mark.parametrize(
    ("look_", "values", "share"),
    [
        ("instant", ["05.01.2026 09:30", "2026-01-06", "7 janvier 2026", "soon"], 0.75),
        ("day", ["05.01.2026", "2026-01-06 09:30"], 0.5),
        ("amount", ["1.234,50 €", "$7", "(12.00)", "seven"], 0.75),
        ("money", ["1.234,50 €", "7"], 0.5),
        ("month", ["2026-01", "2026-13"], 0.5),
        ("id", ["VK-17", "0061x00000AbCdE", "2026-01-05", "a word"], 0.5),
        ("email", ["a@b.example", "a at b"], 0.5),
        ("flag", ["Ja", "nein", "VRAI", "perhaps"], 0.75),
        ("currency", ["EUR", "usd", "EUX", "17"], 0.5),
        ("person", ["Mia Sander", "José de la Cruz", "mia", "ACME 7"], 0.5),
    ],
)
def test_a_cell_looks_like_what_it_is(home, look_, values, share):
    assert column(home, *values).reads_as[look_] == pytest.approx(share)


def test_labels_are_counted_where_values_repeat(home):
    found = column(home, *["new"] * 60, *["won"] * 30, *[""] * 10)
    assert (found.labels, found.samples) == ((("new", 60), ("won", 30)), ("new", "won"))
    assert (found.filled, found.distinct) == (0.9, 2)
    assert column(home, *(f"VK-{place}" for place in range(60))).labels == ()


def test_no_more_is_looked_at_than_is_asked_for(home):
    rows = "\n".join(f"{place},2026-01-05" for place in range(500))
    found = seen(home, f"id,day\n{rows}\n", records=100)
    assert (found.count, found.is_whole, found.columns[0].distinct) == (100, False, 100)


def test_labels_and_days_are_held_row_by_row_of_a_bounded_number_of_records_from_all_over(home, monkeypatch):
    monkeypatch.setattr("data.intake.seen.KEPT", 50)
    rows = "\n".join(f"{place},{place % 11 + 1}/{place % 27 + 1}/2026,{'ab'[place % 3 // 2]}" for place in range(400))
    found = seen(home, f"id,day,kind\n{rows}\n")
    kept = range(7, 400, 8)
    days = [date(2026, place % 11 + 1, place % 27 + 1) for place in kept]  # 4/20 says it: the month is first
    assert found.days_by_row == {"day": tuple(days)}
    assert found.labels_by_row["kind"] == tuple("ab"[place % 3 // 2] for place in kept)


def test_a_wide_file_is_looked_at_in_fewer_records(home, monkeypatch):
    monkeypatch.setattr("data.intake.seen.CELLS", 1_000)
    names = ",".join(f"c{place}" for place in range(8))
    found = seen(home, f"{names}\n" + f"{'a,' * 7}a\n" * 300)
    assert (found.count, found.is_whole) == (125, False)


def test_a_file_in_another_encoding_and_one_with_broken_characters_are_looked_at(home):
    assert seen(home, "Straße;Größe\nAllee;7\n".encode("cp1252")).columns[0].name == "Straße"
    broken = "Name,Wert\nMüller,1\nÄrger,2\n".encode() + b"caf\xe9,3\n"
    assert seen(home, broken).columns[0].distinct == 3
