"""Where the source is not known, no page ranks by it or compares by it, and each says what it can."""

from functools import cache
from itertools import chain

import pytest

from analysis.scope import Scope
from pages.everyone.data import model as data
from pages.everyone.interplay import model as interplay
from pages.leadership.balance import brief, recommendation, segments, situations, velocity
from pages.leadership.dependence import over_time, shares, single_points_of_failure, within_a_channel
from pages.leadership.health import model as health
from pages.leadership.stress import basis
from pages.marketing.sources import change, crossed, gates, like_for_like, maturity, ranking
from pages.parts import labels
from pages.parts.words import common
from pages.sales.prospecting import coverage, objections, persistence_and_effort, sequences
from pages.sales.stages import after_the_drop, biggest_leak, funnel, time, ways_out
from tests.worlds import Journey, on, warehouse_of

VIEWS = {
    "health": (health.build, {"earlier": None}),
    "balance": (recommendation.build, {}),
    "segments": (segments.build, {}),
    "situations": (situations.build, {}),
    "ranking": (ranking.build, {}),
    "motions ranked": (ranking.build, {"breakdown": "motion"}),
    "gates": (gates.build, {}),
    "maturity": (maturity.build, {}),
    "crossed": (crossed.build, {}),
    "like for like": (like_for_like.build, {}),
    "change": (change.build, {"earlier": Scope(since=on(0), until=on(100))}),
    "shares of leads": (shares.build, {"measure": "leads"}),
    "over time": (over_time.build, {"measure": "leads", "grain": "channel"}),
    "single points": (single_points_of_failure.build, {}),
    "within a channel": (within_a_channel.build, {"measure": "leads"}),
    "interplay": (interplay.build, {}),
    "stress": (lambda warehouse, scope: basis.ask(warehouse, scope, kind="channel"), {}),
    "velocity": (velocity.build, {"earlier": None}),
    "leaks": (biggest_leak.build, {}),
}


def leads(source, won=0, lost=0, opportunities=0, touches=(), **lead):
    """So many leads won after 20 days, lost as prospects after 40, and lost after they had been opportunities."""
    became = {"won": won, "prospect": lost, "opportunity": opportunities}
    return [
        Journey(
            source,
            {"lead": day, "opportunity" if each == "won" else each: day + 10},
            *(("won", day + 20) if each == "won" else ("lost", day + 40)),
            lead=lead,
            touches=touches,
        )
        for each, number in became.items()
        for day in (place % 10 for place in range(number))
    ]


@cache
def at_the_win(**lead):
    """As in the reports that started this: every win has a source, and 3% of the others."""
    known = (("Webinar", 15, 3), ("SEO", 8, 2), ("Referral", 7, 1), ("Cold call", 10, 0))
    return warehouse_of(chain(*(leads(*each, **lead) for each in known), leads(None, 0, 194, **lead)))


@cache
def at_the_opportunity():
    """Every opportunity has a source, and no other lead."""
    known = (("Webinar", 20, 0, 40), ("Cold call", 30, 0, 30))
    return warehouse_of(chain(*(leads(*each) for each in known), leads(None, 0, 300)))


@cache
def one_channel_always():
    """Webinars are recorded by the tool, all else at the win."""
    return warehouse_of(chain(leads("Webinar", 10, 100), leads("Cold call", 20, 0), leads(None, 0, 200)))


def plain(text):
    return labels.without_markdown(text).replace(labels.NO_BREAK, " ")


def said(model):
    """All sentences of a page."""
    findings = [f"{each.sentence} {each.advice}" for each in model.findings]
    cards = [f"{each.title} {each.note}" for each in model.cards]
    return [plain(each) for each in (model.title, model.empty, *findings, *cards)]


@pytest.mark.parametrize("world", [at_the_win, at_the_opportunity, one_channel_always])
@pytest.mark.parametrize("view", VIEWS)
def test_no_page_compares_by_a_source_that_was_filled_in_late(world, view):
    warehouse = world()
    build, choices = VIEWS[view]
    model = build(warehouse, Scope(), **choices)
    if view in ("balance", "single points", "situations", "velocity") and world is at_the_opportunity:
        return  # what opportunities are of is known
    clear = [plain(each.sentence) for each in model.findings if each.surely == "clear"]
    assert all("have a source" in sentence for sentence in clear)
    for sentence in said(model):
        for false in (
            "converts best",
            "convert best",
            "as often",
            "converts better",
            "is ahead",
            "looks better",
            "more of",
        ):
            assert false not in sentence.lower()
    assert any("have a source" in sentence for sentence in said(model))


@pytest.mark.parametrize("view", VIEWS)
def test_nor_behind_a_filter(view):
    # Among the leads of one channel the channel is always known, and all but a few are won.
    build, choices = VIEWS[view]
    model = build(at_the_win(), Scope(channel=("Webinar",)), **choices)
    assert not any("% of" in sentence and "win" in sentence and "source" not in sentence for sentence in said(model))


def test_the_ranking_says_whom_to_ask_and_what_each_brings_of_the_wins():
    model = ranking.build(at_the_win(), Scope())
    assert plain(model.title) == "Channels cannot be compared: all wins have a source, 3.0% of the other leads"
    assert "Ask those who keep the CRM when the source is entered" in model.findings[0].advice
    wins = next(card for card in model.cards if card.name == "wins")
    assert plain(wins.title) == "Webinar brings 38% (24 to 53%) of the wins"  # 15 of 40
    bounds = next(card for card in model.cards if card.name == "bounds").numbers
    # The leads whose channel is not known: 194, none of them won.
    assert bounds.loc["Webinar", "worst"] == pytest.approx(15 / (18 + 194))
    assert bounds.loc["Webinar", "best"] == pytest.approx(15 / 18)


def test_from_the_opportunity_on_sources_that_are_filled_in_there_are_compared():
    warehouse = at_the_opportunity()
    assert "From the stage opportunity on it is recorded" in ranking.build(warehouse, Scope()).findings[0].advice
    model = ranking.build(warehouse, Scope(), gate="opportunity")
    # 30 of 60 against 20 of 60.
    assert "cannot be compared" not in model.title
    assert model.cards[0].numbers.loc["Cold call", "rate"] == pytest.approx(0.5)


def test_health_says_what_it_can_of_all_leads():
    model = health.build(at_the_win(segment="SMB"), Scope(), earlier=None)
    assert plain(model.title).startswith("16.7% (12.")  # 40 of 240
    assert [(plain(kpi.label), kpi.value) for kpi in model.kpis[:2]] == [
        ("Won", "40"),
        ("Conversion", labels.share(40 / 240)),
    ]
    assert [card.name for card in model.cards] == ["motions-side-by-side", "conversion-by-month"]


def test_the_brief_says_the_same():
    written = brief.write(at_the_win(), Scope(), "all leads")
    assert "cannot be compared" in written
    assert "More of both" not in written


def test_owners_filled_in_at_the_win_are_not_ranked_and_channels_are():
    warehouse = warehouse_of(
        chain(
            leads("Webinar", 30, 0, owner="Ada"),
            leads("Cold call", 20, 0, owner="Bob"),
            leads("Webinar", 0, 170),
            leads("Cold call", 0, 80),
        )
    )
    assert (
        "Owners cannot be compared: all wins have an owner"
        in ranking.build(warehouse, Scope(), breakdown="owner").title
    )
    assert "cannot be compared" not in ranking.build(warehouse, Scope()).title


def test_data_says_what_is_recorded_with_the_outcome():
    model = data.build(at_the_win(), Scope())
    table = next(card for card in model.cards if card.name == "described")
    assert table.title == "Recorded with the outcome: source"
    assert table.numbers.set_index("dimension").loc["Source", ["won", "others"]].tolist() == [1, 0.03]
    assert any("filled in at the win" in finding.sentence for finding in model.findings)


@cache
def no_sources():
    return warehouse_of(
        chain(leads(None, 30, 70, segment="SMB", owner="Ada"), leads(None, 10, 90, segment="Enterprise", owner="Bob"))
    )


@pytest.mark.parametrize("view", VIEWS)
def test_without_any_source_no_page_asks_to_add_it_to_the_channels(view):
    build, choices = VIEWS[view]
    assert not any(common.MAP_SOURCES in sentence for sentence in said(build(no_sources(), Scope(), **choices)))


def test_without_any_source_health_answers_what_it_can():
    model = health.build(no_sources(), Scope(), earlier=None)
    assert plain(model.title).startswith("20%")  # 40 of 200
    assert [card.name for card in model.cards][2:] == ["conversion-by-segment", "conversion-by-owner"]
    segments = model.cards[2]
    assert segments.numbers["rate"].to_dict() == {"SMB": 0.3, "Enterprise": 0.1}
    assert not any(finding.advice for finding in model.findings)


def test_without_any_source_not_all_is_understood():
    titles = [card.title for card in data.build(no_sources(), Scope()).cards]
    assert "Nothing is left open" not in titles
    assert "All that is recorded is understood; 200\xa0leads without a source" in titles


def test_without_any_source_the_ranking_says_the_rate_of_all():
    model = ranking.build(no_sources(), Scope())
    assert plain(model.title) == "No channel is recorded: 20% (15.0 to 26%) of all leads win within 180 days"
    assert [card.name for card in model.cards] == ["scorecard"]


def test_what_has_no_name_is_never_the_best_nor_the_largest():
    # Half of the leads are of a source that maps to nothing and convert best; a tenth has no source.
    warehouse = warehouse_of(
        chain(leads("Skywriting", 60, 40), leads(None, 10, 10), leads("Webinar", 20, 60), leads("unknown", 5, 5))
    )
    model = ranking.build(warehouse, Scope())
    table = next(card for card in model.cards if card.name == "ranking").numbers
    assert table.index[table["rank_group"].notna()].tolist() == ["Webinar"]
    assert "Skywriting" not in " ".join(said(model))
    assert "map no channel" in plain(model.findings[0].sentence).replace("map to no", "map no")
    assert "Skywriting" not in shares.build(warehouse, Scope(), measure="won").title
    by_source = ranking.build(warehouse, Scope(), breakdown="source")
    assert "unknown" not in by_source.title


def test_a_leader_is_called_best_only_if_the_unknown_could_not_change_it():
    known = (leads("Webinar", 60, 40), leads("Cold call", 10, 90))
    few, many = leads(None, 2, 18), leads(None, 30, 120)
    # 20 of 220 unknown: at worst 60 of 118 against 12 of 102 at best. 150 of 350: 60 of 220 against 40 of 130.
    surely, perhaps = (
        ranking.build(warehouse_of(chain(*known, more)), Scope(), breakdown="source") for more in (few, many)
    )
    assert plain(surely.title) == "Webinar converts best: 60% win within 180 days"
    assert plain(perhaps.title).endswith("; the 43% without a recorded source could change that")
    card = next(card for card in surely.cards if card.name == "bounds")
    assert plain(card.title) == "Webinar is above all other sources, whatever the 9.1% without a recorded source are"


@pytest.mark.parametrize("breakdown", ["motion", "channel"])
def test_stages_are_those_of_all_leads_where_the_source_is_filled_in_late(breakdown):
    model = funnel.build(at_the_win(), Scope(), earlier=None, breakdown=breakdown)
    assert not any(word in sentence for sentence in said(model) for word in ("inbound", "Webinar", "Cold call"))
    # 40 of 240 are won; the other 200 stop as prospects.
    assert plain(next(card for card in model.cards if card.name == "all steps").title).endswith("of 240")


OF_STAGES = {
    "ways out": ways_out.build,
    "time": time.build,
    "after the drop": after_the_drop.build,
    "objections": objections.build,
}


@pytest.mark.parametrize("breakdown", ["motion", "channel"])
@pytest.mark.parametrize("view", OF_STAGES)
def test_so_are_ways_out_days_and_reasons(view, breakdown):
    model = OF_STAGES[view](at_the_win(), Scope(), breakdown=breakdown)
    told = [*said(model), *(card.figure.to_json() for card in model.cards if card.figure is not None)]
    assert not any(word in each for word in ("nbound", "utbound", "Webinar", "Cold call") for each in told)


OF_PROSPECTING = {
    "coverage": coverage.build,
    "persistence and effort": persistence_and_effort.build,
    "sequences": sequences.build,
}


@pytest.mark.parametrize("view", OF_PROSPECTING)
def test_nobody_knows_whom_prospecting_went_for(view):
    called = leads("Cold call", 10, 0, touches=((2, "outbound", "cold_call"),))
    model = OF_PROSPECTING[view](warehouse_of([*called, *leads(None, 0, 200)]), Scope())
    assert "Inbound and outbound cannot be compared" in model.title
