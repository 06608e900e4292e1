"""What open leads are worth, held against what was won of them later, and asked in the terminal."""

import json
from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest

from analysis import __main__ as command
from analysis import valuing
from analysis.query import keeping
from analysis.recording import late_recording
from analysis.scope import Scope
from analysis.statistics.waiting import EVER
from data.evenings import EDGES, SOON_DAYS
from tests.analysis import business
from tests.analysis.reading import truncated
from tests.worlds import Journey, on, warehouse_of

WON = """
    select count(*) as won, coalesce(sum(amount::double), 0) as amount
    from marts.journeys
    where outcome = 'won' and created_on <= '{last}' and closed_on > '{last}' and closed_on <= '{until}'
"""


def past_quarters(warehouse):
    """The last day before each quarter that has ended, and its last day; the first has nothing to learn from."""
    first = warehouse.rows("select min(created_on) from marts.journeys")[0][0]
    for quarter in pd.period_range(first, warehouse.as_of, freq="Q")[2:]:
        if quarter.end_time.date() <= warehouse.as_of:
            yield quarter.start_time.date() - timedelta(days=1), quarter.end_time.date()


def test_what_open_leads_were_worth_is_what_was_won_of_them_over_all_past_quarters(sampled):
    expected, won = pd.Series({"won": 0.0, "amount": 0.0}), pd.Series({"won": 0.0, "amount": 0.0})
    quarters = dict(past_quarters(sampled))
    worths = valuing.learn_on(sampled, list(quarters))
    for last, until in quarters.items():
        scope, worth = Scope(as_of=last), worths[last]
        answer = sampled.ask("expected_value", scope, **worth.arguments((until - last).days)).iloc[0]
        expected += [answer["expected_wins"], answer["expected_amount"]]
        won += list(sampled.rows(WON.format(last=last, until=until))[0])
    ratio = expected / won
    assert won["won"] > 500
    assert ratio.between(0.85, 1.15).all(), ratio.to_dict()


def test_leads_older_than_any_win_are_worth_next_to_nothing(sampled):
    worth = valuing.learn(sampled)
    told = worth.arguments()
    whole = sampled.ask("expected_value", **told)
    old = sampled.ask("expected_value", **{**told, "longest": [-1] * len(told["longest"])})
    assert old["older_than_any_win"].tolist() == old["open"].tolist()
    assert 0 < whole["older_than_any_win"].item() < whole["open"].item()
    # As if they had come today they would be worth several times all that is to be expected.
    assert whole["older_amount"].item() > 2 * whole["expected_amount"].item()


def test_breakdowns_add_up_to_all(sampled):
    told = valuing.learn(sampled).arguments(90)
    whole = sampled.ask("expected_value", **told).drop(columns=["breakdown", "across"]).iloc[0]
    for breakdown in ("stage", "motion", "channel", "owner", "month"):
        parts = sampled.ask("expected_value", breakdown=breakdown, across="segment", **told)
        parts = parts.drop(columns=["breakdown", "across"]).sum()
        assert parts.tolist() == pytest.approx(whole.tolist()), breakdown


def demand_equal(worth, other):
    """Everything that the questions bind is the same, but for the numbers of the cells."""
    for name, values in worth.arguments(90).items():
        if name not in ("cells", "factors", "amounts"):
            assert values == pytest.approx(other.arguments(90)[name], rel=1e-9), name
    cells, others = (each.cells.set_index(valuing.CELL)[["factor", "amount"]].astype(float) for each in (worth, other))
    assert len(others) > 1
    assert cells.loc[others.index].to_numpy() == pytest.approx(others.to_numpy(), rel=1e-9)


def test_several_days_at_once_teach_what_each_day_alone_does(sampled):
    days = [date(2026, 10, 31), date(2025, 2, 10), date(2026, 1, 31), date(2025, 2, 10)]
    at_once = valuing.learn_on(sampled, days)
    assert at_once.keys() == set(days)
    for day in at_once:
        demand_equal(valuing.learn(sampled, Scope(as_of=day)), at_once[day])
    assert valuing.learn(sampled).arguments() == valuing.learn(sampled, Scope(as_of=sampled.as_of)).arguments()
    before = date(2020, 1, 1)
    assert valuing.learn_on(sampled, [before]) == {}, "before the first lead"
    assert valuing.learn_on(sampled, [before, days[0]]).keys() == {days[0]}


def test_only_the_day_of_a_scope_counts(sampled):
    scope = Scope(as_of=date(2026, 1, 31))
    few = scope.narrowed(channel=("Webinar",), since=date(2025, 12, 1))
    demand_equal(valuing.learn(sampled, scope), valuing.learn(sampled, few))


def test_what_comes_later_changes_nothing():
    world, last = business.journeys(700), 500
    whole, known = warehouse_of(world, as_of=700), warehouse_of(truncated(world, on(last)), as_of=last)
    worth, then = valuing.learn(whole, Scope(as_of=on(last))), valuing.learn(known)
    demand_equal(worth, then)
    assert (then.cells["factor"] != 1).any(), "there was something to learn from"
    assert then.cells["amount"].nunique() > 1


def test_snapshots_are_month_ends_whose_later_wins_are_known():
    days = valuing.snapshots(date(2026, 10, 31))
    assert days[:3] == [date(2026, 8, 31), date(2026, 6, 30), date(2026, 4, 30)]
    for number in range(400):
        day = date(2026, 1, 1) + timedelta(days=number)
        found = valuing.snapshots(day)
        assert len(set(found)) == valuing.SNAPSHOTS
        assert all(each + timedelta(days=SOON_DAYS) <= day for each in found)
        assert all((each + timedelta(days=1)).day == 1 for each in found)


def test_no_lead_wins_with_more_than_certainty(sampled):
    worth = valuing.learn(sampled)
    likely = replace(worth, cells=worth.cells.assign(factor=worth.cells["factor"] * 5))
    assert likely.cells["factor"].max() > 2
    told = likely.chances([30, 90, EVER])
    for motion, cells in likely.cells.groupby("motion"):
        place = likely.hazards.motions.index(motion)
        assert told[:, place].max() * cells["factor"].max() == pytest.approx(1)
        assert told[:, place].max() < worth.chances([EVER])[:, place].max(), "some would have been above it"
    own = likely.arguments()
    whole = sampled.ask("expected_value", breakdown="stage", **own)
    assert (whole["expected_wins"] <= whole["open"]).all()


def test_a_longer_time_brings_more_and_nothing_comes_after_three_years(sampled):
    worth = valuing.learn(sampled)
    wins = [
        sampled.ask("expected_value", **worth.arguments(within))["expected_wins"].item()
        for within in (1, 30, 90, EVER, None, EVER + 500)
    ]
    assert wins[0] < wins[1] < wins[2] < wins[3]
    assert wins[3] == wins[4] == wins[5]


def test_the_worth_on_earlier_days_is_said_twice_and_agrees(sampled):
    until = {date(2025, 6, 30): date(2025, 9, 30), date(2026, 3, 31): date(2026, 4, 30)}
    at_once = valuing.expected(sampled, Scope(), until, "motion").set_index(["known_by", "breakdown"])
    for day, last in until.items():
        scope = Scope(as_of=day)
        told = valuing.learn(sampled, scope).arguments((last - day).days)
        for row in sampled.ask("expected_value", scope, breakdown="motion", **told).itertuples():
            own = at_once.loc[(day, row.breakdown)]
            assert own.tolist() == pytest.approx([row.expected_wins, row.expected_amount])
    assert len(at_once) == 4


def test_the_more_likely_a_win_was_the_more_often_it_came(sampled):
    days = [last for last, _ in past_quarters(sampled)]
    tenths = valuing.reliability(sampled, days)
    assert tenths["expected"].sum() / tenths["won"].sum() == pytest.approx(1, abs=0.15)
    many = tenths[tenths["leads"] >= 140]
    assert len(many) >= 3
    assert (many["won"] / many["leads"]).is_monotonic_increasing
    assert ((tenths["expected"] / tenths["leads"] * 10).clip(upper=9.99) // 1).tolist() == tenths["tenth"].tolist()


def test_what_was_asked_is_kept_for_those_who_look_on_a_second_call_too(sampled):
    sampled.forget_answers()
    kept = []
    for _ in range(2):
        with keeping() as queries:
            valuing.learn(sampled)
        kept.append([query.name for query in queries])
    assert kept[0] == kept[1]
    assert {"stays", "waited", "deal_sizes", "recording"} <= set(kept[0])


def test_leads_from_before_wins_were_recorded_are_not_learnt_from():
    # Of the wins before day 300 nothing is known: their leads look open.
    late = [
        replace(each, outcome=None, closed=None, closed_amount=None)
        if each.outcome == "won" and each.closed < 300
        else each
        for each in business.journeys(700)
    ]
    warehouse = warehouse_of(late, as_of=700)
    since = late_recording(warehouse).since
    assert since >= on(300)
    seen = warehouse_of([each for each in late if on(each.created) >= since], as_of=700)
    assert late_recording(seen) is None
    worth, other = valuing.learn(warehouse), valuing.learn(seen)
    assert worth.hazards.ways == pytest.approx(other.hazards.ways)
    assert worth.longest == other.longest
    cells, others = (each.cells.set_index(valuing.CELL)["factor"] for each in (worth, other))
    assert cells.loc[others.index].tolist() == pytest.approx(others.tolist())


def test_longest_is_the_longest_of_those_that_won():
    world = [
        Journey("google ads", {"lead": 0, "prospect": 3}, "won", 9),
        Journey("google ads", {"lead": 0, "prospect": 1}, "won", 3),
        Journey("google ads", {"lead": 0, "prospect": 7}, "lost", 40),
        Journey("google ads", {"lead": 0}),
    ]
    warehouse = warehouse_of(world, as_of=50)
    worth = valuing.learn(warehouse)
    assert worth.longest == {("inbound", 1): 3, ("inbound", 4): 6}
    told = worth.arguments()
    assert told["longest"][:5] == [3, valuing.NEVER, valuing.NEVER, 6, valuing.NEVER]
    whole = warehouse.ask("expected_value", **told).iloc[0]
    assert (whole["open"], whole["older_than_any_win"]) == (1, 1), "50 days are more than 3"
    assert np.max(told["days"]) == EDGES[-1]


def test_nothing_is_learnt_from_nothing():
    assert valuing.learn(warehouse_of([])) is None
    undated = warehouse_of([Journey("google ads", {"lead": 0}, "lost", None)])
    assert valuing.learn(undated) is None, "where it was is not known"
    assert valuing.learn_on(undated, [on(3)]) == {}
    assert valuing.expected(undated, Scope(), {on(3): on(9)}, "all").empty
    assert valuing.reliability(undated, [on(3)]).empty


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


def test_the_terminal_lists_the_deals_that_should_bring_most(sample_home, monkeypatch, capsys):
    monkeypatch.setenv("PIPELINE_HOME", str(sample_home))
    assert command.main(["open_deals", "--format", "json", "--channel", "Webinar"]) == 0
    listed = json.loads(capsys.readouterr().out)
    assert len(listed) == 100
    assert {row["channel"] for row in listed} == {"Webinar"}
    worth = [row["expected_amount"] for row in listed]
    assert worth == sorted(worth, reverse=True)
    assert command.main(["reliability"]) == 1
    assert "The question 'reliability' needs a value for 'known_by'" in capsys.readouterr().err
