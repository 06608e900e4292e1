"""The outlook: what the coming months bring with and without what stops."""

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from analysis.statistics.checks import Floats, Interval
from analysis.statistics.exposures import Stop
from analysis.statistics.forecast import FLOWS, Forecast, bands, forecast
from analysis.statistics.forecast_check import first_visible
from pages.leadership.stress.basis import Basis
from pages.leadership.stress.pipe import STOPS

LEVEL = 0.9
WITHOUT = ("rest", "carried", "regained")


@dataclass(frozen=True, eq=False)
class Outlook:
    """What the coming months bring, and what they miss.

    Attributes
    ----------
    basis : Basis
        What it rests on.
    forecast : Forecast
        By flow.
    on : date
        First day without it.
    regained : float
        Share that comes in another way after all, 0 to 1.
    currency : str
        ISO code of amounts.
    """

    basis: Basis
    forecast: Forecast
    on: date
    regained: float
    currency: str

    @property
    def unit(self) -> str:
        """The currency where wins have amounts, "" where they are counted."""
        return self.currency if self.basis.by_amount else ""

    def expected(self, *flows: str, by_amount: bool | None = None) -> Floats:
        """Sum of flows by month; of amounts where there are any."""
        by_amount = self.basis.by_amount if by_amount is None else by_amount
        values = self.forecast.amount if by_amount else self.forecast.won
        total: Floats = np.sum([values[flow] for flow in flows], axis=0)
        return total

    def band(self, *flows: str, by_amount: bool | None = None, cumulated: bool = False) -> Floats:
        """Lower and upper end of a sum of flows by month."""
        by_amount = self.basis.by_amount if by_amount is None else by_amount
        drawn = self.forecast.drawn_amount if by_amount else self.forecast.drawn_won
        return bands(drawn, flows, LEVEL, cumulated=cumulated)

    def total(self, *flows: str, by_amount: bool | None = None) -> Interval:
        """Sum of flows over all months with its band."""
        low, high = self.band(*flows, by_amount=by_amount, cumulated=True)[:, -1]
        return Interval(float(self.expected(*flows, by_amount=by_amount).sum()), float(low), float(high))

    def by_month(self, *flows: str, cumulated: bool = False) -> pd.DataFrame:
        """A sum of flows: ``month``, ``value``, ``low``, ``high``."""
        value = self.expected(*flows)
        low, high = self.band(*flows, cumulated=cumulated)
        value = value.cumsum() if cumulated else value
        return pd.DataFrame({"month": self.basis.pipe.months.starts, "value": value, "low": low, "high": high})

    @property
    def shows_in(self) -> date | None:
        """First month in which what is expected without it lies below the band as it goes on; None for none."""
        place = first_visible(self.expected(*WITHOUT), self.band(*FLOWS)[0])
        return None if place is None else self.basis.pipe.months.starts[place]


def look_ahead(basis: Basis, on: date, regained: float, currency: str) -> Outlook:
    """The forecast from the end of the data."""
    stop = Stop(STOPS, (on - basis.last).days, basis.stoppage.takes_open)
    made = forecast(basis.pipe.groups, basis.pipe.months, stop, regained=regained, spread=basis.spread)
    return Outlook(basis, made, on, regained, currency)
