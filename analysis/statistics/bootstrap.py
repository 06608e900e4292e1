"""Bootstrap over leads for measures of concentration; `concentration` says which, why and how well they cover."""

import numpy as np

from analysis.statistics.checks import MISSING, Floats, Interval
from analysis.statistics.proportions import effective_interval


def unbiased_hhi(array: Floats) -> float:
    """Chance that two leads drawn without replacement come from the same channel; missing for fewer than two."""
    n = array.sum()
    return float((array * (array - 1)).sum() / (n * (n - 1))) if n >= 2 else MISSING


def smoothed_shares(array: Floats) -> Floats:
    """Shares after one lead's weight has been spread evenly over all channels."""
    return (array + 1 / len(array)) / (array.sum() + 1)


def drawn_together(array: Floats) -> Floats:
    """Shares drawn towards even ones until their plain HHI is the unbiased estimate."""
    n, even = array.sum(), 1 / len(array)
    smoothed = smoothed_shares(array)
    plain = float((smoothed**2).sum())
    unbiased = (n * plain - 1) / (n - 1)
    if plain - even < 1e-12:
        return np.full(len(array), even)
    kept = float(np.sqrt(max(unbiased - even, 0) / (plain - even)))
    return even + kept * (smoothed - even)


def hhi_interval(array: Floats, draws: int, random: np.random.Generator, level: float) -> Interval:
    """Percentiles of the unbiased HHI of samples from the shares drawn together."""
    n = array.sum()
    samples = random.multinomial(int(n), drawn_together(array), size=draws).astype(np.float64)
    indexes = (samples * (samples - 1)).sum(axis=1) / (n * (n - 1))
    low, high = np.quantile(indexes, [(1 - level) / 2, (1 + level) / 2])
    return within_bounds(unbiased_hhi(array), low, high, 1 / len(array))


def top_interval(array: Floats, k: int, draws: int, random: np.random.Generator, level: float) -> Interval:
    """Wilson's interval of the k leading shares, both bounds less a bias of having been chosen as leaders."""
    n, taken = array.sum(), min(k, len(array))
    ordered = np.sort(array)[::-1] / n
    estimate = float(ordered[:taken].sum())
    floor = taken / len(array)
    if taken == len(array):
        return Interval(1.0, 1.0, 1.0)
    # The lower bound allows for the most that choosing can add, the upper one for what it adds at the likely shares.
    most = _bias_of_choosing(_level_with_the_last(ordered, taken, n), taken, n, draws, random)
    likely = _bias_of_choosing(np.sort(drawn_together(array))[::-1], taken, n, draws, random)
    low = effective_interval(max(estimate - most, 0), n, level).low
    high = effective_interval(max(estimate - min(likely, most), 0), n, level).high
    return within_bounds(estimate, low, high, floor)


def _bias_of_choosing(shares: Floats, taken: int, n: float, draws: int, random: np.random.Generator) -> float:
    """How much larger the k largest shares of a sample are, on average, than the k largest it was drawn from."""
    samples = random.multinomial(int(n), shares, size=draws)
    leading = -np.partition(-samples, taken - 1, axis=1)[:, :taken].sum(axis=1) / n
    return max(float(leading.mean() - shares[:taken].sum()), 0.0)


def _level_with_the_last(ordered: Floats, taken: int, n: float) -> Floats:
    """Descending shares, those made equal that cannot be told apart from the last one taken."""
    last = ordered[taken - 1]
    error = np.sqrt((ordered + last - (ordered - last) ** 2) / n)
    alike = np.abs(ordered - last) <= 1.645 * error
    levelled: Floats = np.where(alike, ordered[alike].mean(), ordered)
    return levelled


def within_bounds(estimate: float, low: float, high: float, floor: float) -> Interval:
    """Bounds within the possible values, never on the wrong side of the estimate (an unbiased one may be below)."""
    return Interval(
        estimate,
        float(min(np.clip(low, floor, 1), estimate)),
        float(max(np.clip(high, floor, 1), estimate)),
    )
