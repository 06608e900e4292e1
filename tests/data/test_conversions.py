"""Amounts in other currencies: a slow twin of their conversion, its laws, and its edges."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from data import definitions
from data.names import RATE_DAYS
from tests.analysis.reading import CURRENCY, Lead
from tests.worlds import Journey, Spend, on, warehouse_of

ADS = "google ads"
EUROS = definitions.text().replace('currency = "USD"', 'currency = "EUR"')


def rate(number, value, currency="EUR", into="USD"):
    return {"day": on(number), "currency": currency, "into_currency": into, "rate": value}


def converted(journeys=(), spend=(), rates=(), **world):
    return warehouse_of(journeys, spend=spend, rows={"exchange_rates": rates} if rates else {}, **world)


def amounts_of(warehouse):
    found = warehouse.rows("select amount::double, is_foreign_currency from marts.journeys order by lead_id")
    return [("out" if is_foreign else "in", amount) for amount, is_foreign in found]


def spend_of(warehouse):
    return warehouse.rows("select sum(amount)::double from marts.spend_days where not is_foreign_currency")[0][0] or 0


def fates(warehouse):
    return {(row.currency, row.kind): row.fate for row in warehouse.ask("conversions").itertuples()}


def won(amount, closed, currency="EUR"):
    return Journey(ADS, {"lead": 0}, "won", closed, amount, lead={"currency": currency})


def worth(currency: str, day: date | None, rates: list[dict], own: str = CURRENCY) -> float | None:
    """What one unit is worth on a day, by walking back from it: the slow twin."""
    if currency == own or day is None:
        return 1 if currency == own else None
    for back in range(RATE_DAYS + 1):
        told: dict[tuple[str, str], float] = {}
        for each in rates:
            if each["day"] == day - timedelta(days=back):
                pair = each["currency"], each["into_currency"]
                told |= {pair: each["rate"], pair[::-1]: 1 / each["rate"]}
        if (currency, own) in told:
            return told[currency, own]
        for via in sorted({name for name, _ in told}):
            if (currency, via) in told and (via, own) in told:
                return told[currency, via] * told[via, own]
    return None


# Every currency, closed on every kind of day: with a rate of its own, soon or long after one, before any, unknown.
CODES = (None, CURRENCY, "EUR", "GBP", "CHF", "SEK")
CLOSED = (0, 3, 4.5, 8, 40, 44, 90, None)
JOURNEYS = [
    Journey(ADS, {"lead": 0}, outcome, closed, 10 + place, lead={"currency": code}, closed_amount=own)
    for place, closed in enumerate(CLOSED)
    for code in CODES
    for outcome, own in (("won", None), ("lost", 7))
] + [Journey(ADS, {"lead": 0}, None, None, 5, lead={"currency": code}) for code in CODES]
SPENT = [Spend(ADS, day, 3 + day, code) for day in (0, 3, 8, 40, 90) for code in CODES]
# Euros straight, pounds the other way round from day 8 on, francs by way of euros and of pounds.
RATES = [
    *(rate(day, value) for day, value in ((1, 1.25), (3, 0.5), (8, 2), (9, 3), (44, 4))),
    *(rate(day, value, CURRENCY, "GBP") for day, value in ((8, 0.5), (42, 0.8))),
    *(
        rate(day, value, "CHF", into)
        for day, value, into in ((3, 4, "EUR"), (8, 8, "GBP"), (43, 5, "EUR"), (44, 5, "EUR"))
    ),
]
AS_OF = 100


def test_amounts_are_worth_what_the_slow_twin_says():
    warehouse, end = converted(JOURNEYS, SPENT, RATES, as_of=AS_OF), on(AS_OF)
    found = dict(warehouse.rows("select lead_id, (amount::double, is_foreign_currency) from marts.journeys"))
    fates = set()
    for number, journey in enumerate(JOURNEYS):
        lead = Lead(journey, end)
        value = worth(journey.lead["currency"] or CURRENCY, end if lead.outcome == "open" else lead.closed_on, RATES)
        own = lead.amount if value is None else round(lead.amount * value, 2)
        assert found[f"lead-{number}"] == (pytest.approx(own), value is None), journey
        fates.add((journey.lead["currency"], value))
    assert len(fates) >= 15  # the world is rich enough
    spent = [line.amount * (worth(line.currency or CURRENCY, on(line.day), RATES) or 0) for line in SPENT]
    assert spend_of(warehouse) == pytest.approx(sum(spent))
    told = warehouse.ask("conversions")
    has_rate = [
        worth(line.currency, on(line.day), RATES) is not None for line in SPENT if line.currency not in CODES[:2]
    ]
    done = told[(told["kind"] == "spend") & (told["fate"] == "converted")]
    assert done["amounts"].sum() == sum(has_rate)


def test_a_rate_of_1_counts_amounts_as_if_they_were_in_the_own_currency():
    at_par = [rate(day, 1, code) for day in range(-1, AS_OF + 1) for code in CODES[2:]]
    world = converted(JOURNEYS, SPENT, at_par, as_of=AS_OF)
    own = [replace(journey, lead={}) for journey in JOURNEYS]
    same = converted(own, [replace(line, currency=None) for line in SPENT], as_of=AS_OF)
    counted = "select amount, amount_while_open from marts.journeys order by lead_id"
    assert (world.rows(counted), spend_of(world)) == (same.rows(counted), spend_of(same))


def test_doubling_all_rates_doubles_foreign_amounts_only():
    # Only rates into the own currency: what is made of two rates would be four times as large, or the same.
    rates = [rate(day, value, code) for day, value in ((1, 1.25), (8, 2), (44, 4)) for code in ("EUR", "GBP")]
    doubled = [each | {"rate": each["rate"] * 2} for each in rates]
    select = "select lead_id, amount, amount_while_open, is_foreign_currency from marts.journeys order by lead_id"
    before, after = (converted(JOURNEYS, (), each, as_of=AS_OF).rows(select) for each in (rates, doubled))
    for (lead_id, *amounts, is_foreign), now in zip(before, after, strict=True):
        code = JOURNEYS[int(lead_id.removeprefix("lead-"))].lead["currency"]
        times = 1 if is_foreign or code in CODES[:2] else 2
        assert now == (lead_id, *(each * times for each in amounts), is_foreign)


def test_a_deal_has_the_rate_of_the_latest_day_up_to_its_closing():
    # Friday 2 January 1.10, Monday the 5th 1.30: won on Sunday the 4th, 100 × 1.10; open on the 9th, 100 × 1.30.
    journeys = [won(100, 3), Journey(ADS, {"lead": 0}, None, None, 100, lead={"currency": "EUR"})]
    assert amounts_of(converted(journeys, (), [rate(1, 1.1), rate(4, 1.3)], as_of=8)) == [("in", 110), ("in", 130)]


def test_a_rate_is_not_older_than_a_month_and_never_of_a_later_day():
    journeys = [won(10, RATE_DAYS), won(10, RATE_DAYS + 1), won(10, 40)]
    warehouse = converted(journeys, [], [rate(0, 2), rate(41, 3)], as_of=50)
    assert amounts_of(warehouse) == [("in", 20), ("out", 10), ("out", 10)]
    assert warehouse.ask("unknowns")[["kind", "name", "records"]].to_numpy().tolist() == [
        ["amount not converted", "EUR, deals: no rate of its day or shortly before", 2]
    ]


def test_why_an_amount_is_not_converted_is_told_by_its_currency():
    journeys = [won(10, None), won(10, 3, "CHF"), won(9e15, 3, "GBP")]
    spend = [Spend(ADS, 3, 10, "CHF")]
    rates = [rate(0, 2), rate(0, 2, "GBP")]
    assert fates(converted(journeys, spend, rates)) == {
        ("EUR", "deals"): "its day is not known",
        ("CHF", "deals"): "no rate is loaded",
        ("CHF", "spend"): "no rate is loaded",
        ("GBP", "deals"): "too large to be converted",
    }


def test_rates_outlive_a_change_of_the_currency_of_the_definitions():
    # Loaded where dollars counted: a euro was 1.25 dollars, a pound 1.50. In euros a dollar is 0.80, a pound 1.20.
    journeys, rates = [won(10, 3, "USD"), won(10, 3, "GBP"), won(10, 3)], [rate(3, 1.25), rate(3, 1.5, "GBP")]
    assert amounts_of(converted(journeys, (), rates)) == [("in", 10), ("in", 15), ("in", 12.5)]
    assert amounts_of(converted(journeys, (), rates, toml=EUROS)) == [("in", 8), ("in", 12), ("in", 10)]


def test_a_rate_told_directly_counts_before_one_told_the_other_way_round():
    both = [rate(3, 1.25), rate(3, 2, "USD", "EUR")]
    assert amounts_of(converted([won(10, 3)], (), both)) == [("in", 12.5)]
    assert amounts_of(converted([won(10, 3)], (), both[1:])) == [("in", 5)]
