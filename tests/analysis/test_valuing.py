"""What open leads are worth, held against what was won of them later, and asked in the terminal."""

import json
from datetime import timedelta

import pandas as pd
import pytest

from analysis import __main__ as command
from analysis import valuing
from analysis.scope import Scope
from analysis.warehouse import Warehouse
from data.store import Store
from tests.worlds import Journey, on, warehouse_of

WON = """
    select count(*) as won, coalesce(sum(amount::double), 0) as amount
    from marts.journeys
    where outcome = 'won' and created_on <= '{last}' and closed_on > '{last}' and closed_on <= '{until}'
"""


@pytest.fixture(scope="module")
def sample(sample_home):
    store = Store(sample_home)
    warehouse = Warehouse.open(store.current(), sample_home)
    yield warehouse
    warehouse.close()


def past_quarters(warehouse):
    """The last day before each quarter that has ended, and its last day; the first has nothing to learn from."""
    first = warehouse.rows("select min(created_on) from marts.journeys")[0][0]
    for quarter in pd.period_range(first, warehouse.as_of, freq="Q")[2:]:
        if quarter.end_time.date() <= warehouse.as_of:
            yield quarter.start_time.date() - timedelta(days=1), quarter.end_time.date()


def test_what_open_leads_were_worth_is_what_was_won_of_them_over_all_past_quarters(sample):
    expected, won = pd.Series({"won": 0.0, "amount": 0.0}), pd.Series({"won": 0.0, "amount": 0.0})
    for last, until in past_quarters(sample):
        scope = Scope(as_of=last)
        worth = valuing.learn(sample, scope)
        answer = sample.ask("expected_value", scope, **worth.arguments((until - last).days)).iloc[0]
        expected += [answer["expected_wins"], answer["expected_amount"]]
        won += list(sample.rows(WON.format(last=last, until=until))[0])
    ratio = expected / won
    assert won["won"] > 500
    assert ratio.between(0.85, 1.15).all(), ratio.to_dict()


def test_leads_older_than_any_win_are_worth_next_to_nothing(sample):
    worth = valuing.learn(sample)
    told = worth.arguments()
    whole = sample.ask("expected_value", **told)
    old = sample.ask("expected_value", **{**told, "longest": [-1] * len(told["longest"])})
    assert old["older_than_any_win"].tolist() == old["open"].tolist()
    assert 0 < whole["older_than_any_win"].item() < whole["open"].item()
    # As if they had come today they would be worth several times all that is to be expected.
    assert whole["older_amount"].item() > 2 * whole["expected_amount"].item()


def test_breakdowns_add_up_to_all(sample):
    told = valuing.learn(sample).arguments(90)
    whole = sample.ask("expected_value", **told).drop(columns="breakdown").iloc[0]
    for breakdown in ("stage", "motion", "channel", "segment", "owner", "month"):
        parts = sample.ask("expected_value", breakdown=breakdown, **told).drop(columns="breakdown").sum()
        assert parts.tolist() == pytest.approx(whole.tolist()), breakdown


def test_what_comes_later_changes_nothing():
    early = [Journey("google ads", {"lead": day % 3, "prospect": 3}, "won", 4, closed_amount=9) for day in range(6)]
    late = [*early, *(Journey("google ads", {"lead": 1}, "won", 7, closed_amount=90) for _ in range(6))]
    then = [*early, *(Journey("google ads", {"lead": 1}) for _ in range(6))]
    known, whole = warehouse_of(then, as_of=5), warehouse_of(late, as_of=8)
    scope = Scope(as_of=on(5))
    told, then_told = (valuing.learn(warehouse, scope).arguments(3) for warehouse in (whole, known))
    assert told.keys() == then_told.keys()
    for name, values in told.items():
        assert values == pytest.approx(then_told[name]), name


def test_nothing_is_learnt_from_nothing():
    assert valuing.learn(warehouse_of([])) is None


def test_the_terminal_answers_as_of_any_day_and_by_any_later_one(sample_home, monkeypatch, capsys):
    monkeypatch.setenv("PIPELINE_HOME", str(sample_home))
    asked = ["expected_value", "--as-of", "2026-06-30", "--format", "json", "--breakdown", "motion"]
    assert command.main([*asked, "--until", "2026-09-30"]) == 0
    soon = json.loads(capsys.readouterr().out)
    assert command.main(asked) == 0
    ever = json.loads(capsys.readouterr().out)
    assert [row["breakdown"] for row in soon] == ["inbound", "outbound"]
    assert set(soon[0]) >= {"open", "expected_wins", "expected_amount", "older_than_any_win"}
    assert all(0 < first["expected_wins"] < later["expected_wins"] for first, later in zip(soon, ever, strict=True))
    assert command.main([*asked, "--until", "2026-06-30"]) == 1
    assert "--until 2026-06-30 is not after 2026-06-30" in capsys.readouterr().err
