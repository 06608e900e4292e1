"""Exchange rates come in like other files: by day or by month, of one pair a row or of many a column."""

from tests.data.intake.homes import leads

RATES = (
    "select strftime(day, '%Y-%m-%d'), currency, into_currency, rate::double from canonical.exchange_rates order by all"
)


def test_a_rate_is_of_a_day_or_of_a_month_and_into_the_own_currency_unless_it_says_so(home):
    account = home.take(
        rates="day,currency,rate,into_currency\n2026-03-02,eur,1.0845,\n2026-03,CHF,1.13,USD\n2026-03-02,CHF,1.0412,EUR\n"
    )
    assert (account.role, account.counts) == ("exchange_rates", (3, 3, 0, 0, 0))
    assert home.rows(RATES) == [
        ("2026-03-01", "CHF", "USD", 1.13),
        ("2026-03-02", "CHF", "EUR", 1.0412),
        ("2026-03-02", "EUR", "USD", 1.0845),
    ]


def test_the_rate_told_last_counts_and_a_small_one_keeps_its_digits(home):
    home.load(rates="day,currency,rate\n2026-03-02,VND,0.000037415\n")
    assert home.take(rates="day,currency,rate\n2026-03-02,VND,0.000038001\n").counts == (1, 1, 0, 0, 0)
    assert home.rows(RATES) == [("2026-03-02", "VND", "USD", 0.000038001)]


def test_what_is_no_rate_is_kept_aside(home):
    rows = ("EUR,1.0845", "CHF,0", "GBP,-1.2", "Euro,1.08", "SEK,", "NOK,low", "USD,1.1", ",1.1")
    account = home.take(rates="\n".join(["day,currency,rate", *(f"2026-03-02,{row}" for row in rows), ""]))
    assert account.counts == (8, 1, 0, 0, 7)
    assert [reason for *_, reason in home.quarantine()] == [
        "is no rate: it must be above 0",
        "is no rate: it must be above 0",
        "is not a currency code of three letters",
        "no rate",
        "is no rate",
        "is a rate of a currency into itself",
        "no currency",
    ]


def test_rates_with_a_decimal_comma_are_read_as_their_column_tells(home):
    home.load(rates="day;currency;rate\n2026-03-02;EUR;1,085\n2026-03-03;EUR;1,0861\n")
    assert [rate for *_, rate in home.rows(RATES)] == [1.085, 1.0861]


def test_reference_rates_of_the_euro_stand_in_a_column_a_currency(home):
    text = "Date,USD,JPY,CYP,GBP,CHF,\n2026-03-03,1.0861,163.2,N/A,0.85,0.95,\n2026-03-02,1.0845,162.9,N/A,0.84,none,\n"
    account = home.take(rates=text)
    assert (account.profile, account.counts) == ("euro-reference-rates", (2, 2, 0, 0, 0))
    found = home.rows(RATES)
    assert len(found) == 7  # two days of four currencies, one of them without a rate on one
    assert found[0] == ("2026-03-02", "EUR", "GBP", 0.84)


def test_a_load_says_how_many_amounts_are_in_which_other_currencies(home):
    rows = leads(
        "L-1,2026-01-05,seo,5,EUR",
        "L-2,2026-01-05,seo,5,",
        "L-3,2026-01-05,seo,,EUR",
        columns="lead_id,created_at,source,amount,currency",
    )
    assert (
        "1 amount in another currency (EUR 1): in sums where a rate of its day is loaded" in home.take(leads=rows).notes
    )
