"""Worlds with a known truth, drawn many times: how often does each interval contain it?

Every simulation takes a random generator, the leads of a group, a rate and a number of repeats, and returns one value
per interval: 1 when it contains the truth, 0 when not, missing when the estimator declined to give one.
"""

from collections.abc import Mapping

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.statistics import (
    account_sizes,
    amount_shares,
    amounts,
    concentration,
    leaks,
    proportions,
    ranking,
    standardisation,
    survival,
    trend,
)
from analysis.statistics.checks import Floats, Interval

# What the sample company's channels draw of its leads, and what they would draw if one stood for half of them.
MIX = np.array([17, 12, 10, 9, 9, 8, 7, 6, 5, 4, 4, 3, 2, 2, 1, 1]) / 100
DOMINATED = np.array([50, *(50 * MIX / MIX.sum())]) / 100
# Deals of one group scatter around their mean as in the sample: a standard deviation of 0.5 of their logarithm.
SCATTER = 0.5
DEAL = np.exp(SCATTER**2 / 2)
HORIZON = 180
STRATA_A, STRATA_B = np.array([0.5, 0.3, 0.2]), np.array([0.2, 0.3, 0.5])


def contains(bounds: tuple[float, float], truth: float) -> float:
    """Mark whether one interval contains the truth."""
    return float(hit(*bounds, truth))


def hit(low: Floats | float, high: Floats | float, truth: Floats | float) -> Floats:
    """Mark which intervals contain the truth; missing bounds stay missing."""
    inside = np.where((low - 1e-12 <= truth) & (truth <= high + 1e-12), 1.0, 0.0)
    return np.where(np.isnan(low) | np.isnan(high), np.nan, inside)


def wilson(random: np.random.Generator, leads: int, rate: float, repeats: int) -> Floats:
    """Draw one rate of a group."""
    won = pd.Series(random.binomial(leads, rate, repeats))
    rows = proportions.wilson_intervals(won, pd.Series(leads, index=won.index))
    return hit(rows["low"].to_numpy(), rows["high"].to_numpy(), rate)


def newcombe(random: np.random.Generator, leads: int, rate: float, repeats: int) -> Floats:
    """Draw two rates, one 1.5 times the other."""
    a, b = (pd.Series(random.binomial(leads, r, repeats)) for r in (1.5 * rate, rate))
    trials = pd.Series(leads, index=a.index)
    rows = proportions.newcombe_difference(a, trials, b, trials)
    return hit(rows["low"].to_numpy(), rows["high"].to_numpy(), 0.5 * rate)


def shrunken(random: np.random.Generator, leads: int, rate: float, repeats: int) -> Floats:
    """Draw sixteen channels whose rates differ by a beta distribution, as leads spread over them."""
    hits = []
    for _ in range(repeats):
        truths = random.beta(60 * rate, 60 * (1 - rate), len(MIX))
        trials = np.maximum(np.round(len(MIX) * leads * MIX).astype(int), 1)
        rows = ranking.shrunken_rates(pd.Series(random.binomial(trials, truths)), pd.Series(trials))
        hits.append(hit(rows["low"].to_numpy(), rows["high"].to_numpy(), truths))
    return np.concatenate(hits)


def kaplan_meier(random: np.random.Generator, leads: int, rate: float, repeats: int) -> Floats:
    """Draw leads that arrived over two years, the rate converted by the horizon."""
    hazard = -np.log1p(-rate) / HORIZON
    hits = []
    for _ in range(repeats):
        days, seen = np.ceil(random.exponential(1 / hazard, leads)), random.integers(30, 730, leads)
        curve = survival.kaplan_meier(_counted(np.minimum(days, seen), {"exited": days <= seen}))
        row = survival.conversion_by(curve, HORIZON).iloc[0]
        hits.append(contains((row["low"], row["high"]), rate))
    return np.array(hits)


def aalen_johansen(random: np.random.Generator, leads: int, rate: float, repeats: int) -> Floats:
    """Draw leads that are won or lost, the rate won by the horizon."""
    chance = rate / (1 - np.exp(-HORIZON / 100))
    hits = []
    for _ in range(repeats):
        days, seen = np.ceil(random.exponential(100, leads)), random.integers(30, 730, leads)
        is_won = random.random(leads) < chance
        ends = {"won": is_won & (days <= seen), "lost": ~is_won & (days <= seen)}
        curve = survival.aalen_johansen(_counted(np.minimum(days, seen), ends)).loc["won"]
        last = curve[curve.index <= HORIZON].iloc[-1]
        is_known = curve.index[-1] >= HORIZON
        hits.append(contains((last["low"], last["high"]), rate) if is_known else np.nan)
    return np.array(hits)


def like_for_like(random: np.random.Generator, leads: int, rate: float, repeats: int) -> Floats:
    """Draw two sides of different mix over three strata, the second at 0.7 of the first's rates."""
    trials, rates, weight = _two_sides(leads, rate)
    truth = float((weight * (rates[0] - rates[1])).sum())
    return np.array(
        [
            contains(standardisation.like_for_like(*_drawn(random, trials, rates)).standardised[1:], truth)
            for _ in range(repeats)
        ]
    )


def mantel_haenszel(random: np.random.Generator, leads: int, rate: float, repeats: int) -> Floats:
    """Draw the same two sides; their ratio is common to the strata."""
    trials, rates, _ = _two_sides(leads, rate)
    return np.array(
        [
            contains(standardisation.mantel_haenszel_risk_ratio(*_drawn(random, trials, rates))[1:], 1 / 0.7)
            for _ in range(repeats)
        ]
    )


def mean_amount(random: np.random.Generator, leads: int, rate: float, repeats: int) -> Floats:
    """Draw the deals of the leads that are won."""
    rows = amounts.mean_intervals(*_deals(random, leads, rate, repeats, 1.0))
    return hit(rows["low"].to_numpy(), rows["high"].to_numpy(), DEAL)


def amount_ratio(random: np.random.Generator, leads: int, rate: float, repeats: int) -> Floats:
    """Draw deals of two sides, one 1.8 times as large."""
    sides = (_deals(random, leads, rate, repeats, size) for size in (1.8, 1.0))
    rows = amounts.ratio_of_means(*(column for side in sides for column in side))
    return hit(rows["low"].to_numpy(), rows["high"].to_numpy(), 1.8)


def amount_share(random: np.random.Generator, leads: int, rate: float, repeats: int) -> Floats:
    """Draw deals of the channels, all of one mean: a channel's share of the amount is its share of the deals."""
    hits = []
    for _ in range(repeats):
        of = random.choice(len(MIX), random.binomial(leads, rate), p=MIX)
        deals = random.lognormal(0, SCATTER, len(of))
        sums, squares = (pd.Series(np.bincount(of, weights, len(MIX))) for weights in (deals, deals**2))
        rows = amount_shares.amount_share_intervals(sums, squares)
        hits.append(hit(rows["low"].to_numpy(), rows["high"].to_numpy(), MIX))
    return np.concatenate(hits)


def account_share(random: np.random.Generator, leads: int, rate: float, repeats: int) -> Floats:
    """Draw the deals of a group in which three of ten come from one account."""
    hits = []
    for _ in range(repeats):
        deals = random.lognormal(0, SCATTER, random.binomial(leads, rate))
        part, whole, squares = deals[random.random(len(deals)) < 0.3].sum(), deals.sum(), (deals**2).sum()
        count = whole**2 / squares if len(deals) else 0.0
        rows = amount_shares.account_share_intervals(pd.Series([part]), pd.Series([whole]), pd.Series([count]))
        hits.append(hit(rows["low"].to_numpy(), rows["high"].to_numpy(), 0.3))
    return np.concatenate(hits)


def hhi(random: np.random.Generator, leads: int, rate: float, repeats: int) -> Floats:
    """Draw leads of the channels; `rate` is the part of a second mix that one channel dominates."""
    mix = mix_of(rate)
    return _concentration(random, leads, mix, repeats, "hhi", float((mix**2).sum()))


def top1(random: np.random.Generator, leads: int, rate: float, repeats: int) -> Floats:
    """Draw as `hhi`; the truth is the largest share."""
    mix = mix_of(rate)
    return _concentration(random, leads, mix, repeats, "top1", float(mix.max()))


def top3(random: np.random.Generator, leads: int, rate: float, repeats: int) -> Floats:
    """Draw as `hhi`; the truth is the sum of the three largest shares."""
    mix = mix_of(rate)
    return _concentration(random, leads, mix, repeats, "top3", float(np.sort(mix)[-3:].sum()))


def hhi_closed(random: np.random.Generator, leads: int, rate: float, repeats: int) -> Floats:
    """Draw as `hhi`; the interval is the one in closed form, each channel taken for an account of single cases."""
    mix = mix_of(rate)
    truth = float((mix**2).sum())
    drawn = random.multinomial(leads, mix, repeats)
    hits = []
    for value in drawn.astype(np.float64):
        columns = (np.ones_like(value), value, value, value**2, value**3, value)
        sizes = pd.DataFrame(dict(zip(account_sizes.SIZES, columns, strict=True)))
        hits.append(contains(account_sizes.size_concentration(sizes).hhi[1:], truth))
    return np.array(hits)


def trend_slope(random: np.random.Generator, leads: int, rate: float, repeats: int) -> Floats:
    """Draw a year of a share that grows by half, the leads spread over its months."""
    hits = []
    shares = rate * (1 + np.arange(12) / 24)
    for _ in range(repeats):
        whole = random.multinomial(leads, np.full(12, 1 / 12))
        slope = trend.trend_slope(pd.Series(random.binomial(whole, shares)), pd.Series(whole))
        hits.append(contains(slope[1:], 0.5 * rate))
    return np.array(hits)


def leak_worth(random: np.random.Generator, leads: int, rate: float, repeats: int) -> Floats:
    """Draw a group among five times as many other leads, which advance 1.4 times as often."""
    decided = np.array([leads, 5 * leads])
    truth = leads * 5 / 6 * 0.4 * rate * 0.3 * DEAL
    hits = []
    for _ in range(repeats):
        advanced = random.binomial(decided, [rate, 1.4 * rate])
        won = random.binomial(advanced, 0.3)
        deals = [random.lognormal(0, SCATTER, count) for count in won]
        cells = pd.DataFrame({"motion": "inbound", "stage": "lead", "decided": decided, "advanced": advanced})
        cells = cells.assign(won=won, won_with_amount=won, won_amount=[deal.sum() for deal in deals])
        cells["won_amount_squares"] = [(deal**2).sum() for deal in deals]
        row = leaks.leak_worth(cells, draws=1000).iloc[0]
        hits.append(contains((row["low"], row["high"]), truth))
    return np.array(hits)


def _counted(days: Floats, ends: Mapping[str, NDArray[np.bool_]]) -> pd.DataFrame:
    frame = pd.DataFrame({"days": days.astype(int), **{name: end.astype(int) for name, end in ends.items()}})
    frame["censored"] = 1 - frame[list(ends)].sum(axis=1)
    return frame.groupby("days", as_index=False).sum()


def _two_sides(leads: int, rate: float) -> tuple[list[Floats], list[Floats], Floats]:
    """Trials and rates of two sides over three strata, and the weights of their common mix."""
    trials = [np.round(leads * mix) for mix in (STRATA_A, STRATA_B)]
    rates = [rate * np.array([0.6, 1.0, 1.4]) * factor for factor in (1.0, 0.7)]
    return trials, rates, (trials[0] + trials[1]) / (trials[0] + trials[1]).sum()


def _drawn(random: np.random.Generator, trials: list[Floats], rates: list[Floats]) -> tuple[pd.Series, ...]:
    sides = ((pd.Series(random.binomial(n.astype(int), r)), pd.Series(n)) for n, r in zip(trials, rates, strict=True))
    return tuple(column for side in sides for column in side)


def _deals(
    random: np.random.Generator, leads: int, rate: float, repeats: int, size: float
) -> tuple[pd.Series, pd.Series, pd.Series]:
    """Sums, sums of squares and numbers of the deals of `repeats` groups."""
    count = random.binomial(leads, rate, repeats)
    of = np.repeat(np.arange(repeats), count)
    deals = size * random.lognormal(0, SCATTER, len(of))
    sums, squares = (pd.Series(np.bincount(of, weights, repeats)) for weights in (deals, deals**2))
    return sums, squares, pd.Series(count)


def mix_of(part: float) -> Floats:
    """Shares of the sample's channels, drawn towards one that dominates them the larger the part."""
    mix: Floats = (1 - part) * np.array([0.0, *MIX]) + part * DOMINATED
    return mix


def _concentration(
    random: np.random.Generator, leads: int, mix: Floats, repeats: int, measure: str, truth: float
) -> Floats:
    hits = []
    for seed in range(repeats):
        counts = pd.Series(random.multinomial(leads, mix))
        interval: Interval = getattr(concentration.concentration(counts, draws=500, seed=seed), measure)
        hits.append(contains(interval[1:], truth))
    return np.array(hits)
