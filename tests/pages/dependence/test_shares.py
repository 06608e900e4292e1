"""Dependence: what it says about small worlds, and the truths of the sample that it should find."""

import random
import re
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from analysis.claims.shares import GRAINS
from analysis.claims.shares import ask as shares_of
from analysis.question import MEASURES
from analysis.scope import Scope
from analysis.statistics.bootstrap import unbiased_hhi
from data import sample
from pages.leadership.dependence import over_time, shares
from pages.parts import labels
from tests.worlds import Journey, on, warehouse_of


def card(model, name):
    return next(each for each in model.cards if each.name == name)


def said(text):
    return labels.without_markdown(text).replace("\xa0", " ")


def lead(source, day=0, **more):
    return Journey(source, {"lead": day}, **more)


def won(source, amount=None, account=None, day=0):
    return Journey(source, {"lead": day}, "won", day + 9, amount, lead={"account_id": account})


def world(**sources):
    return warehouse_of([lead(source.replace("_", " ")) for source, count in sources.items() for _ in range(count)])


def test_a_channel_above_the_threshold_is_the_title():
    # 60 of 100; Wilson's interval 50 to 69% lies above 40%
    model = shares.build(world(google_ads=60, seo=20, webinar=20), Scope(), measure="leads")
    assert model.title.replace("\xa0", " ") == "Paid search brings 60% of leads, above the 40% threshold"
    assert [finding.surely for finding in model.findings] == ["clear"]


def test_an_interval_that_spans_the_threshold_cannot_be_told():
    # 42 of 100: 33 to 52%
    model = shares.build(world(google_ads=42, seo=30, webinar=28), Scope(), measure="leads")
    assert (
        said(model.title) == "Cannot tell yet whether Paid search is above the 40% threshold: 42% of leads (33 to 52%)"
    )
    assert [finding.surely for finding in model.findings] == ["cannot tell yet"]


def test_a_share_that_is_probably_above_is_weak():
    # 47 of 100: 95% interval 37 to 57%, 80% interval 41 to 53%
    model = shares.build(world(google_ads=47, seo=27, webinar=26), Scope(), measure="leads")
    assert "probably above" in model.title
    assert [finding.surely for finding in model.findings] == ["weak"]


def test_even_channels_are_no_finding():
    model = shares.build(
        world(google_ads=40, seo=40, webinar=40, cold_email=40, cold_call=40), Scope(), measure="leads"
    )
    assert said(model.title).startswith("No channel is above the 40% threshold: the largest,")
    assert model.findings == ()


def test_the_threshold_of_the_definitions_decides():
    journeys = [lead(source) for source in ("google ads", "seo", "webinar", "cold email") for _ in range(40)]
    text = (
        Path("data/definitions.toml")
        .read_text(encoding="utf-8")
        .replace("channel_share = 0.40", "channel_share = 0.15")
    )
    model = shares.build(warehouse_of(journeys, toml=text), Scope(), measure="leads")
    assert model.title.endswith("above the 15% threshold")


def test_three_leads_are_too_few_to_speak_of_dependence():
    model = shares.build(world(google_ads=3), Scope(), measure="leads")
    assert said(model.title).startswith("Cannot tell yet whether Paid search is above")


def test_one_channel_alone_has_an_effective_number_of_one():
    model = shares.build(world(google_ads=60), Scope(), measure="leads")
    assert said(model.title) == "Paid search brings 100% of leads, above the 40% threshold"
    assert model.kpis[0].value == "1"
    assert card(model, "shares").title == "All with a name come from Paid search"


def test_the_effective_number_is_the_unbiased_one():
    model = shares.build(world(google_ads=6, seo=3, webinar=1), Scope(), measure="leads")
    # (10 * (.36 + .09 + .01) - 1) / 9 = 0.4; 1 / 0.4 = 2.5
    assert model.kpis[0].value == "2.5"
    assert "HHI 0.40" in model.kpis[0].help


def test_leads_without_a_channel_count_but_are_never_the_finding():
    nameless = [lead(None)] * 70
    model = shares.build(warehouse_of([*nameless, *[lead("seo")] * 30]), Scope(), measure="leads")
    assert said(model.title).startswith(
        "No channel is above the 40% threshold: the largest, Content and SEO, brings 30%"
    )
    assert "70% without a channel" in model.facts
    numbers = card(model, "shares").numbers
    assert numbers["share"].sum() == pytest.approx(1)
    assert numbers["leads"].sum() == 100


@pytest.mark.parametrize("measure", MEASURES)
def test_shares_add_up_at_every_grain(measure):
    sides = [("google ads", 900), ("seo", 300), ("cold email", 100)]
    journeys = [
        replace(won(source, amount), lead=dict.fromkeys(("campaign", "segment", "region", "owner"), source))
        for source, amount in sides * 4
    ]
    warehouse = warehouse_of([*journeys, lead("webinar")])
    for grain in GRAINS:
        numbers = card(shares.build(warehouse, Scope(), measure=measure, grain=grain), "shares").numbers
        assert numbers["share"].sum() == pytest.approx(1)


def test_one_large_deal_is_less_sure_than_many_small_ones():
    lumpy = warehouse_of([won("google ads", 1000), *[won("seo", 100)] * 5])
    even = warehouse_of([*[won("google ads", 100)] * 10, *[won("seo", 100)] * 5])
    wide, narrow = (shares_of(each, Scope(), "channel", "won_amount").largest for each in (lumpy, even))
    assert wide["share"] == narrow["share"] == pytest.approx(2 / 3)
    assert wide["high"] - wide["low"] > narrow["high"] - narrow["low"]


@pytest.mark.parametrize("measure", ["opportunities", "won", "won_amount"])
def test_nothing_of_a_measure_says_what_to_do(measure):
    model = shares.build(world(google_ads=3), Scope(), measure=measure)
    assert model.empty
    assert "3\xa0leads" in model.facts


def test_an_empty_scope_says_so():
    model = shares.build(world(google_ads=3), Scope(channel=()), measure="leads")
    assert model.empty
    assert not model.cards


def test_without_any_name_there_is_nothing_to_depend_on():
    model = shares.build(warehouse_of([lead(None)] * 9), Scope(), measure="leads")
    assert model.title == "No channel is recorded here"
    assert "source" in model.empty
    assert not model.cards


def test_negative_amounts_have_no_shares():
    model = shares.build(warehouse_of([won("google ads", 100), won("seo", -100)]), Scope(), measure="won_amount")
    assert "less than nothing" in model.empty


def test_the_share_that_grows_is_followed():
    # Paid search: 5, 15, 25, ... of about 100 leads a month
    journeys = []
    for month in range(8):
        paid = 5 + 10 * month
        journeys += [lead("google ads", 31 * month)] * paid
        for source in ("seo", "webinar", "cold email"):
            journeys += [lead(source, 31 * month)] * ((100 - paid) // 3)
    model = shares.build(warehouse_of(journeys), Scope(), measure="leads")
    assert "Paid search gains" in card(model, "shares by month").title
    trend = over_time.build(warehouse_of(journeys), Scope(), measure="leads", grain="channel")
    assert card(trend, "concentration").title.startswith("Dependence rises")
    assert trend.title.startswith("Dependence rises")


def test_shares_that_stay_do_not_grow():
    journeys = [
        lead(source, 31 * month) for month in range(8) for source in ("google ads", "seo", "webinar") for _ in range(20)
    ]
    model = shares.build(warehouse_of(journeys), Scope(), measure="leads")
    assert card(model, "shares by month").title == "No share of the largest channels clearly grows"
    trend = over_time.build(warehouse_of(journeys), Scope(), measure="leads", grain="channel")
    assert card(trend, "concentration").title == trend.title
    assert trend.title == "Cannot tell yet whether dependence on few channels rises or falls"


def test_a_few_months_are_no_trend():
    model = shares.build(world(google_ads=30), Scope(), measure="leads")
    assert card(model, "shares by month").title == "Too few months for a trend"
    trend = over_time.build(world(google_ads=30), Scope(), measure="leads", grain="channel")
    assert card(trend, "concentration").figure is None
    assert trend.title == "Cannot tell yet whether dependence rises: too few months"


def test_the_account_that_carries_its_channel_is_a_finding():
    # 24 of 36 equal deals of Trade show are one account's; Webinar has 36 accounts with one deal each
    deals = [won("trade show", 100, "BIG")] * 24 + [won("trade show", 100, f"T{n}") for n in range(12)]
    model = shares.build(
        warehouse_of([*deals, *[won("webinar", 100, f"W{n}") for n in range(36)]]), Scope(), measure="leads"
    )
    row = card(model, "largest accounts").numbers.iloc[0]
    assert (row["label"], row["name"]) == ("Trade show", "BIG")
    assert row["share"] == pytest.approx(24 / 36)
    assert any(
        "Account BIG carries" in said(finding.sentence) and finding.surely == "clear" for finding in model.findings
    )


def test_without_accounts_or_amounts_it_says_what_to_load():
    no_accounts = shares.build(warehouse_of([won("webinar", 100)] * 9), Scope(), measure="leads")
    no_amounts = shares.build(warehouse_of([won("webinar", None, "A")] * 9), Scope(), measure="leads")
    assert "account_id" in card(no_accounts, "largest accounts").empty
    assert "amount" in card(no_amounts, "largest accounts").empty


def test_beside_each_number_stands_the_trend_of_all_pages():
    # Paid search: 5, 15, 25, ... of about 100 leads a month; the other three share the rest
    journeys = []
    for month in range(8):
        paid = 5 + 10 * month
        journeys += [lead("google ads", 31 * month)] * paid
        for source in ("seo", "webinar", "cold email"):
            journeys += [lead(source, 31 * month)] * ((100 - paid) // 3)
    warehouse = warehouse_of(journeys)
    model = shares.build(warehouse, Scope(), measure="leads")
    assert model.kpis[0].slope == "dependence rises"
    gained = model.kpis[1].slope.replace("\xa0", " ")
    assert re.fullmatch(r"\+1[12]\d points of the leads a year", gained), "10 of 100 a month are 120 points a year"
    assert model.kpis[3].slope.startswith("+"), "two of the other three are inbound, and Paid search is"
    # The period does not move the trend: it has a window of its own.
    short = Scope(since=on(150))
    assert shares.build(warehouse, short, measure="leads").kpis[1].slope == model.kpis[1].slope


@pytest.mark.parametrize("seed", range(4))
def test_random_even_data_yields_no_finding(seed):
    draw = random.Random(seed)
    sources = ("google ads", "seo", "webinar", "cold email", "cold call", "referral")
    journeys = [
        Journey(
            draw.choice(sources),
            {"lead": draw.randrange(360)},
            "won",
            400,
            draw.lognormvariate(9, 0.8),
            lead={
                "owner": f"O{draw.randrange(10)}",
                "segment": f"S{draw.randrange(4)}",
                "campaign": f"C{draw.randrange(12)}",
                "account_id": f"A{draw.randrange(80)}",
            },
        )
        for _ in range(150)
    ]
    model = shares.build(warehouse_of(journeys, as_of=420), Scope(), measure="leads")
    assert [finding.sentence for finding in model.findings if finding.surely != "cannot tell yet"] == []
    assert "No share" in card(model, "shares by month").title


def year_of(warehouse):
    return Scope(since=warehouse.as_of - timedelta(days=364), until=warehouse.as_of + timedelta(days=1))


def test_the_sample_shows_the_growing_dependence(sampled):
    planted = sample.read("truths")["paid_search_dependence"]
    scope = year_of(sampled)
    model = shares.build(sampled, scope, measure="leads")
    assert model.title.startswith(planted["channel"])
    assert "above the 40% threshold" in model.title
    assert model.findings[0].surely == "clear"
    assert card(model, "shares by month").title.startswith(f"{planted['channel']} gains")
    assert over_time.build(sampled, scope, measure="leads", grain="channel").title.startswith("Dependence rises")
    assert model.kpis[1].slope.startswith("+")


def test_without_that_channel_the_sample_has_no_dependence_on_one(sampled):
    planted = sample.read("truths")["paid_search_dependence"]["channel"]
    others = tuple(channel for channel in sampled.choices("channel") if channel != planted)
    model = shares.build(sampled, Scope(channel=others), measure="leads")
    assert model.title.startswith("No channel is above")


def test_the_sample_shows_the_account_that_carries_its_channel(sampled):
    planted = sample.read("truths")["anchor_account"]
    model = shares.build(sampled, Scope(), measure="won_amount")
    row = card(model, "largest accounts").numbers.iloc[0]
    assert (row["label"], row["name"]) == (planted["channel"], planted["account_id"])
    assert any(planted["account_id"] in said(finding.sentence) for finding in model.findings)
    assert row["low"] > sampled.definitions.thresholds.account_share


def test_effective_number_lies_between_one_and_the_number_of_channels(sampled):
    for measure in MEASURES:
        found = shares_of(sampled, Scope(), "channel", measure)
        number = found.concentration.effective_number
        assert 1 <= number.low <= number.estimate <= number.high <= len(found.rows)


def test_merging_two_channels_never_lowers_the_index(sampled):
    counts = shares_of(sampled, Scope(), "channel", "leads").rows["value"].astype(int)
    merged = counts.copy()
    merged[1], merged = merged[0] + merged[1], merged
    assert unbiased_hhi(merged.drop(0)) >= unbiased_hhi(counts)
