"""Balance gives every world its own answer, says what is missing, and finds what the sample hides."""

import tomllib
from datetime import timedelta

import pytest

from analysis.balance.flow import Flow
from analysis.scope import Scope
from analysis.statistics.checks import Interval
from analysis.warehouse import Warehouse
from data.store import PROJECT
from pages.leadership.balance import recommendation, segments, velocity
from pages.leadership.balance.words import velocity as velocity_words
from pages.parts import addresses, labels
from pages.parts.words import common
from tests.pages.two_engines import INBOUND, OUTBOUND, opportunities, still_open, world
from tests.worlds import Journey, on

TRUTHS = tomllib.loads((PROJECT / "data" / "sample" / "truths.toml").read_text(encoding="utf-8"))
YEAR = Scope(since=on(0), until=on(365))


def page(*groups: list[Journey], scope: Scope = YEAR, targets: list | None = None):
    return recommendation.build(world(*groups, targets=targets), scope)


def plain(text: str) -> str:
    return labels.without_markdown(text).replace(labels.NO_BREAK, " ")


def card(model, name: str):
    return next(card for card in model.cards if card.name == name)


WORLDS = {
    # 120 against 16 opportunities: 88% inbound, no channel above a third.
    "inbound heavy": ((INBOUND, 120), (OUTBOUND, 16), "the business needs more prospecting now"),
    "outbound heavy": ((INBOUND, 16), (OUTBOUND, 120), "the business needs more lead generation now"),
    "one channel": ((("Webinar",), 100), (OUTBOUND, 70), "build a second engine before buying more Webinar"),
    # 20 of each in a year: fewer than 4 a month.
    "both thin": ((INBOUND, 20), (OUTBOUND, 20), "more of both: neither inbound nor outbound brings enough"),
    "both healthy": ((INBOUND, 90), (OUTBOUND, 90), "hold the balance"),
    "too little data": ((INBOUND, 8), (OUTBOUND, 8), "Cannot tell yet: 16 opportunities are too few"),
}


@pytest.mark.parametrize(("inbound", "outbound", "title"), WORLDS.values(), ids=WORLDS.keys())
def test_each_world_has_its_own_answer(inbound, outbound, title):
    model = page(opportunities(*inbound), opportunities(*outbound))
    assert title.lower() in plain(model.title).lower()
    assert "first" not in model.title.lower(), "the page never says which comes first"
    assert model.findings[0].surely == ("cannot tell yet" if title.startswith("Cannot") else model.findings[0].surely)
    assert "sensitivity" in [each.name for each in model.cards]


def test_what_would_change_the_answer_is_said():
    model = page(opportunities(("Webinar",), 100), opportunities(OUTBOUND, 70))
    reason = plain(model.findings[0].sentence)
    # 100 of 170 opportunities, and nothing else speaks for more of anything.
    assert "Webinar's share of opportunities is 59%, above the threshold of 40%" in reason
    assert "the answer would be: hold the balance" in reason


def test_findings_carry_status_interval_and_link():
    model = page(opportunities(("Webinar",), 100), opportunities(OUTBOUND, 70))
    finding = model.findings[1]
    assert finding.surely == "clear"
    assert "59% (51 to 66%)" in plain(finding.sentence)
    assert finding.link == addresses.DEPENDENCE


def test_only_one_motion_is_no_reason_to_call_it_heavy():
    model = page(opportunities(INBOUND, 40))
    assert "only inbound leads are recorded" in model.title
    assert "load its leads to compare" in model.findings[0].sentence
    names = ["Inbound share, opportunities", "Largest channel, opportunities", "Covers target"]
    assert [kpi.label for kpi in model.kpis] == names


def test_no_lead_and_no_motion_say_what_to_do():
    assert page(opportunities(INBOUND, 10), scope=Scope(until=on(-5))).empty
    nameless = page([Journey("Who knows", {"lead": 1})])
    assert (nameless.title, nameless.empty) == (common.NO_MOTION, common.MAP_SOURCES)


def test_velocity_by_hand_and_its_change():
    # 100 opened in the year, half of them won at 102 on average; as many again stay open and change nothing but the
    # textbook formula.
    model = velocity.build(world(opportunities(("Webinar",), 100), still_open("Webinar", 100)), YEAR, earlier=None)
    said = card(model, "velocity").numbers.set_index("measure")["inbound"]
    assert plain(said["Opportunities opened a day"]).startswith("0.55 (")
    assert said["For comparison: won a day"] == "$14"  # 50 x 102 in 364 days of data
    assert plain(model.title) == "Inbound brings $14 a day"
    textbook = card(model, "textbook formula")
    assert plain(textbook.title) == "The textbook formula says $340 a day; $14 a day was won"  # 100 x 50% x 102 / 15
    assert textbook.numbers["inbound"].tolist()[2] == "$102"
    assert "no longer move" in textbook.note
    assert "moves" not in model.title


def test_what_changed_a_velocity_adds_up():
    listed = opportunities(("Webinar",), 100)
    later = Scope(since=on(90), until=on(200))
    model = velocity.build(world(listed), later, earlier=Scope(since=on(0), until=on(90)))
    steps = card(model, "inbound velocity change").numbers
    assert steps["component"].tolist() == list(velocity.COMPONENTS)
    drawn = velocity.steps(
        velocity.velocity_change(
            *(flow_row(world(listed), scope) for scope in (Scope(since=on(0), until=on(90)), later))
        )
    )
    assert drawn["value"].iloc[:-1].sum() == pytest.approx(drawn["value"].iloc[-1])
    assert steps["effect"].sum() == pytest.approx(drawn["value"].iloc[-1] - drawn["value"].iloc[0])


def flow_row(warehouse, scope):
    return Flow.of(warehouse, scope).components.loc["inbound"]


def test_velocity_without_losses_says_so():
    won = [journey for journey in opportunities(INBOUND, 40) if journey.outcome == "won"]
    model = velocity.build(world(won), YEAR, earlier=None)
    assert "No lost opportunity is recorded" in card(model, "velocity").note
    assert velocity.build(world(won), Scope(since=on(300), until=on(310)), earlier=None).empty


def test_the_title_of_the_velocity_speaks_of_money_not_of_speed():
    far, near = Interval(300, 250, 350), Interval(200, 180, 240)
    assert plain(velocity_words.title({"inbound": far, "outbound": near}, "USD")) == (
        "Inbound brings more a day than outbound: $300 against $200"
    )
    assert plain(velocity_words.title({"inbound": Interval(300, 200, 400), "outbound": near}, "USD")) == (
        "Which motion brings more a day cannot be told yet: inbound $300, outbound $200"
    )


def test_segments_advise_the_side_that_is_missing():
    def worked(source, segment, number, won):
        return [
            Journey(source, {"lead": 1}, "won" if place < won else "lost", 20, lead={"segment": segment})
            for place in range(number)
        ]

    model = segments.build(
        world(
            worked("Webinar", "Banks", 20, 2),
            worked("Cold call", "Banks", 200, 60),
            worked("Webinar", "Shops", 300, 30),
            worked("Cold call", "Shops", 200, 10),
        ),
        YEAR,
    )
    assert model.title == "Marketing could follow outbound into Banks"
    assert "Banks converts 30%" in plain(model.findings[0].sentence)


@pytest.fixture(scope="module")
def sample(sampled: Warehouse):
    last = sampled.as_of
    return sampled, Scope(since=last - timedelta(days=364), until=last + timedelta(days=1))


def test_the_sample_is_told_to_build_a_second_engine(sample):
    warehouse, scope = sample
    model = recommendation.build(warehouse, scope)
    channel = TRUTHS["paid_search_dependence"]["channel"]
    assert plain(model.title) == f"Build prospecting as a second engine before buying more {channel}"
    assert model.findings[0].surely == "clear"
    without = scope.narrowed(channel=tuple(name for name in warehouse.choices("channel") if name != channel))
    assert channel not in recommendation.build(warehouse, without).title


def test_the_sample_s_sales_are_sent_where_winning_is_easy(sample):
    warehouse, scope = sample
    model = segments.build(warehouse, scope)
    table = card(model, "advice by segment").numbers.set_index("segment")
    advised = table.index[table["advice"].str.startswith("sales")]
    assert len(advised)
    assert set(advised) <= set(TRUTHS["simpson_reversal"]["easy_segments"])


def test_the_velocity_names_the_factors_of_each_motion():
    parts = {"inbound": ("3.5", "37%", "$17K"), "outbound": ("0.54", "51%", "$36K")}
    assert velocity_words.factors_title(parts) == "Inbound 3.5 × 37% × $17K, outbound 0.54 × 51% × $36K"
    assert velocity_words.factors_title({}).endswith("a part is missing")
