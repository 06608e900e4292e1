"""Dates as exports write them: what each text is, and how a column that can be read in two ways is told."""

from datetime import UTC, datetime, timedelta

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.intake import IntakeError, instants
from data.intake.instants import MONTHS, AmbiguousDatesError
from data.intake.load import load_files
from tests.data.intake.homes import leads

ALL = ("iso", "day-first", "month-first")


def read(*texts, forms=ALL, zone="UTC"):
    """What a column of texts is read as."""
    with duckdb.connect() as connection:
        connection.execute("set TimeZone = 'UTC'")
        connection.execute("create table dates (record_no integer, text varchar)")
        connection.executemany("insert into dates values (?, ?)", list(enumerate(texts, start=1)))
        connection.execute(f"create table plain as select record_no, {instants.plain_sql('text')} as text from dates")
        instants.spell_out_months(connection, "plain", "text")
        chosen = instants.choose({"text": instants.weigh(connection, "plain", "text", forms)}, forms)["text"]
        question = f"select ({instants.instant_sql('text', chosen, zone)})::varchar from plain order by record_no"
        return [
            value and value.removesuffix("+00").removesuffix(" 00:00:00")
            for (value,) in connection.execute(question).fetchall()
        ]


# None of these depends on the column.
READINGS = (
    ("2026-03-24 10:00:00 UTC", "2026-03-24 10:00:00"),
    ("2026-03-24 10:00:00 +0000", "2026-03-24 10:00:00"),
    ("2026-03-24 10:00:00 +02:00", "2026-03-24 08:00:00"),
    ("2026-03-24 10:00 GMT", "2026-03-24 10:00:00"),
    ("2026-03-24T10:00:00.000+0200", "2026-03-24 08:00:00"),
    ("2026-03-24\u00a0 10:00", "2026-03-24 10:00:00"),
    ("2026.03.24", "2026-03-24"),
    ("2026/3/4 5:06", "2026-03-04 05:06:00"),
    ("0026-03-24", "2026-03-24"),
    ("24/03/0026", "2026-03-24"),
    ("2026-03-24 10:55 p.m.", "2026-03-24 22:55:00"),
    ("15/10/2025  10:55:00 PM", "2025-10-15 22:55:00"),
    ("10/15/2025 1:05:00\u202fam", "2025-10-15 01:05:00"),
    ("24.03.2026, 10:55 Uhr", "2026-03-24 10:55:00"),
    ("24.03.26", "2026-03-24"),
    ("3/24/26 9:15 PM", "2026-03-24 21:15:00"),
    ("24-Mar-2026", "2026-03-24"),
    ("24-MAR-26", "2026-03-24"),
    ("Feb 4, 2026", "2026-02-04"),
    ("March 24th, 2026 at 10:55 AM", "2026-03-24 10:55:00"),
    ("Tue, 24 Mar 2026 10:00:00 +0100", "2026-03-24 09:00:00"),
    ("24. März 2026", "2026-03-24"),
    ("4 févr. 2026", "2026-02-04"),
    ("1er août 2026", "2026-08-01"),
    ("mar. 24 mars 2026", "2026-03-24"),  # a Tuesday
    ("4 de marzo de 2026", "2026-03-04"),
    ("1º de março de 2026", "2026-03-01"),
    ("12 mag 2026", "2026-05-12"),
    ("24 mrt. 2026 10:00", "2026-03-24 10:00:00"),
    ("3 paź 2026", "2026-10-03"),
    ("2026-Mar-24", "2026-03-24"),
    # what is none
    ("2026-02-30", None),
    ("31-Feb-2026", None),
    ("2026-03-24 24:00:00", None),
    ("30/30/2026", None),
    ("26-03-04", None),  # may begin with the year
    ("46105", None),
    ("Maybe 3, 2026", None),
    ("2026", None),
)


@pytest.mark.parametrize(("text", "expected"), READINGS)
def test_a_text_is_this_instant(text, expected):
    assert read(text) == [expected]


def test_days_of_a_spreadsheet_are_read_when_somebody_says_so():
    # Excel's help on DATEVALUE: 39448 is 1 January 2008
    assert read("39448", "39448.75", forms=("iso", "excel-days")) == ["2008-01-01", "2008-01-01 18:00:00"]


def test_each_month_has_its_names_and_no_name_two_months():
    assert sorted(set(MONTHS.values())) == list(range(1, 13))
    assert all(name.isascii() and name == name.lower() for name in MONTHS)


WRITTEN = {
    "iso": "%Y-%m-%dT%H:%M:%SZ",
    "offset after a blank": "%Y-%m-%d  %H:%M:%S +0000",
    "day first": "%d/%m/%Y %H:%M:%S",
    "month first": "%m/%d/%Y %I:%M:%S %p",
    "month by name": "%d-%b-%Y %H:%M:%S",
    "american": "%B %d, %Y at %I:%M:%S %p",
    "two digits": "%d.%m.%y %H:%M:%S",
}


@given(
    moments=st.lists(st.integers(0, 10_000 * 86_400), min_size=1, max_size=5),
    form=st.sampled_from(sorted(WRITTEN)),
)
def test_what_a_formatter_writes_is_read_back(moments, form):
    telling = datetime(2026, 3, 24, 1, 2, 3, tzinfo=UTC)  # no month has 24 days
    moments = [telling, *(datetime(2000, 1, 1, tzinfo=UTC) + timedelta(seconds=each) for each in moments)]
    expected = [f"{each:%Y-%m-%d %H:%M:%S}".removesuffix(" 00:00:00") for each in moments]
    assert read(*(each.strftime(WRITTEN[form]) for each in moments)) == expected


def test_forms_may_be_mixed_where_each_date_says_what_it_is():
    texts = ("15/10/2025", "12/31/2025", "2026-01-05", "Feb 4, 2026")
    assert read(*texts) == ["2025-10-15", "2025-12-31", "2026-01-05", "2026-02-04"]


def test_the_column_tells_how_an_open_date_is_read():
    assert read("15/10/2025", "03/04/2026") == ["2025-10-15", "2026-04-03"]
    assert read("10/15/2025", "03/04/2026") == ["2025-10-15", "2026-03-04"]
    assert read("03/03/2026") == ["2026-03-03"]  # the same in both ways


@pytest.mark.parametrize("texts", [("03/04/2026",), ("03.04.26",), ("15/10/2025", "10/15/2025", "03/04/2026")])
def test_an_open_date_that_nothing_tells_is_refused(texts):
    with pytest.raises(AmbiguousDatesError):
        read(*texts)


DEALS = "Opportunity ID,Stage,Created Date,Close Date\nO-1,Closed Won,03/04/2026,05/06/2026\n"


def test_the_refusal_names_column_line_and_value_and_the_other_columns_may_tell(home):
    with pytest.raises(IntakeError) as refused:
        home.load(deals=DEALS)
    assert str(refused.value) == (
        "deals.csv has dates in the column 'Created Date', such as '03/04/2026' on line 2, that can be read as "
        "month/day/year and as day.month.year: say which with --dates, for example --dates month-first."
    )
    home.load(deals=DEALS.replace("05/06/2026", "25/06/2026"))
    assert home.rows("select created_at::varchar from canonical.leads") == [("2026-04-03 00:00:00+00",)]


def test_a_column_in_another_form_names_the_way_out(home):
    rows = leads(*(f"L-{n},46105,SEO,1" for n in range(30)))
    with pytest.raises(IntakeError, match="If they are written in another way, say so with --dates"):
        home.load(leads=rows)
    load_files([home.inbox / "leads.csv"], dates="excel-days", home=home.folder)
    assert home.rows("select distinct created_at::varchar from canonical.leads") == [("2026-03-24 00:00:00+00",)]


def test_days_and_months_are_read_like_instants(home):
    home.load(
        spend="date,source,amount\n24-Mar-2026,SEO,1\n2026-03-24 23:30:00 -0200,SEO,2\n",
        targets="month,motion,amount\n2026-03,inbound,5\n1 Apr 2026,inbound,6\n",
    )
    assert home.rows("select date::varchar from canonical.spend order by amount") == [("2026-03-24",), ("2026-03-25",)]
    assert home.rows("select month::varchar from canonical.targets order by amount") == [
        ("2026-03-01",),
        ("2026-04-01",),
    ]
