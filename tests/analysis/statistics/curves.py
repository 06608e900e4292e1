"""What leads went through, day by day, as the frames of counts that statistics take; and stretches of any length."""

from contextlib import contextmanager

import numpy as np
import pandas as pd
import pytest

from analysis.statistics import maturing, waiting
from analysis.statistics.maturing import BORROWED_LEADS, counted, drawn_to


@contextmanager
def stretches(*edges):
    """Other stretches of days than the product's."""
    with pytest.MonkeyPatch.context() as patch:
        for module in (waiting, maturing):
            patch.setattr(module, "EDGES", edges)
        yield


def in_stretches(counts, leads):
    """Counts by ``days`` as counts by ``stretch_days``, with the days beyond."""
    first = np.array(waiting.EDGES)[waiting.stretch_of(counts["days"].to_numpy())]
    beyond = (counts["days"] - first) * counts[leads].sum(axis=1)
    return counts.drop(columns="days").assign(stretch_days=first, beyond_days=beyond)


def stays_of(rows):
    """Stays, each (motion, position, days, position of where it went), as the question ``stays`` counts them."""
    frame = pd.DataFrame(rows, columns=["motion", "position", "days", "to_position"])
    return in_stretches(frame.groupby(list(frame), dropna=False).size().rename("leads").reset_index(), ["leads"])


def ages_of(rows):
    """Leads by age, each (days, won, dropped, open), as the question ``lead_ages`` counts them."""
    frame = pd.DataFrame(rows, columns=["days", "won", "dropped", "open"])
    return in_stretches(frame, ["won", "dropped", "open"])


def curve_of(rows, prior=None, borrowed=BORROWED_LEADS):
    """The curve of one group, from leads by age."""
    counts = ages_of(rows)
    own = counted(counts, np.zeros(len(counts), dtype=np.int64), 1).of(0)
    return own if prior is None else drawn_to(own, prior, borrowed)
