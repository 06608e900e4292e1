"""The rule that says where money should go."""

import numpy as np
import pandas as pd
import pytest

from analysis.claims import budget
from analysis.claims.verdicts import UNSURE

MONTHS = 12


def name_of(
    label: str,
    per_month: float,
    won: float,
    deal: float = 100.0,
    *,
    loaded: float = 1.0,
    mature: int = MONTHS,
    slope=1.0,
) -> pd.DataFrame:
    """One name with so much spend a month, and so many wins of a deal size in it; `loaded` is the cost with people."""
    size = np.linspace(0.5, 1.5, MONTHS)
    spend, month = per_month * size, pd.date_range("2026-01-01", periods=MONTHS, freq="MS")
    wins = np.round(won * size**slope)
    rows = pd.DataFrame({"name": label, "family": label, "month": month, "spend": spend, "loaded": loaded * spend})
    return rows.assign(
        direct=spend,
        team=0.0,
        team_by_touches=rows["loaded"] - spend,
        leads=100,
        opportunities=(10 * wins).astype(int),
        won=wins.astype(int),
        priced=wins.astype(int),
        amount=wins * deal,
        squares=wins * deal**2 * 1.25,
        is_mature=np.arange(MONTHS) < mature,
        is_latest=np.arange(MONTHS) >= MONTHS - 3,
    )


def verdicts(*names: pd.DataFrame, **own) -> dict[str, tuple[str, str]]:
    rows = budget.judged(pd.concat(names, ignore_index=True), 5, None, **own)
    return {str(name): (row["verdict"], row["why"]) for name, row in rows.iterrows()}


USUAL = name_of("usual", 1000, 20)


def test_what_brings_back_more_is_raised_and_what_does_not_come_back_is_cut():
    # Usual: 2 for 1; best: 8 for 1; lossy: 0.5 for 1, each with dozens of wins or more.
    found = verdicts(USUAL, name_of("best", 1000, 80), name_of("lossy", 1000, 5))
    assert found == {
        "best": (budget.RAISE, budget.ABOVE),
        "lossy": (budget.CUT, budget.LOSES),
        "usual": (budget.KEEP, budget.BELOW),
    }


def test_less_than_the_others_is_kept_where_it_surely_comes_back():
    assert verdicts(name_of("best", 1000, 80), USUAL)["usual"] == (budget.KEEP, budget.BELOW)
    # 1.05 for 1 and 20 wins or so may be less than it cost.
    assert verdicts(name_of("best", 1000, 80), name_of("dear", 190, 2))["dear"] == (budget.CUT, budget.BELOW)


def test_both_costs_must_agree():
    # As recorded 8 for 1; loaded 0.8 for 1.
    assert verdicts(USUAL, name_of("worked", 1000, 80, loaded=10))["worked"] == (UNSURE, budget.COSTS_DIFFER)


def test_few_wins_young_months_and_placeholders_are_not_judged():
    found = verdicts(
        USUAL, name_of("few", 10, 0.4), name_of("young", 1000, 80, mature=0), name_of("(unmapped: Podcast)", 1000, 80)
    )
    assert found["few"] == (UNSURE, budget.FEW)
    assert found["young"] == (UNSURE, budget.YOUNG)
    assert found["(unmapped: Podcast)"] == (budget.MAP, budget.MAP)
    assert list(found)[-1] == "(unmapped: Podcast)"


def test_what_had_no_spend_lately_is_not_running():
    stopped = name_of("stopped", 1000, 80)
    stopped.loc[stopped["is_latest"], "spend"] = 0.0
    assert list(verdicts(USUAL, stopped)) == ["usual"]


def test_no_win_for_much_money_is_cut_unless_wins_stand_under_names_without_spend():
    spent, unpaid = name_of("spent", 1000, 0), name_of("unpaid", 0, 20)
    assert verdicts(USUAL, spent)["spent"] == (budget.CUT, budget.LOSES)
    assert verdicts(USUAL, spent, unpaid)["spent"] == (budget.CUT, budget.LOSES)
    assert verdicts(USUAL, spent, unpaid, is_by_name=True)["spent"] == (UNSURE, budget.ELSEWHERE)


def test_a_spend_that_came_with_less_and_less_is_not_raised():
    assert verdicts(USUAL, name_of("fading", 1000, 80, slope=0.2))["fading"] == (budget.KEEP, budget.FADES)


def test_campaigns_of_each_quarter_are_one():
    parts = [name_of("search-2026-q1", 500, 10), name_of("search-2026-q2", 500, 10)]
    months = pd.concat([*parts, USUAL], ignore_index=True).replace({"family": r"search-.*"}, "search", regex=True)
    rows = budget.judged(months, 5, None)
    assert rows.loc["search", ["members", "months"]].tolist() == [2, MONTHS]
    assert rows.loc["search", "spend"] == pytest.approx(rows.loc["usual", "spend"])


def test_a_gross_margin_is_what_comes_back():
    months = pd.concat([USUAL, name_of("other", 1000, 20)], ignore_index=True)
    assert set(budget.judged(months, 5, None)["verdict"]) == {budget.KEEP}
    assert set(budget.judged(months, 5, 0.2)["verdict"]) == {budget.CUT}


def test_on_noise_hardly_any_world_has_a_name_to_raise_or_cut():
    """No name differs: what is raised or cut is so by chance, in no more than 5 of 100 worlds."""
    random, worlds, names, wins = np.random.default_rng(11), 25, 8, 30
    false = 0
    for _ in range(worlds):
        drawn = []
        for number in range(names):
            spend = 1000 * random.uniform(0.3, 3)
            one = name_of(f"name {number}", spend, 0)
            counts = random.poisson(wins / MONTHS * one["spend"] / 1000)
            deals = [random.lognormal(0, 0.5, count) * 3000 / (wins / MONTHS) for count in counts]
            one = one.assign(
                won=counts,
                priced=counts,
                opportunities=random.poisson(5 * wins / MONTHS * one["spend"] / 1000),
                amount=[deal.sum() for deal in deals],
                squares=[(deal**2).sum() for deal in deals],
            )
            drawn.append(one)
        said = budget.judged(pd.concat(drawn, ignore_index=True), 5, None)["verdict"]
        false += said.isin([budget.RAISE, budget.CUT]).any()
    # 5% and two and a half standard errors of 25 worlds.
    assert false / worlds <= 0.05 + 2.5 * np.sqrt(0.05 * 0.95 / worlds)
