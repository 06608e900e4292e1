"""Stress test: what it says about small worlds, and whether its band holds on the sample."""

from datetime import timedelta

import numpy as np
import pytest

from analysis.forecasting import RESTS, STOPS
from analysis.scope import Scope
from analysis.statistics.forecast import FLOWS
from analysis.statistics.forecast_check import share_within
from analysis.statistics.horizon import months_before
from data import sample
from pages.leadership.stress import backtest, basis, forecast, stoppage
from pages.leadership.stress.outlook import look_ahead
from pages.parts import labels
from tests.worlds import Journey, Spend, on, warehouse_of

AS_OF = 364  # 31 December 2026


LARGEST = {"source": "google ads"}


def said(text):
    return labels.without_markdown(text).replace("\xa0", " ")


def card(model, name):
    return next(each for each in model.cards if each.name == name)


def steady(source, *, every=2, wins_each=4, amount=1_000.0, wait=40, **lead):
    """A lead every few days; each so-manieth is won after about a wait, the others are lost; the latest are open."""
    journeys = []
    for number, created in enumerate(range(0, AS_OF + 1, every)):
        outcome = "won" if number % wins_each == 0 else "lost"
        closed = created + wait - 4 + number % 9
        closing = (outcome, closed) if closed <= AS_OF else (None, None)
        journeys.append(Journey(source, {"lead": created}, *closing, amount, lead=lead))
    return journeys


def basis_of(warehouse, kind="channel", values=(), scope=None):
    return basis.ask(warehouse, scope or Scope(), kind=kind, values=tuple(values))


@pytest.fixture(scope="module")
def two():
    journeys = [
        *steady("google ads", owner="Ann", account_id="BIG", campaign="spring"),
        *steady("seo", every=4, amount=500.0, owner="Bob"),
    ]
    return warehouse_of(journeys, as_of=AS_OF, spend=[Spend("google ads", 350, 900)])


@pytest.fixture(scope="module")
def outlook(two):
    return look_ahead(basis_of(two), on(AS_OF + 1), 0.0, "USD")


def test_its_numbers_say_how_they_were_asked(two):
    model = forecast.build(two, Scope(), basis=basis_of(two))
    # The pipe at the end of the data, and the earlier ones that its band rests on.
    (aged,) = (each.values["known_by"] for each in model.asked if each.name == "lead_ages")
    assert max(aged) == on(AS_OF)
    assert len(aged) > 1
    assert {"arrivals", "win_days", "waiting", "stays", "shares"} <= {each.name for each in model.asked}


def test_the_largest_channel_is_tested_at_once(two):
    model = forecast.build(two, Scope(), basis=basis_of(two))
    assert said(model.title).startswith("If Paid search stopped on 1 Jan 2027, about $")
    assert "Jan 2027 to Jun 2027, the six whole months after the data ends" in model.facts
    assert [each.name for each in model.cards] == ["with-and-without", "missing", "carried-over", "replacement"]


def test_what_comes_in_steadily_is_expected_to_go_on(outlook):
    # Paid search: a lead every 2 days, a quarter won after 40 days: the 181 days to June bring 22.6 wins of 1,000 each
    stops = sum(outlook.expected(flow, by_amount=False).sum() for flow in ("carried", "lost"))
    assert stops == pytest.approx(181 / 2 / 4, rel=0.12), "between the 35th and 45th day one is as likely as another"
    assert outlook.expected("carried", "lost").sum() == pytest.approx(stops * 1_000, rel=0.1)
    # Those of the last 40 days of the year are in the pipe: 5 wins. All later ones would be new.
    assert outlook.expected("carried", by_amount=False).sum() == pytest.approx(5, abs=1)
    assert outlook.expected("carried", by_amount=False)[2:].sum() == pytest.approx(0, abs=0.1)


def test_a_channel_keeps_its_open_deals_and_an_owner_does_not(two):
    channel, owner = (
        look_ahead(basis_of(two, kind, [value]), on(AS_OF + 1), 0.0, "USD")
        for kind, value in (("channel", "Paid search"), ("owner", "Ann"))
    )
    assert owner.expected("carried").sum() == pytest.approx(0)
    # All leads of Paid search are Ann's: the same leads, the same curve.
    assert owner.expected("lost").sum() == pytest.approx(channel.expected("lost", "carried").sum())
    model = forecast.build(two, Scope(), basis=basis_of(two, "owner", ["Ann"]))
    assert said(model.title).startswith("If Ann left on")
    assert "its open deals at risk too" in model.facts


@pytest.mark.parametrize(
    ("kind", "value", "words"),
    [
        ("motion", "inbound", "If all inbound stopped"),
        ("source", "seo", "If seo stopped"),
        ("campaign", "spring", "If spring stopped"),
        ("account_id", "BIG", "If account BIG were lost"),
    ],
)
def test_every_kind_can_stop(two, kind, value, words):
    model = forecast.build(two, Scope(), basis=basis_of(two, kind, [value]))
    assert said(model.title).startswith(f"{words} on 1 Jan 2027, about $")
    assert stoppage.largest(two, Scope(), kind, on(AS_OF)) == (LARGEST.get(kind, value),)


def test_regained_and_later_days_lose_less(two):
    pipe = basis_of(two)
    none, half, whole = (look_ahead(pipe, on(AS_OF + 1), share, "USD") for share in (0.0, 0.5, 1.0))
    assert half.expected("lost").sum() == pytest.approx(none.expected("lost").sum() / 2)
    assert whole.expected("lost").sum() == 0
    later = look_ahead(pipe, on(AS_OF + 61), 0.0, "USD")
    assert 0 < later.expected("lost").sum() < none.expected("lost").sum()
    for each in (none, half, whole, later):
        assert each.expected(*FLOWS) == pytest.approx(none.expected(*FLOWS))
    assert (
        "nothing of the next six months would be missing"
        in forecast.build(two, Scope(), basis=pipe, regained=100).title
    )
    # A day before the end of the data cannot be undone: the first day that can be missed counts.
    assert forecast.build(two, Scope(), basis=pipe, on=on(5)).title == forecast.build(two, Scope(), basis=pipe).title


def test_two_channels_miss_what_each_would_miss(two):
    both, paid, seo = (
        look_ahead(basis_of(two, values=values), on(AS_OF + 1), 0.0, "USD").expected("lost")
        for values in (["Paid search", "Content and SEO"], ["Paid search"], ["Content and SEO"])
    )
    assert both == pytest.approx(paid + seo)


def test_a_replacement_without_recorded_spend_has_no_price(two):
    rows = card(forecast.build(two, Scope(), basis=basis_of(two, values=["Content and SEO"])), "replacement").numbers
    paid = rows.set_index("label").loc["Paid search"]
    # Content and SEO: 7.6 leads a month worth 500 each win; Paid search the same chance at 1,000: half as many
    assert paid["needed"] == pytest.approx(4, abs=1)
    assert paid["cost_per_lead"] == pytest.approx(900 / 45, rel=0.03)
    rows = card(forecast.build(two, Scope(), basis=basis_of(two, values=["Paid search"])), "replacement").numbers
    assert rows.set_index("label").loc["Content and SEO", ["cost_per_lead", "cost"]].isna().all()
    narrowed = Scope(owner=("Ann", "Bob"))
    model = forecast.build(two, narrowed, basis=basis_of(two, scope=narrowed))
    assert "not known" in card(model, "replacement").note, "spend does not know owners"


def test_without_amounts_wins_are_counted():
    journeys = [*steady("google ads", amount=None), *steady("seo", amount=None)]
    warehouse = warehouse_of(journeys, as_of=AS_OF)
    model = forecast.build(warehouse, Scope(), basis=basis_of(warehouse))
    assert "fewer wins would come in the next six months" in model.title
    assert "No won amount is recorded" in model.findings[0].sentence
    assert model.kpis[0].label == "Missing wins"


def test_without_enough_it_says_what_is_missing():
    none = warehouse_of([Journey("seo", {"lead": 3})], as_of=AS_OF)
    assert "outcomes" in forecast.build(none, Scope(), basis=basis_of(none)).empty
    few = warehouse_of(steady("seo")[:30], as_of=AS_OF)
    assert forecast.build(few, Scope(), basis=basis_of(few)).title == "Too early for a forecast"
    assert not backtest.build(few, Scope(), basis=basis_of(few)).cards


def test_what_is_not_there_or_has_no_name_is_said(two):
    gone = forecast.build(two, Scope(), basis=basis_of(two, values=["Webinar"]))
    assert gone.title == "Under these filters there is no lead of Webinar"
    nameless = warehouse_of(steady("seo"), as_of=AS_OF)
    assert "owner" in forecast.build(nameless, Scope(), basis=basis_of(nameless, "owner")).empty


def test_undated_wins_are_left_out_and_counted(two):
    undated = [Journey("seo", {"lead": 100}, "won", None, 900.0)] * 7
    warehouse = warehouse_of([*steady("google ads"), *steady("seo", every=4), *undated], as_of=AS_OF)
    pipe = basis_of(warehouse)
    assert pipe.undated == 7
    assert "7 wins without a day" in said(forecast.build(warehouse, Scope(), basis=pipe).findings[0].sentence)
    without = warehouse_of([*steady("google ads"), *steady("seo", every=4)], as_of=AS_OF)
    expected = [
        look_ahead(basis_of(each), on(AS_OF + 1), 0.0, "USD").expected(*FLOWS, by_amount=False)
        for each in (warehouse, without)
    ]
    # The seven count as leads that came in, so a rate may move, but no win does.
    assert expected[0] == pytest.approx(expected[1], rel=0.02)


def test_leads_from_before_wins_were_recorded_are_left_out():
    early = [Journey("seo", {"lead": created}) for created in range(120) for _ in range(3)]
    late = [
        Journey("seo", {"lead": created}, "won" if created % 2 else "lost", created + 1, 10.0)
        for created in range(120, AS_OF)
    ]
    warehouse = warehouse_of([*early, *late], as_of=AS_OF)
    pipe = basis_of(warehouse)
    assert pipe.late is not None
    assert "left out" in forecast.build(warehouse, Scope(), basis=pipe).findings[0].sentence
    outlook = look_ahead(pipe, on(AS_OF + 1), 0.0, "USD")
    streams = [stream for flow in outlook.forecast.flows.values() for stream in flow]
    wins = {is_new: sum(each.wins[-1] for each in streams if each.is_new == is_new) for is_new in (True, False)}
    assert sum(group.stock.leads for group in pipe.pipes.on(pipe.last)) >= 360
    assert wins[False] < 0.02 * wins[True], "360 old open leads carry next to nothing over"


def test_the_period_is_not_read(two):
    narrow = Scope(since=on(300), until=on(310))
    outlooks = [look_ahead(basis_of(two, scope=each), on(AS_OF + 1), 0.0, "USD") for each in (Scope(), narrow)]
    assert outlooks[0].expected(*FLOWS) == pytest.approx(outlooks[1].expected(*FLOWS))


def test_it_shows_where_the_band_is_left(outlook):
    below = outlook.expected("rest", "carried", "regained") < outlook.band(*FLOWS)[0]
    expected = outlook.basis.months.starts[int(np.argmax(below))] if below.any() else None
    assert outlook.shows_in == expected
    assert below.any(), "two thirds of everything cannot go unseen"


def test_a_back_test_knows_only_what_was_known(two):
    pipe = basis_of(two)
    checked = backtest.check(two, pipe)
    made_on = months_before(pipe.complete, 3)
    earlier = Scope(as_of=made_on)
    then = look_ahead(basis_of(two, scope=earlier), made_on + timedelta(days=500), 0.0, "USD")
    rows = checked[(checked["made_on"] == made_on) & (checked["series"] == "all") & ~checked["by_amount"]]
    assert rows["expected"].to_list() == pytest.approx(then.expected(*FLOWS, by_amount=False)[:3].tolist())
    # Paid search wins every 8 days from day 40 on: 4 of them in October, November or December
    own = checked[(checked["series"] == "own") & ~checked["by_amount"]].drop_duplicates("month").set_index("month")
    assert own["actual"].between(3, 5).all()
    assert checked["ahead"].max() <= 6
    assert (checked["month"] <= pipe.complete).all()


def test_the_sample_would_miss_the_channel_it_depends_on(sampled):
    planted = sample.read("truths")["paid_search_dependence"]["channel"]
    pipe = basis_of(sampled)
    assert pipe.stoppage.values == (planted,)
    outlook = look_ahead(pipe, pipe.last + timedelta(days=1), 0.0, "USD")
    share = outlook.expected("lost").sum() / outlook.expected(*FLOWS).sum()
    assert 0.2 < share < 0.45
    assert outlook.shows_in is not None
    parts = {part: sum(group.stock.leads for group in pipe.of(part)) for part in (STOPS, RESTS)}
    open_leads = sampled.rows(
        "select channel = 'Paid search', count(*) from marts.journeys where outcome = 'open' group by 1"
    )
    assert parts == {STOPS: dict(open_leads)[True], RESTS: dict(open_leads)[False]}


def test_the_band_holds_on_the_sample(sampled):
    checked = backtest.check(sampled, basis_of(sampled))
    assert checked["made_on"].nunique() >= 8
    held = share_within(checked[checked["series"] == "all"])
    assert 0.85 <= held.estimate <= 0.97
