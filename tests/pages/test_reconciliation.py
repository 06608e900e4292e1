"""What open leads are worth is one number, wherever it stands: Coverage, Stress test, Gaps, One lead, the terminal."""

import pytest

from analysis import valuing
from analysis.balance.targets import ALL, pipeline_against_targets
from analysis.question import question
from analysis.scope import Scope
from data.names import MOTIONS
from pages.leadership.stress import basis
from pages.leadership.stress.outlook import look_ahead
from pages.sales.gaps import open_leads

SEEDS = (7, 11, 23, 42, 99, 1234)


@pytest.fixture(scope="module", params=SEEDS)
def warehouse(request, sample_of):
    return sample_of(seed=request.param, leads=1_500)


def expected(warehouse, within=None, **how):
    worth = valuing.learn(warehouse)
    return warehouse.ask("expected_value", **how, **worth.arguments(within))


def test_the_weighted_pipeline_of_coverage_is_what_all_open_leads_should_bring(warehouse):
    found = pipeline_against_targets(warehouse, Scope())
    by_motion = expected(warehouse, breakdown="motion").set_index("breakdown")["expected_amount"]
    for motion in MOTIONS:
        assert found.of(motion)["weighted"] == pytest.approx(by_motion[motion])
    assert found.of(ALL)["weighted"] == pytest.approx(by_motion[list(MOTIONS)].sum())
    days = (found.period.last - warehouse.as_of).days
    soon = expected(warehouse, days, breakdown="motion").set_index("breakdown")["expected_amount"]
    assert found.of(ALL)["pipe"] == pytest.approx(soon[list(MOTIONS)].sum())


@pytest.mark.parametrize("kind", ["channel", "owner"])
def test_the_pipe_of_the_stress_test_is_the_same(warehouse, kind):
    rests = basis.ask(warehouse, Scope(), kind=kind)
    on = rests.last.fromordinal(rests.last.toordinal() + 1)
    streams = [stream for flow in look_ahead(rests, on, 0.0, "USD").forecast.flows.values() for stream in flow]
    amount = sum(float(stream.amounts[-1]) for stream in streams if not stream.is_new)
    wins = sum(float(stream.wins[-1]) for stream in streams if not stream.is_new)
    whole = expected(warehouse, rests.months.windows[-1][1]).iloc[0]
    assert amount == pytest.approx(whole["expected_amount"])
    assert wins == pytest.approx(whole["expected_wins"])


def test_gaps_and_single_leads_add_up_to_the_same(warehouse):
    worth = open_leads.worth(warehouse, Scope())
    counted = open_leads.counts(warehouse, Scope(), worth, "owner")
    has_gap = {lead for (lead,) in warehouse.rows("select lead_id from marts.gaps")}
    others = [
        lead
        for (lead,) in warehouse.rows("select lead_id from marts.journeys where outcome = 'open'")
        if lead not in has_gap
    ]
    told = valuing.learn(warehouse).arguments()
    taken = question("lead_worth").taken(told)
    single = sum(
        float(warehouse.ask("lead_worth", lead_id=lead, **taken)["expected_amount"].iloc[0]) for lead in others[:400]
    )
    assert len(others) <= 400, "each of them is asked for"
    assert counted["value"].sum() + single == pytest.approx(expected(warehouse)["expected_amount"].sum())
