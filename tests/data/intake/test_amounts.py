"""Amounts as people write them: what each text is, and how a column that can be read in two ways is told."""

from decimal import Decimal

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.intake import IntakeError, amounts
from data.intake.amounts import AmbiguousAmountsError, Signs, choose
from data.intake.currencies import CODES, SIGNS, WITHOUT_CENTS
from tests.data.intake.homes import leads

# text, with a decimal point, with a decimal comma
READINGS = (
    ("1234", "1234", "1234"),
    ("1,234.50", "1234.50", None),
    ("1.234,50", None, "1234.50"),
    ("1.500", "1.5", "1500"),
    ("12,500", "12500", "12.5"),
    ("0,500", None, "0.5"),  # no group begins with a zero
    ("01.500", "1.5", None),
    ("1.234.567", None, "1234567"),
    ("12,34,567.80", "1234567.80", None),  # lakhs
    ("US$ 38 075,75", None, "38075.75"),
    ("US$\u00a038\u00a0075,75", None, "38075.75"),
    ("38\t075,75", None, "38075.75"),
    ("1\u202f234,5", None, "1234.5"),
    ("1'234.50", "1234.50", None),
    ("1’234", "1234", "1234"),
    ("R$ 100.000", "100", "100000"),
    ("(1.000,00)", None, "-1000"),
    ("(€ 5)", "-5", "-5"),
    ("1.000,00-", None, "-1000"),
    ("1.000,00 −", None, "-1000"),
    ("-€5", "-5", "-5"),
    ("€-5", "-5", "-5"),
    ("+5", "5", "5"),
    ("1.000,-", None, "1000"),  # no cents, not negative
    ("1.000,--", None, "1000"),
    ("CHF 1'000.–", "1000", None),
    (".5", "0.5", None),
    ("€500", "500", "500"),
    ("500 €", "500", "500"),
    ("5 eur", "5", "5"),
    ("Rs. 500", "500", "500"),
    ("Kč 5", "5", "5"),
    # what is not guessed
    ("5k", None, None),
    ("1.5M", None, None),
    ("10%", None, None),
    ("500 MIO", None, None),
    ("TEUR 5", None, None),
    ("1e5", None, None),
    ("NaN", None, None),
    ("1,,5", None, None),
    ("--5", None, None),
    ("(-5)", None, None),
    ("5 - 7", None, None),
    ("$", None, None),
)


def read(text, decimal):
    with duckdb.connect() as connection:
        return connection.execute(f"select {amounts.amount_sql('$text', decimal)}", {"text": text}).fetchall()[0][0]


@pytest.mark.parametrize(("text", "point", "comma"), READINGS)
def test_a_text_is_this_amount(text, point, comma):
    expected = [None if each is None else Decimal(each) for each in (point or comma, comma or point)]
    assert [read(text, "point"), read(text, "comma")] == expected, "what one way reads only is read in that one"


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("€500", ["EUR"]),
        ("500 zł", ["PLN"]),
        ("US$ 1", ["USD"]),
        ("1 chf", ["CHF"]),
        ("SFr. 1", ["CHF"]),
        ("500", None),
    ],
)
def test_an_amount_names_its_currency(text, codes):
    with duckdb.connect() as connection:
        found = connection.execute(f"select {amounts.currencies_sql('$text')}", {"text": text}).fetchall()
    assert found == [(codes,)]


def test_signs_stand_for_currencies_that_there_are():
    assert {code for codes in SIGNS.values() for code in codes} | set(WITHOUT_CENTS) <= set(CODES)
    assert all(sign == sign.upper() for sign in SIGNS)


def written(value: Decimal, decimal: str, group: str, places: int) -> str:
    text = f"{value:,.{places}f}".replace(",", "G").replace(".", "C")
    return text.replace("G", group).replace("C", amounts.CENTS[decimal])


@given(
    value=st.decimals(min_value=-9_999_999, max_value=9_999_999, places=2),
    decimal=st.sampled_from(amounts.DECIMALS),
    group=st.sampled_from(["", " ", "\u00a0", "'", "other"]),
    currency=st.sampled_from(["", "€", "US$ ", "CHF "]),
)
def test_what_a_formatter_writes_is_read_back(value, decimal, group, currency):
    text = currency + written(value, decimal, amounts.GROUPING[decimal] if group == "other" else group, 2)
    assert read(text, decimal) == value


OPEN = Signs(0, 0, 3, has_dots_only=True, example=(1, "1.500"))


@pytest.mark.parametrize(
    ("evidence", "declared", "delimiter", "expected"),
    [
        ({"a": Signs(5, 0, 2)}, "comma", ",", "point"),  # the file contradicts the profile
        ({"a": Signs(0, 5, 2)}, None, ",", "comma"),
        ({"a": Signs(1, 99, 2)}, None, ",", "comma"),  # a slip
        ({"a": Signs(2, 3, 2)}, "comma", ";", None),  # both ways in one column
        ({"a": Signs(2, 3, 0)}, None, ",", "comma"),  # nothing is open: the others are unreadable
        ({"a": Signs(0, 0, 0)}, None, ";", "point"),
        ({"a": OPEN, "b": Signs(0, 4, 0)}, "point", ",", "comma"),  # the other amounts of the file tell
        ({"a": OPEN, "b": Signs(0, 4, 0), "c": Signs(4, 0, 0)}, None, ",", None),
        ({"a": OPEN}, "point", ";", "point"),
        ({"a": OPEN}, None, ";", "comma"),
        ({"a": OPEN}, None, ",", None),
        ({"a": Signs(0, 0, 3)}, None, ";", None),  # 12,500 has cents nowhere
    ],
)
def test_a_column_is_read_in_the_way_that_the_file_tells(evidence, declared, delimiter, expected):
    if expected is None:
        with pytest.raises(AmbiguousAmountsError):
            choose(evidence, declared, delimiter)
    else:
        assert choose(evidence, declared, delimiter)["a"] == expected


def spend(*rows, delimiter=","):
    return "\n".join(
        delimiter.join(row)
        for row in [("date", "source", "amount", "currency"), *(("2026-02-03", "SEO", *r) for r in rows)]
    )


def amounts_of(home, table="spend"):
    return [str(value) for (value,) in home.rows(f"select amount::varchar from canonical.{table} order by amount")]


def test_amounts_with_two_readings_are_refused_in_a_sentence_until_somebody_says_which(home):
    with pytest.raises(IntakeError) as refused:
        home.load(spend=spend(("900", "EUR"), ("2.750", "EUR")))
    assert str(refused.value) == (
        "spend.csv has amounts in the column 'amount' that can be read in two ways: '2.750' on line 3. "
        "Say what parts the cents with --decimal comma or --decimal point."
    )
    home.load(spend=spend(("900", "EUR"), ("2.750", "EUR")), _decimal="comma")
    assert amounts_of(home) == ["900.00", "2750.00"]


def test_a_comma_before_three_digits_is_asked_about_too(home):
    with pytest.raises(IntakeError, match="two ways: '2,750' on line 3"):
        home.load(spend=spend(("900", "EUR"), ("2,750", "EUR"), delimiter=";"))


def test_a_semicolon_tells_and_what_it_told_is_noted(home):
    account = home.take(spend=spend(("2.750", "EUR"), ("3.100", "EUR"), delimiter=";"))
    assert amounts_of(home) == ["2750.00", "3100.00"]
    assert account.notes[0] == "amount: 2 amounts such as '2.750' (line 2) are read with a decimal comma"


def test_a_currency_without_cents_tells(home):
    home.load(spend=spend(("2.750", "JPY"), ("3.100", "JPY")))
    assert amounts_of(home) == ["2750.00", "3100.00"]


def test_an_amount_brings_its_currency_and_must_not_contradict_its_row(home):
    account = home.take(spend=spend(("€50", ""), ("$60", "CAD"), ("€70", "USD"), ("80", "USD")))
    assert home.rows("select currency, amount::integer from canonical.spend order by 2") == [
        ("EUR", 50),
        ("CAD", 60),
        ("USD", 80),
    ]
    assert account.counts == (4, 3, 0, 0, 1)
    assert home.quarantine() == [(4, "amount", "€70", "is not in USD, as its row says")]


def test_a_lead_takes_the_currency_that_its_amount_names(home):
    home.load(leads=leads("L-1,2026-01-05,SEO,€50", "L-2,2026-01-05,SEO,$60", "L-3,2026-01-05,SEO,70"))
    assert home.rows("select currency, amount::integer from canonical.leads order by 2") == [
        ("EUR", 50),
        ("USD", 60),
        (None, 70),
    ]


def test_an_outcome_in_another_currency_is_not_added_to_the_businesss_own(home):
    home.load(leads=leads("L-1,2026-01-05,SEO,€1", "L-2,2026-01-05,SEO,1"))
    account = home.take(outcomes="lead_id,outcome,closed_at,amount\nL-1,won,2026-02-01,€50\nL-2,won,2026-02-01,€60\n")
    assert home.rows("select lead_id, amount::integer from canonical.outcomes order by 1") == [
        ("L-1", 50),
        ("L-2", None),
    ]
    assert account.notes == (
        "amount: 1 values left out, is in EUR, and what is known of its row is in USD: '€60' (line 3)",
    )


def test_shorthand_is_refused_with_column_row_and_value(home):
    home.load(spend=spend(("10", "USD"), ("5k", "USD"), ("10%", "USD")))
    assert home.quarantine() == [
        (3, "amount", "5k", "is no amount"),
        (4, "amount", "10%", "is no amount"),
    ]
