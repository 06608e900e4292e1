"""Coverage says whether the target will be reached, and Back-test whether it would have said so before."""

import pytest

from analysis.balance.backtest import MOMENTS, back_test, moments_of, past_periods
from analysis.balance.targets import ALL, period_of, pipeline_against_targets
from analysis.scope import Scope
from pages.leadership.balance import backtest, coverage
from pages.parts import labels
from tests.pages.two_engines import steady, world
from tests.worlds import Journey, on, warehouse_of, year_from

LAST = 318  # 15 November 2026: 46 days before the quarter ends
OCTOBER, NOVEMBER, DECEMBER = on(273), on(304), on(334)


def targets_of(motion, *amounts, months=(OCTOBER, NOVEMBER, DECEMBER)):
    return [
        {"month": month, "motion": motion, "amount": amount} for month, amount in zip(months, amounts, strict=False)
    ]


def steadily(*more, targets, sources=("Webinar", "Cold call"), **how):
    """Every day a lead of each source comes; every other one is won after about 20 days, for 100."""
    journeys = [*(journey for source in sources for journey in steady(source, LAST)), *more]
    return warehouse_of(journeys, as_of=LAST, rows={"targets": targets}, **how)


def plain(text):
    return labels.without_markdown(text).replace(labels.NO_BREAK, " ")


def card(model, name):
    return next(each for each in model.cards if each.name == name)


@pytest.fixture(scope="module")
def both():
    return steadily(targets=[*targets_of("inbound", 1500, 1500, 1500), *targets_of("outbound", 1000, 1000, 1000)])


def test_what_comes_steadily_is_expected_to_go_on(both):
    found = pipeline_against_targets(both, Scope())
    inbound = found.of("inbound")
    assert (found.period.name, found.period.first, found.period.last) == ("Q4 2026", OCTOBER, on(364))
    # A win of 100 every other day: 46 since 1 October, and as many in the 46 days to come.
    assert inbound["won"] == pytest.approx(46 * 50, rel=0.05)
    assert inbound["total"] == pytest.approx(92 * 50, rel=0.07)
    # The 20 leads of the last 20 days are open: half of them. Of the rest of the quarter 26 days can still bring a win.
    assert inbound["pipe"] == pytest.approx(20 * 50, rel=0.15)
    assert inbound["new"] == pytest.approx(26 * 50, rel=0.15)
    assert inbound["low"] < inbound["total"] < inbound["high"]
    # Both motions are alike: 4,600 against 4,500 and against 3,000.
    assert 0.4 < inbound["chance"] < 0.75
    assert found.of("outbound")["chance"] > 0.97
    whole = found.of(ALL)
    for name in ("target", "won", "pipe", "new", "total", "weighted"):
        assert whole[name] == pytest.approx(inbound[name] + found.of("outbound")[name])


def test_the_month_is_told_as_the_quarter_is(both):
    month = pipeline_against_targets(both, Scope(), "month")
    assert (month.period.name, month.period.last) == ("Nov 2026", on(333))
    assert month.of("inbound")["target"] == 1500
    assert month.of("inbound")["total"] == pytest.approx(30 * 50, rel=0.1)
    assert 0.2 < month.of("inbound")["chance"] < 0.8


def test_a_fiscal_quarter_is_that_of_the_definitions():
    months = (on(212), on(243), on(273), NOVEMBER, DECEMBER, on(365))  # August to January
    targets = targets_of("inbound", *[1000] * 6, months=months)
    found = pipeline_against_targets(steadily(targets=targets, toml=year_from(2)), Scope())
    assert (found.period.name, found.period.first, found.period.last) == ("Q4 FY27", NOVEMBER, on(395))
    assert found.planned_months == 3
    assert found.of("inbound")["target"] == 3000


def test_the_higher_the_target_the_lower_the_chance():
    chances = [
        pipeline_against_targets(steadily(targets=targets_of("inbound", *[amount] * 3)), Scope()).of(ALL)["chance"]
        for amount in (1200, 1500, 1800)
    ]
    assert chances == sorted(chances, reverse=True)
    assert chances[0] > 0.9
    assert chances[2] < 0.1


@pytest.mark.parametrize(
    ("amount", "said"),
    [
        (700, "Q4 2026: the target of inbound of $2.1K is reached"),
        (1200, "Q4 2026: the target of inbound will likely be reached"),
        (1530, "Q4 2026: whether the target of inbound is reached is open"),
        (1900, "Q4 2026: the target of inbound will hardly be reached"),
    ],
)
def test_the_title_answers_the_question(amount, said):
    model = coverage.build(steadily(targets=targets_of("inbound", *[amount] * 3)), Scope())
    assert plain(model.title).startswith(said)
    assert "created in" not in model.period_of
    note = plain(card(model, "forecast").note)
    assert note.startswith("For an even chance $") == (amount > 1530)


def test_what_it_hangs_on_is_told_with_the_chance_without_it(both):
    model = coverage.build(both, Scope())
    rows = card(model, "what it hangs on").numbers.set_index("label")
    assert set(rows.index) == {"Webinar", "Cold call", "New leads", "The five deals below"}
    whole = pipeline_against_targets(both, Scope()).of(ALL)
    assert rows["brings"]["New leads"] == pytest.approx(whole["new"])
    assert (rows["chance"] < whole["chance"]).all()
    assert rows["chance"].is_monotonic_increasing, "what brings most is missed most"
    deals = card(model, "deals that matter most").numbers
    assert len(deals) == 5
    assert deals["expected_amount"].is_monotonic_decreasing
    assert deals["days"].max() <= 24, "after 24 days each is decided"


def test_open_leads_that_are_older_than_any_win_are_named_as_money():
    old = [Journey("Webinar", {"lead": 10 + place}, amount=1000) for place in range(30)]
    warehouse = steadily(*old, targets=targets_of("inbound", *[1500] * 3))
    found = pipeline_against_targets(warehouse, Scope())
    row = found.of(ALL)
    assert found.channels["older_than_any_win"].sum() == 30
    assert row["older_open_amount"] == 30_000
    title = plain(card(coverage.build(warehouse, Scope()), "older than any win").title)
    assert title.startswith(
        "30 open leads are older than any win: close them or restart them; coverage falls from 15× to 1.0×"
    )
    # Nobody wins after 24 days: they bring next to nothing, and the forecast is what it is without them.
    without = pipeline_against_targets(steadily(targets=targets_of("inbound", *[1500] * 3)), Scope()).of(ALL)
    assert row["weighted"] == pytest.approx(without["weighted"], rel=0.2)
    assert found.channels["older_expected"].sum() < 0.01 * row["older_open_amount"]


def test_wins_of_the_quarter_are_taken_off_whenever_their_lead_came():
    won = [Journey("Webinar", {"lead": 100}, "won", 300, 700)]
    narrow = Scope(since=on(310), until=on(365))
    targets = targets_of("inbound", *[1500] * 3)
    rows = [
        pipeline_against_targets(steadily(*more, targets=targets), narrow).of("inbound")[["won", "remaining"]].tolist()
        for more in ((), won)
    ]
    assert rows[1] == [rows[0][0] + 700, rows[0][1] - 700]


def test_months_ahead_count_only_what_follows_the_data(both):
    # About 1,000 of open leads against what remains of November, 1,500 less 750: all of it, and a sixth of December.
    row = pipeline_against_targets(both, Scope()).of("inbound")
    assert row["months_known"] == 2
    assert 1 < row["ahead"] < 1.4


UNPRICED = [Journey("Webinar", {"lead": day}, "won" if day % 2 else "lost", day + 20) for day in range(300)]


@pytest.mark.parametrize(
    ("targets", "scope", "groups", "title"),
    [
        (None, Scope(), (), "No targets are loaded"),
        ([{"month": on(-400), "motion": "inbound", "amount": 5}], Scope(), (), "No target is set for this period"),
        (targets_of("inbound", 0, 0, 5), Scope(segment=("SMB",)), (), "Targets are set for motions alone"),
        (targets_of("inbound", 0, 0, 5), Scope(), (UNPRICED,), "No won amount is recorded"),
        (targets_of("inbound", 0, 0, 5), Scope(), (UNPRICED[:9],), "Too early for a forecast"),
    ],
)
def test_coverage_says_what_is_missing(targets, scope, groups, title):
    model = coverage.build(world(*groups, targets=targets), scope)
    assert model.title.startswith(title)
    assert model.empty
    assert not model.cards


def test_a_period_without_all_its_targets_says_so():
    model = coverage.build(steadily(targets=targets_of("inbound", 0, 1500)), Scope())
    assert "Only 2 of 3 months of Q4 2026 have a target" in plain(model.findings[0].sentence)


def test_periods_are_the_whole_ones_and_are_forecast_three_times(both):
    quarters = past_periods(both, "quarter")
    assert [each.name for each in quarters] == ["Q1 2026", "Q2 2026", "Q3 2026"]
    assert moments_of(quarters[1]) == dict(zip(MOMENTS, (on(89), on(135), on(166)), strict=True))
    assert period_of(both.definitions, on(318), "month").months == 1
    assert [each.name for each in past_periods(both, "month")][-1] == "Oct 2026"


def test_a_back_test_of_a_steady_world_finds_what_was_expected(both):
    checked = back_test(both, Scope()).checked
    later = checked[checked["first"] >= on(181)]
    assert len(later) == 9  # one quarter, three moments, two motions and both
    assert (later["expected"] / later["actual"]).between(0.9, 1.1).all()
    assert ((later["actual"] >= later["low"]) & (later["actual"] <= later["high"])).all()
    # Two weeks before the end most is won: the band is narrower than at the start.
    width = (later["high"] - later["low"]).groupby(later["moment"]).sum()
    assert width[MOMENTS[2]] < width[MOMENTS[1]] < width[MOMENTS[0]]
    start = later[(later["moment"] == MOMENTS[0]) & (later["motion"] == ALL)].iloc[0]
    assert start["pipe"] == pytest.approx(start["pipe_won"], rel=0.25)
    assert start["won_before"] == 0


def test_a_back_test_knows_only_what_was_known(both):
    cut = 181  # 1 July: the data as it stood then, and the later one as of then
    journeys = [journey for source in ("Webinar", "Cold call") for journey in steady(source, cut - 1)]
    then = warehouse_of(journeys, as_of=cut - 1, rows={"targets": targets_of("inbound", 5, months=(on(181),))})
    checked = back_test(both, Scope()).checked
    said = checked[(checked["made_on"] == on(180)) & (checked["motion"] == "inbound")].iloc[0]
    assert pipeline_against_targets(then, Scope()).of("inbound")["total"] == pytest.approx(said["expected"])


def test_the_back_test_says_how_often_the_band_held(both):
    model = backtest.build(both, Scope())
    # Three quarters are too few to say so, whatever they show.
    assert plain(model.title).startswith("Whether forecasts hold cannot be told yet: 100%")
    assert plain(backtest.build(both, Scope(), period="month").title).startswith("Forecasts held")
    assert plain(card(model, "forecast and outcome").title).startswith("Over all quarters")
    table = card(model, "by moment and motion").numbers
    assert set(table["moment"]) == set(MOMENTS)
    reliability = card(model, "reliability").numbers
    assert reliability["leads"].sum() > 0
    early = warehouse_of(steady("Webinar", 40), as_of=40)
    assert backtest.build(early, Scope()).empty


def test_owners_are_held_against_what_was_expected_of_them():
    journeys = [
        Journey(
            each.source, each.stages, each.outcome, each.closed, 100, lead={"owner": "Ann" if day % 4 < 2 else "Bob"}
        )
        for day, each in enumerate(steady("Webinar", LAST))
    ]
    owners = back_test(warehouse_of(journeys, as_of=LAST), Scope()).owners.set_index("owner")
    assert set(owners.index) == {"Ann", "Bob"}
    assert owners["expected_wins"].tolist() == pytest.approx(owners["won"].tolist(), rel=0.3)
