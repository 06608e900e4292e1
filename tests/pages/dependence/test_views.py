"""Dependence in depth: what its views say about small worlds, and about the sample without what was planted."""

import contextlib
import shutil
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd
import pytest

from analysis.claims import single_points
from analysis.claims.shares import ask as shares_of
from analysis.claims.verdicts import NO, UNSURE
from analysis.scope import Scope
from analysis.statistics.account_shares import account_intervals, account_sums
from analysis.warehouse import Warehouse
from data import definitions, marts, sample
from data.store import Store
from pages.leadership.dependence import (
    over_time,
    shares,
    single_points_of_failure,
    sole_and_overlap,
    within_a_channel,
)
from pages.parts import labels
from tests.worlds import Journey, Touch, warehouse_of

CHANNEL = {"google ads": "Paid search", "seo": "Content and SEO", "webinar": "Webinar", "cold email": "Cold email"}


def card(model, name):
    return next(each for each in model.cards if each.name == name)


def said(text):
    return labels.without_markdown(text).replace("\xa0", " ")


def win(source, amount=None, *, touched=(), day=0, **lead):
    touches = tuple(Touch(day + 1, "outbound", "call", each) for each in touched)
    return Journey(source, {"lead": day}, "won", day + 9, amount, touches=touches, lead=lead)


def spread(number, source="seo", **own):
    """Wins of many owners, campaigns, segments, regions and accounts."""
    names = {"owner": 10, "campaign": 12, "segment": 5, "region": 5, "account_id": 200}
    lead = lambda place: {name: f"{name[0].upper()}{place % many}" for name, many in names.items()}  # noqa: E731
    sources = list(CHANNEL) if source is None else [source]
    return [win(sources[place % len(sources)], 100, **{**lead(place), **own}) for place in range(number)]


# Sole and overlap


def test_wins_are_touched_alone_together_or_not_at_all():
    world = [
        *[win("google ads", touched=["google ads"])] * 4,  # its own channel alone
        *[win("google ads", touched=["cold email"])] * 3,  # another one touched it: together
        win("seo", touched=["seo", "google ads"]),
        *[win("webinar")] * 2,  # no touch: not known
        Journey("google ads", {"lead": 0}, touches=(Touch(1, "outbound", "call", "google ads"),)),  # not won
    ]
    model = sole_and_overlap.build(warehouse_of(world), Scope())
    alone = card(model, "alone").numbers.set_index("label")
    assert alone.loc["Paid search", ["any_won", "sole_won"]].tolist() == [8, 4]
    assert alone.loc["Cold email", ["any_won", "sole_won"]].tolist() == [3, 0]
    assert alone.loc["Content and SEO", ["any_won", "sole_won"]].tolist() == [1, 0]
    assert "Webinar" not in alone.index
    assert "2 wins without a recorded touch left out" in said(model.facts)
    assert said(model.title).startswith("50% of wins were touched by one channel alone")  # 4 of 8
    pairs = card(model, "pairs of channels").numbers.set_index(["row", "column"])
    assert pairs.loc[("Paid search", "Cold email"), ["both", "n"]].tolist() == [3, 8]
    assert pairs.loc[("Cold email", "Paid search"), ["both", "n"]].tolist() == [3, 3]
    assert pairs.loc[("Paid search", "Paid search"), "both"] == 4
    sets = card(model, "channels together").numbers
    assert sets["share"].sum() == pytest.approx(1)
    assert sets["won"].tolist() == [4, 3, 1]
    assert model.findings[-1].surely == "cannot tell yet"


def test_a_channel_without_a_name_is_none_of_the_channels():
    model = sole_and_overlap.build(warehouse_of([win(None, touched=["seo"])] * 6), Scope())
    assert card(model, "alone").numbers["label"].tolist() == ["Content and SEO"]
    assert card(model, "alone").numbers["sole_won"].tolist() == [6]


def test_without_touches_or_wins_it_says_what_to_load():
    untouched = sole_and_overlap.build(warehouse_of([win("seo")] * 3), Scope())
    assert "Load touches" in untouched.empty
    assert "3 wins without a recorded touch" in said(untouched.facts)
    assert sole_and_overlap.build(warehouse_of([Journey("seo", {"lead": 0})]), Scope()).empty
    assert sole_and_overlap.build(warehouse_of([]), Scope()).empty


# Within a channel


def test_the_inside_of_a_channel_with_and_without_its_largest_deal():
    world = [
        *[win("seo", 100, owner="Ann", campaign="a", account_id=f"A{n}") for n in range(8)],
        win("seo", 1000, owner="Ben", campaign="a", account_id="BIG"),
        win("seo", 200, owner="Ben", campaign="b", account_id="BIG"),
    ]
    model = within_a_channel.build(warehouse_of(world), Scope(), measure="won_amount")
    owner = card(model, "largest owner").numbers.iloc[0]
    # Ben has 1200 of 2000, and 200 of 1000 without the deal of 1000
    assert (owner["name"], owner["share"], owner["without_largest"]) == ("Ben", pytest.approx(0.6), pytest.approx(0.2))
    account = card(model, "largest account").numbers.iloc[0]
    assert (account["name"], account["share"], account["without_largest"]) == (
        "BIG",
        pytest.approx(0.6),
        pytest.approx(0.2),
    )
    campaign = card(model, "largest campaign").numbers.iloc[0]
    assert (campaign["name"], campaign["share"]) == ("a", pytest.approx(0.9))
    counts = within_a_channel.build(warehouse_of(world), Scope(), measure="won")
    assert card(counts, "largest owner").numbers.iloc[0]["share"] == pytest.approx(0.8)  # Ann, 8 of 10 wins


def test_a_channel_that_hangs_on_one_owner_is_the_title():
    world = [*spread(60), *spread(40, "webinar", owner="Ann")]
    model = within_a_channel.build(warehouse_of(world), Scope(), measure="won_amount")
    assert said(model.title) == "Webinar hangs on one owner: Ann has 100%"
    assert model.findings[0].surely == "clear"
    assert "100% without the largest deal" in said(model.findings[0].sentence)


def test_nothing_hangs_on_one_where_all_is_spread():
    model = within_a_channel.build(warehouse_of(spread(160, None)), Scope(), measure="won_amount")
    assert model.title == "No channel surely hangs on one campaign, owner or account"
    assert model.findings == ()


def test_the_inside_of_a_channel_without_names_says_what_to_load():
    model = within_a_channel.build(warehouse_of([win("seo", 100)] * 9), Scope(), measure="won")
    assert ["Load leads with their" in each.empty for each in model.cards] == [True] * 3
    assert within_a_channel.build(warehouse_of([win("seo")]), Scope(), measure="won_amount").empty


# Single points of failure


@pytest.mark.parametrize("grain", ["owner", "campaign", "segment", "region", "channel"])
def test_a_planted_point_of_failure_is_found_at_its_grain(grain):
    own = {} if grain == "channel" else {grain: "X"}
    source = "cold email" if grain == "channel" else None
    planted = spread(150, source, **own) + spread(30, None)
    model = single_points_of_failure.build(warehouse_of(planted), Scope())
    found = [each for each in model.findings if each.surely == "clear"]
    assert len(found) == 1
    assert said(found[0].sentence).startswith("Cold email" if grain == "channel" else "X brings")
    assert f"for one {grain}" in said(found[0].sentence)
    assert found[0].advice


def test_without_its_cause_there_is_no_point_of_failure():
    rest = single_points_of_failure.build(warehouse_of(spread(30, None)), Scope())
    assert [each for each in rest.findings if each.surely != "cannot tell yet"] == []


def test_an_account_is_found_and_goes_with_its_cause():
    planted = spread(120, None) + spread(60, None, account_id="BIG")
    model = single_points_of_failure.build(warehouse_of(planted), Scope())
    assert any("Account BIG carries" in said(each.sentence) for each in model.findings if each.surely == "clear")
    assert "BIG" in model.title


def test_a_moved_threshold_decides():
    warehouse = warehouse_of(spread(160, None))  # four channels with a quarter each
    assert single_points_of_failure.build(warehouse, Scope()).findings == ()
    moved = single_points_of_failure.build(warehouse, Scope(), moved={"channel": 0.1})
    assert "above the threshold of 10% for one channel" in said(moved.findings[0].sentence)
    assert moved.findings[0].surely == "clear"
    assert card(moved, "against the thresholds").numbers["threshold"].min() == 0.1


def test_what_has_no_name_is_said_and_sources_that_are_the_channels_count_once():
    model = single_points_of_failure.build(warehouse_of([win("google ads", 100)] * 20), Scope())
    rows = card(model, "against the thresholds").numbers
    assert rows["grain"].tolist() == ["channel"]
    assert "account_id" in card(model, "against the thresholds").note
    assert "1 dimension compared" in said(model.facts)


def test_several_comparisons_share_the_chance_of_a_false_alarm():
    # 50 of 100: the 95% interval starts at 40.4%; among several grains a more careful one is asked for.
    world = [win("google ads" if place < 50 else "seo" if place < 75 else "webinar") for place in range(100)]
    alone = single_points.find(warehouse_of(world), Scope()).largest("channel")
    named = [
        Journey(each.source, each.stages, "won", 9, lead={"owner": f"O{place % 9}", "segment": f"S{place % 5}"})
        for place, each in enumerate(world)
    ]
    among = single_points.find(warehouse_of(named), Scope()).largest("channel")
    assert alone.share.estimate == among.share.estimate == 0.5
    assert among.clear_low < alone.clear_low - 0.01


def test_random_even_data_is_no_finding_in_95_of_100_seeds():
    # Seven grains of 400 wins in 150 accounts, all even: is any largest share surely or probably above its threshold?
    limits = {"channel": (6, 0.4), "source": (9, 0.4), "campaign": (12, 0.25), "segment": (4, 0.6), "owner": (10, 0.25)}
    found = 0
    for seed in range(100):
        random = np.random.default_rng(seed)
        account = random.integers(150, size=400)
        alarms = 0
        for groups, limit in limits.values():
            of = np.where(random.random(400) < 0.7, random.integers(groups, size=150)[account], 0)
            of = np.where(of == 0, random.integers(groups, size=400), of)
            cells = pd.DataFrame(np.histogram2d(account, of, bins=(150, groups), range=((0, 150), (0, groups)))[0])
            intervals = account_intervals(account_sums(cells, 400), level=1 - 0.2 / len(limits))
            alarms += bool((intervals["low"] > limit).any())
        found += alarms > 0
    assert found <= 5


# Shares by account, over time


def test_accounts_as_the_grain():
    world = [*spread(60), *[win("seo", 400, account_id="BIG")] * 10, win("seo", 100)]
    model = shares.build(warehouse_of(world), Scope(), measure="won_amount", grain="account")
    # 4000 of 10000 with an account
    assert said(model.title).startswith("Account BIG carries 40% of won amount, ")
    assert "without an account" in said(model.facts)
    assert card(model, "largest accounts").numbers["share"].iloc[0] == pytest.approx(0.4)
    curve = card(model, "lorenz curve").numbers
    assert curve.iloc[-1].tolist() == pytest.approx([1, 1])
    nameless = shares.build(warehouse_of([win("seo", 100)] * 6), Scope(), measure="won_amount", grain="account")
    assert "account_id" in nameless.empty


def test_shares_of_amounts_are_of_amounts():
    model = shares.build(warehouse_of([win("google ads", 900), win("seo", 100)] * 8), Scope(), measure="won_amount")
    # 8 * 900 of 8 * 1000
    assert model.kpis[1].value == "90%"
    assert "16\xa0won leads with an amount" in model.facts


def test_accounts_that_bring_many_leads_make_shares_less_certain():
    sources = ["google ads"] * 60 + ["seo"] * 40
    single = warehouse_of([Journey(source, {"lead": 0}) for source in sources])
    crowded = warehouse_of(
        [Journey(source, {"lead": 0}, lead={"account_id": f"A{place // 10}"}) for place, source in enumerate(sources)]
    )
    narrow, wide = (shares_of(each, Scope(), "channel", "leads") for each in (single, crowded))
    assert wide.largest["high"] - wide.largest["low"] > 1.8 * (narrow.largest["high"] - narrow.largest["low"])
    assert wide.concentration.hhi.estimate == narrow.concentration.hhi.estimate
    assert wide.cases_per_case == pytest.approx(10)


def test_opportunities_decide_and_leads_where_there_are_too_few():
    few = 5  # thresholds.few_wins
    opportunity = Journey("seo", {"lead": 0, "opportunity": 1})
    enough = single_points.find(warehouse_of([opportunity] * few + [Journey("seo", {"lead": 0})] * 9), Scope())
    assert (enough.measure, enough.cases) == ("opportunities", few)
    none = single_points.find(warehouse_of([opportunity] * (few - 1) + [Journey("seo", {"lead": 0})] * 9), Scope())
    assert (none.measure, none.cases) == ("leads", few + 8)


def test_one_sentence_has_every_measure_and_one_verdict():
    # 60 of 100 opportunities, 70 of 110 leads, 10 of 40 wins, 1,000 of 10,000 won
    world = [Journey("google ads", {"lead": 0})] * 10
    world += [Journey("google ads", {"lead": 0, "opportunity": 1})] * 50
    world += [win("google ads", 100)] * 10 + [win("seo", 300)] * 30
    world += [Journey("seo", {"lead": 0, "opportunity": 1})] * 10
    warehouse = warehouse_of(world)
    point = single_points.find(warehouse, Scope()).largest("channel")
    assert point.beneath == {"leads": 70 / 110, "won": 10 / 40, "won_amount": 1000 / 10000}
    model = shares.build(warehouse, Scope(), measure="leads")
    assert said(model.findings[0].sentence) == (
        "Paid search brings 60% (50 to 69%) of opportunities, 64% of leads, 25% of won leads and 10.0% of won "
        "amount: above the threshold of 40% for one channel."
    )
    by_leads = shares.build(warehouse, Scope(), measure="leads")
    assert (by_leads.title, by_leads.findings) == (model.title, model.findings), "what is shown moves no verdict"


def test_channels_that_win_fast_do_not_look_as_if_they_took_over():
    # Two channels bring the same leads and wins; those of one are won within a week, of the other after five months.
    world = []
    for month in range(12):
        for source, days in (("google ads", 7), ("seo", 150)):
            for _ in range(12):
                day = 30 * month
                closed = {"outcome": "won", "closed": day + days} if day + days <= 360 else {}
                world.append(Journey(source, {"lead": day}, **closed))
    warehouse = warehouse_of(world, as_of=360)
    model = over_time.build(warehouse, Scope(), measure="won", grain="channel")
    assert not model.title.startswith("Dependence rises")
    assert "won within 180 days" in model.facts
    assert card(model, "concentration").numbers["effective_number"].min() > 1.6


def test_the_sample_without_its_planted_causes_has_no_such_findings(sample_home, sampled, tmp_path):
    planted = {name: sample.read("truths")[name] for name in ("paid_search_dependence", "anchor_account")}
    channel, account = planted["paid_search_dependence"]["channel"], planted["anchor_account"]["account_id"]
    found = single_points.find(sampled, Scope()).found
    assert [(point.within, point.name) for point in found] == [(planted["anchor_account"]["channel"], account)]
    copy = Path(shutil.copy(Store(sample_home).current(), tmp_path / "without.duckdb"))
    with contextlib.closing(duckdb.connect(str(copy))) as connection:
        connection.execute("set TimeZone = 'UTC'")
        sources = "select spelling from meta.source_names where channel = $channel"
        connection.execute(f"delete from canonical.leads where source in ({sources})", {"channel": channel})
        connection.execute("delete from canonical.leads where account_id = $account", {"account": account})
        marts.build(connection, definitions.text())
        without = Warehouse(connection)
        points = single_points.find(without, Scope()).points
        assert {point.verdict for point in points} <= {NO, UNSURE}
        assert not {point.name for point in points} & {channel, account}
