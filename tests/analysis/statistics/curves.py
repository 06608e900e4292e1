"""Curves of winning by age from frames of counts."""

import numpy as np

from analysis.statistics.maturing import BORROWED_LEADS, by_age, curve_from


def curve_of(counts, ages, prior=None, borrowed=BORROWED_LEADS):
    """The curve of one channel from a row per day."""
    return curve_from(by_age(counts.assign(breakdown="All"), ["All"], ages)[:, 0], prior, borrowed)


def incidence(curve):
    """Share won by the end of each age (Aalen-Johansen)."""
    return np.cumsum(curve.open_before * curve.hazard)
