"""The many ways in which one and the same table is written: all give the same rows."""

import pytest

from tests.data.intake.homes import leads

GOOD = leads("L-1,2026-01-05,Société,1000.50", "L-2,2026-01-06,Webinar,20")
SAME = {
    "plain": GOOD.encode(),
    "byte order mark": b"\xef\xbb\xbf" + GOOD.encode(),
    "utf-16 little endian": b"\xff\xfe" + GOOD.encode("utf-16-le"),
    "utf-16 big endian": b"\xfe\xff" + GOOD.encode("utf-16-be"),
    "cp1252": GOOD.encode("cp1252"),
    "windows line ends": GOOD.replace("\n", "\r\n").encode(),
    "old mac line ends": GOOD.replace("\n", "\r").encode(),
    "mixed line ends": GOOD.replace("\n", "\r\n", 2).encode(),
    "no last line end": GOOD.rstrip("\n").encode(),
    "semicolons": GOOD.replace(",", ";").encode(),
    "tabs": GOOD.replace(",", "\t").encode(),
    "pipes": GOOD.replace(",", "|").encode(),
    "preamble": b"Report exported by Rep\n\n" + GOOD.encode(),
    "blank lines": GOOD.replace("\n", "\n\n").encode(),
    "other case and spaces": GOOD.replace("lead_id,created_at", " Lead_ID ,CREATED_AT").encode(),
    "everything quoted": "\n".join(
        ",".join(f'"{cell}"' for cell in line.split(",")) for line in GOOD.splitlines()
    ).encode(),
    "records quoted as a whole": GOOD.replace(
        "L-1,2026-01-05,Société,1000.50", '"L-1,2026-01-05,""Société"",1000.50"'
    ).encode(),
    "everything quoted line by line": "\n".join(f'"{line}"' for line in GOOD.splitlines()).encode(),
    "a column twice that is not read": GOOD.replace("amount", "amount,note,Note")
    .replace("50\n", "50,a,b\n")
    .replace("20\n", "20,a,b\n")
    .encode(),
    "a column whose name is not readable": GOOD.replace("amount", "amount,naXve")
    .replace("50\n", "50,été\n")
    .replace("20\n", "20,été\n")
    .encode()
    .replace(b"X", b"\xff"),
    "trailing delimiters": GOOD.replace("1000.50", "1000.50,,").encode(),
}


@pytest.mark.parametrize("content", SAME.values(), ids=SAME.keys())
def test_the_same_table_in_another_dress(home, content):
    assert home.take(leads=content).counts == (2, 2, 0, 0, 0)
    assert home.rows("select lead_id, source, amount::varchar from canonical.leads order by lead_id") == [
        ("L-1", "Société", "1000.50"),
        ("L-2", "Webinar", "20.00"),
    ]


def test_how_a_file_was_read_is_noted(home):
    notes = home.take(leads=b"\n" + GOOD.encode("cp1252")).notes
    assert notes[:2] == ("read as cp1252, for example Société", "1 lines before the column names are left out")


def test_records_in_quotes_as_a_whole_are_counted(home):
    rows = ('"L-1,2026-01-05,""Fairs, and more"",1"', '"L-3,2026-01-05",,,', "L-2,2026-01-05,x,2")
    account = home.take(leads=leads(*rows))
    assert account.counts == (3, 2, 0, 0, 1)
    assert [reason for *_, reason in home.quarantine()] == ["stands in quotes as a whole, with 2 columns instead of 4"]
    assert account.notes == ("1 records stood in quotes as a whole, in one field: they are read",)
    assert home.rows("select source from canonical.leads order by lead_id") == [("Fairs, and more",), ("x",)]


def test_quoted_line_ends_and_quotes_belong_to_the_value(home):
    home.load(leads=leads('L-1,2026-01-05,"two\nlines, ""quoted""",1', "L-2,2026-13-01,late,2"))
    assert home.rows("select source from canonical.leads") == [('two\nlines, "quoted"',)]
    # the first record has two lines, so the second stands on line 4
    assert home.quarantine() == [(4, "created_at", "2026-13-01", "is no date of the form year-month-day")]


def test_columns_are_found_by_name_not_by_place(home):
    home.load(leads=leads("L-1,2026-01-05,Webinar,1"))
    second = leads("7,Webinar,2026-01-05,L-1", columns="amount,source,created_at,lead_id")
    assert home.take(swapped=second).count_imported == 1
    assert home.rows("select lead_id, source, amount::integer from canonical.leads") == [("L-1", "Webinar", 7)]


def test_a_header_alone_is_accepted_and_adds_nothing(home):
    assert home.take(leads=leads()).counts == (0, 0, 0, 0, 0)


def test_a_few_broken_characters_cost_their_rows_only(home):
    content = leads("L-1,2026-01-05,Société,1", "L-2,2026-01-06,Été,1").encode()
    content += b"L-3,2026-01-06,bro\xffken,1\nL-4,2026-01-06,nul\0,1\n" + b"L-5,2026-01-06,fine,1\n" * 1
    account = home.take(
        leads=content + leads(*(f"M-{n},2026-01-06,x,1" for n in range(90))).partition("\n")[2].encode()
    )
    assert account.count_quarantined == 2
    assert [reason for *_, reason in home.quarantine()] == [
        "not readable text at character 4 of 'bro'...",
        "contains a NUL byte",
    ]
