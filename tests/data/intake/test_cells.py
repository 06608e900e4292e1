"""Cells that stand for nothing, ids that a spreadsheet rounded, and names that are written in several ways."""

import pytest

from data import definitions
from data.defaults import Cells
from data.definitions import DEFAULT_FILE
from data.intake import several
from data.names import EMPTY, is_named
from tests.data.intake.homes import WITHOUT_SOURCE, leads

COLUMNS = "lead_id,created_at,source,segment,owner,account_id,contact_id,amount"


def test_the_texts_that_stand_for_nothing_are_declared():
    declared = definitions.load()
    assert declared.cells == Cells()
    assert not any(map(is_named, EMPTY))
    assert is_named("NA")  # North America


@pytest.mark.parametrize("text", [*EMPTY, "N/A", " None ", "#N/A", "-None-"])
def test_what_stands_for_nothing_is_empty_in_every_column(home, text):
    row = ",".join(["L-1", "2026-01-05", *[text] * 6])
    account = home.take(leads=leads(row, columns=COLUMNS))
    assert account.counts == (1, 1, 0, 0, 0)
    empty = "select source, segment, owner, account_id, contact_id, amount from canonical.leads"
    assert home.rows(empty) == [(None,) * 6]
    each = ", ".join(f"{name} 1 ({text.strip()!r})" for name in COLUMNS.split(",")[2:])
    assert account.notes == (f"read as empty: {each}",)


def test_a_column_of_dates_may_hold_many_of_them(home):
    rows = [f"L-{n},2026-01-05,SEO,1" for n in range(30)]
    outcomes = ["lead_id,outcome,closed_at", *(f"L-{n},lost,{'n/a' if n < 25 else '2026-02-01'}" for n in range(30))]
    account = home.load(leads=leads(*rows), outcomes="\n".join(outcomes)).files[1]
    assert (account.counts, account.notes) == ((30, 30, 0, 0, 0), ("read as empty: closed_at 25 ('n/a')",))


def test_an_id_must_be_one(home):
    home.load(leads=leads("n/a,2026-01-05,SEO,1", "L-1,2026-01-05,SEO,1"))
    assert home.quarantine() == [(2, "lead_id", None, "the lead id is blank")]


def test_the_business_changes_the_set(home):
    home.folder.mkdir()
    text = DEFAULT_FILE.read_text()
    assert 'empty = [\n    "-", ' in text
    (home.folder / "definitions.toml").write_text(text.replace('empty = [\n    "-", ', 'empty = [\n    "TBD", '))
    home.load(leads=leads("L-1,2026-01-05,tbd,1", "L-2,2026-01-05,-,1"))
    assert home.rows("select source from canonical.leads order by lead_id") == [(None,), ("-",)]


ROUNDED = "a spreadsheet rounded this id: of more than 15 digits the last are zero"


@pytest.mark.parametrize(
    ("ids", "bad"),
    [
        (["481516234200108000", "481516234200109000"], 2),
        (["481516234200108000", "481516234200109337"], 1),  # one in a thousand
        ([f"{8_000_000_000_000_000 + n}" for n in range(1, 101)], 0),  # ten of hundred end so by chance
        ([f"{8_000_000_000_000_000 + n}" for n in (*range(1, 91), 200, 300, 400)], 0),  # nor do twelve of 93 tell
        ([f"{8_000_000_000_000_000 + 10 * n}" for n in range(1, 101)], 100),
        (["481516234200100", "1000000000000"], 0),  # no longer than what a spreadsheet keeps
        (["481516234200108337"] * 3, 0),
    ],
)
def test_ids_that_a_spreadsheet_rounded_are_told_from_all_ids_of_the_column(home, ids, bad):
    rows = [f"{each},2026-01-05,source {n},1" for n, each in enumerate(ids)]
    home.load(_anyway=True, leads=leads("L-0,2026-01-05,SEO,1", *rows))
    found = [(value, reason) for _, _, value, reason in home.quarantine() if reason == ROUNDED]
    assert len(found) == bad


def test_a_rounded_account_is_left_out_and_the_lead_stays(home):
    columns = "lead_id,created_at,account_id"
    account = home.take(leads=leads(*(f"L-{n},2026-01-05,701123456789012000" for n in range(3)), columns=columns))
    assert home.rows("select count(*), count(account_id) from canonical.leads") == [(3, 0)]
    assert account.notes == (f"account_id: 3 values left out, {ROUNDED}: '701123456789012000' (line 2)", WITHOUT_SOURCE)


@pytest.mark.parametrize(
    ("text", "sources"),
    [
        ("Webinar;Email", ["Webinar", "Email"]),
        ("; Webinar ;;n/a", ["Webinar"]),
        ("Fairs; SEO", ["Fairs", "SEO"]),  # known or not
        ("Webinar, Cold call", ["Webinar", "Cold call"]),
        ("Webinar|SEO", ["Webinar", "SEO"]),
        ("Trade show, Berlin", ["Trade show, Berlin"]),
        ("R&amp;D", ["R&amp;D"]),
        ("-;-", ["-;-"]),
    ],
)
def test_a_cell_may_name_several_sources(text, sources):
    assert several.parts(text, definitions.load()) == sources


def test_of_several_sources_the_first_counts_and_the_note_says_so(home):
    account = home.take(leads=leads("L-1,2026-01-05,Webinar;Cold call,1", "L-2,2026-01-05,SEO,1"))
    assert home.rows("select source, further_sources from canonical.leads order by lead_id") == [
        ("Webinar", "Cold call"),
        ("SEO", ""),
    ]
    told = "source: 1 rows name several, such as 'Webinar;Cold call': the first counts, all are touches"
    assert account.notes == (f"{told} on the day of creation",)


@pytest.mark.parametrize("in_order", [True, False])
def test_a_record_that_names_one_source_now_has_no_others_any_more(home, in_order):
    columns = "lead_id,created_at,source,amount,updated_at"
    both = leads("L-1,2026-01-05,Webinar;Cold call;SEO,1,2026-01-06", columns=columns)
    one = leads("L-1,2026-01-05,Webinar,1,2026-01-07", columns=columns)
    for text in (both, one) if in_order else (one, both):
        home.load(leads=text)
    assert home.rows("select source, further_sources from canonical.leads") == [("Webinar", "")]


def test_spellings_of_one_name_are_said(home):
    columns = "lead_id,created_at,owner"
    account = home.take(
        leads=leads("1,2026-01-05,Jo Li", "2,2026-01-05,jo  li", "3,2026-01-05,Jo Lin", columns=columns)
    )
    told = "owner: 1 name is written in several ways, such as 'Jo Li', 'jo  li': the most frequent one is shown for all"
    assert account.notes == (WITHOUT_SOURCE, told)


def test_an_id_that_says_unknown_makes_no_account_of_all_who_have_it(home):
    account = home.take(
        leads=leads("1,2026-01-05,Unknown", "2,2026-01-05,acme", columns="lead_id,created_at,account_id")
    )
    assert home.rows("select account_id from canonical.leads order by lead_id") == [(None,), ("acme",)]
    told = "account_id: 1 values left out, stands for no account: 'Unknown' (line 2)"
    assert account.notes == (told, WITHOUT_SOURCE)
