"""The row of numbers on Pipeline health."""

import pandas as pd

from analysis.statistics.amounts import total_changed
from analysis.statistics.checks import Interval
from analysis.statistics.proportions import difference_interval
from data.definitions import MOTIONS
from pages.leadership.health import numbers as health_numbers
from pages.leadership.health import words as wording
from pages.leadership.health.numbers import COUNTS, HealthNumbers
from pages.parts import labels
from pages.parts.cards import Kpi
from pages.parts.frames import cell, cells
from pages.parts.words import common

FEWEST_MONTHS = 4  # fewer make no line worth a look


def row(numbers: HealthNumbers, currency: str, few: int) -> tuple[Kpi, ...]:
    """Four numbers with their months and their change: won amount and conversion of each motion.

    Parameters
    ----------
    numbers : HealthNumbers
        What was counted.
    currency : str
        ISO code of the amounts.
    few : int
        Wins below which a rate is marked as resting on too few.

    Returns
    -------
    tuple of Kpi
        Won amount (the number won where no amount is recorded), then conversion. Where only one motion has leads:
        its won amount, conversion, average won amount and cycle.
    """
    won = _won_amount if numbers.has_amounts else _won
    if len(numbers.present) == len(MOTIONS):
        first = [won(numbers, motion, currency, few) for motion in MOTIONS]
        return (*first, *(_conversion(numbers, motion, few) for motion in MOTIONS))
    return tuple(
        kpi
        for motion in numbers.present
        for kpi in (
            won(numbers, motion, currency, few),
            _conversion(numbers, motion, few),
            _opportunities(numbers, motion, few),
            _cycle(numbers, motion),
        )
    )


def _won_amount(numbers: HealthNumbers, motion: str, currency: str, few: int) -> Kpi:
    total = cell(numbers.motions, motion, "won_amount")
    return Kpi(
        f"{motion.capitalize()} won",
        labels.money(total, currency),
        _change(numbers, motion, "won_amount", "won_amount_squares", few),
        motion,
        _old_enough(numbers, motion)["won_amount"],
        wording.WON_AMOUNT_HELP,
    )


def _won(numbers: HealthNumbers, motion: str, currency: str, few: int) -> Kpi:
    del currency
    total = cell(numbers.motions, motion, "won")
    months = _old_enough(numbers, motion)["won"]
    label = f"{motion.capitalize()} won"
    delta = _change(numbers, motion, "won", "won", few)
    return Kpi(label, labels.count(total), delta, motion, months, wording.WON_HELP)


def _opportunities(numbers: HealthNumbers, motion: str, few: int) -> Kpi:
    total = cell(numbers.motions, motion, "opportunities")
    delta = _change(numbers, motion, "opportunities", "opportunities", few)
    months = _old_enough(numbers, motion)["opportunities"]
    label = f"{motion.capitalize()} opportunities"
    return Kpi(label, labels.count(total), delta, motion, months, wording.OPPORTUNITIES_HELP)


def _cycle(numbers: HealthNumbers, motion: str) -> Kpi:
    median = cell(numbers.motions, motion, "median_days_to_won")
    return Kpi(f"{motion.capitalize()} cycle", labels.days(median), "", motion, (), wording.CYCLE_HELP)


def _conversion(numbers: HealthNumbers, motion: str, few: int) -> Kpi:
    rates = health_numbers.rates(numbers.motions)
    return Kpi(
        f"{motion.capitalize()} conversion",
        labels.share(cell(rates, motion, "rate")),
        _rate_change(numbers, motion, few),
        motion,
        _old_enough(numbers, motion)["rate"],
        wording.conversion_help(numbers.window_days, cell(rates, motion, "low"), cell(rates, motion, "high")),
    )


def _change(numbers: HealthNumbers, motion: str, total: str, squares: str, few: int) -> str:
    """Relative change in words; counts are their own squares."""
    if numbers.earlier is None or cell(numbers.earlier, motion, "leads") == 0:
        return ""
    frames = (numbers.motions, numbers.earlier)
    counted = total if total in COUNTS else "won_with_amount"
    if min(cell(frame, motion, counted) for frame in frames) < few:
        return common.TOO_FEW
    sides = [cell(frame, motion, name) for frame in frames for name in (total, squares)]
    ratio = total_changed(*sides)
    return _in_words(ratio, 1.0, labels.change(ratio.estimate - 1))


def _rate_change(numbers: HealthNumbers, motion: str, few: int) -> str:
    if cell(numbers.motions, motion, "mature_won") < few:
        return common.TOO_FEW_WINS
    if numbers.earlier is None:
        return ""
    now, before = (cells(frame, motion, "mature_won", "mature") for frame in (numbers.motions, numbers.earlier))
    gap = difference_interval(*now, *before)
    return _in_words(gap, 0.0, labels.points(gap.estimate))


def _in_words(change: Interval, nothing: float, written: str) -> str:
    if change.is_missing:
        return ""
    return written if change.excludes(nothing) else common.NO_CLEAR_CHANGE


def _old_enough(numbers: HealthNumbers, motion: str) -> dict[str, tuple[float, ...]]:
    """Months whose every lead has been watched for the whole window, as sparklines."""
    months = numbers.months[numbers.months["breakdown"] == motion]
    grown = months[months["first_observed"] >= numbers.window_days]
    grown = grown if len(grown) >= FEWEST_MONTHS else grown.head(0)
    rates: pd.Series = health_numbers.rates(grown)["rate"].dropna()
    names = ("won_amount", "won", "opportunities")
    return {"rate": tuple(rates), **{name: tuple(grown[name].astype(float)) for name in names}}
