"""What becomes of single rows: quarantine with the raw value and a reason, warnings, duplicates, replacements."""

from data.definitions import DEFAULT_FILE
from tests.data.intake.homes import WITHOUT_SOURCE, leads

GOOD = "L-0,2026-01-05,Webinar,10"
NO_DATE = "is no date of the form year-month-day"
BAD = (
    (",2026-01-05,Webinar,1", "lead_id", None, "the lead id is blank"),
    ("L-1,2026-02-30,Webinar,1", "created_at", "2026-02-30", NO_DATE),
    ("L-1,0000-00-00,Webinar,1", "created_at", "0000-00-00", NO_DATE),
    ("L-1,infinity,Webinar,1", "created_at", "infinity", NO_DATE),
    ("L-1,2026-01-05 24:00:00,Webinar,1", "created_at", "2026-01-05 24:00:00", NO_DATE),
    ("L-1,1999-12-31,Webinar,1", "created_at", "1999-12-31", "lies before the year 2000"),
    ("L-1,2199-01-01,Webinar,1", "created_at", "2199-01-01", "lies in the future"),
    ("5.80503E+18,2026-01-05,Webinar,1", "lead_id", "5.80503E+18", "Excel damaged this id"),
    ("L-1,2026-01-05,Webinar", None, None, "too few columns: 3 of 4"),
    ("L-1,2026-01-05,Webinar,1,more", None, None, "too many columns: 5 instead of 4"),
    ("All leads of January", None, None, "looks like the footer of the report"),
)


def test_bad_rows_are_in_quarantine_with_their_line_value_and_reason(home):
    account = home.take(leads=leads(GOOD, *(row for row, *_ in BAD)))
    assert account.counts == (len(BAD) + 1, 1, 0, 0, len(BAD))
    # the header is line 1 and the good row line 2
    assert home.quarantine() == [(line, *expected) for line, (_, *expected) in enumerate(BAD, start=3)]


def test_a_totals_row_is_told_from_a_lead_without_id(home):
    content = "source,lead_id,created_at,amount\nWebinar,L-0,2026-01-05,10\nTotal,,,10\n"
    assert home.take(leads=content).count_quarantined == 1
    assert {reason for *_, reason in home.quarantine()} == {"looks like a totals row"}


def test_a_totals_row_is_told_from_a_lead_without_a_day(home):
    account = home.take(leads=leads(GOOD, "L-1,,Webinar,10", "Total,,,20"))
    assert account.counts == (3, 2, 0, 0, 1)
    assert {reason for *_, reason in home.quarantine()} == {"looks like a totals row"}


def test_a_lead_is_not_lost_over_a_wrong_optional_value(home):
    account = home.take(leads=leads(GOOD, "L-1,2026-01-06,Webinar,twelve", "L-2,2026-01-06,Webinar,-5"))
    assert account.counts == (3, 3, 0, 0, 0)
    assert account.notes == (
        "amount: 1 values left out, is no amount: 'twelve' (line 3)",
        "amount: 1 values left out, is a negative amount: '-5' (line 4)",
    )
    assert home.rows("select count(*), count(amount) from canonical.leads") == [(3, 1)]


def test_digits_beyond_the_cents_are_rounded_and_said(home):
    account = home.take(leads=leads("L-1,2026-01-06,Webinar,12.3456"))
    assert account.notes == ("amount: 1 amounts rounded to cents",)


def test_identical_rows_count_once(home):
    assert home.take(leads=leads(GOOD, GOOD, GOOD)).counts == (3, 1, 0, 2, 0)
    assert home.rows("select count(*) from canonical.leads") == [(1,)]


def test_of_different_rows_with_one_id_the_last_counts(home):
    account = home.take(leads=leads("L-1,2026-01-05,Old,1", "L-1,2026-01-05,New,2"))
    assert account.counts == (2, 1, 0, 0, 1)
    assert home.rows("select source from canonical.leads") == [("New",)]
    assert home.quarantine() == [(2, "lead_id", "L-1", "replaced by a later row with the same lead id")]


def test_of_different_rows_with_one_id_the_latest_change_counts_where_the_file_tells(home):
    columns = "lead_id,created_at,source,updated_at"
    home.load(leads=leads("L-1,2026-01-05,New,2026-03-01", "L-1,2026-01-05,Old,2026-02-01", columns=columns))
    assert home.rows("select source from canonical.leads") == [("New",)]


def test_a_later_file_replaces_what_changed_and_leaves_the_rest(home):
    home.load(first=leads("L-1,2026-01-05,Webinar,1", "L-2,2026-01-05,Webinar,1"))
    account = home.take(
        second=leads("L-1,2026-01-05,Webinar,1", "L-2,2026-01-05,Referral,1", "L-3,2026-01-07,Webinar,1")
    )
    assert account.counts == (3, 2, 1, 0, 0)
    assert home.rows("select lead_id, source, load_id from canonical.leads order by 1") == [
        ("L-1", "Webinar", 1),
        ("L-2", "Referral", 2),
        ("L-3", "Webinar", 2),
    ]


def test_columns_that_a_later_file_does_not_have_stay_as_they_are(home):
    home.load(first=leads("L-1,2026-01-05,Webinar,1"))
    home.load(second=leads("L-1,2026-01-06", columns="lead_id,created_at"))
    assert home.rows("select created_at::varchar, source from canonical.leads") == [
        ("2026-01-06 00:00:00+00", "Webinar")
    ]


def test_ids_stay_whole_texts(home):
    home.load(leads=leads("5805028000055525099,2026-01-05,x,1", "007,2026-01-05,x,1"))
    assert home.rows("select lead_id from canonical.leads order by 1") == [("007",), ("5805028000055525099",)]


def test_a_reopened_deal_loses_its_outcome(home):
    home.load(leads=leads(GOOD), outcomes="lead_id,outcome,closed_at\nL-0,lost,2026-02-01\n")
    account = home.take(reopened="lead_id,outcome,closed_at\nL-0,open,\n")
    assert account.counts == (1, 1, 0, 0, 0)
    assert home.rows("select outcome from canonical.outcomes where is_present") == [("open",)]


def test_a_win_without_a_date_is_a_win(home):
    report = home.load(leads=leads(GOOD), outcomes="lead_id,outcome,closed_at\nL-0,Won,\n")
    assert home.rows("select outcome, closed_at from canonical.outcomes") == [("won", None)]
    assert "1 won deals have no closing date: they count as won and in no duration" in report.files[1].notes


def test_a_touch_must_name_somebody_and_may_wait_for_its_lead(home):
    account = home.load(
        leads=leads(GOOD),
        touches="touch_id,lead_id,contact_id,at,kind\nT-1,L-0,,2026-01-06,call\nT-2,,,2026-01-06,call\n"
        "T-3,L-9,,2026-01-06,call\n",
    ).files[1]
    assert account.counts == (3, 2, 0, 0, 1)
    assert account.reasons == (("names neither a lead nor a contact", 1),)
    assert account.notes == ("1 touches name a lead that is not known: they wait for it",)


def test_spend_needs_its_amount_and_zero_is_an_amount(home):
    spend = "date,source,amount,currency\n2026-01-05,Google Ads,0,USD\n2026-01-05,Google Ads,much,USD\n"
    assert home.take(spend=spend).counts == (2, 1, 0, 0, 1)
    assert home.quarantine()[0][1:] == ("amount", "much", "is no amount")


def test_a_row_whose_id_is_blank_is_as_one_of_a_file_without_ids(home):
    touches = "touch_id,lead_id,at,kind\nT-1,L-0,2026-01-06,call\n,L-0,2026-01-07,call\n-,L-0,2026-01-08,call\n"
    spend = "spend_id,date,source,amount\nS-1,2026-01-05,Google Ads,10\n" + ",2026-01-05,Google Ads,20\n" * 2
    report = home.load(leads=leads(GOOD), touches=touches, spend=spend)
    assert [each.counts for each in report.files[1:]] == [(3, 3, 0, 0, 0), (3, 3, 0, 0, 0)]
    assert home.rows("select count(distinct touch_id) from canonical.touches") == [(3,)]
    assert home.take(corrected=spend.replace(",20\n", ",30\n")).count_quarantined == 0
    assert home.rows("select sum(amount) from canonical.spend") == [(70,)]


def test_offsets_are_kept_and_other_times_are_of_the_business_zone(home):
    home.folder.mkdir()
    text = DEFAULT_FILE.read_text().replace('time_zone = "UTC"', 'time_zone = "Europe/Berlin"')
    (home.folder / "definitions.toml").write_text(text)
    home.load(
        leads=leads(
            "L-1,2026-01-05,x,1",
            "L-2,2026-01-05 10:00,x,1",
            "L-3,2026-01-05T10:00:00+05:30,x,1",
            "L-4,2026-01-05T10:00:00Z,x,1",
        )
    )
    assert home.rows("select created_at::varchar from canonical.leads order by lead_id") == [
        ("2026-01-04 23:00:00+00",),
        ("2026-01-05 09:00:00+00",),
        ("2026-01-05 04:30:00+00",),
        ("2026-01-05 10:00:00+00",),
    ]


def test_the_same_bytes_under_another_name_are_already_loaded(home):
    home.load(leads=leads(GOOD))
    assert "load #1" in home.load(copied=leads(GOOD)).already


def test_a_misspelt_optional_column_is_named(home):
    account = home.take(leads=leads("L-1,2026-01-05,Webinar", columns="lead_id,created_at,sorce"))
    assert account.notes == ("columns that are not read: sorce", WITHOUT_SOURCE)


def test_unread_columns_that_look_useful_are_named(home):
    columns = "lead_id,created_at,Deal value,Rep,Source (first),Colour,amount"
    account = home.take(leads=leads("L-0,2026-01-05,5,Ada,Webinar,red,7", columns=columns))
    assert account.notes == (
        "columns that are not read: Deal value, Rep, Source (first), Colour",
        (
            "of these some look useful, 'Rep' like the owner, 'Source (first)' like the source: "
            "name them in a profile, or rename them, if they are"
        ),
        WITHOUT_SOURCE,
    )


def test_whether_a_lead_was_won_may_stand_in_its_own_row(home):
    written = ("1", "0", "yes", "No", "TRUE", "false", "", "perhaps")
    rows = (f"L-{place},Webinar,{word}" for place, word in enumerate(written))
    account = home.take(leads=leads(*rows, columns="lead_id,source,won"))
    assert account.counts == (8, 8, 0, 0, 0)
    won = "select lead_id, closed_at from canonical.outcomes where outcome = 'won' order by lead_id"
    assert home.rows(won) == [(f"L-{place}", None) for place in (0, 2, 4)]
    unread, no_day, _ = account.notes
    assert unread == "won: 1 values left out, is not one of won, lost, disqualified, open, not won: 'perhaps' (line 9)"
    assert no_day.startswith("8 leads have no day")


def test_not_won_takes_back_a_win_and_leaves_a_loss(home):
    home.load(leads=leads("A,Webinar,won", "B,Webinar,lost", columns="lead_id,source,outcome"))
    account = home.take(later=leads("A,Webinar,0", "B,Webinar,0", columns="lead_id,source,won"))
    assert account.counts == (2, 2, 0, 0, 0)
    present = "select lead_id, outcome from canonical.outcomes where is_present order by lead_id"
    assert home.rows(present) == [("A", "not won"), ("B", "lost")]


def test_a_lead_without_a_day_is_said_and_keeps_the_day_that_another_file_gave_it(home):
    home.load(leads=leads(GOOD))
    account = home.take(more=leads("L-0,SEO", "L-9,SEO", columns="lead_id,source"))
    assert account.notes == ("1 lead has no day: counted while no lead has one, left out once others do (created_at)",)
    assert home.rows("select lead_id, created_at is null from canonical.leads order by 1") == [
        ("L-0", False),
        ("L-9", True),
    ]


def test_a_name_is_cut_with_a_note_and_an_id_is_not(home):
    long = "x" * 5_000
    account = home.take(leads=leads(f"L-1,2026-01-05,{long},1", f"L-{long},2026-01-05,Webinar,1"))
    assert account.notes == ("source: 1 texts cut to 4,096 characters",)
    assert home.rows("select lead_id, length(source) from canonical.leads") == [("L-1", 4_096)]
    assert home.quarantine()[0][3] == "is longer than 4,096 characters"


def test_no_label_is_too_many(home):
    rows = [f"L-{number},2026-01-05,Webinar,1,c{number}" for number in range(120_000)]
    account = home.take(
        leads=leads(*rows, "L,2026-01-05,Webinar,1,eur", columns="lead_id,created_at,source,amount,currency")
    )
    assert account.notes[0].startswith("currency: 120000 values left out")
    assert home.rows("select currency, count(*) from canonical.leads group by 1 order by 1") == [
        ("EUR", 1),
        (None, 120_000),
    ]
