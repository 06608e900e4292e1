"""What every statistic asks of its input, refused with one sentence."""

from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import special

Floats = NDArray[np.float64]
Values = pd.Series | NDArray[Any]

MISSING = float("nan")


class Interval(NamedTuple):
    """An estimate with its interval; all three are missing (nan) when nothing was observed."""

    estimate: float
    low: float
    high: float

    @property
    def is_missing(self) -> bool:
        """Whether there is no interval to speak of."""
        return bool(np.isnan(self.low) or np.isnan(self.high))

    def excludes(self, value: float) -> bool:
        """Tell whether the interval is known and ``value`` lies outside it."""
        return not self.is_missing and not self.low <= value <= self.high


UNKNOWN = Interval(MISSING, MISSING, MISSING)


def normal_quantile(level: float) -> float:
    """Two-sided standard normal quantile: 1.96 for a level of 0.95.

    Parameters
    ----------
    level : float
        Two-sided coverage, strictly between 0 and 1.

    Returns
    -------
    float
        The quantile, in standard errors.

    Raises
    ------
    ValueError
        If ``level`` is not strictly between 0 and 1.
    """
    check_level(level)
    # From scipy.special here and elsewhere: scipy.stats takes as long to import as everything else together.
    return float(special.ndtri(0.5 + level / 2))


def normal_tail(distances: Floats) -> Floats:
    """Chance that a standard normal variable lies above each distance."""
    tail: Floats = special.ndtr(-distances)
    return tail


def student_quantile(level: float, freedom: Floats | float) -> Floats:
    """Two-sided quantile of Student's t for each number of degrees of freedom; missing where that is."""
    check_level(level)
    quantile: Floats = special.stdtrit(freedom, 0.5 + level / 2)
    return quantile


def student_tail(distance: float, freedom: float) -> float:
    """Chance that a variable of Student's t lies above a distance."""
    return float(special.stdtr(freedom, -distance))


def check_level(level: float) -> None:
    """Refuse a coverage that is not strictly between 0 and 1."""
    if not 0 < level < 1:
        raise ValueError(f"The level must lie strictly between 0 and 1, not {level}.")


def check_draws(draws: int) -> None:
    """Refuse an interval from fewer than a hundred samples."""
    if draws < 100:
        raise ValueError(f"At least 100 draws are needed for an interval, not {draws}.")


def numbers(values: Values, name: str) -> Floats:
    """Values as floats, none of them missing or infinite."""
    try:
        if isinstance(values, pd.Series):
            array = values.to_numpy(dtype=np.float64, na_value=np.nan)
        else:
            array = values.astype(np.float64)
    except (TypeError, ValueError) as error:
        raise ValueError(f"{name} must be numbers.") from error
    if not np.isfinite(array).all():
        raise ValueError(f"{name} must be known and finite: none may be missing.")
    return array


def amounts(values: Values, name: str) -> Floats:
    """Known, finite numbers, none below zero."""
    array = numbers(values, name)
    if (array < 0).any():
        raise ValueError(f"{name} must not be negative.")
    return array


def counts(values: Values, name: str) -> Floats:
    """Whole numbers, none below zero, as floats."""
    array = amounts(values, name)
    if (array != np.floor(array)).any():
        raise ValueError(f"{name} must be whole numbers.")
    return array


def same_index(first: pd.Series, *others: pd.Series) -> None:
    """Refuse series that do not describe the same groups in the same order."""
    if not all(first.index.equals(other.index) for other in others):
        raise ValueError("All series must have the same index in the same order.")


def successes_and_trials(successes: pd.Series, trials: pd.Series) -> tuple[Floats, Floats]:
    """Counts of the same groups, with no more successes than trials."""
    same_index(successes, trials)
    return part_and_whole(successes, trials)


def part_and_whole(successes: Values, trials: Values) -> tuple[Floats, Floats]:
    """The same of values in one order."""
    count_successes, count_trials = counts(successes, "Successes"), counts(trials, "Trials")
    if (count_successes > count_trials).any():
        raise ValueError("There must not be more successes than trials.")
    return count_successes, count_trials


def divided(numerator: Floats, denominator: Floats) -> Floats:
    """Quotient, missing where the denominator is 0."""
    quotient: Floats = np.divide(
        numerator, denominator, out=np.full(np.shape(denominator), np.nan), where=denominator != 0
    )
    return quotient
